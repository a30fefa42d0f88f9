import { describe, expect, it } from "vitest";
import { changes, type Drawn } from "../src/shared/map/layer";

interface Pin {
  id: string;
  lon: number | null;
}

const drawn: Drawn<Pin> = {
  id: (pin) => pin.id,
  feature: ({ id, lon }) =>
    lon === null ? null : { type: "Feature", geometry: { type: "Point", coordinates: [lon, 0] }, properties: { id } },
};
const pins = (...list: Pin[]) => new Map(list.map((pin) => [pin.id, pin]));
const [a, b, c]: [Pin, Pin, Pin] = [{ id: "a", lon: 1 }, { id: "b", lon: 2 }, { id: "c", lon: 3 }];

describe("what a source is told", () => {
  it("is only what differs", () => {
    const moved = { ...b, lon: 9 };

    const { add, remove } = changes(pins(a, b), pins(moved, c), drawn);

    expect(add.map((feature) => feature.properties?.id as string)).toEqual(["b", "c"]);
    expect(remove).toEqual(["a"]);
  });

  it("is nothing when nothing changed", () => {
    expect(changes(pins(a, b), pins(a, b), drawn)).toEqual({ add: [], remove: [] });
  });

  it("takes away a pin that lost its place", () => {
    expect(changes(pins(a), pins({ ...a, lon: null }), drawn)).toEqual({ add: [], remove: ["a"] });
  });
});
