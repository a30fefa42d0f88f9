import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { en } from "../src/shared/words.en";
import { zh } from "../src/shared/words.zh";

const keys = Object.keys(zh) as (keyof typeof zh)[];
const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join();

describe("the two languages", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it("say something for each of them", () => {
    expect(keys.filter((key) => !zh[key].trim() || !en[key].trim())).toEqual([]);
  });

  it("name the same facts", () => {
    expect(keys.filter((key) => facts(zh[key]) !== facts(en[key]))).toEqual([]);
  });
});

it("no Chinese is written anywhere but in the words", () => {
  const src = new URL("../src/", import.meta.url);
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (path) => /\.(ts|vue)$/.test(path) && !path.includes("words."),
  );

  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((path) => /\p{Script=Han}/u.test(readFileSync(new URL(path, src), "utf8")))).toEqual([]);
});
