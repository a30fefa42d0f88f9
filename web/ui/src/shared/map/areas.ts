/** Townships and districts: the ground everything stands on, tinted by how much is open there. */
import type { FeatureCollection } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { token } from "../theme";
import { boxOf, nameAt, type Ground } from "./ground";
import { FONT, removeLayers, showLayers, type Layer } from "./layer";

export interface AreaProperties {
  code: string;
  name: string;
  level: "township" | "district";
  district: string | null;
}

export type Areas = FeatureCollection<Ground, AreaProperties>;

export interface AreasLayer extends Layer {
  /** Open cases per township code. */
  setDensity(open: ReadonlyMap<string, number>): void;
}

const LAYERS = ["area-fill", "township-line", "district-line", "township-name", "district-name"];
/** What should lie under the names is put before this layer. */
export const LOWEST_NAME = "township-name";
/** From this many open cases up, the next step of the one ramp. */
const STEPS = [
  [1, "--h1"],
  [3, "--h2"],
  [6, "--h3"],
  [12, "--h4"],
] as const;

/** The box around one node's area (`district:990101`); null when it is not an area of the map. */
export function boundsOf(areas: Areas, node: string): [number, number, number, number] | null {
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
  let open: ReadonlyMap<string, number> = new Map();

  function tint(): void {
    for (const code of townships) {
      map.setFeatureState({ source: "areas", id: code }, { open: tinted ? (open.get(code) ?? 0) : 0 });
    }
  }

  function paint(): void {
    map.setPaintProperty("area-fill", "fill-color", [
      "step",
      ["coalesce", ["feature-state", "open"], 0],
      token("--land"),
      ...STEPS.flatMap(([from, hue]) => [from, token(hue)]),
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
    setDensity(counts) {
      open = counts;
      tint();
    },
    /** The ground itself is never hidden; only its tint is a layer one can switch off. */
    show(visible) {
      tinted = visible;
      tint();
    },
    unmount() {
      showLayers(map, LAYERS, false);
      removeLayers(map, LAYERS, ["areas", "area-names"]);
    },
  };
}
