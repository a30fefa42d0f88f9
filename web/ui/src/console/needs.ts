/** What needs somebody now, by the time that is left. The server decides what and in which order; this counts. Pure. */
import type { Need, Sos } from "../shared/types";

export type Haste = "calm" | "soon" | "over";

/** At most this share of the time is left: amber (USERS: ≤ 25 %). */
const SOON_SHARE = 0.25;

export function haste(need: Pick<Need, "raised_at" | "due_at">, now: number): Haste {
  if (!need.due_at) return "calm";
  const due = Date.parse(need.due_at);
  if (now >= due) return "over";
  const whole = due - Date.parse(need.raised_at);
  return whole > 0 && (due - now) / whole > SOON_SHARE ? "calm" : "soon";
}

/** What rings until somebody answers; who takes his call back must be believed first. */
export function isLoud({ state }: Pick<Sos, "state">): boolean {
  return state === "raised" || state === "called_off";
}
