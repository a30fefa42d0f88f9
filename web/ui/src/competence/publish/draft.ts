/** The way of a draft: five steps, and which of them is open now. Nothing is skipped, nothing is half done. */
import type { DraftOut, ProblemOut } from "../../shared/wire";

export const STEPS = ["upload", "check", "effect", "simulate", "publish"] as const;
export type Step = (typeof STEPS)[number];

export function reached(draft: DraftOut | null, simulated: boolean): Step {
  if (draft === null) return "upload";
  if (draft.state === "published") return "publish";
  if (draft.errors.length > 0) return "check";
  return simulated ? "publish" : "simulate";
}

export function openHoles(draft: DraftOut): ProblemOut[] {
  return draft.problems.filter(({ weight }) => weight === "hole");
}

export type Obstacle = "errors" | "wrong" | "nothing" | "holes" | "published";

/** What still stands between a draft and its publication. */
export function obstacle(draft: DraftOut, reasons: Readonly<Record<string, string>>): Obstacle | null {
  if (draft.state !== "open") return "published";
  if (draft.errors.length > 0) return "errors";
  if (draft.diff.opened + draft.diff.closed + draft.diff.changed === 0) return "nothing";
  if (draft.problems.some(({ weight }) => weight === "wrong")) return "wrong";
  return openHoles(draft).some(({ id }) => !reasons[id]?.trim()) ? "holes" : null;
}
