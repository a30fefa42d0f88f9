import { describe, expect, it } from "vitest";
import { dayAfter, isComplete, NOTHING_ASKED, readAsking, readPoint, toSearch, withClass, writeAsking } from "../src/competence/ask/asking";
import { money } from "../src/competence/ask/fines";
import { tint } from "../src/competence/ask/ground";
import { otherAnswers } from "../src/competence/ask/others";
import { listedOver } from "../src/competence/catalogue/story";
import { aroundChange, placeOf, years } from "../src/competence/grid";
import { obstacle, reached } from "../src/competence/publish/draft";
import { shares } from "../src/competence/publish/shift";
import { readRoute, writeRoute } from "../src/competence/route";
import { blank, changedIds, inForce, toDraft, toggled } from "../src/competence/rules/rules";
import type { DraftOut, OverTimeOut, RuleRowOut, StretchOut } from "../src/shared/wire";

const ASKED = { ...NOTHING_ASKED, scheme: "LOCAL-YZ", code: "M01", lon: "87.03", lat: "43.03", subject: "unit", severe: ["closure", "ban"], danger: true };

describe("what is asked", () => {
  it("comes back from the address as it went in", () => {
    expect(readAsking(writeAsking(ASKED))).toEqual(ASKED);
  });
  it("leaves out of the address what nobody has said", () => {
    expect(writeAsking(NOTHING_ASKED)).toEqual({});
  });
  it("asks the server with one parameter for each severe sanction", () => {
    const search = new URLSearchParams(toSearch(ASKED));
    expect(search.getAll("severe")).toEqual(["closure", "ban"]);
    expect(search.get("kind")).toBe("matter");
  });
  it("is no question without a class", () => {
    expect([isComplete(NOTHING_ASKED), isComplete(ASKED)]).toEqual([false, true]);
  });
  it("forgets the answers to an old question when the class changes", () => {
    expect(withClass({ ...ASKED, item: "YZ-01", field: "x" }, { scheme: "S", kind: "matter", code: "M02" })).toMatchObject({ code: "M02", item: "", field: "" });
  });
  it("does not believe severe sanctions it does not know", () => {
    expect(readAsking({ severe: "closure,beheading" }).severe).toEqual(["closure"]);
  });
});

describe("a point that is typed", () => {
  it.each(["119.44, 29.93", "119.44 29.93", " 119.44，29.93 "])("is read from %s", (text) => {
    expect(readPoint(text)).toEqual({ lon: "119.44", lat: "29.93" });
  });
  it.each(["", "119.44", "29.93, 119.44, 1", "here", "181, 0"])("is not read from “%s”", (text) => {
    expect(readPoint(text)).toBeNull();
  });
});

describe("days", () => {
  it("step over the ends of months and years", () => {
    expect([dayAfter("2026-03-01", -1), dayAfter("2026-12-31", 1)]).toEqual(["2026-02-28", "2027-01-01"]);
  });
  it("lie on the axis in proportion, and never outside it", () => {
    const axis = { from: "2026-01-01", to: "2027-01-01" };
    expect(placeOf(axis, "2026-07-02", 0)).toBeCloseTo(49.9, 0);
    expect([placeOf(axis, "2020-01-01", 0), placeOf(axis, "2030-01-01", 0), placeOf(axis, null, 100)]).toEqual([0, 100, 100]);
  });
  it("are marked by years that do not crowd", () => {
    expect(years({ from: "2021-01-01", to: "2024-01-01" }).map(({ year }) => year)).toEqual([2021, 2022, 2023, 2024]);
    expect(years({ from: "2000-01-01", to: "2026-01-01" }).length).toBeLessThanOrEqual(10);
  });
});

const stretch = (from: string, to: string, team: string | null): StretchOut => ({
  from, to, team, team_name: team, signing_body: team, reason: "routed_posted", reason_text: "",
});

describe("before and after", () => {
  const spans = [stretch("2021-01-01", "2025-07-01", "squad"), stretch("2025-07-01", "2027-01-01", "county")];
  it("shows the change that came before the day", () => {
    expect(aroundChange(spans, "2026-09-17")).toMatchObject({ before: { team: "squad" }, after: { team: "county" }, now: "after" });
  });
  it("shows the change to come when there was none before", () => {
    expect(aroundChange(spans, "2022-01-01")).toMatchObject({ before: { team: "squad" }, now: "before" });
  });
  it("shows nothing where nothing changes", () => {
    expect(aroundChange(spans.slice(1), "2026-01-01")).toBeNull();
  });
});

it("other sanctions are told only where another team would go", () => {
  const band = (least: number, most: number | null, asked: boolean, team: string) => ({ subject: "unit" as const, least, most, asked, spans: [stretch("2021-01-01", "2027-01-01", team)] });
  const over: OverTimeOut = { from: "2021-01-01", to: "2027-01-01", filed_on: "2026-01-01", bands: [band(0, 100_000, true, "squad"), band(100_000, null, false, "county"), band(0, null, false, "squad")] };
  expect(otherAnswers(over, "squad").map(({ outcome, part }) => [outcome, part.amount])).toEqual([["county", "100000"]]);
});

it("sums are told in tens of thousands where Chinese does", () => {
  expect([money(100_000), money(15_000), money(1_500)]).toEqual(["10 万元", "1.5 万元", "1\u2009500 元"]);
});

it("the ground is darker where the township itself enforces", () => {
  const of = (code: string, form: "empowered" | "posted" | "none", items: number, holds_item: boolean) => ({ code, name: code, district: "d", form, name_used: "", items, holds_item });
  const towns = [of("a", "empowered", 432, true), of("b", "posted", 0, false), of("c", "none", 0, false), of("d", "empowered", 79, false)];
  expect([...tint(towns, "form").values()]).toEqual([12, 3, 0, 12]);
  expect([...tint(towns, "count").values()]).toEqual([12, 0, 0, 3]);
  expect([...tint(towns, "item").values()]).toEqual([12, 0, 0, 3]);
});

it("the more of a township's cases change their team, the darker it is", () => {
  const of = (code: string, cases: number, changed: number) => ({ code, name: code, cases, changed });
  expect([...shares([of("a", 10, 10), of("b", 10, 1), of("c", 10, 0)])]).toEqual([["a", 12], ["b", 1]]);
});

it("a list that shrinks is seen to shrink", () => {
  const row = (township: string, valid_from: string, valid_to: string | null) => ({ township, township_name: township, form: null, published_on: valid_from, valid_from, valid_to, source: "", invented: false });
  expect(listedOver([row("a", "2022-01-01", null), row("b", "2022-01-01", "2025-07-01")])).toEqual([
    { from: "2022-01-01", to: "2025-07-01", n: 2 },
    { from: "2025-07-01", to: null, n: 1 },
  ]);
});

describe("the address", () => {
  it.each(["/competence", "/competence/", "/competence/nowhere"])("%s is the question", (path) => {
    expect(readRoute(path, "").page).toBe("ask");
  });
  it("names the page and what it looks at", () => {
    const route = { page: "catalogue" as const, query: { q: "dwjy", field: "" } };
    expect(writeRoute(route)).toBe("/competence/catalogue?q=dwjy");
    expect(readRoute("/competence/catalogue", "?q=dwjy")).toEqual({ page: "catalogue", query: { q: "dwjy" } });
  });
});

const rule = (id: string, version: number, priority: number, more: Partial<RuleRowOut> = {}): RuleRowOut => ({
  id, version, priority, when: {}, then: { judge: "no_rule" }, text_zh: "", text_en: "", valid_from: null, valid_to: null, source: "", author: "", ...more,
});

describe("the decision table", () => {
  it("has the newest version of each row that is good on the day, in the order they are tried", () => {
    const rows = [rule("R2", 1, 20), rule("R1", 1, 10), rule("R1", 2, 30, { valid_from: "2026-01-01" }), rule("R3", 1, 5, { valid_to: "2022-01-01" })];
    expect(inForce(rows, "2026-11-22").map(({ id, version }) => `${id} ${version}`)).toEqual(["R2 1", "R1 2"]);
    expect(inForce(rows, "2025-11-22").map(({ id, version }) => `${id} ${version}`)).toEqual(["R1 1", "R2 1"]);
  });
  it("keeps one value as itself, several as a list, and none not at all", () => {
    expect(toggled({}, "form", "posted")).toEqual({ form: "posted" });
    expect(toggled({ form: "posted" }, "form", "none")).toEqual({ form: ["posted", "none"] });
    expect(toggled({ form: "posted" }, "form", "posted")).toEqual({});
  });
  it("knows which rows were changed, added and removed", () => {
    const before = [rule("R1", 1, 10), rule("R2", 1, 20), rule("R3", 1, 30)];
    const drafts = before.slice(0, 2).map((row, at) => toDraft(row, at));
    const after = [{ ...drafts[0], priority: 15 }, drafts[1], { ...blank(9, drafts as never), id: "R9" }] as never;
    expect([...changedIds(before, after)].sort()).toEqual(["R1", "R3", "R9"]);
  });
});

describe("a draft", () => {
  const draft: DraftOut = {
    id: "1", kind: "township_list", title: "", state: "open", by: "", at: "", valid_from: "2026-11-23", errors: [],
    diff: { opened: 432, closed: 0, changed: 0, rows: [] }, problems: [], effect: { open_cases: 0, changed: 0 },
  };
  const hole = { id: "h", check: "no_team", weight: "hole" as const, detail: "" };
  it("may be published when nothing stands in its way", () => {
    expect(obstacle(draft, {})).toBeNull();
  });
  it("waits until each hole has a reason", () => {
    expect([obstacle({ ...draft, problems: [hole] }, {}), obstacle({ ...draft, problems: [hole] }, { h: " " }), obstacle({ ...draft, problems: [hole] }, { h: "known" })]).toEqual(["holes", "holes", null]);
  });
  it("is not published with errors, twice, or for nothing", () => {
    const wrong = { ...hole, weight: "wrong" as const };
    const faults = [{ sheet: "", row: 1, column: "", rule: "", detail: "" }];
    expect(obstacle({ ...draft, problems: [wrong] }, { h: "x" })).toBe("wrong");
    expect(obstacle({ ...draft, errors: faults }, {})).toBe("errors");
    expect(obstacle({ ...draft, state: "published" }, {})).toBe("published");
    expect(obstacle({ ...draft, diff: { opened: 0, closed: 0, changed: 0, rows: [] } }, {})).toBe("nothing");
  });
  it("goes through its steps in order", () => {
    expect([reached(null, false), reached(draft, false), reached(draft, true)]).toEqual(["upload", "simulate", "publish"]);
  });
});
