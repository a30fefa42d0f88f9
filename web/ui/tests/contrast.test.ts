import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every pair that carries text (4.5) or a control or symbol (3.0), recomputed from the tokens. */
const TEXT = 4.5;
const SYMBOL = 3;
const agencies = ["zong", "shi", "huan", "wen", "jiao", "nong", "gui", "ying", "xiao", "wei", "zhu"];
const states = ["centre", "team", "site", "law", "back", "done"];

const PAIRS: [string, string, number][] = [
  ...(["tx", "tx2", "tx3", "acc", "ok", "warn", "bad"] as const).map((name): [string, string, number] => [name, "panel", TEXT]),
  ["tx", "raised", TEXT],
  ["tx2", "raised", TEXT],
  ["tx3", "raised", TEXT],
  ["tx", "input", TEXT],
  ["tx3", "input", TEXT],
  ["tx2", "bg", TEXT],
  ["tx", "sel", TEXT],
  ["tx2", "sel", TEXT],
  ["warn", "sel", TEXT],
  ["tx", "acc-bg", TEXT],
  ["acc", "acc-bg", TEXT],
  ["on-acc", "acc", TEXT],
  ["on-sos", "sos", TEXT],
  ["ok", "ok-bg", TEXT],
  ["warn", "warn-bg", TEXT],
  ["bad", "bad-bg", TEXT],
  ...states.map((name): [string, string, number] => [`s-${name}`, "panel", TEXT]),
  ...states.map((name): [string, string, number] => [`s-${name}`, "halo", SYMBOL]),
  ...agencies.map((name): [string, string, number] => [`a-${name}`, "panel", TEXT]),
  ["map-tx", "land", TEXT],
  ["tx", "h4", TEXT],
  ["s-team", "h4", SYMBOL],
  ["line2", "input", SYMBOL],
  ["acc", "panel", SYMBOL],
  ...(["tx", "acc", "warn", "bad"] as const).map((name): [string, string, number] => [name, "halo", SYMBOL]),
];

const css = readFileSync(new URL("../src/shared/tokens.css", import.meta.url), "utf8");

function values(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const themes = { dark: values(":root"), light: values(':root[data-theme="light"]') };

describe.each(Object.entries(themes))("%s", (_, theme) => {
  it.each(PAIRS)("%s on %s reaches %d", (front, back, least) => {
    expect(contrast(theme.get(front) ?? "", theme.get(back) ?? "")).toBeGreaterThanOrEqual(least);
  });
});

it("the light theme answers every colour of the dark one", () => {
  expect([...themes.light.keys()].sort()).toEqual([...themes.dark.keys()].sort());
});
