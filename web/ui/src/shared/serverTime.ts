/**
 * The server's clock, as well as it can be known here: a countdown must not run by a computer that is five minutes slow.
 * Each answer that says its own time is a sample; the one that came back quickest is off the least.
 */
import { shallowRef } from "vue";

interface Sample {
  /** To be added to this computer's clock. */
  offsetMs: number;
  tripMs: number;
}

/** A clock may be set anew: what is older than this many answers is forgotten. */
const KEPT = 8;
let samples: readonly Sample[] = [];
const offset = shallowRef(0);

/** `sent` and `heard` by this computer's clock, `said` what the server's showed in between. Pure. */
export function sample(sent: number, heard: number, said: number): Sample {
  return { offsetMs: said - (sent + heard) / 2, tripMs: heard - sent };
}

/** The quickest of them; 0 while nothing was heard. Pure. */
export function bestOf(known: readonly Sample[]): number {
  const quickest = known.reduce<Sample | null>((best, one) => (best && best.tripMs <= one.tripMs ? best : one), null);
  return quickest ? Math.round(quickest.offsetMs) : 0;
}

export function learnTime(sent: number, heard: number, said: number): void {
  if (!Number.isFinite(said)) return;
  samples = [...samples, sample(sent, heard, said)].slice(-KEPT);
  offset.value = bestOf(samples);
}

/** What the server's clock shows when this computer's shows `at`. */
export function onServer(at: number): number {
  return at + offset.value;
}

export function serverNow(): number {
  return onServer(Date.now());
}
