import { describe, expect, it } from "vitest";
import { casesSheet, leftText } from "../src/console/columns";
import { cell, toCsv } from "../src/shared/csv";
import { makeCase } from "./make";

describe("a cell", () => {
  it("is never a formula, in half width or full, however it is led in", () => {
    for (const text of ["=1+1", "+8", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "＠x", "\r\n=1"]) {
      expect(cell(text).replace(/^"/, ""), text).toMatch(/^'/);
    }
  });

  it("is quoted where it must be, and only there", () => {
    expect(cell('他说"停"，走, 了')).toBe('"他说""停""，走, 了"');
    expect(cell("两\n行")).toBe('"两\n行"');
    expect(cell("文一西路 1-2 号")).toBe("文一西路 1-2 号");
  });
});

describe("the time that is left", () => {
  const now = Date.parse("2026-11-22T08:10:00Z");
  const text = (changes: Parameters<typeof makeCase>[0]) => leftText(makeCase(changes), { now, ground: () => "testing" });

  it("counts down, counts up once it is over, and says why it rests", () => {
    expect(text({ due_at: "2026-11-22T08:11:00Z" })).toBe("剩 01:00");
    expect(text({ due_at: "2026-11-22T08:09:00Z" })).toBe("超 01:00");
    expect(text({ due_at: "2026-11-22T09:00:00Z", paused_at: "2026-11-22T08:00:00Z" })).toBe("暂停（待检测鉴定），剩 1:00:00");
    expect(text({ due_at: null })).toBe("");
  });
});

describe("a file", () => {
  it("says that it is UTF-8, and ends its lines as spreadsheets do", () => {
    expect(toCsv(["编号", "何事"], [["1", "店外经营"]])).toBe("\uFEFF编号,何事\r\n1,店外经营\r\n");
  });

  it("has the columns that were chosen, in their order, a line for each row", () => {
    const around = { now: Date.parse("2026-11-22T08:10:00Z"), unitName: (code: string) => code, ground: () => undefined };
    const cases = [makeCase({ case_no: "2" }), makeCase({ case_no: "1", due_at: "2026-11-22T09:10:00Z" })];

    const { heads, rows } = casesSheet(cases, ["number", "left", "township"], around);

    expect(heads).toHaveLength(3);
    expect(rows).toEqual([
      ["2", "", "转塘街道"],
      ["1", "剩 1:00:00", "转塘街道"],
    ]);
  });
});
