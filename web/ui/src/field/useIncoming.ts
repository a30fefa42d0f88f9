/** The task that rings: until it is seen, answered, or put aside for the list. */
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";
import { ring } from "../shared/sound";
import type { Phone, Shown } from "./phone";

export interface Incoming {
  first: ComputedRef<Shown | null>;
  more: ComputedRef<number>;
  rings: Ref<number>;
  seen: ComputedRef<boolean>;
  see(): void;
  putAside(): void;
}

export function useIncoming(phone: Phone): Incoming {
  const seenIds = ref<ReadonlySet<string>>(new Set());
  const aside = ref<ReadonlySet<string>>(new Set());
  const rings = ref(0);

  const offered = computed(() => phone.tasks.value.filter(({ state }) => state === "offered" || state === "delivered"));
  const waiting = computed(() => offered.value.filter(({ task }) => !aside.value.has(task.id)));
  const first = computed(() => waiting.value[0] ?? null);
  const unseen = computed(() => {
    const id = first.value?.task.id;
    return id !== undefined && !seenIds.value.has(id) ? id : null;
  });

  let stop: (() => void) | null = null;
  watch(
    unseen,
    (id) => {
      stop?.();
      stop = null;
      rings.value = 0;
      if (id !== null) {
        stop = ring((times) => {
          rings.value = times;
        });
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());

  return {
    first,
    more: computed(() => Math.max(0, waiting.value.length - 1)),
    rings,
    seen: computed(() => unseen.value === null),
    see() {
      if (unseen.value !== null) seenIds.value = new Set([...seenIds.value, unseen.value]);
    },
    putAside() {
      const id = first.value?.task.id;
      if (id === undefined) return;
      seenIds.value = new Set([...seenIds.value, id]);
      aside.value = new Set([...aside.value, id]);
    },
  };
}
