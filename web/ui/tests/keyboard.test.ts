import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALL_KEYS, capOf, makeKeyboard, rowOf } from "../src/console/keyboard";

const src = new URL("../src/console/", import.meta.url);
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(ts|vue)$/.test(path) && path !== "keyboard.ts")
  .map((path) => readFileSync(new URL(path, src), "utf8"));

/** What some panel or the console itself registers. */
const registered = new Set(
  sources.flatMap((text) => [...text.matchAll(/(?:useKey|\.register)\(\s*"([^"]+)"/g)].map((match) => match[1])),
);
const printed = new Set<string | undefined>(sources.flatMap((text) => [...text.matchAll(/<Hint [^>]*\bof="([^"]+)"/g)].map((match) => match[1])));

describe("the table of keys", () => {
  it("names no key behind which nobody stands", () => {
    expect(ALL_KEYS.filter((key) => !registered.has(key))).toEqual([]);
  });

  it("names every key that is printed on a button", () => {
    expect([...printed].filter((key) => !(ALL_KEYS as (string | undefined)[]).includes(key))).toEqual([]);
    expect(printed.size).toBeGreaterThan(5);
  });

  it("prints its letters on the buttons of a case", () => {
    expect(ALL_KEYS.filter((key) => rowOf(key).group === "case" && !printed.has(key))).toEqual([]);
  });

  it("says Esc and an arrow where the key's name is a word", () => {
    expect([capOf("Escape"), capOf("Enter"), capOf("d")]).toEqual(["Esc", "↵", "d"]);
  });
});

describe("an act behind a key", () => {
  it("is the one that came last, among those that hold", () => {
    const keyboard = makeKeyboard();
    const done: string[] = [];
    let open = true;
    keyboard.register("Escape", () => done.push("leave the case"));
    keyboard.register("Escape", () => done.push("close the list"), () => open);

    keyboard.press("Escape");
    open = false;
    keyboard.press("Escape");

    expect(done).toEqual(["close the list", "leave the case"]);
  });

  it("goes with its panel", () => {
    const keyboard = makeKeyboard();
    const leave = keyboard.register("d", () => undefined);
    expect(keyboard.ready("d")).toBe(true);

    leave();

    expect(keyboard.ready("d")).toBe(false);
    keyboard.press("d");
  });
});
