import { ref, watchEffect } from "vue";

export type Theme = "dark" | "light";

const KEPT = "onedoor.theme";

function kept(): Theme {
  try {
    return localStorage.getItem(KEPT) === "light" ? "light" : "dark";
  } catch {
    return "dark";
  }
}

/** Dark unless somebody chose light: the room and the night shift are dark, whatever the desktop says. */
export const theme = ref<Theme>(kept());

export function switchTheme(): void {
  theme.value = theme.value === "dark" ? "light" : "dark";
  localStorage.setItem(KEPT, theme.value);
}

// Synchronous, so that whoever reads a colour after the switch (the map) reads the new one.
watchEffect(
  () => {
    document.documentElement.dataset.theme = theme.value;
  },
  { flush: "sync" },
);

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
