/** What the desk hears: the calls of this moment, what somebody has muted for himself, and the words for every sound. */
import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from "vue";
import { t } from "../shared/i18n";
import { play, soundAllowed, type ToneName } from "../shared/sound";
import { callsOf, FRESH_EARS, HUSH_MS, listen, tally, TONES, unheeded, type Call, type Hush } from "./calls";
import type { Desk } from "./desk";
import type { Needs } from "./useNeeds";
import { useServerNow } from "../shared/watch";

/** Sounds that may be muted for good; a call for help may not. */
export type Mutable = Exclude<ToneName, "sos">;
export const MUTABLE = TONES.filter((tone): tone is Mutable => tone !== "sos");

export interface Sound {
  muted: Ref<ReadonlySet<Mutable>>;
  toggle(tone: Mutable): void;
  /** All but the calls for help, or all of them again. */
  toggleAll(): void;
  hush: ShallowRef<Hush | null>;
  /** Milliseconds for which calls for help stay silent; 0: they are heard. */
  hushedMs: ComputedRef<number>;
  /** Silence the calls for help there are, for a while. */
  hushSos(): void;
  unhush(): void;
  calls: ComputedRef<readonly Call[]>;
  /** What the last sound said, for those who do not hear it. */
  said: Ref<string>;
}

export function useSound(desk: Desk, needs: Needs): Sound {
  const kept = `onedoor.muted:${desk.user.username}`;
  const muted = ref<ReadonlySet<Mutable>>(read(kept));
  const hush = shallowRef<Hush | null>(null);
  const heeded = shallowRef<ReadonlySet<string>>(new Set());
  const said = ref("");
  const now = useServerNow();
  let ears = FRESH_EARS;

  const all = computed(() => callsOf(needs.items.value, desk.picture.value.sos.values(), desk.user.node, now.value));
  const calls = computed(() => unheeded(all.value, heeded.value, hush.value, now.value));

  // To open a case is to heed it. What then gets worse is another call, and is heard.
  watch(
    () => [desk.view.selected, all.value] as const,
    ([caseNo]) => {
      const here = all.value.filter((call) => heeded.value.has(call.key) || (caseNo !== null && call.caseNo === caseNo));
      if (here.length !== heeded.value.size || here.some(({ key }) => !heeded.value.has(key))) {
        heeded.value = new Set(here.map(({ key }) => key));
      }
    },
    { immediate: true },
  );

  // Cases that find their team by themselves need nobody: one tap, and no more of them.
  let tapped = -Infinity;
  const TAP_MS = 10_000;
  watch(desk.arrivals, () => {
    if (now.value - tapped < TAP_MS) return;
    tapped = now.value;
    sound("new");
  });

  function sound(tone: ToneName): void {
    if (soundAllowed.value && !(tone !== "sos" && muted.value.has(tone))) play(tone);
  }

  function tick(): void {
    const { tone, ears: after } = listen(ears, calls.value, now.value);
    ears = after;
    if (!tone) return;
    said.value = tally(calls.value)
      .map((one) => t(`sound.says.${one.tone}`, { n: one.n }))
      .join(t("health.comma"));
    sound(tone);
  }
  watch([now, calls], tick, { immediate: true });
  // What rang while the browser held its hand over it has not been heard by anybody.
  watch(soundAllowed, (allowed) => {
    if (allowed) ears = FRESH_EARS;
  });
  onScopeDispose(() => {
    said.value = "";
  });

  function keep(tones: ReadonlySet<Mutable>): void {
    muted.value = tones;
    localStorage.setItem(kept, JSON.stringify([...tones]));
  }

  return {
    muted,
    toggle(tone) {
      const after = new Set(muted.value);
      if (!after.delete(tone)) after.add(tone);
      keep(after);
    },
    toggleAll() {
      keep(muted.value.size < MUTABLE.length ? new Set(MUTABLE) : new Set());
    },
    hush,
    hushedMs: computed(() => Math.max(0, (hush.value?.until ?? 0) - now.value)),
    hushSos() {
      const keys = all.value.filter((call) => call.tone === "sos").map(({ key }) => key);
      hush.value = { until: now.value + HUSH_MS, keys };
    },
    unhush() {
      hush.value = null;
    },
    calls,
    said,
  };
}

function read(key: string): ReadonlySet<Mutable> {
  try {
    const names = JSON.parse(localStorage.getItem(key) ?? "[]") as unknown;
    return new Set(MUTABLE.filter((tone) => Array.isArray(names) && names.includes(tone)));
  } catch {
    return new Set();
  }
}

const SOUND: InjectionKey<Sound> = Symbol("sound");

export function provideSound(sound: Sound): void {
  provide(SOUND, sound);
}

export function useSounds(): Sound {
  const sound = inject(SOUND);
  if (!sound) throw new Error("A panel was used outside the console.");
  return sound;
}
