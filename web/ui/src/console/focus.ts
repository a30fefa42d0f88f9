/** Where the focus is when what had it goes away. */
import { onMounted, onUnmounted } from "vue";

/** What is opened gives the focus back to where it was, so that the next key is heard where the eye is. */
export function keepFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}

/** A form that ends takes the focus with it; unless somebody gave it a better place, it goes home. */
export function bringFocusHome(home: () => HTMLElement | null): void {
  const gone = (event: FocusEvent) => {
    setTimeout(() => {
      const lost = event.target instanceof Node && !event.target.isConnected && document.activeElement === document.body;
      if (lost) home()?.focus();
    });
  };
  onMounted(() => {
    addEventListener("focusout", gone);
  });
  onUnmounted(() => {
    removeEventListener("focusout", gone);
  });
}
