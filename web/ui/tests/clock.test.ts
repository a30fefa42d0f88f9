import { describe, expect, it } from "vitest";
import { timeLeft } from "../src/console/clock";
import { makeCase } from "./make";

const at = (text: string) => Date.parse(`2026-11-22T${text}Z`);
const one = makeCase({ due_at: "2026-11-22T12:00:00Z", near_at: "2026-11-22T11:00:00Z" });

describe("a case's time", () => {
  it("is calm, then amber from the server's own mark, then red and counting up", () => {
    expect(timeLeft(one, at("10:59:59"))).toEqual({ pace: "calm", ms: 3_601_000 });
    expect(timeLeft(one, at("11:00:00"))).toEqual({ pace: "soon", ms: 3_600_000 });
    expect(timeLeft(one, at("12:00:00"))).toEqual({ pace: "over", ms: 0 });
    expect(timeLeft(one, at("13:00:00"))).toEqual({ pace: "over", ms: -3_600_000 });
  });

  it("stands still while the clock rests", () => {
    const resting = { ...one, paused_at: "2026-11-22T11:30:00Z" };

    expect(timeLeft(resting, at("11:31:00"))).toEqual({ pace: "rests", ms: 1_800_000 });
    expect(timeLeft(resting, at("18:00:00"))).toEqual({ pace: "rests", ms: 1_800_000 });
  });

  it("is not spoken of without a limit, or once the case is closed", () => {
    expect(timeLeft(makeCase(), at("11:00:00"))).toBeNull();
    expect(timeLeft({ ...one, closed: true }, at("11:00:00"))).toBeNull();
  });
});
