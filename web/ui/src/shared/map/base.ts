/**
 * The ground all maps stand on: our own townships, no glyph server, nothing fetched from anywhere but the
 * tiles that the settings name; letters are drawn by the browser from the system's fonts.
 */
import { Map as MapLibre, Marker, ScaleControl, setWorkerUrl, type CameraOptions } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { token } from "../theme";
import type { City } from "../types";
import { calm } from "../watch";
import { mountAreas, type AreasLayer } from "./areas";
import type { Box } from "./ground";
import { mountTiles } from "./tiles";
import type { Land } from "./useMap";

setWorkerUrl(workerUrl);

const FLIGHT_MS = 500;
/** A few metres are seen, and still the streets' width around them. */
const CLOSEST = 16;

export interface Mark {
  lon: number;
  lat: number;
  plate: string;
  /** No pin is drawn under the ring, so the ring draws its own. */
  alone?: boolean;
}

export interface Base {
  map: MapLibre;
  areas: AreasLayer;
  move(to: CameraOptions): void;
  zoom(by: number): void;
  /** As close to a box as one can still see around it. */
  show(box: Box): void;
  /** The whole of what this reader looks after. */
  home(): void;
  /** The ring and the number plate of one case; null takes them away. */
  mark(place: Mark | null): void;
  repaint(): void;
  destroy(): void;
}

export type Start = { bounds: Box } | { center: [number, number]; zoom: number };

/** What floats over the map must not float over the city. */
const FIT = { padding: { top: 48, right: 56, bottom: 120, left: 24 } };

export async function openBase(container: HTMLElement, city: City, land: Land, start: Start, whole: Box = city.bounds): Promise<Base> {
  const [west, south, east, north] = city.bounds;
  const map = new MapLibre({
    container,
    style: {
      version: 8,
      sources: {},
      layers: [{ id: "off", type: "background", paint: { "background-color": token("--land-off") } }],
    },
    ...("bounds" in start ? { bounds: [...start.bounds] } : start),
    fitBoundsOptions: FIT,
    maxBounds: [west - 1, south - 1, east + 1, north + 1],
    minZoom: 7,
    maxZoom: 18,
    localIdeographFontFamily: token("--f") || "sans-serif",
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await map.once("load");
  map.addControl(new ScaleControl({ maxWidth: 72 }), "bottom-right");

  const ground = mountAreas(map, land.areas);
  const tiles = land.tiles.url ? mountTiles(map, land.tiles.url) : null;
  const root = document.createElement("div");
  root.className = "plate";
  const label = root.appendChild(document.createElement("span"));
  const marker = new Marker({ element: root, anchor: "center" });

  return {
    map,
    areas: ground,
    move(to) {
      if (calm()) map.jumpTo(to);
      else map.flyTo({ ...to, duration: FLIGHT_MS, essential: true });
    },
    zoom(by) {
      map.easeTo({ zoom: map.getZoom() + by, duration: calm() ? 0 : 200 });
    },
    show(box) {
      map.fitBounds([...box], { ...FIT, maxZoom: CLOSEST, duration: calm() ? 0 : FLIGHT_MS });
    },
    home() {
      map.fitBounds([...whole], { ...FIT, duration: calm() ? 0 : FLIGHT_MS });
    },
    mark(place) {
      if (!place) {
        marker.remove();
        return;
      }
      label.textContent = place.plate;
      root.classList.toggle("alone", place.alone === true);
      marker.setLngLat([place.lon, place.lat]).addTo(map);
    },
    repaint() {
      map.setPaintProperty("off", "background-color", token("--land-off"));
      ground.paint();
      tiles?.paint();
    },
    destroy() {
      map.remove();
    },
  };
}
