/** The link of a kiosk: `/wall#token`. Kept by the browser, so that it stands in no address that is on show. */
import { carryToken } from "../shared/api";

const KEPT = "onedoor.kiosk";

/** Takes the token out of the address, or the one that was kept, and carries it from then on. */
export function takeLink(): void {
  const given = location.hash.slice(1);
  if (given) {
    localStorage.setItem(KEPT, given);
    history.replaceState(null, "", `${location.pathname}${location.search}`);
  }
  carryToken(given || localStorage.getItem(KEPT));
}

/** Forgets a link that opens nothing any more; false where there was none. */
export function dropLink(): boolean {
  if (localStorage.getItem(KEPT) === null) return false;
  localStorage.removeItem(KEPT);
  carryToken(null);
  return true;
}
