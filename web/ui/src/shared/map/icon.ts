/** A glyph as a map image: the same paths as on the page, in a colour of the theme, on a halo of the land. */
import type { Map as MapLibre } from "maplibre-gl";
import { glyphs, type GlyphName, type Stroke } from "../glyphs";
import { token } from "../theme";

/** Drawn at twice the size so that they stay sharp on a dense screen. */
const SCALE = 2;
const GLYPH_PX = 16;
const HALO_PX = 24;
const TILE_PX = 8;

function paper(size: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no canvas.");
  return pen;
}

function put(map: MapLibre, name: string, pen: CanvasRenderingContext2D): void {
  const image = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
  if (map.hasImage(name)) map.updateImage(name, image);
  else map.addImage(name, image, { pixelRatio: SCALE });
}

/** Also called when the theme changes: the same name, a new colour. */
export function putIcon(map: MapLibre, name: string, glyph: GlyphName, colour: string): void {
  const pen = paper(HALO_PX);
  const size = HALO_PX * SCALE;
  pen.fillStyle = token("--halo");
  pen.globalAlpha = 0.88;
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
  pen.translate(((HALO_PX - GLYPH_PX) / 2) * SCALE, ((HALO_PX - GLYPH_PX) / 2) * SCALE);
  pen.scale(SCALE, SCALE);
  pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = token(colour);
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
  put(map, name, pen);
}

/** A ground that is told by its weave before its colour: slanted lines, or dots. */
export function putWeave(map: MapLibre, name: string, weave: "lines" | "dots", colour: string): void {
  const pen = paper(TILE_PX);
  pen.scale(SCALE, SCALE);
  pen.strokeStyle = pen.fillStyle = token(colour);
  pen.lineWidth = 1.4;
  if (weave === "dots") {
    for (const [x, y] of [[2, 2], [6, 6]] as const) pen.fillRect(x - 0.8, y - 0.8, 1.6, 1.6);
  } else {
    // The corners again, so that lines meet over the edge of the tile.
    for (const from of [-TILE_PX, 0, TILE_PX]) {
      pen.beginPath();
      pen.moveTo(from - 1, TILE_PX + 1);
      pen.lineTo(from + TILE_PX + 1, -1);
      pen.stroke();
    }
  }
  put(map, name, pen);
}
