/** How much of a case's time is left, from the server's own dates. Pure. */
import type { Case } from "../shared/types";

export type Pace = "calm" | "soon" | "over" | "rests";

/** A case's clock as numbers: read once for each case, asked ten thousand times a second. */
export interface Dates {
  due: number;
  near: number | null;
  paused: number | null;
}

export interface Left {
  pace: Pace;
  /** Milliseconds until it is due; below zero once it has passed. */
  ms: number;
}

/** Null where no limit applies, or the case is closed. */
export function datesOf({ due_at, near_at, paused_at, closed }: Case): Dates | null {
  if (!due_at || closed) return null;
  return {
    due: Date.parse(due_at),
    near: near_at ? Date.parse(near_at) : null,
    paused: paused_at ? Date.parse(paused_at) : null,
  };
}

export function paceOf({ due, near, paused }: Dates, now: number): Pace {
  if (paused !== null) return "rests";
  if (now >= due) return "over";
  return near !== null && now >= near ? "soon" : "calm";
}

/** When the pace next changes by itself; never, for a clock that rests or is over. */
export function nextTurn({ due, near, paused }: Dates, now: number): number {
  if (paused !== null || now >= due) return Infinity;
  return near !== null && now < near ? near : due;
}

export function timeLeft(one: Case, now: number): Left | null {
  const dates = datesOf(one);
  return dates && { pace: paceOf(dates, now), ms: dates.due - (dates.paused ?? now) };
}
