import type { Task } from "../shared/types";

/** Handed to the phone's own navigator; no page of somebody else's is opened. Empty without a place. */
export function navigateTo({ lon, lat, address, case_no }: Task): string {
  if (lon === null || lat === null) return "";
  return `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(address ?? case_no)})`;
}
