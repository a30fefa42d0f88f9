/** Things outside that a view may follow: the clock and the width of the screen. */
import { onScopeDispose, readonly, ref, type Ref } from "vue";
import { serverNow } from "./serverTime";

/** Ticks once a second; ages are text, so finer would only burn the battery. */
export function useNow(read: () => number = Date.now): Readonly<Ref<number>> {
  const now = ref(read());
  const timer = setInterval(() => {
    now.value = read();
  }, 1000);
  onScopeDispose(() => {
    clearInterval(timer);
  });
  return readonly(now);
}

/** For whatever is counted from the server's own dates: ages, limits, silence. */
export function useServerNow(): Readonly<Ref<number>> {
  return useNow(serverNow);
}

export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query);
  const matches = ref(list.matches);
  const follow = () => {
    matches.value = list.matches;
  };
  list.addEventListener("change", follow);
  onScopeDispose(() => {
    list.removeEventListener("change", follow);
  });
  return readonly(matches);
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Where the sockets are: the page's own origin, never anywhere else. */
export function socketUrl(path: string): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

/** With the next frame, but soon even on a hidden page, where frames do not come. */
export function nextFrame(run: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    run();
  };
  requestAnimationFrame(once);
  setTimeout(once, 200);
}

const SLICE_MS = 8;

/** Do something step by step while nobody waits: a hand that comes meanwhile is served at once. */
export function whileIdle(steps: Iterator<void>): void {
  const go = (): void => {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) if (steps.next().done) return;
    later(go);
  };
  // Safari has no idle callback.
  const later = (window.requestIdleCallback as typeof window.requestIdleCallback | undefined) ?? setTimeout;
  later(go);
}
