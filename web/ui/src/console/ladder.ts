/** The five stops of a delivery, and which of them are behind us. Pure. */
import type { Task, TaskState } from "../shared/types";

export type StopName = "offered" | "delivered" | "accepted" | "on_site" | "done";
/** How a task may end before its last stop: refused by the unit, taken back, or never answered. */
export type BrokenOff = "declined" | "returned" | "recalled" | "replaced" | "expired";

export interface Stop {
  name: StopName | BrokenOff;
  at: string | null;
  /** `wait`: nobody has answered yet. `next`: in hand, on its way here. `skip`: passed without being told when. */
  kind: "done" | "wait" | "next" | "ahead" | "refused" | "skip";
}

const STOPS: readonly StopName[] = ["offered", "delivered", "accepted", "on_site", "done"];
const ORDER: readonly TaskState[] = ["waiting", "offered", "delivered", "seen", "accepted", "en_route", "on_site", "done"];
const BROKEN_OFF: readonly TaskState[] = ["declined", "returned", "recalled", "replaced", "expired"];

export function brokenOff(state: TaskState): state is BrokenOff {
  return BROKEN_OFF.includes(state);
}

export function ladder(task: Task): Stop[] {
  const when = new Map(task.moves.map((move) => [move.state, move.at]));
  const reached = Math.max(-1, ...task.moves.map((move) => ORDER.indexOf(move.state)), ORDER.indexOf(task.state));
  let waiting = true;
  let broken = brokenOff(task.state);
  return STOPS.map((name): Stop => {
    const at = when.get(name) ?? (name === "offered" ? task.offered_at : null);
    if (at) return { name, at, kind: "done" };
    if (ORDER.indexOf(name) <= reached) return { name, at: null, kind: "skip" };
    if (broken && brokenOff(task.state) && name !== "delivered") {
      broken = false;
      return { name: task.state, at: when.get(task.state) ?? null, kind: "refused" };
    }
    const isNext = waiting && !task.ended && task.state !== "waiting";
    waiting = false;
    if (!isNext) return { name, at: null, kind: "ahead" };
    return { name, at: null, kind: name === "delivered" || name === "accepted" ? "wait" : "next" };
  });
}

/** Since when the stop that is waited for has been waited for. */
export function waitingSince(task: Task): string | null {
  return task.moves.at(-1)?.at ?? task.offered_at;
}

/** The one of a case's tasks that keys and commands mean: the one that leads, else the first that is open. */
export function chief(tasks: readonly Task[]): Task | undefined {
  const open = tasks.filter(mayBeOrdered);
  return open.find((task) => task.role === "lead") ?? open[0];
}

/** What is split is worked by its parts. */
export function mayBeOrdered(task: Task): boolean {
  return !task.ended && task.state !== "split";
}
