/**
 * What calls for somebody at this desk, and which sound it makes now. Pure: the same calls at the same moment sound the
 * same, and every sound has a text.
 */
import type { Need, Sos } from "../shared/types";
import type { ToneName } from "../shared/sound";
import { haste, isLoud } from "./needs";

/** The most pressing first. */
export const TONES: readonly ToneName[] = ["sos", "overdue", "unanswered", "new"];

/** How long after a sound it is made again, while what it is about goes unheeded. */
export const EVERY_MS: Readonly<Record<ToneName, number>> = { sos: 3_000, overdue: 300_000, unanswered: 60_000, new: 60_000 };
/** Many at once are one sound. */
const TOGETHER_MS: Readonly<Record<ToneName, number>> = { sos: 0, overdue: 10_000, unanswered: 10_000, new: 10_000 };

export interface Call {
  tone: ToneName;
  /** The same call has the same key; one that gets worse has a new one and is heard anew. */
  key: string;
  caseNo: string | null;
}

const UNANSWERED: readonly string[] = ["undelivered", "unseen", "unanswered", "instruction_unsigned"];
const OVERDUE: readonly string[] = ["late_arrival", "limit_passed"];

function toneOf(need: Need, now: number): ToneName {
  if (UNANSWERED.includes(need.kind)) return "unanswered";
  return OVERDUE.includes(need.kind) || haste(need, now) === "over" ? "overdue" : "new";
}

/** What calls on another post stands in the list, too, but rings there; what somebody has in hand rings nowhere. */
export function callsOf(needs: readonly Need[], sos: Iterable<Sos>, node: string, now: number): Call[] {
  const calls: Call[] = [];
  for (const call of sos) if (isLoud(call)) calls.push({ tone: "sos", key: `sos:${call.id}`, caseNo: null });
  for (const need of needs) {
    if (need.kind === "sos" || need.acknowledged || (need.node !== null && need.node !== node)) continue;
    const tone = toneOf(need, now);
    calls.push({ tone, key: `${tone}:${need.kind}:${need.subject}`, caseNo: need.case_no });
  }
  return calls;
}

/** What is left to ring: a case that was opened is heeded, a call for help only by its answer, or hushed for a while. */
export function unheeded(calls: readonly Call[], heeded: ReadonlySet<string>, hush: Hush | null, now: number): Call[] {
  return calls.filter(({ tone, key }) => {
    if (tone !== "sos") return !heeded.has(key);
    return !(hush && now < hush.until && hush.keys.includes(key));
  });
}

/** Calls for help that were silenced, until when; one that comes meanwhile is heard. */
export interface Hush {
  until: number;
  keys: readonly string[];
}

export const HUSH_MS = 120_000;

/** What has sounded so far. */
export interface Ears {
  at: Readonly<Partial<Record<ToneName, number>>>;
  known: ReadonlySet<string>;
}

export const FRESH_EARS: Ears = { at: {}, known: new Set() };

/** The sound of this moment, if it is time for one: a new call's, or the repeat of an old one's. */
export function listen(ears: Ears, calls: readonly Call[], now: number): { ears: Ears; tone: ToneName | null } {
  const loud = TONES.filter((tone) => calls.some((call) => call.tone === tone));
  // While somebody calls for help nothing else is worth hearing.
  const heard = loud.includes("sos") ? (["sos"] as const) : loud;
  const tone = heard.find((one) => isDue(one, ears, calls, now)) ?? null;
  const known = new Set(calls.filter((call) => call.tone === tone || ears.known.has(call.key)).map(({ key }) => key));
  return { tone, ears: { known, at: tone ? { ...ears.at, [tone]: now } : ears.at } };
}

function isDue(tone: ToneName, { at, known }: Ears, calls: readonly Call[], now: number): boolean {
  const last = at[tone];
  if (last === undefined) return true;
  const isNew = calls.some((call) => call.tone === tone && !known.has(call.key));
  return now - last >= (isNew ? TOGETHER_MS[tone] : EVERY_MS[tone]);
}

/** How many there are of each, the most pressing first: the text of the sounds. */
export function tally(calls: readonly Call[]): { tone: ToneName; n: number }[] {
  return TONES.map((tone) => ({ tone, n: calls.filter((call) => call.tone === tone).length })).filter(({ n }) => n > 0);
}
