/** A task on the phone wears the sign of the case it serves, so both screens speak of one thing. */
import { caseHue, type GlyphName, type Hue } from "../shared/glyphs";
import type { CaseState, TaskState } from "../shared/types";

const CASE_OF: Record<TaskState, CaseState> = {
  waiting: "routed",
  offered: "sent",
  delivered: "sent",
  seen: "sent",
  accepted: "signed",
  suspended: "signed",
  split: "signed",
  declined: "closed",
  returned: "closed",
  recalled: "closed",
  replaced: "closed",
  expired: "closed",
  en_route: "en_route",
  on_site: "on_site",
  done: "handled",
};

/** Given back by the unit, or taken back from it. */
const BACK: readonly TaskState[] = ["declined", "returned", "recalled", "replaced", "expired"];

export function taskGlyph(state: TaskState): GlyphName {
  if (state === "suspended") return "pause";
  return BACK.includes(state) ? "back" : CASE_OF[state];
}

export function taskHue(state: TaskState): Hue {
  return BACK.includes(state) ? "back" : caseHue[CASE_OF[state]];
}
