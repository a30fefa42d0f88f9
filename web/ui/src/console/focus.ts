/** Where the focus is when what had it goes away. */
import { onMounted, onUnmounted } from "vue";

/** What is opened gives the focus back to where it was, so that the next key is heard where the eye is. */
export function keepFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}

/**
 * A form that ends takes the focus with it; unless somebody gave it a better place, it goes home. A button that was
 * disabled while it was busy has lost the focus before it goes, so what is watched is the page, not the event.
 */
export function bringFocusHome(home: () => HTMLElement | null): void {
  let last: Element | null = null;
  const came = (event: FocusEvent) => {
    last = event.target instanceof Element ? event.target : null;
  };
  const left = (event: FocusEvent) => {
    // Who leaves of his own will, by Esc or a click on nothing, has left something that stays.
    setTimeout(() => {
      if (event.target === last && last?.isConnected && !last.matches(":disabled")) last = null;
    });
  };
  const watcher = new MutationObserver(() => {
    if (!last || last.isConnected) return;
    last = null;
    if (document.activeElement === document.body) home()?.focus();
  });
  onMounted(() => {
    addEventListener("focusin", came);
    addEventListener("focusout", left);
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  onUnmounted(() => {
    removeEventListener("focusin", came);
    removeEventListener("focusout", left);
    watcher.disconnect();
  });
}
