/** Every command there is, under the names it goes by in either language: verbs, and the keys that are commands, too. */
import { inEach } from "../../shared/i18n";
import { ALL_KEYS, rowOf } from "../keyboard";
import type { Act } from "./completer";
import { VERBS, type Named, type Verb } from "./grammar";

export function allActs(ready: (act: Act) => boolean): Named<Act>[] {
  const verbs = (Object.keys(VERBS) as Verb[]).map((verb) => ({
    it: { verb } as Act,
    letter: VERBS[verb].letter,
    names: inEach(VERBS[verb].word).flatMap((names) => names.split(" ")),
  }));
  const keys = ALL_KEYS.filter((key) => rowOf(key).command).map((key) => ({
    it: { key } as Act,
    letter: key,
    names: inEach(rowOf(key).word),
  }));
  return [...verbs, ...keys].filter(({ it }) => ready(it));
}
