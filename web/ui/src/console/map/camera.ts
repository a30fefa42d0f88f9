/** Where the map is, as the address has it: `120.13,30.26,12.5`. Pure. */
const DIGITS = 5;

export function writeCamera(lon: number, lat: number, zoom: number): string {
  return `${lon.toFixed(DIGITS)},${lat.toFixed(DIGITS)},${zoom.toFixed(1)}`;
}

/** Null for what is no place on earth. */
export function readCamera(text: string): { center: [number, number]; zoom: number } | null {
  const [lon = NaN, lat = NaN, zoom = NaN, ...more] = text.split(",").map(Number);
  if (more.length > 0 || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22)) return null;
  return { center: [lon, lat], zoom };
}
