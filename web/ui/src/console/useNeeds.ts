/** The list of what needs somebody now: asked for again when the picture moves, and now and then all the same. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from "vue";
import { get } from "../shared/api";
import type { Need } from "../shared/types";
import type { Desk } from "./desk";

/** A storm of frames is one question. */
const SETTLE_MS = 700;
const AGAIN_MS = 15_000;

export interface Needs {
  items: ShallowRef<readonly Need[]>;
  reload(): Promise<void>;
}

export function useNeeds(desk: Desk): Needs {
  const items = shallowRef<readonly Need[]>([]);
  let planned: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    try {
      items.value = (await get<{ items: Need[] }>("/needs")).items;
    } catch {
      // The pill says that the line is down; an old list is better than none.
    }
  }

  watch(
    () => [desk.picture.value.seq, desk.link.value.kind === "open"],
    () => {
      planned ??= setTimeout(() => {
        planned = undefined;
        void reload();
      }, SETTLE_MS);
    },
    { immediate: true },
  );
  const again = setInterval(() => void reload(), AGAIN_MS);
  onScopeDispose(() => {
    clearTimeout(planned);
    clearInterval(again);
  });
  return { items, reload };
}
