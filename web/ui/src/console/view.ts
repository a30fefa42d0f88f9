/** What this screen is looking at, kept in the address so a link or a reload shows the same thing. */
import { reactive, watch } from "vue";
import type { User } from "../shared/types";
import { readRing, SCREEN, type Extent } from "./extent";
import { SORTS, type Sort } from "./line";
import { chosenOf, DIMENSIONS, isEverything, type Chosen, type Question } from "./question";

export type Tab = "list" | "map" | "detail";
export type List = "needs" | "cases" | "units";

export interface View extends Question {
  selected: string | null;
  list: List;
  /** Of what needs somebody, the kinds that are wanted; none chosen: all are. */
  kinds: readonly string[];
  sort: Sort;
  tab: Tab;
  /** The part of the map the list is narrowed to: extent.ts. */
  extent: Extent;
  /** Where the map is: map/camera.ts. */
  camera: string;
  /** The list takes the place of the map. */
  spread: boolean;
}

/** What a role begins with: who works the desk sees what waits for him, who looks on sees what is new. */
const BEGIN: Record<User["role"], Pick<View, "list" | "sort">> = {
  operator: { list: "needs", sort: "left" },
  supervisor: { list: "cases", sort: "left" },
  officer: { list: "cases", sort: "left" },
  admin: { list: "cases", sort: "newest" },
  viewer: { list: "cases", sort: "newest" },
  kiosk: { list: "cases", sort: "newest" },
};

const LISTS: readonly List[] = ["needs", "cases", "units"];
const TABS: readonly Tab[] = ["list", "map", "detail"];

/** A name may hold a comma; a list of them is one value each. */
function values(query: URLSearchParams, name: string): readonly string[] {
  return [...new Set(query.getAll(name).filter(Boolean))];
}

export function readView(search: string, role: User["role"]): View {
  const query = new URLSearchParams(search);
  const pick = <T extends string>(name: string, known: readonly T[], otherwise: T): T => {
    const value = query.get(name) as T | null;
    return value !== null && known.includes(value) ? value : otherwise;
  };
  const extent = query.get("extent") ?? "";
  const chosen: Chosen = Object.fromEntries(
    DIMENSIONS.map((name) => [name, values(query, name)] as const).filter(([, wanted]) => wanted.length > 0),
  );
  const text = query.get("q") ?? "";
  // Whoever was given a filter of cases is shown cases, whatever he begins with.
  const asksForCases = chosenOf(chosen).length > 0;
  return {
    selected: query.get("case"),
    list: pick("list", LISTS, asksForCases ? "cases" : BEGIN[role].list),
    text,
    chosen,
    kinds: values(query, "kind"),
    sort: pick("sort", SORTS, BEGIN[role].sort),
    tab: pick("tab", TABS, "list"),
    extent: extent === SCREEN || readRing(extent) ? extent : "",
    camera: query.get("map") ?? "",
    spread: query.has("spread"),
  };
}

/** The part of the address that says what is asked for, without what is in hand: what a saved filter keeps. */
export function writeQuestion({ list, text, chosen, kinds, sort }: View): string {
  const query = new URLSearchParams({ list, sort });
  for (const [name, wanted] of chosenOf(chosen)) for (const value of wanted) query.append(name, value);
  for (const kind of kinds) query.append("kind", kind);
  if (text) query.set("q", text);
  return query.toString();
}

/** List and order are always named: a link shows everybody the same, whatever he begins with. */
export function writeView(view: View): string {
  const query = new URLSearchParams(writeQuestion(view));
  if (view.selected) query.set("case", view.selected);
  if (view.tab !== "list") query.set("tab", view.tab);
  if (view.spread) query.set("spread", "1");
  if (view.extent) query.set("extent", view.extent);
  if (view.camera) query.set("map", view.camera);
  return `?${query.toString()}`;
}

/** Ask for something else; what is in hand stays in hand. */
export function ask(view: View, list: List, question: Partial<Pick<View, "text" | "chosen" | "kinds" | "sort">> = {}): void {
  Object.assign(view, { list, text: "", chosen: {}, kinds: [], ...question });
}

export function asksForAll(view: View): boolean {
  return isEverything(view) && view.kinds.length === 0;
}

export function useView(role: User["role"]): View {
  const view = reactive(readView(location.search, role));
  watch(
    () => writeView(view),
    // Replaced, not pushed: "back" must leave the console, not replay fifty selections.
    (search) => {
      history.replaceState(null, "", `${location.pathname}${search}`);
    },
  );
  return view;
}
