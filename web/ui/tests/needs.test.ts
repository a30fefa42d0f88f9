import { describe, expect, it } from "vitest";
import { countKinds, haste, isLoud, needsHolding, ofKinds } from "../src/console/needs";
import type { Need } from "../src/shared/types";

const at = (text: string) => Date.parse(`2026-11-22T${text}Z`);
const need = (changes: Partial<Need> = {}): Need => ({
  kind: "unaccepted",
  subject: "task-1",
  alert_id: "alert-1",
  case_no: "20261122-000001",
  task_id: "task-1",
  title: "店外经营",
  urgency: "urgent",
  node: "team:T",
  level: "team",
  due_at: "2026-11-22T08:40:00Z",
  raised_at: "2026-11-22T08:00:00Z",
  acknowledged: false,
  facts: {},
  ...changes,
});

describe("the time that is left", () => {
  it("is calm until a quarter of it is left, then amber, then red", () => {
    expect(haste(need(), at("08:29:59"))).toBe("calm");
    expect(haste(need(), at("08:30:00"))).toBe("soon");
    expect(haste(need(), at("08:39:59"))).toBe("soon");
    expect(haste(need(), at("08:40:00"))).toBe("over");
  });

  it("is calm where there is no limit", () => {
    expect(haste(need({ due_at: null }), at("23:00:00"))).toBe("calm");
  });

  it("is amber when it was raised after it was due to be", () => {
    expect(haste(need({ raised_at: "2026-11-22T08:50:00Z", due_at: "2026-11-22T08:49:00Z" }), at("08:48:00"))).toBe("soon");
  });
});

describe("what rings", () => {
  it("is a call for help nobody has answered, or that its own caller took back", () => {
    expect((["raised", "acknowledged", "taken", "called_off", "closed", "false_alarm"] as const).filter((state) => isLoud({ state }))).toEqual([
      "raised",
      "called_off",
    ]);
  });
});

describe("the list of needs", () => {
  const needs = [
    need({ kind: "sos", subject: "1", case_no: null, title: "西溪一组", facts: { unit_name: "西溪 01 组" } }),
    need({ kind: "to_judge", subject: "2", case_no: "20261122-000002" }),
    need({ kind: "to_judge", subject: "3", case_no: "20261122-000003", title: "施工扰民" }),
  ];
  const subjects = (list: readonly Need[]) => list.map(({ subject }) => subject);

  it("is of the kinds that are wanted, and each kind's number equals its list", () => {
    for (const [kind, n] of Object.entries(countKinds(needs))) expect(ofKinds(needs, [kind])).toHaveLength(n);
    expect(ofKinds(needs, [])).toBe(needs);
    expect(subjects(ofKinds(needs, ["sos", "to_judge"]))).toEqual(["1", "2", "3"]);
  });

  it("holds words of its own, and those of its cases", () => {
    expect(subjects(needsHolding(needs, "西溪 一组", new Set()))).toEqual(["1"]);
    expect(subjects(needsHolding(needs, "转塘", new Set(["20261122-000002"])))).toEqual(["2"]);
    expect(subjects(needsHolding(needs, "  ", null))).toEqual(["1", "2", "3"]);
  });
});
