import { describe, expect, it } from "vitest";
import { nextTick, ref } from "vue";
import { caseAuthor, caseChanges, taskAuthor, taskChanges } from "../src/console/difference";
import { useBegun } from "../src/console/useBegun";
import { wayOut } from "../src/console/wayOut";
import type { CaseDetail } from "../src/shared/types";
import { makeCase, makeTask } from "./make";

describe("the difference", () => {
  const before = makeCase({ changed_at: "2026-11-22T08:00:00Z" });
  const after = makeCase({ version: 2, state: "routed", team: "T2", team_name: "B", changed_at: "2026-11-22T08:05:00Z" });

  it("names each field that changed, and no other", () => {
    expect(caseChanges(before, after)).toEqual([
      { field: "state", from: "to_judge", to: "routed" },
      { field: "team_name", from: null, to: "B" },
    ]);
    expect(caseChanges(before, before)).toEqual([]);
  });

  it("names who did it last, if it was after what was read", () => {
    const row = (at: string, actor: string, actor_kind = "person") => ({ at, actor, actor_kind }) as CaseDetail["history"][number];
    // What the platform does after a person has decided is that person's doing.
    const history = [row("2026-11-22T08:00:00Z", "early"), row("2026-11-22T08:05:00Z", "late"), row("2026-11-22T08:05:01Z", "system", "system")];

    expect(caseAuthor(history, before)).toEqual({ name: "late", kind: "person", at: "2026-11-22T08:05:00Z" });
    expect(caseAuthor(history.slice(0, 2), after)).toBeNull();
  });

  it("does not count it as news that a phone has got a task", () => {
    const offered = makeTask();
    const seen = makeTask({ state: "seen", version: 3 });

    expect(taskChanges(offered, seen)).toEqual([]);
    expect(taskChanges(offered, makeTask({ state: "accepted" }))).toEqual([{ field: "state", from: "offered", to: "accepted" }]);
    expect(taskAuthor(offered, offered)).toBeNull();
  });
});

describe("a form", () => {
  it("follows what changes nothing it acts on, and stays with what was read otherwise", async () => {
    const now = ref(makeTask());
    const begun = useBegun(() => now.value, taskChanges);

    now.value = makeTask({ state: "delivered", version: 2 });
    await nextTick();
    expect(begun.seen.value.version).toBe(2);

    now.value = makeTask({ state: "accepted", version: 3 });
    await nextTick();
    expect(begun.seen.value.version).toBe(2);
    expect(begun.changes.value).toHaveLength(1);

    begun.look();
    expect([begun.seen.value.version, begun.changes.value.length]).toEqual([3, 0]);
  });
});

describe("a refusal's way out", () => {
  const candidates = [
    { unit: "U1", unit_name: "one", asked: false },
    { unit: "U2", unit_name: "two", asked: false },
  ];

  it("is the best of the others, where the unit is the reason", () => {
    expect(wayOut({ type: "/problems/off-duty", facts: {} }, candidates, "U1")).toEqual({ kind: "unit", unit: "two" });
    expect(wayOut({ type: "/problems/unit-taken", facts: {} }, [], "U1")).toBeNull();
  });

  it("is what may be done from here, where the state is", () => {
    expect(wayOut({ type: "/problems/illegal-move", facts: { allowed: ["recalled"] } }, [], "U1")).toEqual({
      kind: "states",
      states: ["recalled"],
    });
    expect(wayOut({ type: "/problems/illegal-move", facts: {} }, [], "U1")).toBeNull();
  });
});
