import { describe, expect, it } from "vitest";
import { lineWord } from "../src/console/link";
import { bestOf, sample } from "../src/shared/serverTime";
import { onServer, learnTime } from "../src/shared/serverTime";

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

describe("the server's clock", () => {
  it("is taken from the middle of a question and its answer", () => {
    expect(sample(1_000, 1_200, 61_100)).toEqual({ offsetMs: 60_000, tripMs: 200 });
  });

  it("is believed of the answer that came back quickest", () => {
    expect(bestOf([sample(0, 4_000, 60_000), sample(0, 20, 60_010), sample(0, 900, 60_900)])).toBe(60_000);
    expect(bestOf([])).toBe(0);
  });

  it("forgets old answers: this computer's clock may be set anew", () => {
    learnTime(0, 0, 500_000);
    expect(onServer(0)).toBe(500_000);
    for (let n = 0; n < 8; n++) learnTime(1_000, 1_040, 1_020);
    expect(onServer(0)).toBe(0);
  });

  it("learns nothing from an answer that says no time", () => {
    learnTime(0, 10, Number.NaN);
    expect(onServer(5)).toBe(5);
  });
});
