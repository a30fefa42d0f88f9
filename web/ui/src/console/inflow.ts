/** Cases received by township and hour, read at one hour. Pure. */
import { stepsOf, type Steps } from "../shared/map/ramp";
import type { InflowOut } from "../shared/wire";

export const HOUR_MS = 3_600_000;

export interface Hour {
  /** When it begins, in milliseconds since 1970. */
  from: number;
  byTownship: ReadonlyMap<string, number>;
  /** With what lies in no township. */
  total: number;
  /** Of these, how many lie in no township and so are not on the map. */
  elsewhere: number;
}

export function hourOf(inflow: InflowOut, at: number): Hour {
  const byTownship = new Map<string, number>();
  let [total, elsewhere] = [0, 0];
  for (const { township, counts } of inflow.items) {
    const n = counts[at] ?? 0;
    total += n;
    if (township === null) elsewhere += n;
    else if (n > 0) byTownship.set(township, n);
  }
  return { from: Date.parse(inflow.from) + at * HOUR_MS, byTownship, total, elsewhere };
}

/** The same steps for every hour, so that one hour is compared with another by colour. */
export function stepsOfAll(inflow: InflowOut): Steps {
  return stepsOf(inflow.items.filter(({ township }) => township !== null).flatMap(({ counts }) => counts));
}
