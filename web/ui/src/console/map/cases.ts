/** Cases as pins: state is the shape first, the hue second. Near ones gather into a disc with a count. */
import type { GeoJSONSource, Map as MapLibre, MapLayerMouseEvent } from "maplibre-gl";
import { token } from "../../shared/theme";
import type { Case } from "../../shared/types";
import { caseIcon } from "./icons";
import { follower, FONT, NOTHING, removeLayers, showLayers, type Drawn, type Layer } from "../../shared/map/layer";
import { listPins, type Pin } from "./pins";

export interface CasesLayer extends Layer {
  set(cases: readonly Case[]): void;
  /** The one in focus is always drawn by itself, also where it is gathered into a disc or filtered away. */
  focus(one: Case | null): void;
  /** What can be seen of them now. */
  pins(): Pin[];
  /** As if it were clicked. */
  choose(pin: Pin): void;
}

export interface CasesEvents {
  pick(caseNo: string): void;
  /** A cluster that no zoom can part: several cases at one place. */
  pile(caseNos: string[], at: { x: number; y: number }): void;
  zoomTo(centre: [number, number], zoom: number): void;
}

const SOURCE = "cases";
const FOCUS = "case-focus";
const LAYERS = ["case-cluster", "case-count", "case-pin", FOCUS];
const PINS = ["case-pin", FOCUS];
/** As deep as the map goes: what lies together there is a list, never pins one under another. */
const CLUSTER_MAX_ZOOM = 18;
const PILE_SHOWN = 50;

const drawn: Drawn<Case> = {
  id: (one) => one.case_no,
  feature: ({ case_no, state, lon, lat }) =>
    lon === null || lat === null
      ? null
      : { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { case_no, icon: caseIcon(state) } },
};

export function mountCases(map: MapLibre, on: CasesEvents): CasesLayer {
  map.addSource(SOURCE, {
    type: "geojson",
    data: NOTHING,
    promoteId: "case_no",
    cluster: true,
    clusterRadius: 36,
    clusterMaxZoom: CLUSTER_MAX_ZOOM,
    maxzoom: CLUSTER_MAX_ZOOM + 1,
  });
  map.addLayer({
    id: "case-cluster",
    type: "circle",
    source: SOURCE,
    filter: ["has", "point_count"],
    paint: { "circle-radius": ["step", ["get", "point_count"], 14, 10, 17, 100, 21], "circle-stroke-width": 1.5 },
  });
  map.addLayer({
    id: "case-count",
    type: "symbol",
    source: SOURCE,
    filter: ["has", "point_count"],
    layout: {
      "text-field": ["to-string", ["get", "point_count"]],
      "text-size": 13,
      "text-font": FONT,
      "text-allow-overlap": true,
    },
  });
  map.addLayer({
    id: "case-pin",
    type: "symbol",
    source: SOURCE,
    filter: ["!", ["has", "point_count"]],
    layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true },
  });

  map.addSource(FOCUS, { type: "geojson", data: NOTHING, promoteId: "case_no" });
  map.addLayer({
    id: FOCUS,
    type: "symbol",
    source: FOCUS,
    layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true },
  });

  async function openCluster(id: number, centre: [number, number]): Promise<void> {
    const source = map.getSource<GeoJSONSource>(SOURCE);
    if (!source) return;
    const zoom = await source.getClusterExpansionZoom(id);
    if (zoom <= CLUSTER_MAX_ZOOM) {
      on.zoomTo(centre, zoom);
      return;
    }
    const leaves = await source.getClusterLeaves(id, PILE_SHOWN, 0);
    on.pile(leaves.map((leaf) => String(leaf.properties?.case_no)), map.project(centre));
  }

  function pick(event: MapLayerMouseEvent): void {
    const number: unknown = event.features?.[0]?.properties.case_no;
    if (typeof number === "string") on.pick(number);
  }
  const zoomIn = (event: MapLayerMouseEvent) => {
    const disc = event.features?.[0];
    // The pin in focus may lie on a disc: the click is the pin's.
    if (disc?.geometry.type !== "Point" || map.queryRenderedFeatures(event.point, { layers: [FOCUS] }).length > 0) return;
    void openCluster(disc.properties.cluster_id as number, disc.geometry.coordinates as [number, number]);
  };
  const hand = () => {
    map.getCanvas().style.cursor = "pointer";
  };
  const arrow = () => {
    map.getCanvas().style.cursor = "";
  };
  map.on("click", PINS, pick);
  map.on("click", "case-cluster", zoomIn);
  map.on("mouseenter", [...PINS, "case-cluster"], hand);
  map.on("mouseleave", [...PINS, "case-cluster"], arrow);

  const setFocus = follower(map, FOCUS, drawn);

  function paint(): void {
    map.setPaintProperty("case-cluster", "circle-color", token("--panel"));
    map.setPaintProperty("case-cluster", "circle-stroke-color", token("--line2"));
    map.setPaintProperty("case-count", "text-color", token("--tx"));
  }

  paint();
  return {
    paint,
    set: follower(map, SOURCE, drawn),
    focus: (one) => {
      setFocus(one ? [one] : []);
    },
    pins: () => listPins(map, ["case-cluster", "case-pin"]),
    choose({ caseNo, cluster, lon, lat }) {
      if (caseNo) on.pick(caseNo);
      else if (cluster !== null) void openCluster(cluster, [lon, lat]);
    },
    show(visible) {
      showLayers(map, LAYERS, visible);
    },
    unmount() {
      map.off("click", PINS, pick);
      map.off("click", "case-cluster", zoomIn);
      map.off("mouseenter", [...PINS, "case-cluster"], hand);
      map.off("mouseleave", [...PINS, "case-cluster"], arrow);
      removeLayers(map, LAYERS, [SOURCE, FOCUS]);
    },
  };
}
