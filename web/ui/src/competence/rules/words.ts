/** The keys and values of the decision table in the reader's words; one that is new here is shown as it is. */
import { t, tOr } from "../../shared/i18n";
import { valuesOf } from "./rules";

export function condition(key: string): string {
  return tOr(`cond.${key}`, key);
}

export function valueWord(value: unknown): string {
  return tOr(`cond.value.${String(value)}`, String(value));
}

export function conditionWith(key: string, wanted: unknown): string {
  return `${condition(key)}: ${valuesOf(wanted).map(valueWord).join(t("rules.or"))}`;
}

export function outcome(then: Record<string, unknown>): string {
  if ("judge" in then) return t("rules.judges", { reason: tOr(`reason.${String(then.judge)}`, String(then.judge)) });
  return t("rules.goes", { team: tOr(`team.${String(then.team)}`, String(then.team)) });
}
