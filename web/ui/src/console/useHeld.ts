/** A list as it is on the screen: free to follow the news, or held still under a hand. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { hold, letGo, type Held, type KeyOf } from "./queue";

export interface HeldList<T> {
  held: ShallowRef<Held<T>>;
  keyOf: KeyOf<T>;
  /** Rows that have just come in, to flash once. */
  flashing: Ref<ReadonlySet<string>>;
  /** A mouse is over the list, or has left it. */
  point(over: boolean): void;
  load(): void;
}

export interface Source<T> {
  fresh: ComputedRef<readonly T[]>;
  keyOf: KeyOf<T>;
  /** What is known of an item that no longer belongs. */
  lastHeard(key: string): T | undefined;
  /** What was asked for: a new question deserves a new answer at once; only news wait. */
  question(): string;
  /** Somebody has a case in hand. */
  inHand(): boolean;
}

const FLASH_MS = 1_200;

export function useHeld<T>({ fresh, keyOf, lastHeard, question, inHand }: Source<T>): HeldList<T> {
  const held = shallowRef<Held<T>>(letGo(fresh.value));
  const flashing = shallowRef<ReadonlySet<string>>(new Set());
  const pointed = ref(false);
  const isHeld = computed(() => pointed.value || inHand());
  let asked = question();

  function load(): void {
    const before = held.value.rows;
    held.value = letGo(fresh.value);
    if (before.length > 0) flash(before.map((row) => keyOf(row.item)));
  }

  function flash(before: readonly string[]): void {
    const known = new Set(before);
    const news = held.value.rows.map((row) => keyOf(row.item)).filter((key) => !known.has(key));
    if (news.length === 0) return;
    flashing.value = new Set(news);
    setTimeout(() => {
      flashing.value = new Set();
    }, FLASH_MS);
  }

  watch(fresh, (now) => {
    const changed = asked !== question();
    asked = question();
    if (changed) held.value = letGo(now);
    else if (isHeld.value) held.value = hold(held.value.rows, now, keyOf, lastHeard);
    else load();
  });
  watch(isHeld, (now) => {
    if (!now) load();
  });

  function point(over: boolean): void {
    pointed.value = over;
  }

  return { held, keyOf, flashing, point, load };
}
