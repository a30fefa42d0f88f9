import { describe, expect, it } from "vitest";
import { allActs } from "../src/console/commands/acts";
import { complete, MOST, type World } from "../src/console/commands/completer";
import { parse } from "../src/console/commands/grammar";
import { find, leading, rank } from "../src/console/commands/matching";
import { initials } from "../src/console/commands/pinyin";
import type { Team } from "../src/shared/types";
import { makeCase, makeUnit } from "./make";

const acts = allActs(() => true);
const team = (code: string, name: string, township: string | null = null): Team => ({ code, name, district: null, township, kind: "squad", fields: [] });
const one = makeCase({ case_no: "20261122-000371", township: "001", lon: 87.03, lat: 43.03 });
const world = (changes: Partial<World> = {}): World => ({
  selected: one,
  cases: new Map([[one.case_no, one]]),
  units: [
    makeUnit({ code: "U9", name: "南市夜班组", state: "off", lon: 87.03, lat: 43.03 }),
    makeUnit({ code: "U2", name: "南市日班组", lon: 87.12, lat: 43.02 }),
    makeUnit({ code: "U1", name: "东湖 一组", lon: 87.02, lat: 43.02 }),
  ],
  teams: [team("T2", "南市街道综合行政执法队", "002"), team("T1", "东湖街道综合行政执法队", "001")],
  townships: [
    { code: "001", name: "东湖街道" },
    { code: "002", name: "南市街道" },
  ],
  acts,
  ...changes,
});
const says = (typed: string, changes: Partial<World> = {}) => complete(typed, world(changes));
const commands = (typed: string, changes: Partial<World> = {}) => says(typed, changes).map(({ command }) => command);

describe("what was typed", () => {
  it("is a search unless a stroke begins it", () => {
    expect(parse(" 文一路 ", acts)).toEqual({ kind: "search", text: "文一路" });
    expect(parse("", acts)).toEqual({ kind: "search", text: "" });
  });

  it.each([
    ["/s 东湖 一组", { verb: "send" }, "东湖 一组"],
    ["/S 东湖", { verb: "send" }, "东湖"],
    ["／ｓ 东湖", { verb: "send" }, "东湖"],
    ["/派遣 东湖", { verb: "send" }, "东湖"],
    ["/派遣东湖", { verb: "send" }, "东湖"],
    ["/去东湖街道", { verb: "go" }, "东湖街道"],
    ["/send donghu", { verb: "send" }, "donghu"],
    ["/n", { key: "n" }, ""],
    ["/交接班", { key: "h" }, ""],
    ["/静音", { verb: "mute" }, ""],
    ["/theme", { verb: "theme" }, ""],
  ])("%s is a command by its letter or a name in either language", (typed, it, rest) => {
    expect(parse(typed, acts)).toEqual({ kind: "command", it, rest });
  });

  it("is only begun while no name is whole", () => {
    expect(parse("/交", acts)).toEqual({ kind: "begun", text: "交" });
    expect(parse("/", acts)).toEqual({ kind: "begun", text: "" });
  });

  it("has one letter for one command", () => {
    const letters = acts.flatMap(({ letter }) => letter ?? []);
    expect(letters.filter((letter, at) => letters.indexOf(letter) !== at)).toEqual([]);
  });
});

describe("the first letters of a name", () => {
  it.each([
    ["积存垃圾渣土", "jcljzt"],
    ["东湖街道综合行政执法队", "dhjdzhxzzfd"],
    ["衢州丽水", "qzls"],
    ["仓前 02 组", "cq02z"],
    ["Unit 7", "unit7"],
  ])("%s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});

describe("matching", () => {
  const donghu = { code: "YZ-U1", name: "东湖一组" };

  it("prefers the whole name, then its beginning, its first letters, a part of it", () => {
    expect(["东湖一组", "yz-u1", "东湖", "dhy", "湖一", "hy", "yz"].map((typed) => rank(typed, donghu))).toEqual([0, 0, 1, 2, 3, 4, 4]);
    expect(rank("西湖", donghu)).toBeNull();
  });

  it("finds a long name by a few of its signs, or their first letters, in order", () => {
    const foresters = { code: "LS", name: "云东区综合行政执法局(林业水利)行政执法队" };
    expect(["云东林业", "ydls", "ydl", "水利云东", "lz"].map((typed) => rank(typed, foresters))).toEqual([5, 6, 6, null, null]);
  });

  it("keeps the order among equals", () => {
    const all = [donghu, { code: "YZ-U2", name: "东湖二组" }];
    expect(find("dh", all)).toEqual(all);
  });

  it("takes the longest name off the front, and leaves the rest", () => {
    const all = [team("T1", "东湖 中队"), team("T2", "东湖")];
    expect(leading("东湖 中队 离得近", all)).toMatchObject({ one: { code: "T1" }, rest: "离得近" });
    expect(leading("t2 离得近", all)).toMatchObject({ one: { code: "T2" }, rest: "离得近" });
    expect(leading("东", all)).toBeNull();
  });
});

describe("/s", () => {
  it("sends the chosen case to the unit, the nearest free one first", () => {
    expect(commands("/s ")).toEqual([
      { do: "send", unit: "U1" },
      { do: "send", unit: "U2" },
      { do: "send", unit: "U9" },
    ]);
    expect(commands("/s nsyb")).toEqual([{ do: "send", unit: "U9" }]);
  });

  it("puts the case's own team before the others", () => {
    const units = [makeUnit({ code: "NEAR", lon: 87.03, lat: 43.03 }), makeUnit({ code: "OWN", team: "T9", state: "sent" })];
    expect(commands("/s ", { selected: { ...one, team: "T9" }, units })[0]).toEqual({ do: "send", unit: "OWN" });
  });

  it("says what it would do, and writes the name out", () => {
    expect(says("/s dh")[0]).toMatchObject({ word: "command.send", facts: { case_no: one.case_no, name: "东湖 一组" }, fills: "/s 东湖 一组" });
  });

  it("asks for a case where none is chosen", () => {
    expect(says("/s dh", { selected: null })[0]).toMatchObject({ word: "command.no_case", command: null });
  });
});

describe("/t", () => {
  it("wants a reason before it gives a case to a team, whose own ground comes first", () => {
    expect(says("/t ").map(({ facts, command }) => [facts.name, command])).toEqual([
      ["东湖街道综合行政执法队", null],
      ["南市街道综合行政执法队", null],
    ]);
    expect(commands("/t 南市街道综合行政执法队 现场在南市")).toEqual([{ do: "assign", team: "T2", reason: "现场在南市" }]);
  });

  it("leads there by Tab alone", () => {
    expect(says("/t ns")[0]?.fills).toBe("/t 南市街道综合行政执法队 ");
  });
});

describe("a text", () => {
  it("is searched, and the places of that name are offered below", () => {
    expect(commands("东湖")).toEqual([
      { do: "search", text: "东湖" },
      { do: "fly", to: "township", code: "001" },
      { do: "fly", to: "unit", code: "U1" },
    ]);
  });

  it("is searched behind a stroke, too, when it is no command", () => {
    expect(commands("/东湖")[0]).toEqual({ do: "search", text: "东湖" });
  });

  it("that is a case's number opens it, known or not", () => {
    expect(commands(one.case_no)[0]).toEqual({ do: "open", caseNo: one.case_no });
    expect(commands("20261121-000001")[0]).toEqual({ do: "open", caseNo: "20261121-000001" });
    expect(commands("000371")).toContainEqual({ do: "open", caseNo: one.case_no });
  });

  it("that is nothing offers nothing", () => {
    expect(says("")).toEqual([]);
    expect(says("  ")).toEqual([]);
  });
});

describe("/g", () => {
  it("goes to townships, units and cases by first letters, names and numbers", () => {
    expect(commands("/g nsjd")).toEqual([{ do: "fly", to: "township", code: "002" }]);
    expect(commands("/去南市日")).toEqual([{ do: "fly", to: "unit", code: "U2" }]);
    expect(commands(`/g ${one.case_no}`)).toEqual([{ do: "open", caseNo: one.case_no }]);
  });
});

describe("the stroke alone", () => {
  it("offers what can be done, never more than fits", () => {
    expect(says("/")).toHaveLength(MOST);
  });

  it("and a beginning narrows it, in Chinese, English or first letters", () => {
    for (const typed of ["/交接", "/hand", "/jjb"]) expect(commands(typed)).toContainEqual({ do: "press", key: "h" });
    expect(commands("/mute")).toEqual([{ do: "mute" }]);
  });

  it("leaves out what would do nothing now", () => {
    const some = allActs((act) => "verb" in act || act.key !== "h");
    expect(commands("/交接", { acts: some })).not.toContainEqual({ do: "press", key: "h" });
  });
});
