/** The console's map. By program it moves there and back because somebody asked, and to fit while the star is on. */
import type { CameraOptions, MapMovementEvent } from "maplibre-gl";
import { boundsOf, type AreasLayer } from "../../shared/map/areas";
import { openBase, type Mark } from "../../shared/map/base";
import type { Box } from "../../shared/map/ground";
import { mountSpecial, type SpecialLayer } from "../../shared/map/special";
import type { Land } from "../../shared/map/useMap";
import type { City } from "../../shared/types";
import { mountCases, type CasesEvents, type CasesLayer } from "./cases";
import { readCamera, writeCamera } from "./camera";
import { putIcons } from "./icons";
import { mountLasso, type Lasso, type LassoEvents } from "./lasso";
import { mountTrails, type TrailsLayer } from "./trails";
import { mountUnits, type UnitsLayer } from "./units";

/** Close enough to part the pins, far enough to see whose township it is. */
const CLOSE_ZOOM = 13;

export interface MapView {
  areas: AreasLayer;
  cases: CasesLayer;
  special: SpecialLayer;
  units: UnitsLayer;
  trails: TrailsLayer;
  lasso: Lasso;
  flyTo(lon: number, lat: number): void;
  /** As close to a box as one can see around it; the way back is kept. */
  look(box: Box): void;
  back(): void;
  zoom(by: number): void;
  home(): void;
  /** Follow a set: nothing but the star does. */
  fit(box: Box): void;
  mark(place: Mark | null): void;
  repaint(): void;
  destroy(): void;
}

export interface MapEvents extends Pick<CasesEvents, "pick" | "pile">, LassoEvents {
  /** Where the map is now, and the same as the address has it. */
  looks(box: Box, camera: string): void;
  /** A hand has moved it, or was obeyed. */
  moved(): void;
  /** Whether there is an earlier view to go back to. */
  away(is: boolean): void;
}

export async function openMap(container: HTMLElement, city: City, land: Land, at: { node: string; camera: string }, on: MapEvents): Promise<MapView> {
  const bounds = boundsOf(land.areas, at.node) ?? city.bounds;
  const base = await openBase(container, city, land, readCamera(at.camera) ?? { bounds }, bounds);
  const { map } = base;
  putIcons(map);
  const special = mountSpecial(map);
  const units = mountUnits(map);
  const cases = mountCases(map, {
    pick(caseNo) {
      if (!lasso.drawing) on.pick(caseNo);
    },
    pile(caseNos, place) {
      if (!lasso.drawing) on.pile(caseNos, place);
    },
    zoomTo(centre, zoom) {
      if (lasso.drawing) return;
      on.moved();
      base.move({ center: centre, zoom });
    },
  });
  const trails = mountTrails(map);
  const lasso = mountLasso(map, on);
  const layers = [lasso, trails, cases, units, special];

  const look = () => {
    const seen = map.getBounds();
    const { lng, lat } = map.getCenter();
    on.looks([seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()], writeCamera(lng, lat, map.getZoom()));
  };
  const hand = (event: MapMovementEvent) => {
    if (event.originalEvent) on.moved();
  };
  map.on("moveend", look);
  map.on("movestart", hand);
  look();
  let earlier: CameraOptions | null = null;
  /** A second flight does not forget where the first one started. */
  const leave = () => {
    on.moved();
    earlier ??= { center: map.getCenter(), zoom: map.getZoom() };
    on.away(true);
  };
  const forget = () => {
    earlier = null;
    on.away(false);
  };

  return {
    areas: base.areas,
    cases,
    units,
    special,
    trails,
    lasso,
    flyTo(lon, lat) {
      leave();
      base.move({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSE_ZOOM) });
    },
    look(box) {
      leave();
      base.show(box);
    },
    back() {
      if (earlier) base.move(earlier);
      forget();
    },
    zoom(by) {
      on.moved();
      base.zoom(by);
    },
    home() {
      on.moved();
      forget();
      base.home();
    },
    fit: base.show,
    mark: base.mark,
    repaint() {
      base.repaint();
      putIcons(map);
      for (const layer of layers) layer.paint();
    },
    destroy() {
      map.off("moveend", look);
      map.off("movestart", hand);
      for (const layer of [...layers, base.areas]) layer.unmount();
      base.destroy();
    },
  };
}
