/**
 * The console's keys: one table, and whoever can do just now what a letter says.
 *
 * The table is what the `?` sheet, the command bar and the hints on buttons are made of, so none of them can
 * name a key that does not exist. A panel registers the act behind a letter with `useKey` for as long as it is
 * on the screen; of several the one that came last goes first, as what lies on top is what is meant.
 */
import { inject, onUnmounted, provide, shallowReactive, type InjectionKey } from "vue";
import type { Word } from "../shared/i18n";
import { useKeys } from "./keys";

export type KeyGroup = "move" | "case" | "go" | "sheet";

interface KeyRow {
  word: Word;
  group: KeyGroup;
  /** What is printed, where it is not the key itself. */
  cap?: string;
  /** Held down it goes on; any other act is done once for each press. */
  runs?: true;
  /** Works while a sheet lies over the desk, too. */
  overSheets?: true;
  /** Makes sense as a command of the bar, too. */
  command?: true;
}

export const KEYS = {
  j: { word: "keys.down", group: "move", runs: true },
  k: { word: "keys.up", group: "move", runs: true },
  Enter: { word: "keys.fly", group: "move", cap: "↵" },
  Escape: { word: "keys.back", group: "move", cap: "Esc" },
  ".": { word: "keys.load", group: "move", command: true },
  a: { word: "keys.accept", group: "case", command: true },
  d: { word: "keys.dispatch", group: "case", command: true },
  r: { word: "keys.return", group: "case", command: true },
  e: { word: "keys.escalate", group: "case", command: true },
  q: { word: "keys.sos", group: "case" },
  "/": { word: "keys.bar", group: "go" },
  f: { word: "keys.find", group: "go" },
  n: { word: "keys.needs", group: "go", command: true },
  m: { word: "keys.map", group: "go", command: true },
  i: { word: "keys.instruct", group: "sheet", command: true },
  h: { word: "keys.handover", group: "sheet", command: true },
  "?": { word: "keys.sheet", group: "sheet", overSheets: true, command: true },
} as const satisfies Record<string, KeyRow>;

export type Key = keyof typeof KEYS;

export const ALL_KEYS = Object.keys(KEYS) as Key[];

export function rowOf(key: Key): KeyRow {
  return KEYS[key];
}

/** What is printed on the button. */
export function capOf(key: Key): string {
  return rowOf(key).cap ?? key;
}

interface Registered {
  act: () => void;
  when: () => boolean;
}

export interface Keyboard {
  register(key: Key, act: () => void, when?: () => boolean): () => void;
  /** Is there anything this key would do now? Reactive. */
  ready(key: Key): boolean;
  press(key: Key): void;
}

export function makeKeyboard(): Keyboard {
  const acts = shallowReactive(new Map<Key, readonly Registered[]>());
  const onTop = (key: Key) => acts.get(key)?.findLast((one) => one.when());
  return {
    register(key, act, when = () => true) {
      const mine: Registered = { act, when };
      acts.set(key, [...(acts.get(key) ?? []), mine]);
      return () => {
        acts.set(key, (acts.get(key) ?? []).filter((one) => one !== mine));
      };
    },
    ready: (key) => onTop(key) !== undefined,
    press(key) {
      onTop(key)?.act();
    },
  };
}

const KEYBOARD: InjectionKey<Keyboard> = Symbol("keyboard");

/** The keyboard of a page; its panels find it by `useKey` and `useKeyboard`. */
export function openKeyboard(): Keyboard {
  const keyboard = makeKeyboard();
  provide(KEYBOARD, keyboard);
  useKeys((event, key) => {
    if (!isKey(key) || !keyboard.ready(key)) return false;
    if (event.repeat && !rowOf(key).runs) return false;
    if (underSheet() && !rowOf(key).overSheets) return false;
    keyboard.press(key);
    return true;
  });
  return keyboard;
}

export function useKeyboard(): Keyboard {
  const keyboard = inject(KEYBOARD);
  if (!keyboard) throw new Error("A panel was used outside the console.");
  return keyboard;
}

/** While this panel is there, and `when` holds, the key does this. */
export function useKey(key: Key, act: () => void, when?: () => boolean): void {
  onUnmounted(useKeyboard().register(key, act, when));
}

function isKey(key: string): key is Key {
  return Object.hasOwn(KEYS, key);
}

/** A sheet is modal: its own buttons and its Esc are all that answers. */
function underSheet(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
