import { describe, expect, it } from "vitest";
import { count, dateTime, distance, elapsed, localIso } from "../src/shared/format";

describe("times", () => {
  it("are the city's, whatever the browser's zone", () => {
    expect(dateTime("2026-11-22T08:05:00.123456Z")).toBe("2026-11-22 16:05");
    expect(dateTime("2026-11-22T16:30:00Z")).toBe("2026-11-23 00:30");
  });

  it("of an act carry the device's offset and name the same instant", () => {
    const now = new Date("2026-11-22T08:05:12Z");

    expect(localIso(now)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(Date.parse(localIso(now))).toBe(now.getTime());
  });
});

describe("ages", () => {
  const from = "2026-11-22T00:00:00Z";
  const after = (seconds: number) => elapsed(from, Date.parse(from) + seconds * 1000);

  it("grow from minutes to hours to days", () => {
    expect(after(72)).toBe("01:12");
    expect(after(3_600 + 62)).toBe("1:01:02");
    expect(after(3 * 86_400)).toBe("3 天");
  });

  it("never go below zero when a server's clock is ahead", () => {
    expect(after(-5)).toBe("00:00");
  });
});

describe("numbers", () => {
  it("are grouped by thin spaces, and metres become kilometres", () => {
    expect(count(1284)).toBe("1\u2009284");
    expect(distance(812)).toBe("812 m");
    expect(distance(1940)).toBe("1.9 km");
  });
});
