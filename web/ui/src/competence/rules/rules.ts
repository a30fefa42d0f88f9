/** The decision table as it is edited: rows, what may be asked, and what a row says in plain marks. Pure. */
import type { RuleIn, RuleRowOut } from "../../shared/wire";

export type Value = string | number | boolean;

export interface Draft extends RuleIn {
  /** Stays with a row while its id is typed. */
  key: number;
}

export const TEAMS = ["township_squad", "district_field", "area_team", "upgraded"] as const;
export const NAMES = ["own", "bureau", "team"] as const;
export const ASSISTANTS = ["township_squad", "district_field"] as const;

/** The rows in force on a day, the newest version of each, in the order they are tried. */
export function inForce(rows: readonly RuleRowOut[], day: string): RuleRowOut[] {
  const newest = new Map<string, RuleRowOut>();
  for (const row of rows) {
    const good = (row.valid_from ?? "") <= day && (row.valid_to === null || day < row.valid_to);
    const known = newest.get(row.id);
    if (good && (known === undefined || known.version < row.version)) newest.set(row.id, row);
  }
  return [...newest.values()].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}

export function toDraft(row: RuleRowOut, key: number): Draft {
  const { id, priority, when, then, text_zh, text_en, valid_from, valid_to, source } = row;
  return { key, id, priority, when, then, text_zh, text_en, valid_from, valid_to, source };
}

export function toRule(draft: Draft): RuleIn {
  const { id, priority, when, then, text_zh, text_en, valid_from, valid_to, source } = draft;
  return { id, priority, when, then, text_zh, text_en, valid_from, valid_to, source } as RuleIn;
}

export function blank(key: number, rows: readonly Draft[]): Draft {
  const last = Math.max(0, ...rows.map(({ priority }) => priority));
  return { key, id: "", priority: last + 10, when: {}, then: { judge: "no_rule" }, text_zh: "", text_en: "", valid_from: null, valid_to: null, source: "" };
}

export function valuesOf(wanted: unknown): Value[] {
  return (Array.isArray(wanted) ? wanted : [wanted]) as Value[];
}

/** Add or take away one value of one condition; a condition without a value goes. */
export function toggled(when: Record<string, unknown>, key: string, value: Value): Record<string, unknown> {
  const had = key in when ? valuesOf(when[key]) : [];
  const has = had.includes(value) ? had.filter((one) => one !== value) : [...had, value];
  const rest = Object.fromEntries(Object.entries(when).filter(([other]) => other !== key));
  if (has.length === 0) return rest;
  return { ...rest, [key]: has.length === 1 ? has[0] : has };
}

/** Which rows differ from the table they were taken from, by id. */
export function changedIds(before: readonly RuleRowOut[], after: readonly Draft[]): Set<string> {
  const plain = (row: RuleRowOut | Draft) => JSON.stringify([row.priority, sorted(row.when), sorted(row.then), row.text_zh, row.text_en]);
  const had = new Map(before.map((row) => [row.id, plain(row)]));
  const changed = new Set(after.filter((row) => had.get(row.id) !== plain(row)).map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  for (const id of had.keys()) if (!kept.has(id)) changed.add(id);
  return changed;
}

function sorted(of: Record<string, unknown>): [string, unknown][] {
  return Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
}
