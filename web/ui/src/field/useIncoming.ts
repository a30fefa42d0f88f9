/** The task that rings: until it is seen, answered, or put aside for the list. */
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";
import { ring } from "../shared/sound";
import type { TaskState } from "../shared/types";
import type { Phone, Shown } from "./phone";

export interface Incoming {
  first: ComputedRef<Shown | null>;
  more: ComputedRef<number>;
  rings: Ref<number>;
  seen: ComputedRef<boolean>;
  see(): void;
  putAside(): void;
}

export function isUnanswered(state: TaskState): boolean {
  return state === "offered" || state === "delivered" || state === "seen";
}

export function useIncoming(phone: Phone): Incoming {
  const seenIds = ref<ReadonlySet<string>>(new Set());
  const aside = ref<ReadonlySet<string>>(new Set());
  const rungAgain = ref<ReadonlySet<string>>(new Set());
  const rings = ref(0);

  const offered = computed(() => phone.tasks.value.filter(({ state }) => isUnanswered(state)));
  const waiting = computed(() => offered.value.filter(({ task }) => !aside.value.has(task.id)));
  const first = computed(() => waiting.value[0] ?? null);
  const unseen = computed(() => {
    const shown = first.value;
    const heeded = shown?.state === "seen" && !rungAgain.value.has(shown.task.id);
    return shown && !heeded && !seenIds.value.has(shown.task.id) ? shown.task.id : null;
  });

  /** Said to the command post, too: who has looked need not be called. */
  function see(): void {
    const shown = first.value;
    if (!shown || unseen.value === null) return;
    seenIds.value = new Set([...seenIds.value, shown.task.id]);
    phone.act(shown.task, "see");
  }

  // Seen and put aside is no answer: when it is rung for again, it rings again.
  watch(phone.alerted, (again) => {
    if (!again) return;
    const without = (ids: ReadonlySet<string>) => new Set([...ids].filter((id) => id !== again.task));
    seenIds.value = without(seenIds.value);
    aside.value = without(aside.value);
    rungAgain.value = new Set([...rungAgain.value, again.task]);
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
    see,
    putAside() {
      const id = first.value?.task.id;
      if (id === undefined) return;
      see();
      aside.value = new Set([...aside.value, id]);
    },
  };
}
