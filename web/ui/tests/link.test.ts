import { describe, expect, it } from "vitest";
import { lineWord } from "../src/console/link";

const NOW = 1_000_000;
const at = { ready: true, online: true, now: NOW };

describe("the pill", () => {
  it("says the line is there, being opened, or over", () => {
    expect(lineWord({ kind: "open", since: 0 }, at)).toEqual({ kind: "open" });
    expect(lineWord({ kind: "connecting", since: NOW, heard: null }, { ...at, ready: false })).toEqual({ kind: "connecting" });
    expect(lineWord({ kind: "ended", code: 4001 }, { ...at, online: false })).toEqual({ kind: "ended" });
  });

  it("counts down to the next attempt, never below zero", () => {
    const down = { kind: "retry" as const, since: NOW - 5_000, heard: NOW - 5_000, next: NOW + 3_400 };
    expect(lineWord(down, at)).toEqual({ kind: "retry", seconds: 4 });
    expect(lineWord(down, { ...at, now: NOW + 9_000 })).toEqual({ kind: "retry", seconds: 0 });
    expect(lineWord({ kind: "connecting", since: NOW - 5_000, heard: NOW }, at)).toEqual({ kind: "retry", seconds: 0 });
  });

  it("says as of when the data is, after half a minute or without a network at once", () => {
    const down = { kind: "retry" as const, since: NOW - 31_000, heard: NOW - 40_000, next: NOW + 1 };
    expect(lineWord(down, at)).toEqual({ kind: "off", asOf: NOW - 40_000 });
    expect(lineWord({ ...down, since: NOW }, { ...at, online: false })).toEqual({ kind: "off", asOf: NOW - 40_000 });
  });

  it("claims no data where none ever came", () => {
    expect(lineWord({ kind: "retry", since: 0, heard: null, next: NOW }, { ...at, ready: false })).toEqual({ kind: "off", asOf: null });
  });
});
