/** What the townships are tinted by: one ramp of four steps, from nothing to most. */
import type { Word } from "../../shared/i18n";
import { OPEN_STEPS } from "../../shared/map/ramp";
import type { TownshipOut } from "../../shared/wire";

export type Ground = "form" | "count" | "item";

/** A number for each tone, so that the ramp shows it. */
const STEP = [0, ...OPEN_STEPS] as const;

type Tone = 0 | 1 | 2 | 3 | 4;

function toneOf(one: TownshipOut, ground: Ground): Tone {
  if (ground === "item") return one.holds_item ? 4 : one.form === "empowered" ? 2 : 0;
  if (ground === "count") {
    if (one.items === 0) return 0;
    return one.items < 50 ? 1 : one.items < 150 ? 2 : one.items < 300 ? 3 : 4;
  }
  return one.form === "empowered" ? 4 : one.form === "posted" ? 2 : 0;
}

export function tint(townships: readonly TownshipOut[], ground: Ground): Map<string, number> {
  return new Map(townships.map((one) => [one.code, STEP[toneOf(one, ground)]]));
}

export const LEGEND: Record<Ground, readonly (readonly [string, Word])[]> = {
  form: [
    ["--h4", "form.empowered"],
    ["--h2", "form.posted"],
    ["--land", "form.none"],
  ],
  count: [
    ["--h4", "ground.count.4"],
    ["--h3", "ground.count.3"],
    ["--h2", "ground.count.2"],
    ["--h1", "ground.count.1"],
    ["--land", "ground.count.0"],
  ],
  item: [
    ["--h4", "ground.item.holds"],
    ["--h2", "ground.item.other"],
    ["--land", "ground.item.none"],
  ],
};
