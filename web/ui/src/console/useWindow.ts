/** Only the rows in sight are in the page: ten thousand cases cost as much as twenty. */
import { computed, onMounted, onUnmounted, ref, type ComputedRef, type Ref } from "vue";

const SPARE = 6;

export interface Slice {
  from: number;
  to: number;
  before: number;
  after: number;
}

export function slice(total: number, rowPx: number, scrollTop: number, heightPx: number): Slice {
  const from = Math.max(0, Math.min(total, Math.floor(scrollTop / rowPx) - SPARE));
  const to = Math.min(total, Math.ceil((scrollTop + heightPx) / rowPx) + SPARE);
  return { from, to, before: from * rowPx, after: (total - to) * rowPx };
}

/** `headPx` is how much of the box a head that stays in sight covers. */
export function useWindow(box: Ref<HTMLElement | null>, total: ComputedRef<number>, rowPx: () => number, headPx: () => number = () => 0) {
  const scrollTop = ref(0);
  const height = ref(800);
  const follow = () => {
    scrollTop.value = box.value?.scrollTop ?? 0;
  };
  const watcher = new ResizeObserver(() => {
    height.value = box.value?.clientHeight ?? 0;
  });
  onMounted(() => {
    if (!box.value) return;
    box.value.addEventListener("scroll", follow, { passive: true });
    watcher.observe(box.value);
  });
  onUnmounted(() => {
    watcher.disconnect();
  });

  function reveal(at: number): void {
    const el = box.value;
    if (!el || at < 0) return;
    const top = at * rowPx();
    const bottom = top + rowPx() + headPx();
    if (top < el.scrollTop) el.scrollTop = top;
    else if (bottom > el.scrollTop + el.clientHeight) el.scrollTop = bottom - el.clientHeight;
  }

  return { part: computed(() => slice(total.value, rowPx(), scrollTop.value, height.value)), reveal };
}
