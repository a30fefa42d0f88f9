/** What stands on the map just now, for those who go through it by keyboard: pins and discs, west to east. */
import type { Map as MapLibre } from "maplibre-gl";

export interface Pin {
  lon: number;
  lat: number;
  /** A case; null for a disc. */
  caseNo: string | null;
  /** How many cases. */
  n: number;
  cluster: number | null;
}

/** More than this nobody goes through one by one: the list is the equal. */
const MOST = 100;

export function listPins(map: MapLibre, layers: string[]): Pin[] {
  const seen = new Set<string>();
  const found: Pin[] = [];
  for (const { geometry, properties } of map.queryRenderedFeatures({ layers })) {
    if (geometry.type !== "Point") continue;
    const [lon = 0, lat = 0] = geometry.coordinates;
    const cluster = (properties.cluster_id as number | undefined) ?? null;
    const caseNo = cluster === null ? String(properties.case_no) : null;
    // One that lies on the edge of a tile is in both.
    const key = caseNo ?? `cluster ${String(cluster)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.push({ lon, lat, caseNo, n: (properties.point_count as number | undefined) ?? 1, cluster });
  }
  return found.sort((a, b) => a.lon - b.lon || a.lat - b.lat).slice(0, MOST);
}
