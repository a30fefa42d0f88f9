/** How strongly each township is tinted: by the share of its cases that change their team. */
import type { TownshipShiftOut } from "../../shared/wire";

/** The counts at which the ground takes its next step; see the steps in map/areas.ts. */
const STEP = [1, 3, 6, 12] as const;

export function shares(townships: readonly TownshipShiftOut[]): Map<string, number> {
  const tints = new Map<string, number>();
  for (const { code, cases, changed } of townships) {
    if (changed === 0 || cases === 0) continue;
    const quarter = Math.min(3, Math.floor((4 * changed) / cases));
    tints.set(code, STEP[quarter] ?? 12);
  }
  return tints;
}
