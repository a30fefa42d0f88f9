/** A refusal carries the nearest thing that would be allowed. Pure. */
import type { Problem } from "../shared/api";
import type { Candidate } from "../shared/types";

export type WayOut = { kind: "unit"; unit: string } | { kind: "states"; states: string[] } | null;

/** Refusals that are about the unit, not about the task: somebody else may go. */
const OF_UNIT = ["unit-taken", "unit-unknown", "off-duty", "crew-unfit"];

export function wayOut(problem: Pick<Problem, "type" | "facts">, candidates: readonly Candidate[], refused: string | undefined): WayOut {
  const kind = problem.type.slice(problem.type.lastIndexOf("/") + 1);
  if (OF_UNIT.includes(kind)) {
    const other = candidates.find((one) => one.unit !== refused);
    return other ? { kind: "unit", unit: other.unit_name ?? other.unit } : null;
  }
  const allowed = problem.facts.allowed;
  const states = Array.isArray(allowed) ? allowed.filter((state): state is string => typeof state === "string") : [];
  return states.length > 0 ? { kind: "states", states } : null;
}
