import { beforeEach, describe, expect, it } from "vitest";
import { areaText, between, boxAround, faultsOf, movesOf, obstacle, plateOf, step } from "../src/competence/boundaries/survey";
import { language } from "../src/shared/i18n";
import { boxOf, nameAt, type Ground } from "../src/shared/map/ground";
import { powersOf } from "../src/shared/map/powers";
import type { SpecialAreaOut, SurveyOut } from "../src/shared/wire";

const EAST = { code: "990101001", name: "East Lake" };
const WEST = { code: "990101002", name: "West Lake" };
const square = (lon: number, lat: number, side: number): Ground => ({
  type: "Polygon",
  coordinates: [[[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]],
});
const feature = (level: string, number: number, geometry: Ground) => ({ type: "Feature", properties: { level, number }, geometry });

const SURVEY: SurveyOut = {
  base: 1,
  valid_from: "2027-01-01",
  townships: 2,
  came: [],
  left: [],
  changed: [{ ...EAST, area_m2: 32_000 }],
  moves: [{ before: WEST, after: EAST, area_m2: 32_000, lon: 87.1, lat: 43.1 }],
  move_count: 1,
  faults: [
    { kind: "overlap", townships: [EAST, WEST], area_m2: 840, sliver: true, bars: true, lon: 87.2, lat: 43.2 },
    { kind: "gap", townships: [EAST], area_m2: 8.42, sliver: false, bars: false, lon: 87.3, lat: 43.3 },
  ],
  fault_count: 2,
  contested_count: 1,
  drawing: {
    type: "FeatureCollection",
    features: [feature("moved", 0, square(87.1, 43.1, 0.5)), feature("overlap", 0, square(87, 43, 1)), feature("gap", 1, square(88, 44, 1))],
  },
};

beforeEach(() => {
  language.value = "en";
});

describe("a survey's findings", () => {
  it("are named alike in the list and on the map, faults and moves apart", () => {
    expect([...faultsOf(SURVEY), ...movesOf(SURVEY)].map(({ id }) => id)).toEqual(["fault:0", "fault:1", "move:0"]);
  });
  it("know the ground they are about", () => {
    const [overlap, gap] = faultsOf(SURVEY);
    const [move] = movesOf(SURVEY);
    expect([overlap, gap, move].map((one) => one && boxAround(SURVEY, one))).toEqual([
      [87, 43, 88, 44],
      [88, 44, 89, 45],
      [87.1, 43.1, 87.6, 43.6],
    ]);
  });
  it("say whom they are between, and from whom to whom ground goes", () => {
    const [overlap] = faultsOf(SURVEY);
    const [move] = movesOf(SURVEY);
    expect(overlap && between(overlap)).toContain("East Lake");
    expect(move && between(move)).toBe("West Lake → East Lake");
    expect(move && between({ ...move, townships: [WEST, null] })).toBe("West Lake → nobody");
    expect(overlap && plateOf(overlap)).toBe("Overlap 840 m²");
  });
  it("are gone through in a ring, from the first or the last", () => {
    const all = faultsOf(SURVEY);
    expect([step(all, "", 1), step(all, "", -1), step(all, "fault:1", 1), step(all, "fault:0", -1)].map((one) => one?.id)).toEqual(["fault:0", "fault:1", "fault:0", "fault:1"]);
    expect(step([], "", 1)).toBeUndefined();
  });
});

describe("what bars publishing a survey", () => {
  const sound = { ...SURVEY, contested_count: 0 };
  it("is ground that two townships claim, before anything else", () => {
    expect(obstacle(SURVEY, true)).toBe("contested");
  });
  it("is nothing where only gaps are left", () => {
    expect(obstacle(sound, false)).toBeNull();
  });
  it("is a township that ends, until that is meant", () => {
    expect([obstacle({ ...sound, left: [WEST] }, false), obstacle({ ...sound, left: [WEST] }, true)]).toEqual(["ends", null]);
  });
  it("is that nothing would change", () => {
    expect(obstacle({ ...sound, changed: [] }, false)).toBe("nothing");
  });
});

it.each([
  [0.42, "0.4 m²"],
  [840.4, "840 m²"],
  [9_999, "9\u2009999 m²"],
  [32_000, "3.2 ha"],
  [3_613_000, "3.61 km²"],
])("an area of %f square metres reads %s", (m2, said) => {
  expect(areaText(m2)).toBe(said);
});

describe("ground", () => {
  const islands: Ground = { type: "MultiPolygon", coordinates: [square(1, 1, 1).coordinates, square(5, 5, 3).coordinates] as never };
  it("lies in the box around all of its parts", () => {
    expect(boxOf(islands)).toEqual([1, 1, 8, 8]);
  });
  it("is named in the middle of its largest part", () => {
    const named = nameAt({ type: "Feature", properties: { name: "islands" }, geometry: islands });
    expect(named.geometry.coordinates.map((degrees) => Math.round(degrees * 10))).toEqual([65, 65]);
    expect(named.properties).toEqual({ name: "islands" });
  });
});

it("a special area says which powers a team has there alone and which beside the township", () => {
  const station: SpecialAreaOut = {
    code: "station", name: "Station", valid_from: null, valid_to: null, source: "", invented: true,
    powers: [
      { team: "t", team_name: "Team", mode: "own", fields: ["city"] },
      { team: "t", team_name: "Team", mode: "shared", fields: [] },
    ],
    ground: { type: "Polygon", coordinates: [] },
  };
  expect(powersOf(station)).toEqual(["alone: city", "shared: all fields"]);
});
