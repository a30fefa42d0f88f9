/**
 * What time it is at the server, learned from the dates on its answers. A desk's clock may be minutes off;
 * how much time a case has left may not.
 */

/** How far the server is ahead of this device, in milliseconds: somewhere in between. */
export interface Ahead {
  least: number;
  most: number;
}

export const UNKNOWN: Ahead = { least: -Infinity, most: Infinity };

/** A `Date` header names a whole second: the server wrote it at some moment of that second, between asking and hearing. */
const SECOND_MS = 1000;

/** Narrow what is known by one answer more; a clock that was set since makes the new answer all that is known. */
export function learn(known: Ahead, date: string | null, askedAt: number, heardAt: number): Ahead {
  const told = Date.parse(date ?? "");
  if (Number.isNaN(told)) return known;
  const now = { least: told - heardAt, most: told + SECOND_MS - askedAt };
  const both = { least: Math.max(known.least, now.least), most: Math.min(known.most, now.most) };
  return both.least <= both.most ? both : now;
}

/** The least correction that agrees with all answers: a right clock is left alone. */
export function correction({ least, most }: Ahead): number {
  return Math.min(Math.max(0, least), most);
}

let known = UNKNOWN;

export function hearDate(date: string | null, askedAt: number, heardAt: number): void {
  known = learn(known, date, askedAt, heardAt);
}

export function serverNow(): number {
  return Date.now() + correction(known);
}
