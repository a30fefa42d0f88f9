/** Where this phone is, if it may know. Nothing waits for it: an act without a place is still an act. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import type { Place } from "../shared/types";

export interface Fix extends Place {
  takenAt: number;
}

export interface Places {
  fix: ShallowRef<Fix | null>;
  /** `none`: the browser has no such thing here, or was told not to. */
  state: Ref<"asking" | "on" | "none">;
  /** The last fix if it is fresh, else one try of three seconds, else null. */
  current(): Promise<Place | null>;
  stop(): void;
}

const FRESH_MS = 30_000;
const TRY_MS = 3_000;

function toFix({ coords, timestamp }: GeolocationPosition): Fix {
  return { lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy), takenAt: timestamp };
}

export function toPlace({ lon, lat, accuracy_m }: Fix): Place {
  return { lon, lat, ...(accuracy_m !== undefined && { accuracy_m }) };
}

export function watchPlace(): Places {
  const fix = shallowRef<Fix | null>(null);
  const state = ref<"asking" | "on" | "none">("asking");
  // Absent outside https, whatever the types say.
  const sensor = navigator.geolocation as Geolocation | undefined;
  if (!sensor) state.value = "none";

  const watching = sensor?.watchPosition(
    (position) => {
      fix.value = toFix(position);
      state.value = "on";
    },
    (error) => {
      if (error.code === error.PERMISSION_DENIED) state.value = "none";
    },
    { enableHighAccuracy: true, maximumAge: 10_000 },
  );

  return {
    fix,
    state,
    current() {
      if (fix.value && Date.now() - fix.value.takenAt < FRESH_MS) return Promise.resolve(toPlace(fix.value));
      if (!sensor || state.value === "none") return Promise.resolve(null);
      return new Promise((resolve) => {
        sensor.getCurrentPosition(
          (position) => {
            resolve(toPlace(toFix(position)));
          },
          () => {
            resolve(null);
          },
          { enableHighAccuracy: true, timeout: TRY_MS, maximumAge: FRESH_MS },
        );
      });
    },
    stop() {
      if (watching !== undefined) sensor?.clearWatch(watching);
    },
  };
}

/** Metres between two points on the ground; good to a few parts in a thousand, which a list needs. */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const half = (from: number, to: number) => Math.sin(((to - from) * rad) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(a.lon, b.lon);
  return 2 * 6_371_008 * Math.asin(Math.sqrt(h));
}
