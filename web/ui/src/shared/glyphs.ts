/**
 * The shapes, drawn once on a 16 grid: the same paths make the sprite on the page and the images on
 * the map. Diamond → triangle → disc = a case moving on; a round square = a unit. Shape first, word
 * second, colour third: printed in grey every pair must stay apart.
 */
import type { CaseState, UnitState } from "./types";

export interface Stroke {
  d: string;
  /** Width of the line; without one the path is filled. */
  line?: number;
  dash?: number[];
  evenOdd?: boolean;
}

const ring = (r: number) => `M${8 - r} 8a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const frame = "M5.5 2h5A3.5 3.5 0 0 1 14 5.5v5a3.5 3.5 0 0 1-3.5 3.5h-5A3.5 3.5 0 0 1 2 10.5v-5A3.5 3.5 0 0 1 5.5 2Z";

/** What a unit is doing is inside its frame; a dashed frame says that its phone is silent. */
const silent: Stroke = { d: frame, line: 1.6, dash: [2.5, 2] };
const inside = {
  sent: { d: "M3 9h10v2a2.5 2.5 0 0 1-2.5 2.5h-5A2.5 2.5 0 0 1 3 11Z" },
  en_route: { d: "M6 4.7 11.2 8 6 11.3Z" },
  on_site: { d: ring(3.3) },
  off: { d: "M5 8h6", line: 2 },
} satisfies Record<string, Stroke>;

export const glyphs = {
  to_judge: [{ d: "M8 1.7 14.3 8 8 14.3 1.7 8Z", line: 1.8 }],
  routed: [{ d: "M8 .9 15.1 8 8 15.1 .9 8Z" }],
  sent: [{ d: "M8 2.3 14.3 13.5H1.7Z", line: 1.8 }],
  signed: [{ d: "M8 1.5 15.1 14.3H.9Z" }],
  en_route: [{ d: "M1.3 2 8.3 8l-7 6ZM8 2l7 6-7 6Z" }],
  on_site: [{ d: ring(6.5) }],
  handled: [
    { d: ring(6.1), line: 1.8 },
    { d: "m4.9 8.2 2.3 2.2 4-4.3", line: 1.8 },
  ],
  closed: [{ d: "m2 8.5 4 4L14 4", line: 2.2 }],
  gone: [
    { d: ring(6.1), line: 1.6, dash: [2.5, 2] },
    { d: "M5 8h6", line: 1.8 },
  ],
  play: [{ d: "M4 2.2 13.5 8 4 13.8Z" }],
  star: [{ d: "M8 1.6l1.9 4.1 4.5.6-3.3 3.1.8 4.5L8 11.7l-3.9 2.2.8-4.5L1.6 6.3l4.5-.6Z", line: 1.5 }],
  "star-on": [{ d: "M8 .9l2.2 4.6 5 .7-3.6 3.5.9 5L8 12.3l-4.5 2.4.9-5L.8 6.2l5-.7Z" }],
  pause: [{ d: "M5.5 3v10M10.5 3v10", line: 2.4 }],
  late: [
    { d: "M2 2h12v12H2Z", line: 1.8 },
    { d: "M8 4.5V8h3", line: 1.8 },
  ],
  back: [{ d: "M6 2 1.6 6.5 6 11M2 6.5h8a4 4 0 0 1 0 8H7", line: 2 }],
  "u-free": [{ d: frame, line: 2 }],
  "u-sent": [{ d: frame, line: 2 }, inside.sent],
  "u-en_route": [{ d: frame, line: 2 }, inside.en_route],
  "u-on_site": [{ d: frame, line: 2 }, inside.on_site],
  "u-off": [{ d: frame, line: 2 }, inside.off],
  "u-free-silent": [silent],
  "u-sent-silent": [silent, inside.sent],
  "u-en_route-silent": [silent, inside.en_route],
  "u-on_site-silent": [silent, inside.on_site],
  "u-off-silent": [silent, inside.off],
  link: [{ d: ring(3) }, { d: ring(6), line: 1.5 }],
  broken: [
    { d: ring(6), line: 1.5, dash: [3, 2.2] },
    { d: "M5.5 5.5l5 5m0-5-5 5", line: 1.6 },
  ],
  sound: [
    { d: "M2 6h3l4-3.5v11L5 10H2Z" },
    { d: "M11 5.5a3.5 3.5 0 0 1 0 5M13 3.5a6.3 6.3 0 0 1 0 9", line: 1.5 },
  ],
  mute: [{ d: "M2 6h3l4-3.5v11L5 10H2Z" }, { d: "m11 6 4 4m0-4-4 4", line: 1.6 }],
  alert: [
    { d: "M5 1h6l4 4v6l-4 4H5l-4-4V5Z", line: 1.6 },
    { d: "M8 4.2v4.6M8 10.4v1.7", line: 1.8 },
  ],
  frame: [{ d: "M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5", line: 1.8 }],
  home: [{ d: "M6 2.5 1.8 6.6 6 10.7M2.2 6.6H10a4 4 0 0 1 0 7H7.5", line: 1.8 }],
  back_to: [{ d: "M10 2.5 4.5 8l5.5 5.5", line: 2 }],
  pin: [{ d: "M8 1.2a5 5 0 0 0-5 5c0 3.6 5 8.6 5 8.6s5-5 5-8.6a5 5 0 0 0-5-5Zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z", evenOdd: true }],
  moon: [{ d: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z", line: 1.6 }],
  sun: [{ d: ring(3), line: 1.6 }, { d: "M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M13.1 2.9l-1.4 1.4M4.3 11.7l-1.4 1.4", line: 1.6 }],
  camera: [{ d: "M1.5 4.5h3l1.2-2h4.6l1.2 2h3v9h-13Z", line: 1.6 }, { d: "M8 6.3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z", line: 1.6 }],
  cross: [{ d: "m3.5 3.5 9 9m0-9-9 9", line: 2 }],
  /** Two blocks with nothing between them, and two that lie on each other; ground over a line. */
  gap: [{ d: "M1 2h4.5v12H1ZM10.5 2H15v12h-4.5Z" }, { d: "M8 3v10", line: 1.4, dash: [1.6, 1.8] }],
  overlap: [{ d: "M1.5 1.5h8.5v8.5H1.5ZM6 6h8.5v8.5H6Z", line: 1.8 }],
  moved: [{ d: "M1 8h9M6.5 4.5 10 8l-3.5 3.5", line: 1.8 }, { d: "M14 1.5v13", line: 1.8, dash: [2.5, 2] }],
  menu: [{ d: "M2 4h12M2 8h12M2 12h12", line: 1.8 }],
} satisfies Record<string, Stroke[]>;

export type GlyphName = keyof typeof glyphs;

export type Hue = "centre" | "team" | "site" | "law" | "back" | "done";

export const caseHue: Record<CaseState, Hue> = {
  to_judge: "centre",
  routed: "centre",
  sent: "team",
  signed: "team",
  en_route: "team",
  on_site: "site",
  handled: "site",
  closed: "done",
};

export const unitHue: Record<UnitState, Hue> = {
  free: "team",
  sent: "team",
  en_route: "team",
  on_site: "site",
  off: "done",
};

/** A state this build does not know must still be drawn: the law of the wire lets names be added. */
export function caseGlyph(state: string): GlyphName {
  return state in caseHue ? (state as CaseState) : "gone";
}

export function unitGlyph(state: string, online: boolean): GlyphName {
  const known = state in unitHue ? (state as UnitState) : "off";
  return online ? `u-${known}` : `u-${known}-silent`;
}
