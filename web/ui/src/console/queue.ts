/** Which cases the list shows, in what order, and what may move while somebody is reading it. Pure. */
import type { Case, CaseState, Unit } from "../shared/types";
import { urgencyRank } from "../shared/urgent";

export const FILTERS = [
  "needs",
  "mine",
  "all",
  "to_judge",
  "routed",
  "sent",
  "active",
  "handled",
  "no_team",
  "free_units",
] as const;
export type Filter = (typeof FILTERS)[number];
/** What is no list of cases. */
export type OtherList = "free_units" | "needs";
export type CaseFilter = Exclude<Filter, OtherList>;

export function isOther(filter: Filter): filter is OtherList {
  return filter === "free_units" || filter === "needs";
}
export type Sort = "newest" | "oldest";

/** Which states a filter shows; the counts are made from the same table, so they cannot differ. */
const STATES: Record<Exclude<CaseFilter, "all" | "no_team">, readonly CaseState[]> = {
  /** Where the centre is waited for: judge it, send it, or chase the answer. */
  mine: ["to_judge", "routed", "sent"],
  to_judge: ["to_judge"],
  routed: ["routed"],
  sent: ["sent"],
  active: ["signed", "en_route", "on_site"],
  handled: ["handled"],
};

function admits(filter: CaseFilter): (one: Case) => boolean {
  if (filter === "all") return () => true;
  if (filter === "no_team") return (one) => one.team === null;
  const states = STATES[filter];
  return (one) => states.includes(one.state);
}

export interface Query {
  filter: CaseFilter;
  text: string;
  district: string;
  sort: Sort;
}

function mentions(one: Case, needle: string): boolean {
  const where = [one.district_name, one.township_name, one.address];
  const what = [one.case_no, one.class_name, one.title, one.code, one.team_name];
  return [...what, ...where].some((text) => text?.toLowerCase().includes(needle));
}

/** Everything but the state filter: the ground the chips count on. */
export function narrow(cases: Iterable<Case>, query: Pick<Query, "text" | "district">): Case[] {
  const needle = query.text.trim().toLowerCase();
  const kept: Case[] = [];
  for (const one of cases) {
    if (query.district && one.district !== query.district) continue;
    if (needle && !mentions(one, needle)) continue;
    kept.push(one);
  }
  return kept;
}

export function arrange(cases: Iterable<Case>, query: Query): Case[] {
  const shown = narrow(cases, query).filter(admits(query.filter));
  // Ten thousand rows are sorted on every draw of a storm: one key each, made once, and one comparison.
  const keyed = shown.map((one) => ({ one, key: `${one.received_at} ${one.case_no}` }));
  const turn = query.sort === "newest" ? -1 : 1;
  keyed.sort((a, b) => turn * compare(a.key, b.key));
  const sorted = keyed.map(({ one }) => one);
  return [2, 1, 0].flatMap((rank) => sorted.filter((one) => urgencyRank(one) === rank));
}

// ISO times and case numbers order as plain text; localeCompare would be fifty times slower.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export type Counts = Record<CaseFilter, number>;

export function countAll(cases: Iterable<Case>): Counts {
  const byState = new Map<CaseState, number>();
  let all = 0;
  let no_team = 0;
  for (const one of cases) {
    all += 1;
    if (one.team === null) no_team += 1;
    byState.set(one.state, (byState.get(one.state) ?? 0) + 1);
  }
  const sum = (states: readonly CaseState[]) => states.reduce((n, state) => n + (byState.get(state) ?? 0), 0);
  const { mine, to_judge, routed, sent, active, handled } = STATES;
  return {
    all,
    no_team,
    mine: sum(mine),
    to_judge: sum(to_judge),
    routed: sum(routed),
    sent: sum(sent),
    active: sum(active),
    handled: sum(handled),
  };
}

export interface Row {
  case: Case;
  /** Why it no longer belongs here: it moved on, or went out of sight. It stays until the reader lets the list move. */
  gone: "moved" | "left" | null;
}

export interface Held {
  rows: Row[];
  added: number;
  gone: number;
}

/**
 * Keep every row where it is: contents follow the news, arrivals wait outside, leavers stay dimmed.
 * A row that jumps away under a hand is how the wrong case gets the wrong team.
 */
export function hold(
  shown: readonly Row[],
  fresh: readonly Case[],
  lastHeard: (caseNo: string) => Case | undefined,
): Held {
  const belongs = new Set(fresh.map((one) => one.case_no));
  const here = new Set(shown.map((row) => row.case.case_no));
  const rows = shown.map(({ case: before }): Row => {
    const now = lastHeard(before.case_no);
    return { case: now ?? before, gone: belongs.has(before.case_no) ? null : now ? "moved" : "left" };
  });
  return {
    rows,
    added: fresh.reduce((n, one) => n + (here.has(one.case_no) ? 0 : 1), 0),
    gone: rows.reduce((n, row) => n + (row.gone ? 1 : 0), 0),
  };
}

export function letGo(fresh: readonly Case[]): Held {
  return { rows: fresh.map((one) => ({ case: one, gone: null })), added: 0, gone: 0 };
}

export function freeUnits(units: Iterable<Unit>): Unit[] {
  return [...units].filter((unit) => unit.state === "free").sort((a, b) => compare(a.name, b.name));
}
