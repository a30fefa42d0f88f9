/** The five stops of a delivery, and which of them are behind us. Pure. */
import type { Task, TaskState } from "../shared/types";

export type StopName = "offered" | "delivered" | "accepted" | "on_site" | "done";

export interface Stop {
  name: StopName | "declined";
  at: string | null;
  /** `wait`: nobody has answered yet. `next`: in hand, on its way here. `skip`: passed without being told when. */
  kind: "done" | "wait" | "next" | "ahead" | "refused" | "skip";
}

const STOPS: readonly StopName[] = ["offered", "delivered", "accepted", "on_site", "done"];
const ORDER: readonly TaskState[] = ["waiting", "offered", "delivered", "accepted", "en_route", "on_site", "done"];

export function ladder(task: Task): Stop[] {
  const when = new Map(task.moves.map((move) => [move.state, move.at]));
  const declinedAt = when.get("declined");
  const reached = Math.max(-1, ...task.moves.map((move) => ORDER.indexOf(move.state)), ORDER.indexOf(task.state));
  let waiting = true;
  return STOPS.map((name): Stop => {
    const at = when.get(name) ?? (name === "offered" ? task.offered_at : null);
    if (name === "accepted" && task.state === "declined") return { name: "declined", at: declinedAt ?? null, kind: "refused" };
    if (at) return { name, at, kind: "done" };
    if (ORDER.indexOf(name) <= reached) return { name, at: null, kind: "skip" };
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
