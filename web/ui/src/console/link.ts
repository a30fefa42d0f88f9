/** What the pill says of the line. */
import type { Link } from "../shared/live";
import { serverNow } from "../shared/serverTime";

/** A blink of the line is "reconnecting"; after this long the data on screen is old and says so. */
const OFFLINE_AFTER_MS = 30_000;

export type LineWord =
  | { kind: "open" | "connecting" | "ended" }
  | { kind: "retry"; seconds: number }
  /** Data as of then; null: nothing was ever heard. */
  | { kind: "off"; asOf: number | null };

/** `now` and the times of the link by this computer's clock. Pure. */
export function lineWord(link: Link, { ready, online, now }: { ready: boolean; online: boolean; now: number }): LineWord {
  if (link.kind === "open" || link.kind === "ended") return { kind: link.kind };
  if (!online || now - link.since > OFFLINE_AFTER_MS) return { kind: "off", asOf: ready ? link.heard : null };
  if (link.kind === "connecting" && !ready) return { kind: "connecting" };
  return { kind: "retry", seconds: link.kind === "retry" ? Math.max(0, Math.ceil((link.next - now) / 1000)) : 0 };
}

/** What the server's clock showed when this computer's showed `at`. */
export function atServer(at: number): number {
  return at + serverNow() - Date.now();
}
