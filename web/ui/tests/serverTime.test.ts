import { describe, expect, it } from "vitest";
import { correction, learn, UNKNOWN } from "../src/shared/serverTime";

const HOUR = 3_600_000;
const header = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toUTCString();

/** Answers at these moments of the device, told by a server that is so far ahead. */
function after(ahead: number, moments: number[]) {
  return moments.reduce((known, at) => learn(known, header(at + ahead), at - 20, at + 20), UNKNOWN);
}

describe("the server's time", () => {
  it("is the device's own as long as the two can agree", () => {
    expect(correction(after(0, [5_000, 6_430, 7_900]))).toBe(0);
    expect(correction(UNKNOWN)).toBe(0);
  });

  it("is told apart from a wrong clock within the second that a date names, and closer with every answer", () => {
    for (const wrong of [-7 * 60_000, HOUR]) {
      expect(Math.abs(correction(after(wrong, [5_500])) - wrong)).toBeLessThan(1_100);
      expect(Math.abs(correction(after(wrong, [5_010, 6_300, 7_600, 8_980])) - wrong)).toBeLessThan(300);
    }
  });

  it("is learned anew when a clock was set", () => {
    const known = after(0, [5_000, 6_000]);

    expect(Math.abs(correction(learn(known, header(7_000 + HOUR), 6_990, 7_010)) - HOUR)).toBeLessThan(1_100);
  });

  it("is left alone by an answer without a date", () => {
    expect(learn(UNKNOWN, null, 0, 1)).toBe(UNKNOWN);
    expect(learn(UNKNOWN, "soon", 0, 1)).toBe(UNKNOWN);
  });
});
