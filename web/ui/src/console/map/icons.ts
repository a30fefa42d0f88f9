/** The glyphs as map images: the same paths as on the page, in their hue, on a halo of the land's dark. */
import type { Map as MapLibre } from "maplibre-gl";
import { caseGlyph, caseHue, glyphs, unitGlyph, unitHue, type GlyphName, type Hue, type Stroke } from "../../shared/glyphs";
import { token } from "../../shared/theme";

/** Drawn at twice the size so that they stay sharp on a dense screen. */
const SCALE = 2;
const GLYPH_PX = 16;
const HALO_PX = 24;

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

function draw({ glyph, hue }: Icon): ImageData {
  const size = HALO_PX * SCALE;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no canvas.");
  pen.fillStyle = token("--halo");
  pen.globalAlpha = 0.88;
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
  pen.translate(((HALO_PX - GLYPH_PX) / 2) * SCALE, ((HALO_PX - GLYPH_PX) / 2) * SCALE);
  pen.scale(SCALE, SCALE);
  pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = token(`--s-${hue}`);
  for (const stroke of glyphs[glyph] as Stroke[]) {
    const path = new Path2D(stroke.d);
    pen.setLineDash(stroke.dash ?? []);
    if (stroke.line) {
      pen.lineWidth = stroke.line;
      pen.stroke(path);
    } else {
      pen.fill(path, stroke.evenOdd ? "evenodd" : "nonzero");
    }
  }
  return pen.getImageData(0, 0, size, size);
}

/** Also called when the theme changes: same names, new colours. */
export function putIcons(map: MapLibre): void {
  for (const icon of allIcons()) {
    const image = draw(icon);
    if (map.hasImage(icon.name)) map.updateImage(icon.name, image);
    else map.addImage(icon.name, image, { pixelRatio: SCALE });
  }
}
