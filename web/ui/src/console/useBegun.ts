/**
 * What a form was begun on. Nobody acts on what he has not seen: the version that goes with an act is the
 * one that was read, and what changed since is said, field by field, before the act can be sent.
 */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import type { Change } from "./difference";

export interface Begun<T> {
  /** As it was read. */
  seen: ShallowRef<T>;
  changes: ComputedRef<Change[]>;
  /** The change was looked at: from now on it is acted on what is so now. */
  look(): void;
}

export function useBegun<T extends { version: number }>(now: () => T, differ: (before: T, after: T) => Change[]): Begun<T> {
  const seen = shallowRef(now()) as ShallowRef<T>;
  const changes = computed(() => (now().version > seen.value.version ? differ(seen.value, now()) : []));
  // What differs in nothing that is acted on needs no second look.
  watch(now, (fresh) => {
    if (fresh.version > seen.value.version && changes.value.length === 0) seen.value = fresh;
  });
  return {
    seen,
    changes,
    look() {
      seen.value = now();
    },
  };
}
