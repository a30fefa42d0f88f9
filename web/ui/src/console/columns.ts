/** What a list can say of a case, a column each: in the page, and in the file that is made from it. */
import { dateTime, elapsed } from "../shared/format";
import { t, tOr, type Word } from "../shared/i18n";
import type { Case, Need, Unit } from "../shared/types";
import { timeLeft } from "./clock";
import { haste } from "./needs";

/** What is said of a case besides its own facts. */
export interface Around {
  now: number;
  unitName(code: string): string;
  /** On what ground work rests, as far as its tasks say. */
  ground(caseNo: string): string | undefined;
}

interface Column {
  word: Word;
  /** At least so wide, and how much of what is left over it takes. */
  px: number;
  grow: number;
  text(one: Case, around: Around): string;
}

const SPAN_FROM = new Date(0).toISOString();

function span(ms: number): string {
  return elapsed(SPAN_FROM, Math.abs(ms));
}

/** Time left in words: what rests says why, what is over counts up. */
export function leftText(one: Case, { now, ground }: Pick<Around, "now" | "ground">): string {
  const left = timeLeft(one, now);
  if (!left) return "";
  const time = span(left.ms);
  if (left.pace === "rests") {
    const why = ground(one.case_no);
    return why ? t("clock.rests.why", { t: time, why: tOr(`pause.${why}`, why) }) : t("clock.rests", { t: time });
  }
  return t(left.pace === "over" ? "need.over" : "clock.left", { t: time });
}

export function whatOf(one: Case): string {
  return one.class_name ?? (one.title || t("case.untitled"));
}

export const COLUMNS = {
  number: { word: "column.number", px: 136, grow: 0, text: (one) => one.case_no },
  what: { word: "column.what", px: 128, grow: 1.4, text: whatOf },
  state: { word: "column.state", px: 64, grow: 0, text: (one) => tOr(`case.state.${one.state}`, one.state) },
  left: { word: "column.left", px: 104, grow: 0, text: leftText },
  urgency: { word: "column.urgency", px: 56, grow: 0, text: ({ urgency }) => tOr(`urgency.${urgency}`, "") },
  district: { word: "filter.district", px: 64, grow: 0, text: (one) => one.district_name ?? "" },
  township: { word: "filter.township", px: 80, grow: 0, text: (one) => one.township_name ?? "" },
  address: { word: "column.address", px: 128, grow: 1.4, text: (one) => one.address ?? "" },
  team: { word: "filter.team", px: 112, grow: 1, text: (one) => one.team_name ?? t("case.no_team") },
  unit: { word: "filter.unit", px: 80, grow: 1, text: (one, { unitName }) => (one.unit ? unitName(one.unit) : "") },
  reason: { word: "column.reason", px: 112, grow: 1, text: ({ reason }) => tOr(`reason.${reason}`, reason) },
  hops: { word: "column.hops", px: 48, grow: 0, text: ({ hops }) => (hops ? String(hops) : "") },
  received: { word: "column.received", px: 120, grow: 0, text: (one) => dateTime(one.received_at) },
  due: { word: "column.due", px: 120, grow: 0, text: (one) => (one.due_at ? dateTime(one.due_at) : "") },
  title: { word: "column.title", px: 112, grow: 1, text: (one) => one.title },
  code: { word: "column.code", px: 64, grow: 0, text: (one) => one.code },
  item: { word: "case.item", px: 96, grow: 0, text: (one) => one.item ?? "" },
  source: { word: "case.source", px: 96, grow: 0, text: (one) => one.platform },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
/** What a row of two lines shows, too. */
export const BEGIN_WITH: readonly ColumnName[] = ["number", "what", "state", "left", "urgency", "district", "township", "team", "received"];

export function isColumn(name: unknown): name is ColumnName {
  return typeof name === "string" && Object.hasOwn(COLUMNS, name);
}

const GLYPH_PX = 16;
const GAP_PX = 12;
const EDGES_PX = 24;

export interface Grid {
  /** The tracks of head and rows alike: a glyph, then the columns. */
  tracks: string;
  /** Narrower than this the table is pushed sideways, all of it at once. */
  leastPx: number;
}

export function gridOf(columns: readonly ColumnName[]): Grid {
  const wide = columns.map((name) => COLUMNS[name]);
  return {
    tracks: [`${GLYPH_PX}px`, ...wide.map(({ px, grow }) => (grow ? `minmax(${px}px, ${grow}fr)` : `${px}px`))].join(" "),
    leastPx: wide.reduce((sum, { px }) => sum + GAP_PX + px, GLYPH_PX + EDGES_PX),
  };
}

export interface Sheet {
  heads: string[];
  rows: string[][];
}

export function casesSheet(cases: readonly Case[], columns: readonly ColumnName[], around: Around): Sheet {
  return {
    heads: columns.map((name) => t(COLUMNS[name].word)),
    rows: cases.map((one) => columns.map((name) => COLUMNS[name].text(one, around))),
  };
}

/** What is left of a need's time; without a limit, how long it has waited. */
export function needLeft(need: Need, now: number): string {
  if (!need.due_at) return elapsed(need.raised_at, now);
  const time = span(Date.parse(need.due_at) - now);
  return haste(need, now) === "over" ? t("need.over", { t: time }) : time;
}

export function needsSheet(needs: readonly Need[], now: number): Sheet {
  return {
    heads: (["column.need", "column.number", "column.what", "column.left", "column.level", "column.raised"] as const).map((word) => t(word)),
    rows: needs.map((need) => [
      tOr(`need.${need.kind}`, need.kind),
      need.case_no ?? "",
      need.title ?? "",
      needLeft(need, now),
      need.level ? tOr(`need.level.${need.level}`, need.level) : "",
      dateTime(need.raised_at),
    ]),
  };
}

export function unitsSheet(units: readonly Unit[]): Sheet {
  return {
    heads: (["filter.unit", "filter.team", "column.state"] as const).map((word) => t(word)),
    rows: units.map((unit) => [unit.name, unit.team_name ?? "", tOr(`unit.${unit.state}`, unit.state)]),
  };
}
