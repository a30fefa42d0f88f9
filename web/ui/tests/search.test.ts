import { describe, expect, it } from "vitest";
import { fold, SearchIndex, termsOf } from "../src/console/search";
import type { Case } from "../src/shared/types";
import { chance } from "./chance";
import { makeCase } from "./make";

const shelf = (cases: Case[]) => new Map(cases.map((one) => [one.case_no, one]));
const find = (cases: Case[], text: string) => [...(new SearchIndex().follow(shelf(cases)).find(text) ?? ["everything"])];

describe("folding", () => {
  it("makes full and half width, small and capital, and what stands between signs one and the same", () => {
    expect(fold("ＡＢＣ－１２３，Abc")).toBe("abc123abc");
    expect(fold("占道经营，影响通行")).toBe("占道经营影响通行");
  });

  it("leaves of a text its words", () => {
    expect(termsOf("  转塘　店外 , ")).toEqual(["转塘", "店外"]);
  });
});

describe("the index", () => {
  const one = makeCase({ case_no: "20261122-000123", title: "占道经营，影响通行", address: "文一西路 1288 号" });
  const other = makeCase({ case_no: "20261122-000124", title: "夜间施工", class_name: null, address: null, code: "07003" });

  it("finds a case by its number, words, address, township and code", () => {
    for (const text of ["000123", "20261122-000123", "经营影响", "文一西路1288", "１２８８", "占"]) {
      expect(find([one, other], text), text).toEqual([one.case_no]);
    }
    expect(find([one, other], "07003")).toEqual([other.case_no]);
    expect(find([one, other], "转塘")).toHaveLength(2);
  });

  it("wants every word, wherever it stands", () => {
    expect(find([one, other], "转塘 通行")).toEqual([one.case_no]);
    expect(find([one, other], "通行 夜间")).toEqual([]);
  });

  it("never finds a word across two fields", () => {
    expect(find([makeCase({ title: "甲乙", class_name: "丙丁" })], "乙丙")).toEqual([]);
  });

  it("narrows nothing when nothing is asked for", () => {
    expect(find([one], " ， ")).toEqual(["everything"]);
  });

  it("finds what a plain reading of every case finds, through thousands of changes", () => {
    const random = chance(11);
    const signs = "店外经营占道施工扰民文一西路12Ａa";
    const words = (most: number) => Array.from({ length: 1 + random(most) }, () => signs[random(signs.length)]).join("");
    const index = new SearchIndex();
    let cases = new Map<string, Case>();
    for (let step = 0; step < 300; step += 1) {
      const next = new Map(cases);
      for (let i = random(12); i > 0; i -= 1) {
        const case_no = `2026-${String(random(80))}`;
        if (random(4) === 0) next.delete(case_no);
        else next.set(case_no, makeCase({ case_no, title: words(9), address: words(9), version: step }));
      }
      cases = next;
      const text = random(3) ? words(3) : `${words(2)} ${words(2)}`;

      expect([...(index.follow(cases).find(text) ?? [])].sort(), text).toEqual(plainly(cases, text));
    }
  });

  it("goes on from wherever its making was broken off", () => {
    const index = new SearchIndex();
    const steps = index.steps(shelf([one, other]));
    steps.next();
    const changed = { ...other, title: "白天施工" };

    expect([...(index.follow(shelf([one, changed])).find("施工") ?? [])]).toEqual([other.case_no]);
    while (!steps.next().done);
    expect([...(index.follow(shelf([one, changed])).find("夜间") ?? [])]).toEqual([]);
    expect([...(index.find("施工") ?? [])]).toEqual([other.case_no]);
  });

  it("reads a case anew only when its words have changed", () => {
    const index = new SearchIndex().follow(shelf([one]));
    const moved = { ...one, state: "sent" as const, version: 2 };

    expect([...(index.follow(shelf([moved])).find("通行") ?? [])]).toEqual([one.case_no]);
    expect([...(index.follow(shelf([{ ...moved, title: "施工" }])).find("通行") ?? [])]).toEqual([]);
  });
});

function plainly(cases: ReadonlyMap<string, Case>, text: string): string[] {
  const fieldsOf = (one: Case) => [one.case_no, one.class_name, one.title, one.code, one.item, one.source_event_id, one.district_name, one.township_name, one.address, one.team_name];
  return [...cases.values()]
    .filter((one) => termsOf(text).every((term) => fieldsOf(one).some((field) => fold(field ?? "").includes(term))))
    .map((one) => one.case_no)
    .sort();
}
