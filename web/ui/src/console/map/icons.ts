/** What cases and units look like on the map: their glyph in the hue of their state. */
import type { Map as MapLibre } from "maplibre-gl";
import { caseGlyph, caseHue, unitGlyph, unitHue, type GlyphName, type Hue } from "../../shared/glyphs";
import { putIcon } from "../../shared/map/icon";

interface Icon {
  name: string;
  glyph: GlyphName;
  hue: Hue;
}

function allIcons(): Icon[] {
  const cases = Object.entries(caseHue).map(([state, hue]) => ({ name: `case:${state}`, glyph: caseGlyph(state), hue }));
  const units = Object.entries(unitHue).flatMap(([state, hue]): Icon[] => [
    { name: unitIcon(state, true), glyph: unitGlyph(state, true), hue },
    { name: unitIcon(state, false), glyph: unitGlyph(state, false), hue: "done" },
  ]);
  return [...cases, { name: "case:?", glyph: "gone", hue: "done" }, ...units];
}

export function caseIcon(state: string): string {
  return state in caseHue ? `case:${state}` : "case:?";
}

export function unitIcon(state: string, online: boolean): string {
  return `unit:${state in unitHue ? state : "off"}${online ? "" : ":silent"}`;
}

/** Also called when the theme changes: same names, new colours. */
export function putIcons(map: MapLibre): void {
  for (const icon of allIcons()) {
    putIcon(map, icon.name, icon.glyph, `--s-${icon.hue}`);
  }
}
