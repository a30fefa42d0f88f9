/** Special areas: ground laid above the townships, where another team owns or shares powers. */
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { token } from "../theme";
import type { SpecialAreaOut } from "../wire";
import { LOWEST_NAME } from "./areas";
import { nameAt, type Ground } from "./ground";
import { putWeave } from "./icon";
import { FONT, NOTHING, removeLayers, showLayers, type Layer } from "./layer";
import { groundOf, powersOf } from "./powers";

export interface SpecialLayer extends Layer {
  set(areas: readonly SpecialAreaOut[]): void;
}

const LAYERS = ["special-fill", "special-case", "special-line", "special-name"];
const SOURCES = ["special", "special-names"];

function drawn(areas: readonly SpecialAreaOut[]): FeatureCollection<Ground, { label: string }> {
  return {
    type: "FeatureCollection",
    features: areas.map((area) => ({
      type: "Feature",
      geometry: groundOf(area),
      properties: { label: [area.name, ...powersOf(area)].join("\n") },
    })),
  };
}

export function mountSpecial(map: MapLibre): SpecialLayer {
  for (const source of SOURCES) map.addSource(source, { type: "geojson", data: NOTHING });
  putWeave(map, "special-weave", "dots", "--tx2");
  map.addLayer({ id: "special-fill", type: "fill", source: "special", paint: { "fill-pattern": "special-weave", "fill-opacity": 0.55 } }, LOWEST_NAME);
  map.addLayer({ id: "special-case", type: "line", source: "special", layout: { "line-join": "round" }, paint: { "line-width": 5 } }, LOWEST_NAME);
  map.addLayer({ id: "special-line", type: "line", source: "special", paint: { "line-width": 2, "line-dasharray": [3, 1.5] } }, LOWEST_NAME);
  map.addLayer({
    id: "special-name",
    type: "symbol",
    source: "special-names",
    minzoom: 9.5,
    layout: { "text-field": ["get", "label"], "text-size": 12, "text-font": FONT, "text-max-width": 16, "text-padding": 4 },
  });

  function paint(): void {
    putWeave(map, "special-weave", "dots", "--tx2");
    map.setPaintProperty("special-case", "line-color", token("--halo"));
    map.setPaintProperty("special-line", "line-color", token("--tx"));
    map.setPaintProperty("special-name", "text-color", token("--tx"));
    map.setPaintProperty("special-name", "text-halo-color", token("--halo"));
    map.setPaintProperty("special-name", "text-halo-width", 2);
  }

  paint();
  return {
    paint,
    set(areas) {
      const ground = drawn(areas);
      void map.getSource<GeoJSONSource>("special")?.setData(ground);
      void map.getSource<GeoJSONSource>("special-names")?.setData({ ...ground, features: ground.features.map(nameAt) });
    },
    show(visible) {
      showLayers(map, LAYERS, visible);
    },
    unmount() {
      removeLayers(map, LAYERS, SOURCES);
    },
  };
}
