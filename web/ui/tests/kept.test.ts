import { describe, expect, it } from "vitest";
import { BEGIN_WITH } from "../src/console/columns";
import { readKept, withSaved } from "../src/console/kept";

describe("what an account made its own", () => {
  it("is read as it was kept", () => {
    const kept = { density: "compact" as const, columns: ["number" as const], saved: [{ name: "超期", search: "due=over" }] };

    expect(readKept(JSON.stringify(kept))).toEqual(kept);
  });

  it("is as new where nothing, or nothing readable, was kept", () => {
    for (const text of [null, "", "{", "null", "[]", '{"columns":["gone"],"saved":[1,{"name":2}]}']) {
      expect(readKept(text)).toEqual({ density: "comfortable", columns: BEGIN_WITH, saved: [] });
    }
  });

  it("has one filter of a name: the last", () => {
    const saved = withSaved(withSaved([], { name: "甲", search: "a" }), { name: "乙", search: "b" });

    expect(withSaved(saved, { name: "甲", search: "c" }).map(({ search }) => search).sort()).toEqual(["b", "c"]);
  });
});
