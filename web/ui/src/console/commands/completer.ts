/** What the bar offers for what was typed: each line says what Enter would do, before it is done. Pure. */
import type { Word } from "../../shared/i18n";
import type { Case, Team, Unit } from "../../shared/types";
import type { Key } from "../keyboard";
import { parse, VERBS, type Named, type Verb } from "./grammar";
import { find, leading, rank, type Called } from "./matching";

/** What Enter does, as a value: the rim carries it out. */
export type Command =
  | { do: "send"; unit: string }
  | { do: "assign"; team: string; reason: string }
  | { do: "search"; text: string }
  | { do: "open"; caseNo: string }
  | { do: "fly"; to: "unit" | "township"; code: string }
  | { do: "press"; key: Key }
  | { do: "mute" | "theme" | "language" };

export interface Suggestion {
  word: Word;
  facts: Record<string, string>;
  /** What Tab writes into the bar. */
  fills: string;
  /** Null where more must be written first. */
  command: Command | null;
}

/** A command of the bar: a verb of its own, or a key of the console by its name. */
export type Act = { verb: Verb } | { key: Key };

export interface World {
  selected: Case | null;
  cases: ReadonlyMap<string, Case>;
  units: Iterable<Unit>;
  teams: readonly Team[];
  townships: readonly Called[];
  acts: readonly Named<Act>[];
}

export const MOST = 8;

export function complete(typed: string, world: World): Suggestion[] {
  const said = parse(typed, world.acts);
  if (said.kind === "command") return ofAct(said.it, said.rest, world).slice(0, MOST);
  if (said.kind === "search") return said.text ? searched(said.text, world, "") : [];
  const acts = begun(said.text, world.acts);
  return [...acts, ...(said.text ? searched(said.text, world, "/") : [])].slice(0, MOST);
}

/** A text is searched; a whole number of a case opens it, and places by that name are offered below. */
function searched(text: string, world: World, stroke: "" | "/"): Suggestion[] {
  const search: Suggestion = { word: "command.search", facts: { text }, fills: `${stroke}${text}`, command: { do: "search", text } };
  const places = placed(text, world);
  return (isCaseNo(text) ? [...places, search] : [search, ...places]).slice(0, MOST);
}

function begun(text: string, acts: readonly Named<Act>[]): Suggestion[] {
  const named = acts.map((act) => ({ act, code: act.letter ?? "", name: act.names[0] ?? "", all: act.names }));
  const fits = (one: (typeof named)[number]) => {
    const ranks = one.all.flatMap((name) => rank(text, { code: one.code, name }) ?? []);
    return ranks.length ? Math.min(...ranks) : null;
  };
  return named
    .map((one) => ({ one, at: fits(one) }))
    .filter(({ at }) => at !== null)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map(({ one }) => offered(one.act));
}

function offered({ it, names, letter }: Named<Act>): Suggestion {
  const facts = { name: names[0] ?? "", letter: letter ?? "" };
  const takes = "verb" in it ? VERBS[it.verb].takes : null;
  const fills = `/${letter ?? names[0] ?? ""}${takes ? " " : ""}`;
  const word: Word = takes ? `command.takes.${takes}` : "command.act";
  return { word, facts, fills, command: takes ? null : commandOf(it) };
}

function commandOf(it: Act): Command | null {
  if ("key" in it) return { do: "press", key: it.key };
  return it.verb === "mute" || it.verb === "theme" || it.verb === "language" ? { do: it.verb } : null;
}

function ofAct(it: Act, rest: string, world: World): Suggestion[] {
  if ("key" in it || VERBS[it.verb].takes === null) {
    const named = world.acts.find((one) => one.it === it);
    return named ? [offered(named)] : [];
  }
  const { letter, takes } = VERBS[it.verb];
  const stem = `/${letter ?? world.acts.find((one) => one.it === it)?.names[0] ?? ""} `;
  if (takes === "unit") return sending(rest, stem, world);
  if (takes === "team") return assigning(rest, stem, world);
  if (takes === "place") return placed(rest, world).map((one) => ({ ...one, fills: `${stem}${one.fills}` }));
  return rest ? [{ word: "command.search", facts: { text: rest }, fills: `${stem}${rest}`, command: { do: "search", text: rest } }] : [];
}

/** Units of the case's own team first, of these the free, of these the nearest; what weighs everything is behind `d`. */
function sending(rest: string, stem: string, { selected, units }: World): Suggestion[] {
  const own = (unit: Unit) => Number(selected !== null && unit.team === selected.team);
  const free = (unit: Unit) => Number(unit.state === "free");
  const near = [...units].sort((a, b) => own(b) - own(a) || free(b) - free(a) || away(a, selected) - away(b, selected));
  return find(rest, near)
    .slice(0, MOST)
    .map((unit) => ({
      word: selected ? "command.send" : "command.no_case",
      facts: { case_no: selected?.case_no ?? "", name: unit.name, state: unit.state },
      fills: `${stem}${unit.name}`,
      command: selected && { do: "send", unit: unit.code },
    }));
}

function away(unit: Unit, from: Case | null): number {
  if (!from || from.lon === null || from.lat === null || unit.lon === null || unit.lat === null) return 0;
  return Math.hypot((unit.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180), unit.lat - from.lat);
}

/** `team reason`: a judgement without a reason is not sent. */
function assigning(rest: string, stem: string, { selected, teams }: World): Suggestion[] {
  const said = leading(rest, teams);
  const chosen: Suggestion[] = [];
  if (said?.rest) {
    chosen.push({
      word: selected ? "command.assign" : "command.no_case",
      facts: { case_no: selected?.case_no ?? "", name: said.one.name, reason: said.rest },
      fills: `${stem}${rest}`,
      command: selected && { do: "assign", team: said.one.code, reason: said.rest },
    });
    return chosen;
  }
  const here = (team: Team) => (selected?.township && team.township === selected.township ? 0 : selected?.district && team.district === selected.district ? 1 : 2);
  const sorted = [...teams].sort((a, b) => here(a) - here(b));
  return find(said?.one.name ?? rest, sorted)
    .slice(0, MOST)
    .map((team) => ({
      word: "command.assign.reason",
      facts: { name: team.name },
      fills: `${stem}${team.name} `,
      command: null,
    }));
}

function isCaseNo(text: string): boolean {
  return /^\d{8}-\d{3,}$/.test(text);
}

/** Cases by their number, townships and units by name, initials or code. */
function placed(text: string, { cases, units, townships }: World): Suggestion[] {
  const open = (caseNo: string, title: string): Suggestion => ({
    word: "command.open",
    facts: { case_no: caseNo, title },
    fills: caseNo,
    command: { do: "open", caseNo },
  });
  const exact = cases.get(text);
  if (exact) return [open(text, exact.class_name ?? exact.title ?? "")];
  // A case that is closed is in no list any more, but can still be read.
  if (isCaseNo(text)) return [open(text, "")];
  const towns = find(text, townships).map(
    ({ code, name }): Suggestion => ({ word: "command.fly.township", facts: { name }, fills: name, command: { do: "fly", to: "township", code } }),
  );
  const crews = find(text, units).map(
    ({ code, name, state }): Suggestion => ({ word: "command.fly.unit", facts: { name, state }, fills: name, command: { do: "fly", to: "unit", code } }),
  );
  const numbers: Suggestion[] = [];
  if (/\d{3,}/.test(text)) {
    for (const one of cases.values()) {
      if (one.case_no.includes(text)) numbers.push(open(one.case_no, one.class_name ?? one.title ?? ""));
      if (numbers.length >= MOST / 2) break;
    }
  }
  return [...numbers, ...towns.slice(0, MOST / 2), ...crews].slice(0, MOST);
}
