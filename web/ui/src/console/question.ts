/**
 * What the list is asked for: values of several dimensions at once, and words. "None" is a value like any
 * other. Lists and numbers are made by the same reading of a case, so a number equals the list it opens. Pure.
 */
import type { Case, CaseState } from "../shared/types";
import { paceOf } from "./clock";
import { cameBack, type Entry } from "./line";

export const NONE = "none";

/** States as a desk speaks of them: whoever is out on a case is at work on it. */
const STAND: Partial<Record<CaseState, string>> = { signed: "active", en_route: "active", on_site: "active" };

const READ = {
  state: ({ case: one }) => STAND[one.state] ?? one.state,
  due: ({ dates }, now) => (dates ? paceOf(dates, now) : NONE),
  back: ({ case: one }) => cameBack(one),
  urgency: ({ case: one }) => one.urgency,
  district: ({ case: one }) => one.district ?? NONE,
  township: ({ case: one }) => one.township ?? NONE,
  team: ({ case: one }) => one.team ?? NONE,
  unit: ({ case: one }) => one.unit ?? NONE,
  class: ({ case: one }) => one.class_name ?? NONE,
} satisfies Record<string, (entry: Entry, now: number) => string>;

export type Dimension = keyof typeof READ;
export const DIMENSIONS = Object.keys(READ) as Dimension[];

/** The states of the desk, in the order a case goes through them. */
export const STANDS = ["to_judge", "routed", "sent", "active", "handled"] as const;

/** Of each dimension the values that are wanted; none chosen: all are. */
export type Chosen = Partial<Record<Dimension, readonly string[]>>;

export interface Question {
  text: string;
  chosen: Chosen;
}

export function chosenOf(chosen: Chosen): [Dimension, readonly string[]][] {
  return DIMENSIONS.flatMap((name) => (chosen[name]?.length ? [[name, chosen[name]]] : []));
}

export function isEverything({ text, chosen }: Question): boolean {
  return text.trim() === "" && chosenOf(chosen).length === 0;
}

/** The choice with a value put in, or taken out if it was there. */
export function toggled(chosen: Chosen, name: Dimension, value: string): Chosen {
  const before = chosen[name] ?? [];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...chosen, [name]: after };
}

/** Which cases hold the words of the text; null: no text was asked for. */
export type Found = ReadonlySet<string> | null;

type Test = (entry: Entry) => boolean;

function testsOf(chosen: Chosen, now: number): Map<Dimension, Test> {
  return new Map(
    chosenOf(chosen).map(([name, values]) => {
      const wanted = new Set(values);
      const read = READ[name];
      return [name, (entry) => wanted.has(read(entry, now))];
    }),
  );
}

const holds = (found: Found, { case: one }: Entry) => found === null || found.has(one.case_no);

/** The cases that answer the question, in the order of the line. */
export function pick(line: readonly Entry[], chosen: Chosen, found: Found, now: number): Case[] {
  const tests = [...testsOf(chosen, now).values()];
  const picked: Case[] = [];
  for (const entry of line) {
    if (holds(found, entry) && tests.every((test) => test(entry))) picked.push(entry.case);
  }
  return picked;
}

export type Counts = Readonly<Record<string, number>>;

/**
 * How many cases each value of a dimension stands for, on the ground that the words and the other dimensions
 * leave: what a value adds to the list when it is chosen.
 */
export function count(line: readonly Entry[], chosen: Chosen, found: Found, now: number, name: Dimension): Counts {
  const tests = testsOf(chosen, now);
  tests.delete(name);
  const others = [...tests.values()];
  const read = READ[name];
  const counts: Record<string, number> = {};
  for (const entry of line) {
    if (!holds(found, entry) || !others.every((test) => test(entry))) continue;
    const value = read(entry, now);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

/** One thing the list is narrowed by, and how many cases would show without it alone. */
export interface Lift {
  what: Dimension | "text";
  without: Question;
  shows: number;
}

/** For a list that came out empty: each of its filters, and what lifting just that one would bring. */
export function lifts(line: readonly Entry[], question: Question, found: Found, now: number): Lift[] {
  const { text, chosen } = question;
  const all: Lift[] = chosenOf(chosen).map(([what]) => {
    const rest = { ...chosen, [what]: [] };
    return { what, without: { text, chosen: rest }, shows: pick(line, rest, found, now).length };
  });
  if (found !== null) {
    all.unshift({ what: "text", without: { text: "", chosen }, shows: pick(line, chosen, null, now).length });
  }
  return all;
}
