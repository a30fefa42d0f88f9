import { describe, expect, it } from "vitest";
import { arrange, countAll, FILTERS, hold, isOther, letGo, narrow, type CaseFilter, type Query } from "../src/console/queue";
import { slice } from "../src/console/useWindow";
import { readView, writeView } from "../src/console/view";
import { groupTeams } from "../src/console/teams";
import type { Case, CaseState } from "../src/shared/types";
import { makeCase } from "./make";

const query = (changes: Partial<Query> = {}): Query => ({ filter: "all", text: "", district: "", sort: "newest", ...changes });
const states: CaseState[] = ["to_judge", "routed", "sent", "signed", "en_route", "on_site", "handled"];
const cases: Case[] = states.map((state, at) =>
  makeCase({ case_no: `2026-${String(at)}`, state, received_at: `2026-11-22T08:0${String(at)}:00Z`, team: at === 0 ? null : "T" }),
);
const numbers = (list: readonly Case[]) => list.map((one) => one.case_no);

describe("every number equals its list", () => {
  it.each(FILTERS.filter((one): one is CaseFilter => !isOther(one)))("%s", (filter) => {
    expect(arrange(cases, query({ filter }))).toHaveLength(countAll(cases)[filter]);
  });

  it("and means what its name says", () => {
    expect(countAll(cases)).toEqual({
      all: 7,
      mine: 3,
      to_judge: 1,
      routed: 1,
      sent: 1,
      active: 3,
      handled: 1,
      no_team: 1,
    });
  });

  it("also on the ground a text leaves", () => {
    const text = "2026-3";
    const ground = narrow(cases, { text, district: "" });

    expect(arrange(cases, query({ text, filter: "active" }))).toHaveLength(countAll(ground).active);
  });
});

describe("the order", () => {
  it("is newest first, or longest waiting first", () => {
    expect(numbers(arrange(cases, query()))[0]).toBe("2026-6");
    expect(numbers(arrange(cases, query({ sort: "oldest" })))[0]).toBe("2026-0");
  });

  it("puts what is urgent on top in both", () => {
    const withUrgent = [...cases, makeCase({ case_no: "urgent", urgency: "urgent", received_at: "2026-11-22T08:03:30Z" })];

    expect(numbers(arrange(withUrgent, query()))[0]).toBe("urgent");
    expect(numbers(arrange(withUrgent, query({ sort: "oldest" })))[0]).toBe("urgent");
  });
});

describe("a held list", () => {
  const shown = letGo(cases.slice(0, 3)).rows;
  const known = (caseNo: string) => cases.find((one) => one.case_no === caseNo);

  it("moves no row: arrivals are counted, not inserted", () => {
    const held = hold(shown, cases, known);

    expect(numbers(held.rows.map((row) => row.case))).toEqual(numbers(cases.slice(0, 3)));
    expect(held.added).toBe(cases.length - 3);
  });

  it("shows a row's news where it stands", () => {
    const accepted = { ...(cases[2] as Case), state: "signed" as const, version: 2 };

    const held = hold(shown, [...cases.slice(0, 2), accepted], (caseNo) =>
      caseNo === accepted.case_no ? accepted : known(caseNo),
    );

    expect(held.rows[2]).toEqual({ case: accepted, gone: null });
  });

  it("keeps a row that moved on, marked, with its new state", () => {
    const closed = { ...(cases[0] as Case), state: "closed" as const, closed: true };

    const held = hold(shown, cases.slice(1, 3), (caseNo) => (caseNo === closed.case_no ? closed : known(caseNo)));

    expect(held.rows[0]).toEqual({ case: closed, gone: "moved" });
    expect(held.gone).toBe(1);
  });

  it("keeps a row that went out of sight, marked, as it was last known", () => {
    expect(hold(shown, cases.slice(1, 3), () => undefined).rows[0]).toEqual({ case: cases[0], gone: "left" });
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
  it("restores what it was made from", () => {
    const view = { ...readView(""), selected: "2026-1", filter: "sent" as const, text: "转塘 店", district: "330106" };

    expect(readView(writeView(view))).toEqual(view);
  });

  it("is empty for the plain view, and reads nonsense as the plain view", () => {
    expect(writeView(readView(""))).toBe("");
    expect(readView("?state=lost&tab=moon").filter).toBe("all");
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
