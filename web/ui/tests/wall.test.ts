import { describe, expect, it } from "vitest";
import { isAnother } from "../src/wall/build";
import { daysLeft, howFresh } from "../src/wall/fresh";
import { pause } from "../src/wall/follow";
import { arc, clearOf, draw, gather, spread, step } from "../src/wall/ground";
import type { Areas } from "../src/shared/map/areas";

const square = (west: number, south: number, size: number) => ({
  type: "Polygon" as const,
  coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]],
});
const area = (code: string, level: "township" | "district", west: number) => ({
  type: "Feature" as const,
  geometry: square(west, 30, 1),
  properties: { code, name: code, level, district: null },
});
const areas: Areas = { type: "FeatureCollection", features: [area("a", "township", 120), area("b", "township", 121), area("d", "district", 120)] };

describe("the sheet", () => {
  const sheet = draw(areas, 1000, 700, 20);

  it("has every township and district, and keeps north up and all of it within the margin", () => {
    expect(sheet.towns.map(({ code }) => code)).toEqual(["a", "b"]);
    expect(sheet.districts.map(({ code }) => code)).toEqual(["d"]);
    const south = sheet.at(120, 30);
    const north = sheet.at(122, 31);
    expect(north.y).toBeLessThan(south.y);
    for (const { x, y } of [south, north]) {
      expect(x).toBeGreaterThan(19.9);
      expect(x).toBeLessThan(980.1);
      expect(y).toBeGreaterThan(19.9);
      expect(y).toBeLessThan(680.1);
    }
  });

  it("writes a name in the middle of its ground", () => {
    const middle = sheet.at(120.5, 30.5);
    expect(sheet.towns[0]?.x).toBeCloseTo(middle.x, 3);
    expect(sheet.towns[0]?.y).toBeCloseTo(middle.y, 3);
  });
});

describe("names", () => {
  it("that would lie on each other are not both written", () => {
    const [a, b, c] = [{ x: 0, y: 0 }, { x: 30, y: 10 }, { x: 30, y: 60 }] as const;
    expect(spread([a, b, c])).toEqual([a, c]);
  });

  it("have no disc on them", () => {
    expect(clearOf([{ x: 0, y: 0 }], { x: 10, y: 5 })).toEqual({ x: 10, y: 34 });
    expect(clearOf([{ x: 0, y: 0 }], { x: 200, y: 5 })).toEqual({ x: 200, y: 5 });
  });
});

describe("discs", () => {
  const disc = (x: number, open: number, overdue = 0, near = 0) => ({ x, y: 0, open, overdue, near });

  it("that would touch are one, and none of their cases is lost", () => {
    const gathered = gather([disc(0, 1), disc(10, 5, 2), disc(200, 3, 0, 1)], 46);
    expect(gathered).toEqual([disc(10, 6, 2), disc(200, 3, 0, 1)]);
  });

  it("show a whole share as an arc that is drawn at all", () => {
    expect(arc({ x: 0, y: 0 }, 20, 0, 1)).toMatch(/^M0\.0 -20\.0A20 20 0 1 1 /);
  });

  it("tint their township by the steps of the legend", () => {
    expect([0, 1, 2, 3, 5, 6, 12, 99].map(step)).toEqual([0, 1, 1, 2, 2, 3, 4, 4]);
  });
});

describe("a page", () => {
  const mine = ["/assets/wall-1.js", "/assets/wall-1.css"];
  const page = (files: string[]) => `<div id="app"></div>${files.join(" ")}`;

  it("is another when one of its files has another name", () => {
    expect(isAnother(page(mine), mine)).toBe(false);
    expect(isAnother(page(["/assets/wall-2.js", "/assets/wall-1.css"]), mine)).toBe(true);
  });

  it("is not one of ours when a proxy answers for us", () => {
    expect(isAnother("<h1>502 Bad Gateway</h1>", mine)).toBe(false);
  });
});

describe("asking again", () => {
  it("comes soon, and never later than ten seconds, however long it has failed", () => {
    expect(pause(0, 0.5)).toBe(2_000);
    for (const failures of [1, 5, 50, 5_000]) {
      for (const chance of [0, 1]) {
        expect(pause(failures, chance)).toBeGreaterThanOrEqual(500);
        expect(pause(failures, chance)).toBeLessThanOrEqual(10_000);
      }
    }
  });
});

describe("what is shown", () => {
  it("is old once nothing was heard for a while, whatever the line says", () => {
    expect(howFresh(1_000, false, true)).toBe("open");
    expect(howFresh(1_000, true, true)).toBe("retry");
    expect(howFresh(20_000, false, true)).toBe("off");
    expect(howFresh(20_000, true, false)).toBe("retry");
  });

  it("says that a link ends only when that is near", () => {
    const now = Date.parse("2026-11-22T00:00:00Z");
    expect(daysLeft(null, now)).toBeNull();
    expect(daysLeft("2027-11-22T00:00:00Z", now)).toBeNull();
    expect(daysLeft("2026-11-25T12:00:00Z", now)).toBe(3);
    expect(daysLeft("2026-11-21T00:00:00Z", now)).toBe(0);
  });
});
