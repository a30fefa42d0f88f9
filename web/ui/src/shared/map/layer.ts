/** What every layer of the map is, and the one way news reach a source. */
import type { Feature, GeoJSON } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { nextFrame } from "../watch";

export interface Layer {
  /** Take the colours of the theme now chosen. */
  paint(): void;
  show(visible: boolean): void;
  unmount(): void;
}

export interface Drawn<T> {
  id(one: T): string;
  /** Null for a thing without a place. */
  feature(one: T): Feature | null;
}

export interface Changes {
  add: Feature[];
  remove: string[];
}

/**
 * What must be told so that a source which shows `before` shows `after`. Things are never changed in
 * place, so the same object is the same feature; ten thousand pins are compared, not sent again.
 */
export function changes<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>, drawn: Drawn<T>): Changes {
  const add: Feature[] = [];
  const remove: string[] = [];
  for (const [id, one] of after) {
    if (before.get(id) === one) continue;
    const feature = drawn.feature(one);
    if (feature) add.push(feature);
    else remove.push(id);
  }
  for (const id of before.keys()) if (!after.has(id)) remove.push(id);
  return { add, remove };
}

/**
 * However often it is called, a source hears the difference to the latest at most once per animation
 * frame, or once in `gapMs`: each time all its tiles are laid out anew.
 */
export function follower<T>(map: MapLibre, source: string, drawn: Drawn<T>, gapMs = 0): (things: Iterable<T>) => void {
  let shown = new Map<string, T>();
  let latest: Iterable<T> | null = null;
  let restUntil = 0;

  function tell(): void {
    restUntil = performance.now() + gapMs;
    const next = new Map([...(latest ?? [])].map((one) => [drawn.id(one), one]));
    latest = null;
    const { add, remove } = changes(shown, next, drawn);
    shown = next;
    if (add.length > 0 || remove.length > 0) void map.getSource<GeoJSONSource>(source)?.updateData({ add, remove });
  }

  return (things) => {
    const planned = latest !== null;
    latest = things;
    if (planned) return;
    const wait = restUntil - performance.now();
    if (wait > 0) setTimeout(nextFrame, wait, tell);
    else nextFrame(tell);
  };
}

export function showLayers(map: MapLibre, ids: readonly string[], visible: boolean): void {
  for (const id of ids) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
}

export function removeLayers(map: MapLibre, ids: readonly string[], sources: readonly string[]): void {
  for (const id of ids) if (map.getLayer(id)) map.removeLayer(id);
  for (const id of sources) if (map.getSource(id)) map.removeSource(id);
}

export const NOTHING: GeoJSON = { type: "FeatureCollection", features: [] };

export const FONT = ["sans-serif"];
