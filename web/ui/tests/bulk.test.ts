import { describe, expect, it } from "vitest";
import { plan, summarise, undo, type Line } from "../src/console/bulk";
import type { Task } from "../src/shared/types";
import { makeTask } from "./make";

const NOW = Date.parse("2026-11-22T08:00:00Z");
let made = 0;
const newId = () => `order-${String(++made)}`;
const line = (task: Task, what: "send" | "reassign" | "recall" | "extend"): Line => ({
  case_no: task.case_no,
  task,
  order: { id: newId(), do: what, task: task.id, version: task.version },
});

describe("a bulk act", () => {
  const tasks = [
    makeTask({ id: "t1", case_no: "1", version: 3 }),
    makeTask({ id: "t1-help", case_no: "1", role: "assist" }),
    makeTask({ id: "t2-old", case_no: "2", ended: true, state: "declined" }),
    makeTask({ id: "t2", case_no: "2", role: "rival" }),
  ];

  it("is one order for each case, about the task that leads it, as it was read", () => {
    const { lines, without } = plan(["1", "2", "3"], tasks, "recall", { reason: "r" }, newId);

    expect(lines.map(({ order }) => [order.task, order.do, order.version, order.reason])).toEqual([
      ["t1", "recall", 3, "r"],
      ["t2", "recall", 1, "r"],
    ]);
    expect(without).toEqual(["3"]);
    expect(new Set(lines.map(({ order }) => order.id)).size).toBe(2);
  });

  it("tells refusals of one kind together, the most frequent first", () => {
    const lines = ["1", "2", "3", "4"].map((case_no) => line(makeTask({ case_no, id: case_no }), "send"));
    const says = (title: string) => ({ title, detail: "d" });
    const items = lines.map(({ order }, at) => ({
      task: order.task,
      id: order.id,
      done: at === 0,
      problem: at === 0 ? null : says(at === 1 ? "rare" : "often"),
    }));

    const { done, refused } = summarise(lines, items);

    expect(done.map(({ case_no }) => case_no)).toEqual(["1"]);
    expect(refused.map(({ title, case_nos }) => [title, case_nos])).toEqual([
      ["often", ["3", "4"]],
      ["rare", ["2"]],
    ]);
  });
});

describe("what was ordered is taken back", () => {
  const waiting = makeTask({ id: "t", state: "waiting", unit: null });
  const sent = makeTask({ id: "t", state: "delivered", version: 4 });

  it("by a recall, where a unit was asked and has not answered", () => {
    expect(undo(line(waiting, "send"), [sent], NOW, newId)).toMatchObject({ do: "recall", task: "t", version: 4 });
    expect(undo(line(waiting, "send"), [{ ...sent, state: "accepted" }], NOW, newId)).toBeNull();
  });

  it("by asking the former unit again, where the other has not answered", () => {
    const heir = makeTask({ id: "heir", replaces_id: "t", unit: "U2" });

    expect(undo(line(sent, "reassign"), [heir], NOW, newId)).toMatchObject({ do: "reassign", task: "heir", unit: "U1" });
    expect(undo(line(sent, "reassign"), [{ ...heir, state: "waiting", unit: null }], NOW, newId)).toMatchObject({ do: "send", unit: "U1" });
    expect(undo(line(sent, "reassign"), [{ ...heir, state: "en_route" }], NOW, newId)).toBeNull();
    expect(undo(line(waiting, "reassign"), [heir], NOW, newId)).toBeNull();
  });

  it("by the former limit, unless it has passed or counts something else by now", () => {
    const limited = { ...sent, accept_by: "2026-11-22T08:10:00Z" };

    expect(undo(line(limited, "extend"), [sent], NOW, newId)).toMatchObject({ do: "extend", until: "2026-11-22T08:10:00Z" });
    expect(undo(line(limited, "extend"), [sent], NOW + 3_600_000, newId)).toBeNull();
    expect(undo(line(limited, "extend"), [{ ...sent, state: "accepted" }], NOW, newId)).toBeNull();
  });

  it("never after a recall: the case is judged anew by a person", () => {
    expect(undo(line(sent, "recall"), [], NOW, newId)).toBeNull();
  });
});
