/** What an account has made its own of the list: filters by name, columns, density. Kept by this browser. */
import { reactive, watch } from "vue";
import { BEGIN_WITH, isColumn, type ColumnName } from "./columns";

export type Density = "comfortable" | "compact";

/** A question by its name; `search` is the part of the address that asks it. */
export interface SavedFilter {
  name: string;
  search: string;
}

export interface Kept {
  density: Density;
  columns: ColumnName[];
  saved: SavedFilter[];
}

const isSaved = (one: unknown): one is SavedFilter => {
  const { name, search } = (one ?? {}) as Partial<SavedFilter>;
  return typeof name === "string" && typeof search === "string";
};

/** Whatever an older release, or a hand, has left there: what can be read is taken, the rest is as new. */
export function readKept(text: string | null): Kept {
  let found: Partial<Record<keyof Kept, unknown>> = {};
  try {
    found = (JSON.parse(text ?? "{}") ?? {}) as typeof found;
  } catch {
    // Unreadable is as good as absent.
  }
  const columns = Array.isArray(found.columns) ? found.columns.filter(isColumn) : [];
  return {
    density: found.density === "compact" ? "compact" : "comfortable",
    columns: columns.length > 0 ? columns : [...BEGIN_WITH],
    saved: Array.isArray(found.saved) ? found.saved.filter(isSaved) : [],
  };
}

/** The same name again replaces what it meant. */
export function withSaved(saved: readonly SavedFilter[], one: SavedFilter): SavedFilter[] {
  return [...saved.filter(({ name }) => name !== one.name), one].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One for each account: desks are shared, habits are not. */
export function useKept(username: string): Kept {
  const place = `onedoor.list.${username}`;
  const kept = reactive(readKept(localStorage.getItem(place)));
  watch(kept, (now) => {
    localStorage.setItem(place, JSON.stringify(now));
  });
  return kept;
}
