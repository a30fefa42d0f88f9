/** What a special area says of itself, on a map and in a list. */
import { t } from "../i18n";
import type { SpecialAreaOut } from "../wire";
import type { Ground } from "./ground";

/** One line for each kind of power: alone, or beside the township's. */
export function powersOf({ powers }: SpecialAreaOut): string[] {
  return powers.map(({ mode, fields }) => t(`special.${mode}`, { fields: fields.join(t("ask.and")) || t("special.all") }));
}

export function groundOf(area: SpecialAreaOut): Ground {
  return area.ground as Ground;
}
