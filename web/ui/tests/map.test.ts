import { describe, expect, it } from "vitest";
import { admits, boxAround, boxRing, contains, readRing, SCREEN, writeRing, type Ring } from "../src/console/extent";
import { hourOf, stepsOfAll } from "../src/console/inflow";
import { readCamera, writeCamera } from "../src/console/map/camera";
import { momentOf, neighbour } from "../src/console/map/replay";
import { rangesOf, stepsOf } from "../src/shared/map/ramp";
import type { InflowOut, MarkOut, ReplayOut } from "../src/shared/wire";
import { makeCase } from "./make";

describe("steps of the ramp", () => {
  it("begin with one and always rise", () => {
    for (const counts of [[], [0, 0], [1], [1, 1, 1, 1], [1, 2, 3, 4, 50], Array.from({ length: 200 }, (_, n) => n)]) {
      const steps = stepsOf(counts);
      expect(steps[0]).toBe(1);
      expect([...steps].sort((a, b) => a - b)).toEqual(steps);
      expect(new Set(steps).size).toBe(4);
    }
  });

  it("leave half below the second, a fifth from the third, a twentieth from the fourth", () => {
    expect(stepsOf(Array.from({ length: 100 }, (_, n) => n + 1))).toEqual([1, 51, 81, 96]);
  });

  it("are written without a hole between them", () => {
    expect(rangesOf([1, 2, 6, 12])).toEqual(["1", "2–5", "6–11", "≥ 12"]);
  });
});

describe("cases received by hour", () => {
  const inflow: InflowOut = {
    from: "2026-11-22T08:00:00Z",
    hours: 3,
    items: [
      { township: "A", counts: [1, 0, 4] },
      { township: null, counts: [0, 0, 2] },
    ],
  };

  it("are those of the hour, with what lies in no township apart", () => {
    const hour = hourOf(inflow, 2);

    expect([...hour.byTownship]).toEqual([["A", 4]]);
    expect([hour.total, hour.elsewhere]).toEqual([6, 2]);
    expect(new Date(hour.from).toISOString()).toBe("2026-11-22T10:00:00.000Z");
  });

  it("leave a township that received none to plain land", () => {
    expect(hourOf(inflow, 1).byTownship.size).toBe(0);
  });

  it("are parted alike in every hour", () => {
    expect(stepsOfAll(inflow)).toEqual(stepsOf([1, 4]));
  });
});

describe("what is drawn on the map", () => {
  const triangle: Ring = [[0, 0], [4, 0], [0, 4]];

  it("holds what lies inside and nothing else", () => {
    expect(contains(triangle, 1, 1)).toBe(true);
    expect(contains(triangle, 3, 3)).toBe(false);
    expect(contains(triangle, -1, 1)).toBe(false);
  });

  it("follows a ring that turns inward", () => {
    const horseshoe: Ring = [[0, 0], [6, 0], [6, 6], [4, 6], [4, 2], [2, 2], [2, 6], [0, 6]];

    expect(contains(horseshoe, 1, 5)).toBe(true);
    expect(contains(horseshoe, 3, 5)).toBe(false);
  });

  it("is the same whichever corner a box was begun at", () => {
    const boxes = [boxRing([0, 0], [2, 3]), boxRing([2, 3], [0, 0]), boxRing([0, 3], [2, 0])];

    expect(boxes.map((ring) => contains(ring, 1, 1))).toEqual([true, true, true]);
    expect(boxes.map((ring) => contains(ring, 1, 4))).toEqual([false, false, false]);
  });

  it("comes back from the address as it went", () => {
    expect(readRing(writeRing(triangle))).toEqual(triangle);
  });

  it.each(["", "screen", "1,2", "1,2;3,4", "0,0;1,1;2,2", "a,b;c,d;e,f", "1,2,3;4,5,6;7,8,9"])("is no ring: %s", (text) => {
    expect(readRing(text)).toBeNull();
  });
});

describe("a list narrowed to a part of the map", () => {
  const here = makeCase({ lon: 1, lat: 1 });
  const there = makeCase({ lon: 9, lat: 9 });
  const nowhere = makeCase({ lon: null, lat: null });

  it("holds what is on screen, once a map says what that is", () => {
    const on = admits(SCREEN, [0, 0, 5, 5]);

    expect([here, there, nowhere].map((one) => on?.(one))).toEqual([true, false, false]);
    expect(admits(SCREEN, null)).toBeNull();
  });

  it("holds what was drawn around, wherever the map is", () => {
    const inside = admits(writeRing(boxRing([8, 8], [10, 10])), [0, 0, 5, 5]);

    expect([here, there, nowhere].map((one) => inside?.(one))).toEqual([false, true, false]);
  });

  it("leaves nothing out where nothing was asked for", () => {
    expect(admits("", [0, 0, 1, 1])).toBeNull();
  });

  it("is fitted to by what has a place", () => {
    expect(boxAround([here, nowhere, there])).toEqual([1, 1, 9, 9]);
    expect(boxAround([nowhere])).toBeNull();
  });
});

describe("where the map is", () => {
  it("comes back from the address as it went", () => {
    expect(readCamera(writeCamera(120.13, 30.26, 12.5))).toEqual({ center: [120.13, 30.26], zoom: 12.5 });
  });

  it.each(["", "1,2", "1,2,3,4", "200,30,12", "120,89,12", "x,y,z"])("is nowhere: %s", (text) => {
    expect(readCamera(text)).toBeNull();
  });
});

describe("an operation replayed", () => {
  const second = (n: number) => new Date(n * 1000).toISOString();
  const mark = (at: number, kind: MarkOut["kind"], state: MarkOut["state"], unit: string | null = null): MarkOut => ({
    at: second(at), kind, state, unit, unit_name: unit, words: null, by: null,
  });
  const replay: ReplayOut = {
    case_no: "1",
    from: second(0),
    to: second(2000),
    ended: true,
    marks: [
      mark(0, "case", "routed"),
      mark(100, "task", "offered", "U1"),
      mark(200, "task", "accepted", "U1"),
      mark(300, "case", "en_route"),
      mark(1500, "task", "done", "U1"),
      mark(1500, "case", "handled"),
    ],
    trails: [{ unit: "U1", unit_name: "一组", points: [[1, 1, 210], [2, 1, 270], [3, 1, 330], [5, 1, 1400]] }],
  };

  it("begins with the case alone", () => {
    expect(momentOf(replay, 50_000)).toEqual({ state: "routed", units: [], ways: [], marks: 1 });
  });

  it("shows each unit where it last said it was, and what it did", () => {
    const { state, units, marks } = momentOf(replay, 280_000);

    expect(units).toEqual([{ unit: "U1", name: "一组", lon: 2, lat: 1, state: "accepted" }]);
    expect([state, marks]).toEqual(["routed", 3]);
  });

  it("breaks a way where nobody knows it", () => {
    expect(momentOf(replay, 1_450_000).ways).toEqual([{ unit: "U1", parts: [[[1, 1], [2, 1], [3, 1]], [[5, 1]]] }]);
  });

  it("ends with the ways, and no unit at work", () => {
    const end = momentOf(replay, 2_000_000);

    expect([end.state, end.units, end.ways.length]).toEqual(["handled", [], 1]);
  });

  it("steps from one thing that happened to the next, and no farther than its ends", () => {
    expect(neighbour(replay, 0, 1)).toBe(100_000);
    expect(neighbour(replay, 300_000, -1)).toBe(200_000);
    expect(neighbour(replay, 1_500_000, 1)).toBe(2_000_000);
    expect(neighbour(replay, 0, -1)).toBe(0);
  });
});
