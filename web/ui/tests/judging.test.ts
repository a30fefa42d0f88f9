import { describe, expect, it } from "vitest";
import { accepting, askingBack, askPath, BLANK, corrects, goes, isBlank, needsReason, readPoint, refusing, rulesDecide, similarPath } from "../src/console/judging";
import type { CompetenceOut } from "../src/shared/wire";
import { makeCase } from "./make";

const day = (iso: string) => iso.slice(0, 10);
const answered = (team: string | null) => ({ answer: { team } }) as CompetenceOut;

describe("a point", () => {
  it("is read as people copy it", () => {
    for (const text of ["120.13,30.26", " 120.13 30.26 ", "120.13，30.26"]) {
      expect(readPoint(text)).toEqual({ lon: 120.13, lat: 30.26 });
    }
  });
  it("is none where it is half, more, elsewhere than on Earth, or words", () => {
    for (const text of ["", "120.13", "120,30,1", "190,30", "120,91", "路口"]) expect(readPoint(text)).toBeNull();
  });
});

describe("what is asked of the rules", () => {
  const one = makeCase({ township: null });
  it("is the case as it was reported, on the days it happened and came", () => {
    const asked = new URLSearchParams(askPath(one, BLANK, day).split("?")[1]);
    expect(Object.fromEntries(asked)).toEqual({
      scheme: "GB/T 47678.5-2026", kind: "matter", code: "09005", lon: "120.13", lat: "30.26", acted_on: "2026-11-22", filed_on: "2026-11-22",
    });
  });
  it("follows what the form corrects, and a named township settles a contradiction", () => {
    const draft = { ...BLANK, scheme: "S", kind: "component", code: "C1", township: "330106010" };
    const asked = new URLSearchParams(askPath(one, draft, day).split("?")[1]);
    expect([asked.get("code"), asked.get("township"), asked.get("lon")]).toEqual(["C1", "330106010", null]);
    expect(similarPath(one, { ...BLANK, point: "120.2,30.3" })).toContain("lon=120.2&lat=30.3");
  });
});

describe("what the rules decide", () => {
  it("waits for a person where the place contradicts itself, or it is disputed", () => {
    const torn = makeCase({ township: null });
    expect([rulesDecide(torn, BLANK), rulesDecide(torn, { ...BLANK, township: "330106010" })]).toEqual([false, true]);
    expect(rulesDecide(makeCase({ reason: "disputed" }), BLANK)).toBe(false);
    expect(rulesDecide(makeCase(), BLANK)).toBe(true);
  });
});

describe("a decision", () => {
  it("says only what was put in", () => {
    expect(accepting(BLANK)).toEqual({ do: "accept" });
    expect(accepting({ ...BLANK, point: "120.2,30.3", team: "T1", reason: " 就近 " })).toEqual({
      do: "accept", place: { lon: 120.2, lat: 30.3 }, team: "T1", reason: "就近",
    });
    expect(refusing({ ...BLANK, ground: "unfounded", reason: "查无" })).toEqual({ do: "refuse", ground: "unfounded", reason: "查无" });
    expect(askingBack({ ...BLANK, missing: ["place"], reason: "何处" })).toEqual({ do: "ask_back", missing: ["place"], reason: "何处" });
  });
  it("names another team than the rules only for what was corrected, and with words", () => {
    expect(goes(answered(null), { ...BLANK, team: "T1" })).toBeNull();
    const corrected = { ...BLANK, township: "330106010", team: "T1" };
    expect(goes(answered("T2"), corrected)).toBe("T1");
    expect(needsReason(answered("T2"), corrected)).toBe(true);
    expect(needsReason(answered("T1"), corrected)).toBe(false);
    expect([corrects(BLANK), corrects(corrected), isBlank(BLANK), isBlank(corrected)]).toEqual([false, true, true, false]);
  });
});
