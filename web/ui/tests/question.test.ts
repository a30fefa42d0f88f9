import { describe, expect, it } from "vitest";
import { sorted, type Entry } from "../src/console/line";
import { count, DIMENSIONS, lifts, pick, toggled, type Chosen } from "../src/console/question";
import type { Case, CaseState } from "../src/shared/types";
import { chance } from "./chance";
import { makeCase } from "./make";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const states: CaseState[] = ["to_judge", "routed", "sent", "signed", "en_route", "on_site", "handled"];

const random = chance(3);
const either = <T>(...values: T[]): T => values[random(values.length)] as T;
const many: Case[] = Array.from({ length: 400 }, (_, at) =>
  makeCase({
    case_no: `2026-${String(at)}`,
    state: either(...states),
    hops: either(0, 0, 1),
    reason: either("routed", "disputed"),
    urgency: either("general", "urgent"),
    district: either("330106", "330105", null),
    township: either("330106109", "330105001", null),
    team: either("T1", "T2", null),
    unit: either("U1", null),
    class_name: either("店外经营", "施工扰民", null),
    due_at: either("2026-11-22T11:00:00Z", "2026-11-22T13:00:00Z", null),
    near_at: either("2026-11-22T10:30:00Z", "2026-11-22T12:30:00Z"),
    paused_at: either(null, null, "2026-11-22T10:00:00Z"),
  }),
);
const line: Entry[] = sorted(many, "left");
const shown = (chosen: Chosen, found: ReadonlySet<string> | null = null) => pick(line, chosen, found, NOW);

describe("every number equals its list", () => {
  it.each(DIMENSIONS)("of each value of %s, none among them", (name) => {
    const counts = count(line, {}, null, NOW, name);

    for (const [value, n] of Object.entries(counts)) expect(shown({ [name]: [value] }), value).toHaveLength(n);
    expect(Object.values(counts).reduce((all, n) => all + n, 0)).toBe(many.length);
  });

  it.each(DIMENSIONS)("of %s also on the ground that words and the others leave", (name) => {
    const found = new Set(many.slice(0, 200).map((one) => one.case_no));
    const chosen: Chosen = { state: ["to_judge", "sent"], team: ["none", "T1"], due: ["over", "soon"] };
    const counts = count(line, chosen, found, NOW, name);

    for (const [value, n] of Object.entries(counts)) {
      expect(shown({ ...chosen, [name]: [value] }, found), value).toHaveLength(n);
    }
  });

  it("and a list of several values is the sum of their numbers", () => {
    const counts = count(line, { team: ["none"] }, null, NOW, "state");

    expect(shown({ team: ["none"], state: ["sent", "active"] })).toHaveLength((counts.sent ?? 0) + (counts.active ?? 0));
  });

  it("whatever is chosen, the list keeps the order of the line", () => {
    const at = new Map(line.map((entry, place) => [entry.case, place]));
    const places = shown({ state: ["to_judge", "sent"] }).map((one) => at.get(one) ?? -1);

    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe("a value", () => {
  it("is put in, and taken out again", () => {
    expect(toggled({ state: ["sent"] }, "state", "active")).toEqual({ state: ["sent", "active"] });
    expect(toggled({ state: ["sent"] }, "state", "sent")).toEqual({ state: [] });
  });
});

describe("an empty list", () => {
  it("names each filter with what lifting just that one would show", () => {
    const cases = sorted([makeCase({ case_no: "1", state: "sent" }), makeCase({ case_no: "2", state: "sent", team: "T" })], "left");
    const chosen: Chosen = { state: ["handled"], team: ["none"] };

    const offers = lifts(cases, { text: "x", chosen }, new Set(["1"]), NOW);

    expect(offers.map(({ what, shows }) => [what, shows])).toEqual([
      ["text", 0],
      ["state", 1],
      ["team", 0],
    ]);
    expect(offers[1]?.without).toEqual({ text: "x", chosen: { state: [], team: ["none"] } });
  });
});
