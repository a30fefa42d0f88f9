/** A map in a panel: opened once the panel is there, in the colours of the theme, and gone with it. */
import { onMounted, onUnmounted, ref, shallowRef, useTemplateRef, watch, type Ref, type ShallowRef } from "vue";
import { get } from "../api";
import { theme } from "../theme";
import type { TilesOut } from "../wire";
import type { Areas } from "./areas";

/** What every map stands on. */
export interface Land {
  areas: Areas;
  tiles: TilesOut;
}

export interface Opened {
  repaint(): void;
  destroy(): void;
}

export interface Mapped<M> {
  map: ShallowRef<M | null>;
  land: ShallowRef<Land | null>;
  failure: Ref<string>;
}

/** Drawn into the element that the panel's template calls `canvas`. */
export function useMap<M extends Opened>(open: (box: HTMLElement, land: Land) => Promise<M>, begin: (map: M) => void): Mapped<M> {
  const box = useTemplateRef<HTMLElement>("canvas");
  const map: ShallowRef<M | null> = shallowRef(null);
  const land = shallowRef<Land | null>(null);
  const failure = ref("");
  let gone = false;

  onMounted(async () => {
    try {
      const [areas, tiles] = await Promise.all([get<Areas>("/grid/areas"), get<TilesOut>("/tiles")]);
      if (gone || !box.value) return;
      land.value = { areas, tiles };
      const opened = await open(box.value, land.value);
      // The panel may have gone while the map was opening.
      if (gone as boolean) {
        opened.destroy();
        return;
      }
      map.value = opened;
      begin(opened);
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error);
    }
  });
  onUnmounted(() => {
    gone = true;
    map.value?.destroy();
  });
  watch(theme, () => map.value?.repaint());
  return { map, land, failure };
}
