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
  /** Of the width of the table. */
  width: string;
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
  number: { word: "column.number", width: "136px", text: (one) => one.case_no },
  what: { word: "column.what", width: "minmax(128px, 1.4fr)", text: whatOf },
  state: { word: "column.state", width: "64px", text: (one) => tOr(`case.state.${one.state}`, one.state) },
  left: { word: "column.left", width: "104px", text: leftText },
  urgency: { word: "column.urgency", width: "56px", text: ({ urgency }) => tOr(`urgency.${urgency}`, "") },
  district: { word: "filter.district", width: "64px", text: (one) => one.district_name ?? "" },
  township: { word: "filter.township", width: "80px", text: (one) => one.township_name ?? "" },
  address: { word: "column.address", width: "minmax(128px, 1.4fr)", text: (one) => one.address ?? "" },
  team: { word: "filter.team", width: "minmax(112px, 1fr)", text: (one) => one.team_name ?? t("case.no_team") },
  unit: { word: "filter.unit", width: "minmax(80px, 1fr)", text: (one, { unitName }) => (one.unit ? unitName(one.unit) : "") },
  reason: { word: "column.reason", width: "minmax(112px, 1fr)", text: ({ reason }) => tOr(`reason.${reason}`, reason) },
  hops: { word: "column.hops", width: "48px", text: ({ hops }) => (hops ? String(hops) : "") },
  received: { word: "column.received", width: "120px", text: (one) => dateTime(one.received_at) },
  due: { word: "column.due", width: "120px", text: (one) => (one.due_at ? dateTime(one.due_at) : "") },
  title: { word: "column.title", width: "minmax(112px, 1fr)", text: (one) => one.title },
  code: { word: "column.code", width: "64px", text: (one) => one.code },
  item: { word: "case.item", width: "96px", text: (one) => one.item ?? "" },
  source: { word: "case.source", width: "96px", text: (one) => one.platform },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
/** What a row of two lines shows, too. */
export const BEGIN_WITH: readonly ColumnName[] = ["number", "what", "state", "left", "urgency", "district", "township", "team", "received"];

export function isColumn(name: unknown): name is ColumnName {
  return typeof name === "string" && Object.hasOwn(COLUMNS, name);
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
