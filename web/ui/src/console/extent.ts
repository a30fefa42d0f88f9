/** The part of the map the list is narrowed to: what is on screen, or what somebody has drawn. Pure. */
import type { Position } from "geojson";
import type { Box } from "../shared/map/ground";

export type Spot = readonly [number, number];
export type Ring = readonly Spot[];

export interface Placed {
  lon: number | null;
  lat: number | null;
}

/** As the address has it: nothing, `screen`, or the corners of a ring. */
export type Extent = string;
export const SCREEN = "screen";

/** A metre or so: what a hand draws is no finer. */
const DIGITS = 5;

export function writeRing(ring: Ring): Extent {
  return ring.map(([lon, lat]) => `${lon.toFixed(DIGITS)},${lat.toFixed(DIGITS)}`).join(";");
}

/** Null for what is no ring: fewer than three corners, or a line. */
export function readRing(extent: Extent): Ring | null {
  const ring = extent.split(";").map((corner) => corner.split(",").map(Number));
  if (!ring.every((corner): corner is [number, number] => corner.length === 2 && corner.every(Number.isFinite))) return null;
  return areaOf(ring) > 0 ? ring : null;
}

/** Of its two corners, the ring of a box. */
export function boxRing([ax, ay]: Spot, [bx, by]: Spot): Ring {
  return [[ax, ay], [bx, ay], [bx, by], [ax, by]];
}

/** In square degrees: only whether there is any matters. */
function areaOf(ring: Ring): number {
  let twice = 0;
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] as Spot;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** Even-odd, as the map fills it: what a ring that crosses itself goes round twice is left out. */
export function contains(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as Spot;
    const [bx, by] = ring[j] as Spot;
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function inBox([west, south, east, north]: Box, lon: number, lat: number): boolean {
  return west <= lon && lon <= east && south <= lat && lat <= north;
}

/** Null where nothing is left out. What has no place lies nowhere. */
export function admits(extent: Extent, seen: Box | null): ((one: Placed) => boolean) | null {
  if (extent === SCREEN) {
    return seen && (({ lon, lat }) => lon !== null && lat !== null && inBox(seen, lon, lat));
  }
  const ring = readRing(extent);
  return ring && (({ lon, lat }) => lon !== null && lat !== null && contains(ring, lon, lat));
}

/** The box around all that has a place; null where nothing has. */
export function boxAround(things: Iterable<Placed>): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lon, lat } of things) {
    if (lon === null || lat === null) continue;
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return west <= east ? [west, south, east, north] : null;
}

/** Closed, as GeoJSON wants a ring. */
export function closed(ring: Ring): Position[] {
  return ring.length > 0 ? [...ring, ring[0] as Spot].map(([lon, lat]) => [lon, lat]) : [];
}
