/** What may move in a list while somebody is reading it. Pure. */
import type { Unit } from "../shared/types";

export interface Row<T> {
  item: T;
  /** Why it no longer belongs here: it moved on, or went out of sight. It stays until the reader lets the list move. */
  gone: "moved" | "left" | null;
}

export interface Held<T> {
  rows: Row<T>[];
  added: number;
  gone: number;
}

/** How a list tells its items apart. */
export type KeyOf<T> = (item: T) => string;

/**
 * Keep every row where it is: contents follow the news, arrivals wait outside, leavers stay dimmed.
 * A row that jumps away under a hand is how the wrong case gets the wrong team.
 */
export function hold<T>(
  shown: readonly Row<T>[],
  fresh: readonly T[],
  keyOf: KeyOf<T>,
  lastHeard: (key: string) => T | undefined,
): Held<T> {
  const belong = new Map(fresh.map((item) => [keyOf(item), item]));
  let staying = 0;
  const rows = shown.map((row): Row<T> => {
    const key = keyOf(row.item);
    const here = belong.get(key);
    if (here !== undefined) {
      staying += 1;
      return row.item === here && row.gone === null ? row : { item: here, gone: null };
    }
    const heard = lastHeard(key);
    return { item: heard ?? row.item, gone: heard === undefined ? "left" : "moved" };
  });
  return { rows, added: fresh.length - staying, gone: rows.length - staying };
}

export function letGo<T>(fresh: readonly T[]): Held<T> {
  return { rows: fresh.map((item) => ({ item, gone: null })), added: 0, gone: 0 };
}

/** The row a step from the one in hand; from nowhere, the first. What has no case is passed over. */
export function stepFrom<T>(rows: readonly Row<T>[], here: string | null, by: 1 | -1, caseOf: (item: T) => string | null): number {
  const at = rows.findIndex(({ item }) => caseOf(item) === here);
  if (here === null || at < 0) return rows.findIndex(({ item }) => caseOf(item) !== null);
  for (let next = at + by; next >= 0 && next < rows.length; next += by) {
    const caseNo = caseOf((rows[next] as Row<T>).item);
    if (caseNo !== null && caseNo !== here) return next;
  }
  return at;
}

export function freeUnits(units: Iterable<Unit>): Unit[] {
  return [...units].filter((unit) => unit.state === "free").sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
