/**
 * What was typed into the bar, taken apart. `/verb rest` is a command; anything else is a search, with or without the
 * stroke, so that nobody who opened the bar with `/` has to take it away again. Pure.
 */
import type { Word } from "../../shared/i18n";

/** What a verb wants to be told: it decides what completes the rest. */
export type Takes = "unit" | "team" | "place" | "text" | null;

export const VERBS = {
  send: { letter: "s", takes: "unit", word: "verb.send" },
  assign: { letter: "t", takes: "team", word: "verb.assign" },
  go: { letter: "g", takes: "place", word: "verb.go" },
  search: { letter: null, takes: "text", word: "verb.search" },
  mute: { letter: null, takes: null, word: "verb.mute" },
  theme: { letter: null, takes: null, word: "verb.theme" },
  language: { letter: null, takes: null, word: "verb.language" },
} as const satisfies Record<string, { letter: string | null; takes: Takes; word: Word }>;

export type Verb = keyof typeof VERBS;

/** A verb or a key of the console, under all the names it goes by; the first is the one that is shown. */
export interface Named<T> {
  it: T;
  letter: string | null;
  names: readonly string[];
}

export type Said<T> = { kind: "search"; text: string } | { kind: "command"; it: T; rest: string } | { kind: "begun"; text: string };

const isHan = (text: string) => /\p{Script=Han}/u.test(text);

/** `begun`: after a stroke, but no command's name yet. */
export function parse<T>(typed: string, known: readonly Named<T>[]): Said<T> {
  // A stroke of the full width is what a Chinese keyboard writes.
  const text = typed.normalize("NFKC").trimStart();
  if (!text.startsWith("/")) return { kind: "search", text: text.trim() };
  // The bar opens with a stroke; who writes it all the same means one.
  const body = text.replace(/^\/+/, "").trimStart();
  const [head = ""] = body.split(/\s/, 1);
  const word = head.toLowerCase();
  const exact = known.find((one) => word !== "" && (one.letter === word || one.names.some((name) => name.toLowerCase() === word)));
  if (exact) return { kind: "command", it: exact.it, rest: body.slice(head.length).trim() };
  // Chinese is written without spaces: the longest name it begins with.
  const begins = known
    .flatMap((one) => one.names.map((name) => ({ one, name })))
    .filter(({ name }) => isHan(name) && body.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (begins) return { kind: "command", it: begins.one.it, rest: body.slice(begins.name.length).trim() };
  return { kind: "begun", text: body.trim() };
}
