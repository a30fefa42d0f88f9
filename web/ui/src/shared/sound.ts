/**
 * Sounds made, not fetched. A browser that has not been touched refuses to play: that is a state of its
 * own, shown on a chip, because an operator who believes in a sound that never comes loses cases.
 */
import { computed, readonly, ref } from "vue";

export type SoundState = "on" | "muted" | "blocked";

const KEPT = "onedoor.muted";
const RING_EVERY_MS = 15_000;

function keptMuted(): boolean {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false;
  }
}

const muted = ref(keptMuted());
const running = ref(false);
let context: AudioContext | null = null;

/** What the browser says; whether somebody wants to hear is asked elsewhere. */
export const soundAllowed = readonly(running);

export const soundState = computed<SoundState>(() => (muted.value ? "muted" : running.value ? "on" : "blocked"));

function audio(): AudioContext {
  if (!context) {
    const made = new AudioContext();
    made.onstatechange = () => {
      running.value = made.state === "running";
    };
    running.value = made.state === "running";
    context = made;
  }
  return context;
}

/** Ask the browser; only inside a click or key does it say yes. */
export async function allowSound(): Promise<void> {
  await audio().resume();
}

export function toggleSound(): void {
  if (soundState.value === "blocked") {
    void allowSound();
    return;
  }
  muted.value = !muted.value;
  localStorage.setItem(KEPT, muted.value ? "yes" : "no");
  if (!muted.value) void allowSound();
}

/** The first touch anywhere is enough; nobody should have to look for the chip. */
export function allowSoundOnFirstTouch(): void {
  audio();
  const once = () => {
    void allowSound();
    removeEventListener("pointerdown", once);
    removeEventListener("keydown", once);
  };
  addEventListener("pointerdown", once);
  addEventListener("keydown", once);
}

function tone(hertz: number, atS: number, lengthS: number, loud: number): void {
  const ctx = audio();
  const start = ctx.currentTime + atS;
  const voice = ctx.createOscillator();
  const gain = ctx.createGain();
  voice.type = "sine";
  voice.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loud, start + 0.005);
  gain.gain.exponentialRampToValueAtTime(0.001, start + lengthS);
  voice.connect(gain).connect(ctx.destination);
  voice.start(start);
  voice.stop(start + lengthS);
}

/**
 * The console's four sounds, told apart with closed eyes: one soft wood tap; two taps rising; three low ones; two tones
 * rising again and again, the loudest.
 */
export type ToneName = "new" | "unanswered" | "overdue" | "sos";

const PATTERNS: Record<ToneName, readonly (readonly [hertz: number, atS: number, lengthS: number, loud: number])[]> = {
  new: [[660, 0, 0.18, 0.25]],
  unanswered: [
    [660, 0, 0.16, 0.3],
    [880, 0.2, 0.2, 0.3],
  ],
  overdue: [
    [330, 0, 0.18, 0.4],
    [330, 0.24, 0.18, 0.4],
    [330, 0.48, 0.26, 0.4],
  ],
  sos: [0, 0.45, 0.9].flatMap((at) => [
    [740, at, 0.2, 0.6] as const,
    [1110, at + 0.2, 0.22, 0.6] as const,
  ]),
};

export function play(name: ToneName): void {
  for (const [hertz, atS, lengthS, loud] of PATTERNS[name]) tone(hertz, atS, lengthS, loud);
}

function ringOnce(): void {
  if (soundState.value === "on") {
    for (const at of [0, 0.6]) {
      tone(880, at, 0.4, 0.5);
      tone(660, at + 0.2, 0.4, 0.5);
    }
  }
  // Muted is for the room, not for the pocket: the phone still shakes.
  if (typeof navigator.vibrate === "function") navigator.vibrate([400, 200, 400]);
}

/** Ring now and every 15 s, saying each time which ring it is; the returned function stops it. */
export function ring(rang: (times: number) => void): () => void {
  let times = 0;
  const once = () => {
    ringOnce();
    rang(++times);
  };
  once();
  const timer = setInterval(once, RING_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (typeof navigator.vibrate === "function") navigator.vibrate(0);
  };
}

const ALARM_EVERY_MS = 4_000;

/** An SOS: two rising tones, again and again. Muting is for the day's noise, not for this. */
export function alarm(): () => void {
  play("sos");
  const timer = setInterval(() => {
    play("sos");
  }, ALARM_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}
