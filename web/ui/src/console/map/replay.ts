/** One operation at one moment: folded from what happened and where its units were. Pure. */
import type { MarkOut, ReplayOut, TrailOut } from "../../shared/wire";
import type { Spot } from "../extent";

/** Positions come each minute; where none came for so long nobody knows the way. */
const GAP_S = 300;
const WORKING: readonly string[] = ["accepted", "en_route", "on_site", "suspended"];

export interface UnitThen {
  unit: string;
  name: string;
  lon: number;
  lat: number;
  state: string;
}

export interface Moment {
  /** The case's. */
  state: string | null;
  units: UnitThen[];
  /** The ways so far; a way is broken where positions are missing. */
  ways: { unit: string; parts: Spot[][] }[];
  /** How many of the marks have happened. */
  marks: number;
}

export function spanOf(replay: ReplayOut): { from: number; to: number } {
  return { from: Date.parse(replay.from), to: Date.parse(replay.to) };
}

/** `at` in milliseconds since 1970. Nothing is drawn between two positions: each was true when it was told. */
export function momentOf(replay: ReplayOut, at: number): Moment {
  const past = replay.marks.filter((mark) => Date.parse(mark.at) <= at);
  const doing = new Map<string, string>();
  for (const mark of past) if (mark.kind === "task" && mark.unit) doing.set(mark.unit, mark.state ?? "");
  const units: UnitThen[] = [];
  const ways: Moment["ways"] = [];
  for (const trail of replay.trails) {
    const parts = partsOf(trail, at / 1000);
    const last = parts.at(-1)?.at(-1);
    if (!last) continue;
    ways.push({ unit: trail.unit, parts });
    const state = doing.get(trail.unit) ?? "";
    if (WORKING.includes(state)) units.push({ unit: trail.unit, name: trail.unit_name ?? trail.unit, lon: last[0], lat: last[1], state });
  }
  return { state: last(past, "case")?.state ?? null, units, ways, marks: past.length };
}

function last(marks: readonly MarkOut[], kind: MarkOut["kind"]): MarkOut | undefined {
  return marks.findLast((mark) => mark.kind === kind);
}

function partsOf(trail: TrailOut, untilS: number): Spot[][] {
  const parts: Spot[][] = [];
  let before = -Infinity;
  for (const [lon = 0, lat = 0, at = 0] of trail.points) {
    if (at > untilS) break;
    if (at - before > GAP_S) parts.push([]);
    parts.at(-1)?.push([lon, lat]);
    before = at;
  }
  return parts;
}

/** When something happens next, or last before; the end, or the beginning, where nothing does. */
export function neighbour(replay: ReplayOut, at: number, by: 1 | -1): number {
  const moments = replay.marks.map((mark) => Date.parse(mark.at));
  const { from, to } = spanOf(replay);
  return by > 0 ? (moments.find((one) => one > at) ?? to) : (moments.findLast((one) => one < at) ?? from);
}
