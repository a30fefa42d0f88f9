/** What is opened gives the focus back to where it was, so that the next key is heard where the eye is. */
export function keepFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
