/** Ground as GeoJSON has it: the box around it, and where its name is written. */
import type { Feature, MultiPolygon, Point, Polygon, Position } from "geojson";

export type Ground = Polygon | MultiPolygon;

const polygonsOf = (ground: Ground) => (ground.type === "Polygon" ? [ground.coordinates] : ground.coordinates);

function ringArea(ring: Position[]): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[j] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}

function centroid(ring: Position[]): Position {
  let x = 0;
  let y = 0;
  const area = ringArea(ring);
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[j] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return area === 0 ? (ring[0] ?? [0, 0]) : [x / (6 * area), y / (6 * area)];
}

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

export function boxOf(ground: Ground): Box {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const [lon = 0, lat = 0] of polygonsOf(ground).flat(2)) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** One name per area: left to itself the map would name every piece of a polygon it cuts into tiles. */
export function nameAt<P>({ geometry, properties }: Feature<Ground, P>): Feature<Point, P> {
  const outer = polygonsOf(geometry).map((rings) => rings[0] ?? []);
  const largest = outer.reduce((a, b) => (Math.abs(ringArea(b)) > Math.abs(ringArea(a)) ? b : a), outer[0] ?? []);
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: centroid(largest) } };
}
