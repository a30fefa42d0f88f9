/** How much of a case's time is left, from the server's own dates. Pure. */
import type { Case } from "../shared/types";

export type Pace = "calm" | "soon" | "over" | "rests";

export interface Left {
  pace: Pace;
  /** Milliseconds until it is due; below zero once it has passed. */
  ms: number;
}

/** Null where no limit applies, or the case is closed. */
export function timeLeft({ due_at, near_at, paused_at, closed }: Case, now: number): Left | null {
  if (!due_at || closed) return null;
  if (paused_at) return { pace: "rests", ms: Date.parse(due_at) - Date.parse(paused_at) };
  const ms = Date.parse(due_at) - now;
  if (ms <= 0) return { pace: "over", ms };
  return { pace: near_at && now >= Date.parse(near_at) ? "soon" : "calm", ms };
}
