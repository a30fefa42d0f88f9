/** Dates, ages and distances as people in the room read them; the city's clock, not the browser's. */
import { t } from "./i18n";

let zone = "Asia/Shanghai";
const formats = new Map<string, Intl.DateTimeFormat>();

export function useTimezone(name: string): void {
  zone = name;
  formats.clear();
}

function parts(iso: string | number): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(new Date(iso)).map((part) => [part.type, part.value]));
}

/** `2026-11-22 16:05` */
export function dateTime(iso: string | number): string {
  const p = parts(iso);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** `16:05:12` — where seconds decide, as on the delivery ladder. */
export function clock(iso: string | number): string {
  const p = parts(iso);
  return `${p.hour}:${p.minute}:${p.second}`;
}

export function hourMinute(iso: string | number): string {
  const p = parts(iso);
  return `${p.hour}:${p.minute}`;
}

/** Age as `mm:ss` under an hour, `h:mm:ss` under a day, then days. Never below zero. */
export function elapsed(fromIso: string, now: number): string {
  const total = Math.max(0, Math.floor((now - Date.parse(fromIso)) / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const days = Math.floor(total / 86_400);
  if (days > 0) return t("time.days", { n: days });
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`;
  return `${two(minutes)}:${two(total % 60)}`;
}

/** Thin space per thousand: `1 284`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

export function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

export function bytes(n: number): string {
  return n < 1_048_576 ? `${Math.max(1, Math.round(n / 1024))} KB` : `${(n / 1_048_576).toFixed(1)} MB`;
}

/** A device's own time with its offset: `2026-11-22T16:05:12+08:00`, as the wire asks of an act. */
export function localIso(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const two = (n: number) => String(n).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const zoneText = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${zoneText}`;
}
