import { describe, expect, it } from "vitest";
import { chooseAll, keep, NOTHING, range, toggle } from "../src/console/selection";

const order = ["a", "b", "c", "d", "e"];
const chosen = (selection: { chosen: ReadonlySet<string> }) => [...selection.chosen].sort().join("");

describe("the selection", () => {
  it("takes a row in and lets it go again", () => {
    const one = toggle(NOTHING, "b");

    expect(chosen(one)).toBe("b");
    expect(chosen(toggle(one, "b"))).toBe("");
  });

  it("spans from the row chosen last to this one, in both directions", () => {
    expect(chosen(range(toggle(NOTHING, "b"), order, "d", null))).toBe("bcd");
    expect(chosen(range(toggle(NOTHING, "d"), order, "b", null))).toBe("bcd");
  });

  it("spans from the open row when nothing was chosen yet", () => {
    expect(chosen(range(NOTHING, order, "c", "a"))).toBe("abc");
    expect(chosen(range(NOTHING, order, "c", null))).toBe("c");
  });

  it("keeps the anchor while a range grows, and what was chosen elsewhere", () => {
    const grown = range(range(toggle(toggle(NOTHING, "e"), "a"), order, "b", null), order, "c", null);

    expect(chosen(grown)).toBe("abce");
    expect(grown.anchor).toBe("a");
  });

  it("begins anew where the anchor has left the list", () => {
    expect(chosen(range(toggle(NOTHING, "gone"), order, "c", null))).toBe("c");
  });

  it("takes all, and drops what is there no longer", () => {
    const all = chooseAll(order);

    expect(chosen(all)).toBe("abcde");
    expect(chosen(keep(all, (caseNo) => caseNo !== "c"))).toBe("abde");
    expect(keep(all, () => true)).toBe(all);
  });
});
