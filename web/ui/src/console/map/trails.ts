/** An operation looked back at: the ways of its units, where they were at the moment, and the case as it was. */
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { FONT, NOTHING, removeLayers, showLayers, type Layer } from "../../shared/map/layer";
import { token } from "../../shared/theme";
import { caseIcon, unitIcon } from "./icons";
import type { Moment } from "./replay";

export interface TrailsLayer extends Layer {
  /** Null takes them away. */
  set(moment: Moment | null, place: { lon: number | null; lat: number | null } | null): void;
}

const SOURCE = "trails";
const LAYERS = ["trail-case", "trail-line", "trail-unit"];
/** What units of an operation do, as the shapes of units have it. */
const LIKE: Record<string, string> = { accepted: "sent", suspended: "sent" };

function drawn({ state, units, ways }: Moment, place: { lon: number | null; lat: number | null } | null): FeatureCollection {
  const lines = ways.map(({ parts }): Feature => ({
    type: "Feature",
    properties: {},
    geometry: { type: "MultiLineString", coordinates: parts.map((part) => part.map(([lon, lat]) => [lon, lat])) },
  }));
  const pins = units.map(({ lon, lat, name, state: doing }): Feature => ({
    type: "Feature",
    properties: { name, icon: unitIcon(LIKE[doing] ?? doing, true) },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  const one: Feature[] =
    place?.lon != null && place.lat != null && state
      ? [{ type: "Feature", properties: { name: "", icon: caseIcon(state) }, geometry: { type: "Point", coordinates: [place.lon, place.lat] } }]
      : [];
  return { type: "FeatureCollection", features: [...lines, ...one, ...pins] };
}

export function mountTrails(map: MapLibre): TrailsLayer {
  map.addSource(SOURCE, { type: "geojson", data: NOTHING, tolerance: 0 });
  const line = { "line-join": "round", "line-cap": "round" } as const;
  map.addLayer({ id: "trail-case", type: "line", source: SOURCE, layout: line, paint: { "line-width": 7 } });
  map.addLayer({ id: "trail-line", type: "line", source: SOURCE, layout: line, paint: { "line-width": 3 } });
  map.addLayer({
    id: "trail-unit",
    type: "symbol",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "icon-image": ["get", "icon"],
      "icon-allow-overlap": true,
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": 12,
      "text-anchor": "left",
      "text-offset": [1.2, 0],
      "text-optional": true,
    },
  });

  function paint(): void {
    map.setPaintProperty("trail-case", "line-color", token("--halo"));
    map.setPaintProperty("trail-line", "line-color", token("--acc"));
    map.setPaintProperty("trail-unit", "text-color", token("--tx"));
    map.setPaintProperty("trail-unit", "text-halo-color", token("--halo"));
    map.setPaintProperty("trail-unit", "text-halo-width", 1.6);
  }

  paint();
  return {
    paint,
    set(moment, place) {
      void map.getSource<GeoJSONSource>(SOURCE)?.setData(moment ? drawn(moment, place) : NOTHING);
    },
    show(visible) {
      showLayers(map, LAYERS, visible);
    },
    unmount() {
      removeLayers(map, LAYERS, [SOURCE]);
    },
  };
}
