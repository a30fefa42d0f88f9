import { describe, expect, it } from "vitest";
import { cameBack, Line, sorted, SORTS, type Entry, type Sort } from "../src/console/line";
import type { Case } from "../src/shared/types";
import { makeCase } from "./make";
import { chance } from "./chance";

const numbers = (line: readonly Entry[]) => line.map(({ case: one }) => one.case_no);
const inLine = (cases: Case[], sort: Sort = "left") => numbers(sorted(cases, sort));
const at = (time: string) => `2026-11-22T${time}:00.000000Z`;

describe("the order", () => {
  it("is by the time left, then what rests by what is left of it, then what has no limit", () => {
    const cases = [
      makeCase({ case_no: "no limit", received_at: at("07:00") }),
      makeCase({ case_no: "rests long", due_at: at("12:00"), paused_at: at("09:00") }),
      makeCase({ case_no: "rests short", due_at: at("13:00"), paused_at: at("12:00") }),
      makeCase({ case_no: "late", due_at: at("15:00") }),
      makeCase({ case_no: "over", due_at: at("06:00") }),
    ];

    expect(inLine(cases)).toEqual(["over", "late", "rests short", "rests long", "no limit"]);
  });

  it("is newest first, or longest waiting first", () => {
    const cases = ["08:00", "09:00", "07:00"].map((time) => makeCase({ case_no: time, received_at: at(time) }));

    expect(inLine(cases, "newest")).toEqual(["09:00", "08:00", "07:00"]);
    expect(inLine(cases, "oldest")).toEqual(["07:00", "08:00", "09:00"]);
  });

  const leading = [
    makeCase({ case_no: "over", due_at: at("01:00") }),
    makeCase({ case_no: "urgent", urgency: "urgent", due_at: at("10:00") }),
    makeCase({ case_no: "returned", hops: 1 }),
    makeCase({ case_no: "disputed", hops: 2, reason: "disputed" }),
    makeCase({ case_no: "danger", urgency: "critical" }),
  ];

  it.each(SORTS)("by %s has danger to life first, then disputes, then what came back", (sort) => {
    expect(inLine(leading, sort).slice(0, 3)).toEqual(["danger", "disputed", "returned"]);
  });

  it("has what is urgent before the rest, but never before what is over, by time left", () => {
    expect(inLine(leading, "newest")[3]).toBe("urgent");
    expect(inLine(leading, "left")[3]).toBe("over");
  });

  it("no longer prefers what came back once it has been sent again", () => {
    expect(cameBack(makeCase({ hops: 2, state: "sent" }))).toBe("none");
  });
});

describe("a line that follows the picture", () => {
  it("equals the whole order made anew, whatever happens", () => {
    const random = chance(7);
    const line = new Line();
    let cases = new Map<string, Case>();
    let sort: Sort = "left";
    for (let step = 0; step < 400; step += 1) {
      const next = new Map(cases);
      for (let i = random(4); i > 0; i -= 1) {
        const case_no = `2026-${String(random(60))}`;
        if (random(4) === 0) next.delete(case_no);
        else next.set(case_no, anyCase(case_no, random));
      }
      cases = next;
      if (random(20) === 0) sort = SORTS[random(3)] as Sort;

      expect(numbers(line.follow(cases, sort))).toEqual(inLine([...cases.values()], sort));
    }
  });

  it("is the same line while nothing changes", () => {
    const line = new Line();
    const cases = new Map([["1", makeCase({ case_no: "1" })]]);

    expect(line.follow(cases, "left")).toBe(line.follow(cases, "left"));
  });
});

function anyCase(case_no: string, random: (below: number) => number): Case {
  const hour = () => at(`${String(10 + random(10))}:00`);
  return makeCase({
    case_no,
    received_at: hour(),
    due_at: random(2) ? hour() : null,
    paused_at: random(4) ? null : hour(),
    hops: random(3),
    urgency: (["general", "urgent", "critical"] as const)[random(3)] ?? "general",
    state: random(2) ? "to_judge" : "sent",
  });
}
