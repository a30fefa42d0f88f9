/** The list as it is on the screen: free to follow the news, or held still under a hand. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { Desk } from "./desk";
import { hold, letGo, type Held } from "./queue";

export interface Queue {
  held: ShallowRef<Held>;
  /** Rows that have just come in, to flash once. */
  flashing: Ref<ReadonlySet<string>>;
  /** A mouse is over the list, or has left it. */
  point(over: boolean): void;
  isHeld: ComputedRef<boolean>;
  load(): void;
}

const FLASH_MS = 1_200;

export function useQueue(desk: Desk): Queue {
  const held = shallowRef<Held>(letGo(desk.cases.value));
  const flashing = ref<ReadonlySet<string>>(new Set());
  const pointed = ref(false);
  const isHeld = computed(() => pointed.value || desk.view.selected !== null);
  const asked = () => [desk.view.filter, desk.view.text, desk.view.district, desk.view.sort, desk.ready.value].join("\n");
  let question = asked();
  let extent = desk.inExtent.value;

  function load(): void {
    const before = new Set(held.value.rows.map((row) => row.case.case_no));
    held.value = letGo(desk.cases.value);
    const fresh = held.value.rows.map((row) => row.case.case_no).filter((number) => !before.has(number));
    if (before.size === 0 || fresh.length === 0) return;
    flashing.value = new Set(fresh);
    setTimeout(() => {
      flashing.value = new Set();
    }, FLASH_MS);
  }

  watch(desk.cases, (fresh) => {
    const changed = question !== asked() || extent !== desk.inExtent.value;
    question = asked();
    extent = desk.inExtent.value;
    // A new question deserves a new answer at once; only news wait.
    if (changed) held.value = letGo(fresh);
    else if (isHeld.value) held.value = hold(held.value.rows, fresh, (caseNo) => desk.lastHeard(caseNo));
    else load();
  });
  watch(isHeld, (now) => {
    if (!now) load();
  });

  function point(over: boolean): void {
    pointed.value = over;
  }

  return { held, flashing, point, isHeld, load };
}
