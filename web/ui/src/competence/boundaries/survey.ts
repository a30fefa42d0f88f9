/** What a survey's review comes to: rows one can go through, where each lies, and what still bars publishing. */
import type { Feature } from "geojson";
import type { GlyphName } from "../../shared/glyphs";
import { boxOf, type Box, type Ground } from "../../shared/map/ground";
import { t } from "../../shared/i18n";
import { count } from "../../shared/format";
import type { NamedOut, SurveyOut } from "../../shared/wire";

/** What a feature of the drawing says of itself. */
export interface Drawn {
  level: "township" | "moved" | "gap" | "overlap";
  number?: number;
  code?: string;
  new?: boolean;
}

export type DrawnFeature = Feature<Ground, Drawn>;

export interface Finding {
  /** `fault:3`, `move:0`: the same in the list, on the map and in the address. */
  id: string;
  kind: "gap" | "overlap" | "moved";
  sliver: boolean;
  bars: boolean;
  areaM2: number;
  lon: number;
  lat: number;
  townships: readonly (NamedOut | null)[];
}

export const GLYPH: Record<Finding["kind"], GlyphName> = { gap: "gap", overlap: "overlap", moved: "moved" };

export function drawnOf(survey: SurveyOut): DrawnFeature[] {
  return survey.drawing.features as unknown as DrawnFeature[];
}

export function faultsOf(survey: SurveyOut): Finding[] {
  return survey.faults.map((one, at) => ({ ...one, id: `fault:${at}`, areaM2: one.area_m2 }));
}

export function movesOf(survey: SurveyOut): Finding[] {
  return survey.moves.map(({ before, after, area_m2, lon, lat }, at) => ({
    id: `move:${at}`,
    kind: "moved",
    sliver: false,
    bars: false,
    areaM2: area_m2,
    lon,
    lat,
    townships: [before, after],
  }));
}

/** The ground a finding is about. */
export function boxAround(survey: SurveyOut, finding: Finding): Box | null {
  const number = Number(finding.id.split(":")[1]);
  const drawn = drawnOf(survey).find(({ properties }) => properties.level === finding.kind && properties.number === number);
  return drawn ? boxOf(drawn.geometry) : null;
}

/** The finding after or before another one; the list has no end to fall off. */
export function step(findings: readonly Finding[], id: string, by: 1 | -1): Finding | undefined {
  const at = findings.findIndex((one) => one.id === id);
  if (at < 0) return findings[by === 1 ? 0 : findings.length - 1];
  return findings[(at + by + findings.length) % findings.length];
}

export type Obstacle = "contested" | "nothing" | "ends";

/** What still stands between a survey and its publication; townships that end must be meant. */
export function obstacle(survey: SurveyOut, endsAreMeant: boolean): Obstacle | null {
  if (survey.contested_count > 0) return "contested";
  if (survey.came.length + survey.left.length + survey.changed.length === 0) return "nothing";
  return survey.left.length > 0 && !endsAreMeant ? "ends" : null;
}

/** Square metres as people say them: 8 m², 3.2 hectares, 12.5 square kilometres. */
export function areaText(m2: number): string {
  if (m2 < 10) return t("area.m2", { n: m2.toFixed(1) });
  if (m2 < 10_000) return t("area.m2", { n: count(Math.round(m2)) });
  if (m2 < 1_000_000) return t("area.ha", { n: (m2 / 10_000).toFixed(1) });
  return t("area.km2", { n: (m2 / 1_000_000).toFixed(2) });
}

/** Whom a finding is between, in a line. */
export function between({ kind, townships }: Finding): string {
  const names = townships.map((one) => one?.name ?? t("boundaries.nobody"));
  return names.join(kind === "moved" ? " → " : t("ask.and"));
}

/** What its number plate on the map says. */
export function plateOf(finding: Finding): string {
  return `${t(`boundaries.${finding.kind}`)} ${areaText(finding.areaM2)}`;
}

export function coordinates({ lon, lat }: Finding): string {
  return `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
}
