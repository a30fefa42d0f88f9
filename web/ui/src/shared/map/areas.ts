/** Townships and districts: the ground everything stands on, tinted by how much there is of something. */
import type { FeatureCollection } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { token } from "../theme";
import { boxOf, nameAt, type Box, type Ground } from "./ground";
import { FONT, removeLayers, showLayers, type Layer } from "./layer";
import { OPEN_STEPS, RAMP, type Steps } from "./ramp";

export interface AreaProperties {
  code: string;
  name: string;
  level: "township" | "district";
  district: string | null;
}

export type Areas = FeatureCollection<Ground, AreaProperties>;

export interface AreasLayer extends Layer {
  /** A number for each township's code, in the steps of the one ramp. */
  tint(counts: ReadonlyMap<string, number>, steps?: Steps): void;
}

const LAYERS = ["area-fill", "township-line", "district-line", "township-name", "district-name"];
/** What should lie under the names is put before this layer. */
export const LOWEST_NAME = "township-name";
/** The box around one node's area (`district:990101`); null when it is not an area of the map. */
export function boundsOf(areas: Areas, node: string): Box | null {
  const [kind, code] = node.split(":");
  const area = areas.features.find(({ properties }) => properties.level === kind && properties.code === code);
  if (!area) return null;
  return boxOf(area.geometry);
}

export function mountAreas(map: MapLibre, areas: Areas): AreasLayer {
  const names = { type: "FeatureCollection" as const, features: areas.features.map(nameAt) };
  map.addSource("areas", { type: "geojson", data: areas, promoteId: "code", tolerance: 0.6 });
  map.addSource("area-names", { type: "geojson", data: names });

  map.addLayer({ id: "area-fill", type: "fill", source: "areas", filter: ["==", ["get", "level"], "township"] });
  map.addLayer({ id: "township-line", type: "line", source: "areas", filter: ["==", ["get", "level"], "township"] });
  map.addLayer({
    id: "district-line",
    type: "line",
    source: "areas",
    filter: ["==", ["get", "level"], "district"],
    layout: { "line-join": "round" },
    paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1, 12, 2] },
  });
  map.addLayer({
    id: "township-name",
    type: "symbol",
    source: "area-names",
    minzoom: 10.2,
    filter: ["==", ["get", "level"], "township"],
    layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": FONT, "text-padding": 6 },
  });
  map.addLayer({
    id: "district-name",
    type: "symbol",
    source: "area-names",
    maxzoom: 12,
    filter: ["==", ["get", "level"], "district"],
    layout: { "text-field": ["get", "name"], "text-size": 14, "text-font": FONT, "text-letter-spacing": 0.1 },
  });

  const townships = areas.features.filter((one) => one.properties.level === "township").map((one) => one.properties.code);
  let tinted = true;
  let shown: ReadonlyMap<string, number> = new Map();
  let parted: Steps = OPEN_STEPS;

  const filled = new Map<string, number>();
  function fill(): void {
    for (const code of townships) {
      const n = tinted ? (shown.get(code) ?? 0) : 0;
      if (filled.get(code) === n) continue;
      filled.set(code, n);
      map.setFeatureState({ source: "areas", id: code }, { n });
    }
  }

  function paint(): void {
    map.setPaintProperty("area-fill", "fill-color", [
      "step",
      ["coalesce", ["feature-state", "n"], 0],
      token("--land"),
      ...RAMP.flatMap((hue, at) => [parted[at] ?? 0, token(hue)]),
    ]);
    map.setPaintProperty("township-line", "line-color", token("--tw-line"));
    map.setPaintProperty("district-line", "line-color", token("--ds-line"));
    for (const id of ["township-name", "district-name"]) {
      map.setPaintProperty(id, "text-color", id === "district-name" ? token("--tx2") : token("--map-tx"));
      map.setPaintProperty(id, "text-halo-color", token("--halo"));
      map.setPaintProperty(id, "text-halo-width", 1.6);
    }
  }

  paint();
  return {
    paint,
    tint(counts, steps = OPEN_STEPS) {
      shown = counts;
      fill();
      if (steps.join() === parted.join()) return;
      parted = steps;
      paint();
    },
    /** The ground itself is never hidden; only its tint is a layer one can switch off. */
    show(visible) {
      tinted = visible;
      fill();
    },
    unmount() {
      showLayers(map, LAYERS, false);
      removeLayers(map, LAYERS, ["areas", "area-names"]);
    },
  };
}
