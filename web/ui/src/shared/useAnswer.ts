/** Asks the server for what an address names, again when it changes; an older answer never overwrites a newer one. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from "vue";
import { get } from "./api";
import { language } from "./i18n";

export interface Answer<T> {
  answer: ShallowRef<T | null>;
  failure: ShallowRef<unknown>;
  busy: ShallowRef<boolean>;
  reload(): void;
}

/** What somebody drags or types is asked for once it rests. */
const SETTLE_MS = 120;

export function useAnswer<T>(path: () => string | null): Answer<T> {
  const answer = shallowRef<T | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = shallowRef(false);
  let running: AbortController | null = null;
  let settle: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    running?.abort();
    const address = path();
    if (address === null) {
      answer.value = failure.value = running = null;
      busy.value = false;
      return;
    }
    const mine = (running = new AbortController());
    busy.value = true;
    try {
      const got = await get<T>(address, mine.signal);
      if (running === mine) [answer.value, failure.value] = [got, null];
    } catch (error) {
      if (running === mine && !mine.signal.aborted) failure.value = error;
    } finally {
      if (running === mine) busy.value = false;
    }
  }

  function soon(): void {
    clearTimeout(settle);
    settle = setTimeout(() => void ask(), SETTLE_MS);
  }

  watch([path, language], soon);
  void ask();
  onScopeDispose(() => {
    clearTimeout(settle);
    running?.abort();
  });
  return { answer, failure, busy, reload: soon };
}
