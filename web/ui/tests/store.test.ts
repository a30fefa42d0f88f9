import { describe, expect, it } from "vitest";
import { apply, applyAll, applyLoose, EMPTY, fromSnapshot, type Picture } from "../src/shared/store";
import type { Case, Frame, Task } from "../src/shared/types";
import { frame, makeCase, makeTask, makeUnit } from "./make";

const snapshot = (seq: number, cases: Case[], tasks: Task[] = []): Picture =>
  fromSnapshot({ snapshot: { cases, tasks, units: [makeUnit()] }, seq });

const seen = (picture: Picture) => ({
  seq: picture.seq,
  cases: [...picture.cases.values()].sort((a, b) => a.case_no.localeCompare(b.case_no)),
  tasks: [...picture.tasks.values()].sort((a, b) => a.id.localeCompare(b.id)),
});

describe("the fold", () => {
  const first = makeCase({ case_no: "1" });
  const second = makeCase({ case_no: "2" });
  const news: Frame[] = [
    frame(11, "case.changed", second),
    frame(12, "case.changed", { ...first, state: "sent", version: 2 }),
    frame(13, "task.offered", makeTask({ case_no: "1" })),
    frame(14, "case.changed", { ...second, closed: true, state: "closed" }),
    frame(15, "task.changed", makeTask({ case_no: "1", state: "accepted", version: 2 })),
  ];

  it("makes snapshot(N) and the frames after it equal snapshot(M)", () => {
    const folded = applyAll(snapshot(10, [first]), news);

    const asked = snapshot(
      15,
      [{ ...first, state: "sent", version: 2 }],
      [makeTask({ case_no: "1", state: "accepted", version: 2 })],
    );
    expect(seen(folded)).toEqual(seen(asked));
  });

  it("is the same one by one and all at once", () => {
    const start = snapshot(10, [first]);

    expect(seen(news.reduce(apply, start))).toEqual(seen(applyAll(start, news)));
  });

  it("hears a frame twice as once", () => {
    const start = snapshot(10, [first]);

    const twice = applyAll(start, news.flatMap((one) => [one, one]));

    expect(seen(twice)).toEqual(seen(applyAll(start, news)));
    expect(applyAll(twice, news)).toBe(twice);
  });

  it("is not taken back by a frame that comes late", () => {
    const after = applyAll(snapshot(10, [first]), news);

    expect(apply(after, news[0] as Frame)).toBe(after);
    expect(applyAll(after, [news[1] as Frame, frame(16, "case.sung", {})]).cases).toBe(after.cases);
  });

  it("ignores a name it does not know, and goes on counting", () => {
    const after = apply(snapshot(10, [first]), frame(11, "case.sung", { case_no: "1" }));

    expect(after.seq).toBe(11);
    expect([...after.cases.values()]).toEqual([first]);
  });

  it("drops a closed case, and a case that left", () => {
    const start = snapshot(10, [first, second]);

    const closed = apply(start, frame(11, "case.changed", { ...first, closed: true }));
    const left = apply(closed, frame(12, "case.left", { case_no: "2", to: "330105" }));

    expect([...closed.cases.keys()]).toEqual(["2"]);
    expect(left.cases.size).toBe(0);
  });

  it("drops an ended task", () => {
    const start = snapshot(10, [], [makeTask()]);

    expect(apply(start, frame(11, "task.changed", makeTask({ ended: true, state: "done" }))).tasks.size).toBe(0);
  });

  it("puts a receipt into its instruction, by unit, and leaves alone one it does not know", () => {
    const told = { id: "i", ended: false, receipts: [{ unit: "A" }, { unit: "B" }] };
    const before = apply(snapshot(10, []), frame(11, "instruction.changed", told));

    const after = applyAll(before, [
      frame(12, "instruction.receipt", { instruction: "i", unit: "A", seen_at: "2026-11-22T08:00:00Z" }),
      frame(13, "instruction.receipt", { instruction: "other", unit: "A" }),
    ]);

    expect(after.instructions.get("i")?.receipts).toEqual([{ unit: "B" }, { unit: "A", seen_at: "2026-11-22T08:00:00Z" }]);
    expect(before.instructions.get("i")?.receipts).toHaveLength(2);
    expect(after.instructions.size).toBe(1);
  });

  it("never changes the picture it was given", () => {
    const start = snapshot(10, [first]);

    applyAll(start, news);

    expect(start.cases.get("1")).toBe(first);
    expect(start.tasks.size).toBe(0);
  });

  it("leaves alone the maps a batch did not touch", () => {
    const start = snapshot(10, [first]);

    const after = apply(start, frame(11, "case.changed", second));

    expect(after.tasks).toBe(start.tasks);
    expect(after.units).toBe(start.units);
  });
});

describe("a unit's state", () => {
  const start = snapshot(10, []);

  it("is the furthest of its open tasks", () => {
    const busy = applyAll(start, [
      frame(11, "task.offered", makeTask({ id: "a" })),
      frame(12, "task.changed", makeTask({ id: "b", state: "on_site" })),
    ]);

    expect(busy.units.get("U1")).toMatchObject({ state: "on_site", load: 2 });
  });

  it("is free again when the last one has ended", () => {
    const busy = apply(start, frame(11, "task.offered", makeTask()));

    const idle = apply(busy, frame(12, "task.changed", makeTask({ state: "declined", ended: true })));

    expect(idle.units.get("U1")).toMatchObject({ state: "free", load: 0 });
  });
});

describe("frames without a number", () => {
  it("move a unit and leave the number", () => {
    const after = applyLoose(snapshot(10, []), { name: "unit.moved", data: { unit: "U1", lon: 121, lat: 31, at: "" } });

    expect(after.seq).toBe(10);
    expect(after.units.get("U1")).toMatchObject({ lon: 121, lat: 31 });
  });

  it("are ignored for a unit nobody knows and for a name nobody knows", () => {
    expect(applyLoose(EMPTY, { name: "unit.presence", data: { unit: "X", online: true } })).toBe(EMPTY);
    expect(applyLoose(EMPTY, { name: "ping", data: {} })).toBe(EMPTY);
  });
});
