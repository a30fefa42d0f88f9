/** The city as a drawing: areas as paths on a sheet, and discs that gather where they would lie on each other. Pure. */
import type { Position } from "geojson";
import type { Areas } from "../shared/map/areas";
import { boxOf, nameAt, type Ground } from "../shared/map/ground";

export interface Point {
  x: number;
  y: number;
}

export interface Shape extends Point {
  code: string;
  name: string;
  d: string;
}

export interface Sheet {
  towns: Shape[];
  districts: Shape[];
  at(lon: number, lat: number): Point;
}

export function draw(areas: Areas, width: number, height: number, margin: number): Sheet {
  const boxes = areas.features.map((one) => boxOf(one.geometry));
  const west = Math.min(...boxes.map((box) => box[0]));
  const south = Math.min(...boxes.map((box) => box[1]));
  const east = Math.max(...boxes.map((box) => box[2]));
  const north = Math.max(...boxes.map((box) => box[3]));
  // A degree of longitude is shorter than one of latitude; over one city the difference hardly changes.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((width - 2 * margin) / ((east - west) * squeeze), (height - 2 * margin) / (north - south));
  const left = (width - (east - west) * squeeze * scale) / 2;
  const top = (height - (north - south) * scale) / 2;

  function at(lon: number, lat: number): Point {
    return { x: left + (lon - west) * squeeze * scale, y: top + (north - lat) * scale };
  }

  function path(ground: Ground): string {
    const polygons = ground.type === "Polygon" ? [ground.coordinates] : ground.coordinates;
    return polygons.flat().map((ring) => trace(ring, at)).join("");
  }

  function shapes(level: "township" | "district"): Shape[] {
    return areas.features
      .filter(({ properties }) => properties.level === level)
      .map((one) => {
        const [lon = 0, lat = 0] = nameAt(one).geometry.coordinates;
        return { code: one.properties.code, name: one.properties.name, d: path(one.geometry), ...at(lon, lat) };
      });
  }

  return { towns: shapes("township"), districts: shapes("district"), at };
}

/** A tenth of a unit is finer than any wall; corners that fall together are drawn once. */
function trace(ring: Position[], at: Sheet["at"]): string {
  const corners = ring.map(([lon = 0, lat = 0]) => {
    const { x, y } = at(lon, lat);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${corners.filter((corner, n) => corner !== corners[n - 1]).join("L")}Z`;
}

/** From this many open cases up, the next step of the one ramp. */
export const STEPS = [1, 3, 6, 12] as const;

export function step(open: number): number {
  return STEPS.filter((from) => open >= from).length;
}

export interface Disc extends Point {
  open: number;
  overdue: number;
  near: number;
}

/** About what a name takes up to either side of its middle. */
const NAME = { x: 44, y: 26 };
/** How far below a name a disc is drawn that would lie on it. */
const BELOW = 34;

/** Names that can be read: of those that would lie on each other the first stays. */
export function spread<P extends Point>(names: readonly P[]): P[] {
  const kept: P[] = [];
  for (const one of names) {
    if (!kept.some((other) => Math.abs(other.x - one.x) < 2 * NAME.x && Math.abs(other.y - one.y) < NAME.y)) kept.push(one);
  }
  return kept;
}

/** Where a disc is drawn so that no name is under it. */
export function clearOf(names: readonly Point[], { x, y }: Point): Point {
  const under = names.find((name) => Math.abs(name.x - x) < NAME.x + 20 && Math.abs(name.y - y) < NAME.y);
  return { x, y: under ? under.y + BELOW : y };
}

/** Put discs that would touch a larger one into it, so that each number can be read; none is lost. */
export function gather(discs: readonly Disc[], apart: number): Disc[] {
  const kept: Disc[] = [];
  for (const one of [...discs].sort((a, b) => b.open - a.open)) {
    const host = kept.find((other) => Math.hypot(other.x - one.x, other.y - one.y) < apart);
    if (!host) kept.push({ ...one });
    else {
      host.open += one.open;
      host.overdue += one.overdue;
      host.near += one.near;
    }
  }
  return kept;
}

/** An arc on a circle, clockwise from the top, between two shares of it. */
export function arc({ x, y }: Point, r: number, from: number, to: number): string {
  const point = (share: number) => {
    const turn = 2 * Math.PI * Math.min(share, 0.9999);
    return `${(x + r * Math.sin(turn)).toFixed(1)} ${(y - r * Math.cos(turn)).toFixed(1)}`;
  };
  return `M${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}
