/** What the bar may name: teams and townships are asked for when it is first opened, the rest is in the picture. */
import { shallowRef, type ShallowRef } from "vue";
import { get } from "../../shared/api";
import type { Areas } from "../../shared/map/areas";
import { nameAt } from "../../shared/map/ground";
import type { Team } from "../../shared/types";
import type { Desk } from "../desk";
import type { Called } from "./matching";

interface Spot {
  lon: number | null;
  lat: number | null;
}

type Township = Called & Spot;

export interface Places {
  teams: ShallowRef<readonly Team[]>;
  townships: ShallowRef<readonly Township[]>;
  /** Once; a line that was down is asked again the next time. */
  load(): Promise<void>;
  unit(code: string): Spot;
  township(code: string): Spot;
}

const NOWHERE: Spot = { lon: null, lat: null };

export function usePlaces(desk: Desk): Places {
  const teams = shallowRef<readonly Team[]>([]);
  const townships = shallowRef<readonly Township[]>([]);
  return {
    teams,
    townships,
    async load() {
      if (teams.value.length > 0) return;
      const [asked, areas] = await Promise.all([get<{ items: Team[] }>("/teams"), get<Areas>("/grid/areas")]);
      teams.value = asked.items;
      townships.value = areas.features
        .filter(({ properties }) => properties.level === "township")
        .map((area) => {
          const [lon, lat] = nameAt(area).geometry.coordinates;
          return { code: area.properties.code, name: area.properties.name, lon: lon ?? null, lat: lat ?? null };
        });
    },
    unit: (code) => desk.picture.value.units.get(code) ?? NOWHERE,
    township: (code) => townships.value.find((one) => one.code === code) ?? NOWHERE,
  };
}
