import { describe, expect, it } from "vitest";
import { groupTeams } from "../src/console/teams";
import { hold, letGo, stepFrom, type Row } from "../src/console/queue";
import { slice } from "../src/console/useWindow";
import { ask, readView, writeQuestion, writeView } from "../src/console/view";
import type { Case, CaseState } from "../src/shared/types";
import { makeCase } from "./make";

const states: CaseState[] = ["to_judge", "routed", "sent", "signed", "en_route", "on_site", "handled"];
const cases: Case[] = states.map((state, at) => makeCase({ case_no: `2026-${String(at)}`, state }));
const numbers = (list: readonly Case[]) => list.map((one) => one.case_no);
const keyOf = (one: Case) => one.case_no;

describe("a held list", () => {
  const shown = letGo(cases.slice(0, 3)).rows;
  const known = (caseNo: string) => cases.find((one) => one.case_no === caseNo);

  it("moves no row: arrivals are counted, not inserted", () => {
    const held = hold(shown, cases, keyOf, known);

    expect(numbers(held.rows.map((row) => row.item))).toEqual(numbers(cases.slice(0, 3)));
    expect(held.added).toBe(cases.length - 3);
  });

  it("shows a row's news where it stands, and leaves the others as they are", () => {
    const accepted = { ...(cases[2] as Case), state: "signed" as const, version: 2 };

    const held = hold(shown, [...cases.slice(0, 2), accepted], keyOf, known);

    expect(held.rows[2]).toEqual({ item: accepted, gone: null });
    expect(held.rows[0]).toBe(shown[0]);
  });

  it("keeps a row that moved on, marked, with its new state", () => {
    const closed = { ...(cases[0] as Case), state: "closed" as const, closed: true };

    const held = hold(shown, cases.slice(1, 3), keyOf, (caseNo) => (caseNo === closed.case_no ? closed : known(caseNo)));

    expect(held.rows[0]).toEqual({ item: closed, gone: "moved" });
    expect(held.gone).toBe(1);
  });

  it("keeps a row that went out of sight, marked, as it was last known", () => {
    expect(hold(shown, cases.slice(1, 3), keyOf, () => undefined).rows[0]).toEqual({ item: cases[0], gone: "left" });
  });
});

describe("a step", () => {
  const rows: Row<string | null>[] = ["a", "a", null, "b"].map((item) => ({ item, gone: null }));
  const step = (here: string | null, by: 1 | -1) => stepFrom(rows, here, by, (item) => item);

  it("goes to the next case, over what has none and what is the same one again", () => {
    expect(step("a", 1)).toBe(3);
    expect(step("b", -1)).toBe(1);
  });

  it("begins at the first, also when what is in hand is not in the list", () => {
    expect(step(null, 1)).toBe(0);
    expect(step("c", -1)).toBe(0);
  });

  it("stays at the end", () => {
    expect(step("b", 1)).toBe(3);
  });
});

describe("the window of rows", () => {
  it("holds few of ten thousand and keeps the height of all", () => {
    const part = slice(10_000, 56, 56 * 5_000, 800);

    expect(part.to - part.from).toBeLessThan(40);
    expect(part.before + (part.to - part.from) * 56 + part.after).toBe(560_000);
  });

  it("survives a list that became shorter than where it was scrolled to", () => {
    expect(slice(3, 56, 10_000, 800)).toMatchObject({ to: 3, after: 0 });
  });
});

describe("the address", () => {
  it("restores what it was made from, for whoever opens it", () => {
    const view = {
      ...readView("", "operator"),
      list: "cases" as const,
      selected: "2026-1",
      text: "转塘 店",
      chosen: { state: ["sent", "active"], team: ["none"], class: ["店外经营, 占道"] },
    };

    expect(readView(writeView(view), "operator")).toEqual(view);
    expect(readView(writeView(view), "viewer")).toEqual(view);
  });

  it("reads nonsense as the plain view", () => {
    expect(readView("?list=lost&tab=moon&sort=up", "operator")).toEqual(readView("", "operator"));
  });

  it("shows cases to whoever was given a filter of cases", () => {
    expect(readView("?state=sent", "operator").list).toBe("cases");
  });

  it("begins with what fits the role", () => {
    expect(readView("", "operator")).toMatchObject({ list: "needs", sort: "left" });
    expect(readView("", "viewer")).toMatchObject({ list: "cases", sort: "newest" });
  });

  it("keeps of a question neither the case in hand nor the tab", () => {
    expect(writeQuestion({ ...readView("", "operator"), selected: "1", tab: "map" })).toBe("list=needs&sort=left");
  });

  it("asks for something else without what was asked before", () => {
    const view = readView("?state=sent&q=x&case=1", "operator");

    ask(view, "cases", { chosen: { due: ["over"] } });

    expect(view).toMatchObject({ text: "", chosen: { due: ["over"] }, selected: "1" });
  });
});

describe("teams to choose from", () => {
  const team = (code: string, district: string | null, township: string | null) => ({
    code,
    name: code,
    district,
    township,
    kind: "squad" as const,
    fields: [],
  });
  const teams = [
    team("city", null, null),
    team("far", "330105", "330105001"),
    team("near", "330106", "330106001"),
    team("bureau", "330106", null),
    team("here", "330106", "330106109"),
  ];
  const codes = (changes: Partial<Case>) =>
    groupTeams(teams, makeCase(changes), "", "").map((group) => group.teams.map((one) => one.code));

  it("begin where the case is, and are those that serve its place", () => {
    expect(codes({})).toEqual([["here"], ["bureau"], ["city"]]);
  });

  it("are all of the district when the township is not known, and all when nothing is", () => {
    expect(codes({ township: null })).toEqual([["near", "bureau", "here"], ["city"]]);
    expect(codes({ township: null, district: null })).toEqual([["city", "far", "near", "bureau", "here"]]);
  });

  it("never hide the one that is chosen", () => {
    expect(groupTeams(teams, makeCase(), "here", "far").flatMap((group) => group.teams.map((one) => one.code))).toEqual([
      "here",
      "far",
    ]);
  });
});
