/** Which page is open and what it looks at: all of it is in the address, so a link shows the same thing. */
import { reactive } from "vue";

export const PAGES = ["ask", "catalogue", "coverage", "rules", "import", "boundaries", "simulation", "reform"] as const;
export type PageName = (typeof PAGES)[number];

export interface Route {
  page: PageName;
  query: Record<string, string>;
}

const BASE = "/competence";

export function readRoute(path: string, search: string): Route {
  const name = path.slice(BASE.length).replace(/^\/|\/$/g, "");
  const page = PAGES.find((one) => one === name) ?? "ask";
  return { page, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Empty values are left out: what nobody has chosen is not in the address. */
export function writeRoute({ page, query }: Route): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const search = new URLSearchParams(kept).toString();
  return `${BASE}${page === "ask" ? "" : `/${page}`}${search ? `?${search}` : ""}`;
}

export const route: Route =
  typeof location === "undefined" ? { page: "ask", query: {} } : reactive(readRoute(location.pathname, location.search));

/** Another page: a step that "back" undoes. */
export function go(page: PageName, query: Record<string, string> = {}): void {
  Object.assign(route, { page, query });
  history.pushState(null, "", writeRoute(route));
}

/** The same page, looked at otherwise: "back" leaves the page and does not replay every choice. */
export function look(query: Record<string, string>): void {
  route.query = query;
  history.replaceState(null, "", writeRoute(route));
}

/** Follow "back" and "forward" until told to stop. */
export function followHistory(): () => void {
  const follow = () => {
    Object.assign(route, readRoute(location.pathname, location.search));
  };
  addEventListener("popstate", follow);
  return () => {
    removeEventListener("popstate", follow);
  };
}
