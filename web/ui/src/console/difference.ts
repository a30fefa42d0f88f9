/** What changed between what somebody acted on and what is so now, field by field. Pure. */
import type { Case, CaseDetail, Task, TaskState } from "../shared/types";

export interface Change<Field extends string = string> {
  field: Field;
  from: string | null;
  to: string | null;
}

const OF_CASE = ["state", "team_name", "township_name", "address", "class_name", "item", "title", "urgency", "due_at", "paused_at"] as const;
export type CaseField = (typeof OF_CASE)[number];
const OF_TASK = ["state", "unit_name", "accept_by", "arrive_by"] as const;
export type TaskField = (typeof OF_TASK)[number];

/** A phone's receipt is no news to whoever orders: the unit has still not answered. */
const UNANSWERED: readonly TaskState[] = ["offered", "delivered", "seen"];

export function isUnanswered({ state }: Pick<Task, "state">): boolean {
  return UNANSWERED.includes(state);
}

function differing<T, F extends string & keyof T>(before: T, after: T, fields: readonly F[]): Change<F>[] {
  const said = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return fields
    .map((field) => ({ field, from: said(before[field]), to: said(after[field]) }))
    .filter(({ from, to }) => from !== to);
}

export function caseChanges(before: Case, after: Case): Change<CaseField>[] {
  return differing(before, after, OF_CASE);
}

export function taskChanges(before: Task, after: Task): Change<TaskField>[] {
  const changes = differing(before, after, OF_TASK);
  const onlyHeard = isUnanswered(before) && isUnanswered(after);
  return changes.filter(({ field }) => field !== "state" || !onlyHeard);
}

export interface Author {
  name: string;
  kind: "person" | "platform" | "system" | "unit" | "post";
  at: string;
}

/** Who did the last thing that is written down since then: a person before what followed by itself. */
export function caseAuthor(history: CaseDetail["history"], before: Case): Author | null {
  const since = history.filter((row) => row.at > before.changed_at).reverse();
  const last = since.find((row) => row.actor_kind === "person") ?? since[0];
  return last ? { name: last.actor, kind: last.actor_kind, at: last.at } : null;
}

export function taskAuthor(before: Task, after: Task): Author | null {
  const last = after.moves.length > before.moves.length ? after.moves.at(-1) : undefined;
  return last ? { name: after.unit_name ?? "", kind: last.by, at: last.at } : null;
}
