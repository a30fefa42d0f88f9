/** Units: always the same round frame, and what is inside it says what they are doing. */
import type { ExpressionSpecification, Map as MapLibre, SymbolLayerSpecification } from "maplibre-gl";
import { LOWEST_NAME } from "../../shared/map/areas";
import { token } from "../../shared/theme";
import type { Unit } from "../../shared/types";
import { unitIcon } from "./icons";
import { follower, FONT, NOTHING, removeLayers, showLayers, type Drawn, type Layer } from "../../shared/map/layer";

export interface UnitsLayer extends Layer {
  set(units: Iterable<Unit>): void;
}

const SOURCE = "units";
/** A unit says where it is every ten seconds or so; a second more is not seen, and a map that lags is. */
const EVERY_MS = 1_000;
const LAYERS = ["unit-idle", "unit-busy"];
/** Hundreds of waiting units must not hide the city they wait in: small from afar, and under the names. */
const IDLE_SIZE: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 8, 0.35, 12, 1];

const drawn: Drawn<Unit> = {
  id: (unit) => unit.code,
  feature: ({ code, name, lon, lat, online, state }) =>
    lon === null || lat === null
      ? null
      : {
          type: "Feature",
          geometry: { type: "Point", coordinates: [lon, lat] },
          properties: { code, name, icon: unitIcon(state, online), busy: state !== "free" && state !== "off" },
        },
};

export function mountUnits(map: MapLibre): UnitsLayer {
  map.addSource(SOURCE, { type: "geojson", data: NOTHING, promoteId: "code" });
  const layout: SymbolLayerSpecification["layout"] & object = {
    "icon-image": ["get", "icon"],
    "icon-allow-overlap": true,
    "icon-ignore-placement": true,
    "text-field": ["step", ["zoom"], "", 12.5, ["get", "name"]],
    "text-font": FONT,
    "text-size": 12,
    "text-anchor": "left",
    "text-offset": [1.2, 0],
    "text-optional": true,
  };
  map.addLayer(
    { id: "unit-idle", type: "symbol", source: SOURCE, filter: ["!", ["get", "busy"]], layout: { ...layout, "icon-size": IDLE_SIZE } },
    LOWEST_NAME,
  );
  map.addLayer({ id: "unit-busy", type: "symbol", source: SOURCE, filter: ["get", "busy"], layout });

  function paint(): void {
    for (const id of LAYERS) {
      map.setPaintProperty(id, "text-color", token("--tx2"));
      map.setPaintProperty(id, "text-halo-color", token("--halo"));
      map.setPaintProperty(id, "text-halo-width", 1.6);
    }
  }

  paint();
  return {
    paint,
    set: follower(map, SOURCE, drawn, EVERY_MS),
    show(visible) {
      showLayers(map, LAYERS, visible);
    },
    unmount() {
      removeLayers(map, LAYERS, [SOURCE]);
    },
  };
}
