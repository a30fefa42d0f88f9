/** A survey over the boundaries of today: new lines, ground that moves, gaps and overlaps. Shape first, colour after. */
import type { FeatureCollection, Point } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { LOWEST_NAME } from "../../shared/map/areas";
import { putIcon, putWeave } from "../../shared/map/icon";
import { NOTHING, removeLayers, showLayers, type Layer } from "../../shared/map/layer";
import { token } from "../../shared/theme";
import type { SurveyOut } from "../../shared/wire";
import { drawnOf, faultsOf, GLYPH, movesOf, type Finding } from "./survey";

export const PARTS = ["lines", "moves", "faults"] as const;
export type Part = (typeof PARTS)[number];

export interface SurveyLayer extends Layer {
  set(survey: SurveyOut | null): void;
  showPart(part: Part, visible: boolean): void;
}

const LAYERS: Record<Part, string[]> = {
  lines: ["survey-case", "survey-line"],
  moves: ["survey-moved", "survey-moved-line", "survey-moved-pin"],
  faults: ["survey-fault", "survey-fault-line", "survey-fault-pin"],
};
const SOURCES = ["survey", "survey-pins"];
const is = (...levels: string[]): ExpressionSpecification => ["in", ["get", "level"], ["literal", levels]];

function pins(findings: readonly Finding[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: findings.map(({ id, kind, bars, areaM2, lon, lat }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties: { id, level: kind, icon: `survey:${kind}${bars ? ":bars" : ""}`, area: areaM2 },
    })),
  };
}

export function mountSurvey(map: MapLibre, pick: (id: string) => void): SurveyLayer {
  // A sliver is a metre wide: nothing may be thinned away, however far in one looks.
  map.addSource("survey", { type: "geojson", data: NOTHING, tolerance: 0, maxzoom: 18 });
  map.addSource("survey-pins", { type: "geojson", data: NOTHING });
  putImages();

  map.addLayer({ id: "survey-moved", type: "fill", source: "survey", filter: is("moved"), paint: { "fill-pattern": "survey-weave" } }, LOWEST_NAME);
  map.addLayer({ id: "survey-moved-line", type: "line", source: "survey", filter: is("moved"), paint: { "line-width": 1 } }, LOWEST_NAME);
  map.addLayer({ id: "survey-case", type: "line", source: "survey", filter: is("township"), layout: { "line-join": "round" }, paint: { "line-width": 5 } }, LOWEST_NAME);
  map.addLayer({ id: "survey-line", type: "line", source: "survey", filter: is("township"), paint: { "line-width": 2, "line-dasharray": [4, 2] } }, LOWEST_NAME);
  map.addLayer({ id: "survey-fault", type: "fill", source: "survey", filter: is("gap", "overlap"), paint: { "fill-opacity": 0.35 } }, LOWEST_NAME);
  map.addLayer({ id: "survey-fault-line", type: "line", source: "survey", filter: is("gap", "overlap"), paint: { "line-width": 2 } }, LOWEST_NAME);
  for (const [part, filter] of [["moved", is("moved")], ["fault", is("gap", "overlap")]] as const) {
    map.addLayer({
      id: `survey-${part}-pin`,
      type: "symbol",
      source: "survey-pins",
      filter,
      layout: {
        "icon-image": ["get", "icon"],
        // Where many lie together the largest is seen, and the rest as one comes nearer.
        "symbol-sort-key": ["-", 0, ["get", "area"]],
        "icon-padding": 0,
      },
    });
    map.on("click", `survey-${part}-pin`, ({ features }) => {
      const id: unknown = features?.[0]?.properties.id;
      if (typeof id === "string") pick(id);
    });
    map.on("mouseenter", `survey-${part}-pin`, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", `survey-${part}-pin`, () => (map.getCanvas().style.cursor = ""));
  }

  function putImages(): void {
    putWeave(map, "survey-weave", "lines", "--acc");
    putIcon(map, "survey:moved", GLYPH.moved, "--acc");
    putIcon(map, "survey:gap", GLYPH.gap, "--warn");
    putIcon(map, "survey:overlap", GLYPH.overlap, "--warn");
    putIcon(map, "survey:overlap:bars", GLYPH.overlap, "--bad");
  }

  function paint(): void {
    putImages();
    const fault: ExpressionSpecification = ["case", is("overlap"), token("--bad"), token("--warn")];
    map.setPaintProperty("survey-case", "line-color", token("--halo"));
    map.setPaintProperty("survey-line", "line-color", token("--acc"));
    map.setPaintProperty("survey-moved-line", "line-color", token("--acc"));
    map.setPaintProperty("survey-fault", "fill-color", fault);
    map.setPaintProperty("survey-fault-line", "line-color", fault);
  }

  paint();
  return {
    paint,
    set(survey) {
      const ground = { type: "FeatureCollection" as const, features: survey ? drawnOf(survey) : [] };
      void map.getSource<GeoJSONSource>("survey")?.setData(ground);
      void map.getSource<GeoJSONSource>("survey-pins")?.setData(pins(survey ? [...movesOf(survey), ...faultsOf(survey)] : []));
    },
    show(visible) {
      for (const part of PARTS) showLayers(map, LAYERS[part], visible);
    },
    showPart(part, visible) {
      showLayers(map, LAYERS[part], visible);
    },
    unmount() {
      removeLayers(map, PARTS.flatMap((part) => LAYERS[part]), SOURCES);
    },
  };
}
