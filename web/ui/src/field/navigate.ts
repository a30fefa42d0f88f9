/** Somewhere to go: a task's place, or that of somebody who calls for help. */
interface Goal {
  lon: number | null;
  lat: number | null;
}

/** Handed to the phone's own navigator; no page of somebody else's is opened. Empty without a place. */
export function navigateTo({ lon, lat }: Goal, name: string): string {
  if (lon === null || lat === null) return "";
  return `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`;
}
