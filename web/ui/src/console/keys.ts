/** One letter, one act, printed on its button. Silent while anybody types or an input method composes. */
import { onMounted, onUnmounted } from "vue";

export type Keys = Record<string, () => void>;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Enter and Space on a button are the button's own. */
function belongsToControl(event: KeyboardEvent): boolean {
  const at = event.target;
  return event.key === "Enter" && at instanceof HTMLElement && at.closest("button, a, summary") !== null;
}

export function isShortcut(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !isTyping(event.target) && !belongsToControl(event);
}

export function useKeys(keys: Keys): void {
  const press = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || !isShortcut(event)) return;
    event.preventDefault();
    act();
  };
  onMounted(() => {
    addEventListener("keydown", press);
  });
  onUnmounted(() => {
    removeEventListener("keydown", press);
  });
}
