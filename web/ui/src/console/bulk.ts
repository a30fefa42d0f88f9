/** One act about many cases: N single orders, what is foretold of them, and how they are undone. Pure. */
import type { Task } from "../shared/types";
import type { BulkOrderIn, BulkOut } from "../shared/wire";
import { isUnanswered } from "./difference";

export const ACTS = ["send", "reassign", "recall", "extend"] as const;
export type BulkAct = (typeof ACTS)[number];

/** As many as the platform takes in one request; what is sent at once while somebody watches is less. */
export const MOST = 200;
export const AT_ONCE = 20;
/** How long an act may be taken back with one key. */
export const UNDO_MS = 30_000;

export interface Line {
  case_no: string;
  order: BulkOrderIn;
  /** The task as it was when the order was made. */
  task: Task;
}

export interface Plan {
  lines: Line[];
  /** Cases of which nobody has a task: there is nothing to order. */
  without: string[];
}

export interface Said {
  reason?: string;
  until?: string;
}

/** The task an order about a case is for: the one that leads it, or competes to. */
export function taskOf(caseNo: string, tasks: Iterable<Task>): Task | null {
  let found: Task | null = null;
  for (const task of tasks) {
    if (task.case_no !== caseNo || task.ended) continue;
    if (task.role === "lead") return task;
    if (task.role === "rival") found ??= task;
  }
  return found;
}

export function plan(chosen: Iterable<string>, tasks: Iterable<Task>, act: BulkAct, said: Said, newId: () => string): Plan {
  const byCase = new Map<string, Task[]>();
  for (const task of tasks) byCase.set(task.case_no, [...(byCase.get(task.case_no) ?? []), task]);
  const made: Plan = { lines: [], without: [] };
  for (const case_no of chosen) {
    const task = taskOf(case_no, byCase.get(case_no) ?? []);
    if (!task) made.without.push(case_no);
    else made.lines.push({ case_no, task, order: { id: newId(), do: act, task: task.id, version: task.version, ...said } });
  }
  return made;
}

export interface Refusal {
  title: string;
  detail: string;
  case_nos: string[];
}

export interface Outcome {
  done: Line[];
  refused: Refusal[];
}

/** What came of it, or would: refusals of one kind together, the most frequent first. */
export function summarise(lines: readonly Line[], items: BulkOut["items"]): Outcome {
  const byOrder = new Map(lines.map((line) => [line.order.id, line]));
  const done: Line[] = [];
  const refused = new Map<string, Refusal>();
  for (const item of items) {
    const line = byOrder.get(item.id);
    if (!line) continue;
    if (item.done) {
      done.push(line);
      continue;
    }
    const { title = "", detail = "" } = (item.problem ?? {}) as { title?: string; detail?: string };
    const kind = `${title}\n${detail}`;
    const known = refused.get(kind) ?? { title, detail, case_nos: [] };
    known.case_nos.push(line.case_no);
    refused.set(kind, known);
  }
  return { done, refused: [...refused.values()].sort((a, b) => b.case_nos.length - a.case_nos.length) };
}

/**
 * The order that takes one back, as far as the life of a task allows it: who has answered by now is not
 * overruled by a slip, and what was recalled is judged anew by a person, not by an undo.
 */
export function undo({ order, task: before }: Line, tasks: readonly Task[], now: number, newId: () => string): BulkOrderIn | null {
  if (order.do === "send") {
    const sent = tasks.find((task) => task.id === before.id && isUnanswered(task));
    return sent ? { id: newId(), do: "recall", task: sent.id, version: sent.version } : null;
  }
  if (order.do === "reassign") {
    const heir = tasks.find((task) => task.replaces_id === before.id && (isUnanswered(task) || task.state === "waiting"));
    if (!heir || !before.unit) return null;
    // Nobody else could be asked: then it waits, and is sent.
    return { id: newId(), do: heir.state === "waiting" ? "send" : "reassign", task: heir.id, unit: before.unit, version: heir.version };
  }
  if (order.do === "extend") {
    const until = isUnanswered(before) ? before.accept_by : before.arrive_by;
    const task = tasks.find((one) => one.id === before.id && !one.ended);
    const still = task && isUnanswered(task) === isUnanswered(before);
    return still && until && Date.parse(until) > now ? { id: newId(), do: "extend", task: task.id, until, version: task.version } : null;
  }
  return null;
}
