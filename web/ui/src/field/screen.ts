/** Which screen the phone shows. Pushed to the history, so the phone's own back button goes back. */
import { onScopeDispose, shallowRef, type ShallowRef } from "vue";

export type Screen = { kind: "list" } | { kind: "task" | "finish"; task: string };

export interface Screens {
  screen: ShallowRef<Screen>;
  open(next: Screen): void;
  /** To the list, whatever lies between. */
  home(): void;
}

export function readScreen(search: string): Screen {
  const query = new URLSearchParams(search);
  const task = query.get("task");
  if (!task) return { kind: "list" };
  return { kind: query.has("finish") ? "finish" : "task", task };
}

export function writeScreen(screen: Screen): string {
  if (screen.kind === "list") return "";
  return `?task=${encodeURIComponent(screen.task)}${screen.kind === "finish" ? "&finish" : ""}`;
}

export function useScreens(): Screens {
  const screen = shallowRef<Screen>(readScreen(location.search));
  const follow = () => {
    screen.value = readScreen(location.search);
  };
  addEventListener("popstate", follow);
  onScopeDispose(() => {
    removeEventListener("popstate", follow);
  });

  function open(next: Screen): void {
    history.pushState(null, "", `${location.pathname}${writeScreen(next)}`);
    screen.value = next;
    scrollTo(0, 0);
  }

  return {
    screen,
    open,
    home() {
      history.replaceState(null, "", location.pathname);
      screen.value = { kind: "list" };
    },
  };
}
