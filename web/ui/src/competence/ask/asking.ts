/** What is asked, as the address and the server both spell it. Pure: the same words in, the same words out. */

export const SEVERE = ["confiscation", "revocation", "closure", "ban"] as const;
export const SYSTEMS = ["CGCS2000", "WGS84", "GCJ-02", "BD-09"] as const;
export const SUBJECTS = ["person", "unit"] as const;

export interface Asking {
  scheme: string;
  kind: string;
  code: string;
  lon: string;
  lat: string;
  crs: string;
  township: string;
  acted_on: string;
  filed_on: string;
  subject: string;
  amount: string;
  severe: readonly string[];
  item: string;
  field: string;
  upgraded_to: string;
  danger: boolean;
}

export const NOTHING_ASKED: Asking = {
  scheme: "",
  kind: "matter",
  code: "",
  lon: "",
  lat: "",
  crs: "CGCS2000",
  township: "",
  acted_on: "",
  filed_on: "",
  subject: "",
  amount: "",
  severe: [],
  item: "",
  field: "",
  upgraded_to: "",
  danger: false,
};

export function readAsking(query: Readonly<Record<string, string>>): Asking {
  const of = (name: keyof Asking): string => query[name] ?? String(NOTHING_ASKED[name]);
  return {
    scheme: of("scheme"),
    kind: of("kind"),
    code: of("code"),
    lon: of("lon"),
    lat: of("lat"),
    crs: of("crs"),
    township: of("township"),
    acted_on: of("acted_on"),
    filed_on: of("filed_on"),
    subject: of("subject"),
    amount: of("amount"),
    severe: (query.severe ?? "").split(",").filter((one) => SEVERE.some((known) => known === one)),
    item: of("item"),
    field: of("field"),
    upgraded_to: of("upgraded_to"),
    danger: query.danger === "true",
  };
}

export function writeAsking(asking: Asking): Record<string, string> {
  const { severe, danger, ...words } = asking;
  const kept = Object.entries(words).filter(([name, value]) => value !== "" && value !== NOTHING_ASKED[name as keyof Asking]);
  return {
    ...Object.fromEntries(kept),
    ...(severe.length > 0 ? { severe: severe.join(",") } : {}),
    ...(danger ? { danger: "true" } : {}),
  };
}

/** Only a class makes a question; everything else may stay open. */
export function isComplete(asking: Asking): boolean {
  return asking.scheme !== "" && asking.code !== "";
}

/** The query of `/competence`: a list is a parameter that comes several times. */
export function toSearch(asking: Asking): string {
  const { severe, ...rest } = writeAsking(asking);
  const search = new URLSearchParams({ scheme: asking.scheme, kind: asking.kind, code: asking.code, ...rest });
  for (const one of severe ? severe.split(",") : []) search.append("severe", one);
  return search.toString();
}

/** Other words for the class ask a new question: the answers to the old one do not belong to it. */
export function withClass(asking: Asking, key: Pick<Asking, "scheme" | "kind" | "code">): Asking {
  return { ...asking, ...key, item: "", field: "" };
}

/** `119.44, 29.93` or `119.44 29.93`; null when it is no pair of degrees. */
export function readPoint(text: string): { lon: string; lat: string } | null {
  const parts = text.trim().split(/[\s,，]+/);
  const [lon = NaN, lat = NaN] = parts.map(Number);
  const fits = parts.length === 2 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return fits ? { lon: String(lon), lat: String(lat) } : null;
}

/** The day so many days away: `2026-03-01` and −1 → `2026-02-28`. */
export function dayAfter(day: string, by: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}
