/** Something that runs on by itself because somebody pressed play, and stops at its end. */
import { onScopeDispose, ref, type Ref } from "vue";

export interface Play {
  playing: Ref<boolean>;
  toggle(): void;
  stop(): void;
}

/** `step` is told how much time has passed, and says whether there is more. */
export function usePlay(everyMs: number, step: (passedMs: number) => boolean): Play {
  const playing = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    playing.value = false;
  }
  function toggle(): void {
    if (playing.value) {
      stop();
      return;
    }
    playing.value = true;
    let last = performance.now();
    timer = setInterval(() => {
      const now = performance.now();
      if (!step(now - last)) stop();
      last = now;
    }, everyMs);
  }

  onScopeDispose(stop);
  return { playing, toggle, stop };
}
