/** How old the picture is, and how long the link of a kiosk holds. Pure. */

export type Fresh = "open" | "retry" | "off";

/** A blink of the line is nothing to a hall; after this long the data are old, and the wall says so. */
const OFF_AFTER_MS = 15_000;
const DAY_MS = 86_400_000;
/** From so many days on before its end, the wall says when its link ends. */
const WARN_DAYS = 14;

export function howFresh(quietMs: number, failing: boolean, any: boolean): Fresh {
  if (any && quietMs > OFF_AFTER_MS) return "off";
  return failing || !any ? "retry" : "open";
}

/** Days until the link ends; null while that is far off, or there is none. */
export function daysLeft(endsAt: string | null, now: number): number | null {
  if (!endsAt) return null;
  const days = Math.floor((Date.parse(endsAt) - now) / DAY_MS);
  return days <= WARN_DAYS ? Math.max(0, days) : null;
}
