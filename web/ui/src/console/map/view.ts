/** The console's map: the ground, the cases, the units, and the only two ways it moves by program — there and back. */
import type { CameraOptions } from "maplibre-gl";
import { boundsOf, type Areas, type AreasLayer } from "../../shared/map/areas";
import { openBase, type Mark } from "../../shared/map/base";
import { mountSpecial, type SpecialLayer } from "../../shared/map/special";
import type { City } from "../../shared/types";
import { mountCases, type CasesEvents, type CasesLayer } from "./cases";
import { putIcons } from "./icons";
import { mountUnits, type UnitsLayer } from "./units";

/** Close enough to part the pins, far enough to see whose township it is. */
const CLOSE_ZOOM = 13;

/** West, south, east, north. */
export type Box = [number, number, number, number];

export interface MapView {
  areas: AreasLayer;
  cases: CasesLayer;
  special: SpecialLayer;
  units: UnitsLayer;
  flyTo(lon: number, lat: number): void;
  back(): void;
  zoom(by: number): void;
  home(): void;
  mark(place: Mark | null): void;
  repaint(): void;
  destroy(): void;
}

export async function openMap(
  container: HTMLElement,
  city: City,
  areas: Areas,
  node: string,
  events: Pick<CasesEvents, "pick" | "pile"> & { looks(box: Box): void },
): Promise<MapView> {
  const base = await openBase(container, city, areas, { bounds: boundsOf(areas, node) ?? city.bounds });
  const { map, move } = base;
  putIcons(map);
  const special = mountSpecial(map);
  const units = mountUnits(map);
  const cases = mountCases(map, {
    ...events,
    zoomTo(centre, zoom) {
      move({ center: centre, zoom });
    },
  });
  const look = () => {
    const at = map.getBounds();
    events.looks([at.getWest(), at.getSouth(), at.getEast(), at.getNorth()]);
  };
  map.on("moveend", look);
  look();
  let earlier: CameraOptions | null = null;

  return {
    areas: base.areas,
    cases,
    units,
    special,
    flyTo(lon, lat) {
      // A second flight does not forget where the first one started.
      earlier ??= { center: map.getCenter(), zoom: map.getZoom() };
      move({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSE_ZOOM) });
    },
    back() {
      if (earlier) move(earlier);
      earlier = null;
    },
    zoom: base.zoom,
    home() {
      earlier = null;
      base.home();
    },
    mark: base.mark,
    repaint() {
      base.repaint();
      putIcons(map);
      for (const layer of [cases, units, special]) layer.paint();
    },
    destroy() {
      map.off("moveend", look);
      for (const layer of [cases, units, special, base.areas]) layer.unmount();
      base.destroy();
    },
  };
}
