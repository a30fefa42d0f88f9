/** The list of what needs somebody now: asked for again when the picture moves, and now and then all the same. */
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from "vue";
import { get } from "../shared/api";
import type { Need } from "../shared/types";
import type { Desk } from "./desk";
import { needKey, needsHolding, ofKinds } from "./needs";
import { useHeld, type HeldList } from "./useHeld";
import { writeQuestion } from "./view";

/** A storm of frames is one question, and a long answer is not asked for again before it was worth it. */
const SETTLE_MS = 700;
const REST_PER_ANSWER = 3;
const AGAIN_MS = 15_000;

export interface Needs {
  /** All that needs somebody in scope. */
  items: ComputedRef<readonly Need[]>;
  /** The first answer has come; before it, an empty list means nothing. */
  ready: ComputedRef<boolean>;
  /** Those that hold the words asked for: the ground the kinds count on. */
  holding: ComputedRef<readonly Need[]>;
  list: HeldList<Need>;
  reload(): Promise<void>;
}

export function useNeeds(desk: Desk): Needs {
  const heard = shallowRef<readonly Need[] | null>(null);
  const items = computed(() => heard.value ?? []);
  const ready = computed(() => heard.value !== null);
  const holding = computed(() => needsHolding(items.value, desk.view.text, desk.found.value));
  const fresh = computed(() => ofKinds(holding.value, desk.view.kinds));
  const list = useHeld({
    fresh,
    keyOf: needKey,
    lastHeard: () => undefined,
    question: () => `${writeQuestion(desk.view)} ${String(ready.value)}`,
    inHand: () => desk.view.selected !== null,
  });
  let restMs = SETTLE_MS;
  let planned: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    const askedAt = performance.now();
    try {
      heard.value = (await get<{ items: Need[] }>("/needs")).items;
      restMs = Math.max(SETTLE_MS, REST_PER_ANSWER * (performance.now() - askedAt));
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
      }, restMs);
    },
  );
  // Elsewhere the picture comes first, and this with it.
  if (desk.view.list === "needs") void reload();
  const again = setInterval(() => void reload(), AGAIN_MS);
  onScopeDispose(() => {
    clearTimeout(planned);
    clearInterval(again);
  });
  return { items, ready, holding, list, reload };
}
