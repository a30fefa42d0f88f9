/** What this screen is looking at, kept in the address so a link or a reload shows the same thing. */
import { reactive, watch } from "vue";
import { readRing, SCREEN, type Extent } from "./extent";
import { FILTERS, type Filter, type Sort } from "./queue";

export type Tab = "list" | "map" | "detail";

export interface View {
  selected: string | null;
  filter: Filter;
  text: string;
  district: string;
  sort: Sort;
  tab: Tab;
  /** The part of the map the list is narrowed to: extent.ts. */
  extent: Extent;
  /** Where the map is: map/camera.ts. */
  camera: string;
}

const TABS: readonly Tab[] = ["list", "map", "detail"];

export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const pick = <T extends string>(name: string, known: readonly T[], otherwise: T): T => {
    const value = query.get(name) as T | null;
    return value !== null && known.includes(value) ? value : otherwise;
  };
  const extent = query.get("extent") ?? "";
  return {
    selected: query.get("case"),
    filter: pick("state", FILTERS, "all"),
    text: query.get("q") ?? "",
    district: query.get("district") ?? "",
    sort: pick("sort", ["newest", "oldest"], "newest"),
    tab: pick("tab", TABS, "list"),
    extent: extent === SCREEN || readRing(extent) ? extent : "",
    camera: query.get("map") ?? "",
  };
}

export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.selected) query.set("case", view.selected);
  if (view.filter !== "all") query.set("state", view.filter);
  if (view.text) query.set("q", view.text);
  if (view.district) query.set("district", view.district);
  if (view.sort !== "newest") query.set("sort", view.sort);
  if (view.tab !== "list") query.set("tab", view.tab);
  if (view.extent) query.set("extent", view.extent);
  if (view.camera) query.set("map", view.camera);
  const text = query.toString();
  return text ? `?${text}` : "";
}

export function useView(): View {
  const view = reactive(readView(location.search));
  watch(
    () => writeView(view),
    // Replaced, not pushed: "back" must leave the console, not replay fifty selections.
    (search) => {
      history.replaceState(null, "", `${location.pathname}${search}`);
    },
  );
  return view;
}
