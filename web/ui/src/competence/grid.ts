/** Days as places on a line, and the two stretches next to a change. */

const DAY_MS = 86_400_000;

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

export function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export interface Axis {
  from: string;
  to: string;
}

/** How far along the axis a day lies, in percent, kept within it; null is without end. */
export function placeOf(axis: Axis, day: string | null, otherwise: 0 | 100): number {
  if (day === null) return otherwise;
  const first = dayNumber(axis.from);
  const share = (dayNumber(day) - first) / Math.max(1, dayNumber(axis.to) - first);
  return Math.min(100, Math.max(0, share * 100));
}

/** The first of January of every year on the axis; every second year when there are many. */
export function years(axis: Axis): { year: number; at: number }[] {
  const first = Number(axis.from.slice(0, 4));
  const last = Number(axis.to.slice(0, 4));
  const step = Math.ceil((last - first + 1) / 10);
  const found: { year: number; at: number }[] = [];
  for (let year = first; year <= last; year += step) {
    const day = `${year}-01-01`;
    if (day >= axis.from && day <= axis.to) found.push({ year, at: placeOf(axis, day, 0) });
  }
  return found;
}

export interface Stretch {
  from: string;
  to: string;
}

/** The stretch that holds a day with the one before it; the first stretch has the next one instead. */
export function aroundChange<T extends Stretch>(spans: readonly T[], day: string): { before: T; after: T; now: "before" | "after" } | null {
  const at = spans.findIndex((span) => span.from <= day && day < span.to);
  const here = spans[at];
  const earlier = spans[at - 1];
  const later = spans[at + 1];
  if (here && earlier) return { before: earlier, after: here, now: "after" };
  if (here && later) return { before: here, after: later, now: "before" };
  return null;
}
