/**
 * The line the cases stand in, kept from one picture to the next: what did not change keeps its place, what did
 * is put where it belongs. Ten thousand cases are sorted once; a frame moves one of them. Pure but for its memory.
 */
import type { Case } from "../shared/types";
import { urgencyRank } from "../shared/urgent";
import { datesOf, type Dates } from "./clock";

export const SORTS = ["left", "newest", "oldest"] as const;
export type Sort = (typeof SORTS)[number];

/** A case with what lists ask of it again and again. */
export interface Entry {
  case: Case;
  dates: Dates | null;
  received: number;
  lead: number;
}

export type CameBack = "disputed" | "returned" | "none";

/** Whether it waits because a team sent it back, or because two of them did. */
export function cameBack({ state, reason, hops }: Case): CameBack {
  if (state !== "to_judge") return "none";
  if (reason === "disputed") return "disputed";
  return hops > 0 ? "returned" : "none";
}

/** Who is heard before all others, whatever the order: danger to life, then what the teams could not settle. */
const FIRST = 2;

function leadOf(one: Case): number {
  const urgency = urgencyRank(one);
  if (urgency === 2) return FIRST + 2;
  return { disputed: FIRST + 1, returned: FIRST, none: urgency }[cameBack(one)];
}

export function entryOf(one: Case): Entry {
  return { case: one, dates: datesOf(one), received: Date.parse(one.received_at), lead: leadOf(one) };
}

/** Clocks that run, then those that rest, then cases without one: each far behind the other, for any date of ours. */
const AFTER = 1e15;

function leftKey({ dates, received }: Entry): number {
  if (!dates) return 2 * AFTER + received;
  return dates.paused === null ? dates.due : AFTER + dates.due - dates.paused;
}

const KEYS: Record<Sort, (entry: Entry) => number> = {
  left: leftKey,
  newest: (entry) => -entry.received,
  oldest: (entry) => entry.received,
};

function comparison(sort: Sort): (a: Entry, b: Entry) => number {
  const key = KEYS[sort];
  const turn = sort === "newest" ? -1 : 1;
  // What is urgent has a shorter time already: by time left it does not stand before what is over.
  const lead = (entry: Entry) => (sort === "left" && entry.lead < FIRST ? 0 : entry.lead);
  // Case numbers order as plain text; localeCompare would be fifty times slower.
  const byNumber = (a: Entry, b: Entry) => turn * (a.case.case_no < b.case.case_no ? -1 : 1);
  return (a, b) => lead(b) - lead(a) || key(a) - key(b) || byNumber(a, b);
}

/** The whole order at once: what `Line` must always equal. */
export function sorted(cases: Iterable<Case>, sort: Sort): Entry[] {
  return [...cases].map(entryOf).sort(comparison(sort));
}

export class Line {
  private cases: ReadonlyMap<string, Case> = new Map<string, Case>();
  private sort: Sort | null = null;
  private entries: readonly Entry[] = [];

  follow(cases: ReadonlyMap<string, Case>, sort: Sort): readonly Entry[] {
    if (sort !== this.sort) this.entries = sorted(cases.values(), sort);
    else if (cases !== this.cases) this.entries = this.moved(cases, sort);
    this.cases = cases;
    this.sort = sort;
    return this.entries;
  }

  private moved(cases: ReadonlyMap<string, Case>, sort: Sort): readonly Entry[] {
    const stay = this.entries.filter((entry) => cases.get(entry.case.case_no) === entry.case);
    const fresh: Case[] = [];
    for (const [caseNo, one] of cases) if (this.cases.get(caseNo) !== one) fresh.push(one);
    return merge(stay, sorted(fresh, sort), comparison(sort));
  }
}

function merge<T>(these: readonly T[], those: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  if (those.length === 0) return these;
  const all: T[] = [];
  let at = 0;
  for (const that of those) {
    while (at < these.length && compare(these[at] as T, that) <= 0) all.push(these[at++] as T);
    all.push(that);
  }
  while (at < these.length) all.push(these[at++] as T);
  return all;
}
