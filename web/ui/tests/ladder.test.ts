import { describe, expect, it } from "vitest";
import { brokenOff, ladder } from "../src/console/ladder";
import type { Move, TaskState } from "../src/shared/types";
import { makeTask } from "./make";

const moves = (...states: TaskState[]): Move[] =>
  states.map((state, at) => ({ state, at: `2026-11-22T08:00:0${String(at)}Z`, device_at: null, by: "unit", act: null }));
const kinds = (state: TaskState, ...passed: TaskState[]) =>
  ladder(makeTask({ state, moves: moves(...passed), ended: state === "done" || brokenOff(state) })).map((stop) => stop.kind);

describe("the ladder", () => {
  it("waits in amber for an answer", () => {
    expect(kinds("delivered", "offered", "delivered")).toEqual(["done", "done", "wait", "ahead", "ahead"]);
  });

  it("does not call a unit on its way unanswered", () => {
    expect(kinds("en_route", "offered", "delivered", "accepted", "en_route")).toEqual(["done", "done", "done", "next", "ahead"]);
  });

  it("passes over a delivery nobody acknowledged", () => {
    expect(kinds("accepted", "offered", "accepted")).toEqual(["done", "skip", "done", "next", "ahead"]);
  });

  it("ends at a refusal", () => {
    expect(kinds("declined", "offered", "delivered", "declined")).toEqual(["done", "done", "refused", "ahead", "ahead"]);
  });

  it("is whole when the task is done", () => {
    expect(kinds("done", "offered", "delivered", "accepted", "en_route", "on_site", "done")).toEqual(Array(5).fill("done"));
  });

  it("shows where the centre took a task back, after the stops it had reached", () => {
    expect(kinds("recalled", "offered", "delivered", "seen", "accepted", "recalled")).toEqual(["done", "done", "done", "refused", "ahead"]);
  });

  it("shows an offer nobody answered as broken off, not as waiting", () => {
    expect(kinds("expired", "offered", "expired")).toEqual(["done", "ahead", "refused", "ahead", "ahead"]);
  });
});
