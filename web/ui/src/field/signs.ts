/** A task on the phone wears the sign of the case it serves, so both screens speak of one thing. */
import { caseHue, type GlyphName, type Hue } from "../shared/glyphs";
import type { CaseState, TaskState } from "../shared/types";

const CASE_OF: Record<TaskState, CaseState> = {
  waiting: "routed",
  offered: "sent",
  delivered: "sent",
  accepted: "signed",
  declined: "closed",
  en_route: "en_route",
  on_site: "on_site",
  done: "handled",
};

export function taskGlyph(state: TaskState): GlyphName {
  return state === "declined" ? "back" : CASE_OF[state];
}

export function taskHue(state: TaskState): Hue {
  return state === "declined" ? "back" : caseHue[CASE_OF[state]];
}
