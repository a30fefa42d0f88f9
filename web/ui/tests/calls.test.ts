import { describe, expect, it } from "vitest";
import { callsOf, EVERY_MS, FRESH_EARS, listen, tally, unheeded, type Call, type Ears } from "../src/console/calls";
import type { Need, Sos } from "../src/shared/types";
import type { ToneName } from "../src/shared/sound";

const START = Date.parse("2026-11-22T08:00:00Z");
const need = (changes: Partial<Need> = {}): Need => ({
  kind: "to_judge",
  subject: "20261122-000001",
  alert_id: null,
  case_no: "20261122-000001",
  task_id: null,
  title: "店外经营",
  urgency: "general",
  node: null,
  level: null,
  due_at: "2026-11-22T09:00:00Z",
  raised_at: "2026-11-22T08:00:00Z",
  acknowledged: false,
  facts: {},
  ...changes,
});
const sos = (id: string, state: Sos["state"] = "raised") => ({ id, state }) as Sos;
const call = (tone: ToneName, key = tone as string): Call => ({ tone, key, caseNo: null });
const tonesOf = (needs: Need[], now = START) => callsOf(needs, [], "city", now).map(({ tone }) => tone);

/** Which sounds are made, second by second. */
function hear(calls: (second: number) => Call[], seconds: number, ears: Ears = FRESH_EARS): [number, ToneName][] {
  const heard: [number, ToneName][] = [];
  for (let second = 0; second <= seconds; second++) {
    const said = listen(ears, calls(second), START + second * 1000);
    ears = said.ears;
    if (said.tone) heard.push([second, said.tone]);
  }
  return heard;
}

describe("what calls", () => {
  it("is new, unanswered or overdue by what is needed", () => {
    const kinds = ["to_judge", "returned", "waiting", "unanswered", "unseen", "undelivered", "instruction_unsigned", "late_arrival", "limit_passed"];
    expect(tonesOf(kinds.map((kind) => need({ kind })))).toEqual([
      "new", "new", "new", "unanswered", "unanswered", "unanswered", "unanswered", "overdue", "overdue",
    ]);
  });

  it("becomes overdue when its time is over, and is another call then", () => {
    const [before] = callsOf([need()], [], "city", START);
    const [after] = callsOf([need()], [], "city", Date.parse("2026-11-22T09:00:00Z"));
    expect([before?.tone, after?.tone]).toEqual(["new", "overdue"]);
    expect(before?.key).not.toBe(after?.key);
  });

  it("rings at the post it calls on, and nowhere once somebody has it in hand", () => {
    const needs = [need({ node: "township:1" }), need({ node: "city", acknowledged: true }), need({ node: "city", kind: "unanswered" })];
    expect(tonesOf(needs)).toEqual(["unanswered"]);
  });

  it("is a call for help until it is answered", () => {
    expect(callsOf([], [sos("a"), sos("b", "acknowledged"), sos("c", "called_off")], "city", START).map(({ key }) => key)).toEqual(["sos:a", "sos:c"]);
  });
});

describe("what is left to ring", () => {
  const calls = [call("new", "n"), call("sos", "sos:a")];

  it("is not a case that was opened, but a call for help all the same", () => {
    expect(unheeded(calls, new Set(["n", "sos:a"]), null, START)).toEqual([calls[1]]);
  });

  it("is no call for help that was hushed, until the time is over or another one comes", () => {
    const hush = { until: START + 120_000, keys: ["sos:a"] };
    const another = call("sos", "sos:b");
    expect(unheeded([...calls, another], new Set(["n"]), hush, START)).toEqual([another]);
    expect(unheeded(calls, new Set(["n"]), hush, START + 120_000)).toEqual([calls[1]]);
  });
});

describe("the sound of the moment", () => {
  it.each(["new", "unanswered", "overdue"] as const)("%s is made at once, and again while it goes unheeded", (tone) => {
    const every = EVERY_MS[tone] / 1000;
    expect(hear(() => [call(tone)], 2 * every)).toEqual([
      [0, tone],
      [every, tone],
      [2 * every, tone],
    ]);
  });

  it("ends when nothing calls any more", () => {
    expect(hear((second) => (second < 30 ? [call("unanswered")] : []), 200)).toEqual([[0, "unanswered"]]);
  });

  it("is heard for a new call without waiting for the repeat, but a storm is one sound in ten seconds", () => {
    const storm = (second: number) => Array.from({ length: second + 1 }, (_, n) => call("new", `n${String(n)}`));
    expect(hear(storm, 25)).toEqual([
      [0, "new"],
      [10, "new"],
      [20, "new"],
    ]);
  });

  it("is the most pressing one first, then the others", () => {
    expect(hear(() => [call("new"), call("overdue"), call("unanswered")], 5)).toEqual([
      [0, "overdue"],
      [1, "unanswered"],
      [2, "new"],
    ]);
  });

  it("is only the call for help while there is one, every three seconds", () => {
    const calls = (second: number) => [call("overdue"), ...(second < 7 ? [call("sos")] : [])];
    expect(hear(calls, 9)).toEqual([
      [0, "sos"],
      [3, "sos"],
      [6, "sos"],
      [7, "overdue"],
    ]);
  });

  it("has a text that counts", () => {
    expect(tally([call("new", "a"), call("sos"), call("new", "b")])).toEqual([
      { tone: "sos", n: 1 },
      { tone: "new", n: 2 },
    ]);
  });
});
