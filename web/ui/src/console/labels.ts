/** What the values of a dimension are called: those that are codes by the names cases bring with them. */
import { tOr } from "../shared/i18n";
import type { Case } from "../shared/types";
import type { Entry } from "./line";
import { NONE, type Dimension } from "./question";

type Naming = (one: Case) => string | null;

/** Dimensions whose values are codes: the code, and what it is called. */
const NAMED: Partial<Record<Dimension, [code: Naming, name: Naming]>> = {
  district: [(one) => one.district, (one) => one.district_name],
  township: [(one) => one.township, (one) => one.township_name],
  team: [(one) => one.team, (one) => one.team_name],
};

export type Labels = (value: string) => string;

/** How to call the values of one dimension, as far as the cases in the line know. */
export function labelsOf(name: Dimension, line: readonly Entry[], unitName: (code: string) => string): Labels {
  const names = new Map<string, string>();
  const [codeOf, nameOf] = NAMED[name] ?? [];
  if (codeOf && nameOf) {
    for (const { case: one } of line) {
      const code = codeOf(one);
      if (code !== null && !names.has(code)) names.set(code, nameOf(one) ?? code);
    }
  }
  return (value) => {
    if (value === NONE) return tOr(`filter.none.${name}`, tOr(`filter.${name}.${NONE}`, value));
    if (name === "unit") return unitName(value);
    if (name === "state") return tOr(`filter.${value}`, value);
    return names.get(value) ?? tOr(`filter.${name}.${value}`, tOr(`${name}.${value}`, value));
  };
}
