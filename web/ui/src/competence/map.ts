/** The map of these pages: the ground, and the special areas above it. */
import { openBase, type Base, type Start } from "../shared/map/base";
import { mountSpecial, type SpecialLayer } from "../shared/map/special";
import type { Land } from "../shared/map/useMap";
import type { City } from "../shared/types";

export interface GroundMap extends Base {
  special: SpecialLayer;
}

export async function openGround(container: HTMLElement, city: City, land: Land, start: Start): Promise<GroundMap> {
  const base = await openBase(container, city, land, start);
  const special = mountSpecial(base.map);
  return {
    ...base,
    special,
    repaint() {
      base.repaint();
      special.paint();
    },
  };
}
