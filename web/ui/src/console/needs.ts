/** What needs somebody now, by the time that is left. The server decides what and in which order; this counts. Pure. */
import type { Need, Sos } from "../shared/types";
import type { Counts, Found } from "./question";
import { fold, termsOf } from "./search";

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

/** One thing may need somebody in two ways. */
export function needKey({ kind, subject }: Pick<Need, "kind" | "subject">): string {
  return `${kind}:${subject}`;
}

/** Those that hold the words of the text, in themselves or in their case. */
export function needsHolding(needs: readonly Need[], text: string, found: Found): readonly Need[] {
  const terms = termsOf(text);
  if (terms.length === 0) return needs;
  return needs.filter(({ case_no, title, facts }) => {
    if (case_no !== null && found?.has(case_no)) return true;
    const words = fold([title, case_no, ...Object.values(facts)].filter((one) => typeof one === "string").join(" "));
    return terms.every((term) => words.includes(term));
  });
}

export function ofKinds(needs: readonly Need[], kinds: readonly string[]): readonly Need[] {
  return kinds.length === 0 ? needs : needs.filter(({ kind }) => kinds.includes(kind));
}

export function countKinds(needs: readonly Need[]): Counts {
  const counts: Record<string, number> = {};
  for (const { kind } of needs) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
