/** A raster map under ours, where the settings name one: quiet enough that what needs a hand is seen first. */
import type { Map as MapLibre } from "maplibre-gl";
import { theme } from "../theme";

const TILES = "tiles";
/** How much of our own ground lies over it. */
const VEIL = 0.55;

export interface Tiles {
  paint(): void;
}

/** Put under the ground that is drawn already. */
export function mountTiles(map: MapLibre, url: string): Tiles {
  map.addSource(TILES, { type: "raster", tiles: [url], tileSize: 256, maxzoom: 18 });
  map.addLayer({ id: TILES, type: "raster", source: TILES }, "area-fill");
  map.setPaintProperty("area-fill", "fill-opacity", VEIL);

  function paint(): void {
    // A map is drawn for paper: at night it is dimmed, not turned into its negative.
    const dark = theme.value === "dark";
    map.setPaintProperty(TILES, "raster-brightness-max", dark ? 0.55 : 1);
    map.setPaintProperty(TILES, "raster-saturation", dark ? -0.5 : -0.25);
  }

  paint();
  return { paint };
}
