/** What is a shortcut at all: silent while anybody types, or an input method composes. */
import { onMounted, onUnmounted } from "vue";

export type Keys = Record<string, () => void>;

/** Told a key; true when it did something. */
export type Press = (event: KeyboardEvent, key: string) => boolean;

/** A box to tick and a button take no text; keys work beside them. A radio needs the arrows for itself. */
const NO_TEXT: readonly string[] = ["checkbox", "button", "submit", "reset", "file"];

function isTyping(at: HTMLElement): boolean {
  if (at instanceof HTMLInputElement) return !NO_TEXT.includes(at.type);
  return at.isContentEditable || ["TEXTAREA", "SELECT"].includes(at.tagName);
}

/** Enter and Space on a button are the button's own, as is Space on a box. */
function belongsToControl(event: KeyboardEvent, at: HTMLElement): boolean {
  return ["Enter", " "].includes(event.key) && at.closest("button, a, summary, input, [role=option]") !== null;
}

export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = event.target;
  return !(at instanceof HTMLElement) || (!isTyping(at) && !belongsToControl(event, at));
}

/** Esc steps back: out of the text first. While an input method composes it drops the half-written word. */
function leavesText(event: KeyboardEvent): boolean {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || event.keyCode === 229) return false;
  return event.target instanceof HTMLElement && isTyping(event.target) && event.target.closest("dialog") === null;
}

/** A letter is the same letter with caps lock on, and in the full width a Chinese keyboard writes. */
function plain(key: string): string {
  return key.length === 1 ? key.normalize("NFKC").toLowerCase() : key;
}

export function useKeys(keys: Keys | Press): void {
  const press: Press =
    typeof keys === "function"
      ? keys
      : (_, key) => {
          keys[key]?.();
          return key in keys;
        };
  const hear = (event: KeyboardEvent) => {
    if (leavesText(event)) (event.target as HTMLElement).blur();
    else if (isShortcut(event) && press(event, plain(event.key))) event.preventDefault();
  };
  onMounted(() => {
    addEventListener("keydown", hear);
  });
  onUnmounted(() => {
    removeEventListener("keydown", hear);
  });
}
