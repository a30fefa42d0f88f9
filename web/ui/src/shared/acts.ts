/**
 * The phone's queue of acts. An act is written down before it is sent, carries one UUID for its whole
 * life, and is repeated until the server has said done or refused: nothing is lost, nothing doubles.
 *
 * Per task the order is kept by sending one act at a time; tasks do not wait for each other.
 */
import { shallowRef } from "vue";
import { Problem } from "./api";
import { newId } from "./ids";
import type { KeptAct, KeptPhoto } from "./keep";
import type { ActMessage, Answer, Place, ProblemBody, Task, TaskState } from "./types";

/** What the queue needs of `Keep`; the tests hand in the real one on a fake IndexedDB. */
export interface ActStore {
  acts(): Promise<KeptAct[]>;
  putAct(act: KeptAct): Promise<void>;
  dropAct(id: string): Promise<void>;
  photo(id: string): Promise<KeptPhoto | undefined>;
  putPhoto(photo: KeptPhoto): Promise<void>;
  dropPhoto(id: string): Promise<void>;
}

export interface ActLine {
  isOpen(): boolean;
  send(message: ActMessage): boolean;
  upload(photo: KeptPhoto): Promise<string>;
}

export type NewAct = Omit<KeptAct, "id" | "order" | "problem" | "place">;

const PLACE_WAIT_MS = 3_000;
const ANSWER_WAIT_MS = 30_000;
const RETRY_MS = 10_000;
/** An act just confirmed still colours its task until the frame that says the same has come. */
const SETTLED_MS = 3_000;

export class ActQueue {
  /** Unanswered and refused acts, oldest first. */
  readonly acts = shallowRef<readonly KeptAct[]>([]);
  /** Confirmed a moment ago. */
  readonly settled = shallowRef<readonly KeptAct[]>([]);
  private readonly inHand = new Map<string, "preparing" | "sent">();
  private readonly places = new Map<string, Promise<void>>();

  constructor(
    private readonly store: ActStore,
    private readonly line: ActLine,
  ) {}

  async load(): Promise<void> {
    this.acts.value = await this.store.acts();
    this.pump();
  }

  /** Written down at once; the place may follow for three seconds and is never waited for longer. */
  async add(wanted: NewAct, place: Promise<Place | null> = Promise.resolve(null)): Promise<KeptAct> {
    const order = Math.max(0, ...this.acts.value.map((one) => one.order)) + 1;
    const act: KeptAct = { ...wanted, id: newId(), order };
    this.acts.value = [...this.acts.value, act];
    this.places.set(act.id, this.attachPlace(act, place));
    await this.store.putAct(act);
    this.pump();
    return act;
  }

  /** Call when the line opened or closed: what was sent on the old one was not answered on it. */
  lineChanged(): void {
    for (const [id, stage] of this.inHand) if (stage === "sent") this.inHand.delete(id);
    this.pump();
  }

  async hear(answer: Answer): Promise<void> {
    const id = "done" in answer ? answer.done : answer.refused;
    const act = this.acts.value.find((one) => one.id === id);
    if (!act) return;
    this.inHand.delete(act.id);
    if ("done" in answer) {
      await this.settle(act);
    } else if (answer.problem.status >= 500) {
      this.later(); // The server stumbled; that is no answer to the act itself.
      return;
    } else {
      await this.refuse(act, answer.problem);
    }
    this.pump();
  }

  /** The officer has read the refusal. */
  async dismiss(id: string): Promise<void> {
    this.acts.value = this.acts.value.filter((one) => one.id !== id);
    await this.store.dropAct(id);
  }

  private pump(): void {
    if (!this.line.isOpen()) return;
    const seen = new Set<string>();
    for (const act of this.acts.value) {
      if (act.problem || seen.has(act.task)) continue;
      seen.add(act.task);
      if (!this.inHand.has(act.id)) void this.push(act.id);
    }
  }

  private async push(id: string): Promise<void> {
    this.inHand.set(id, "preparing");
    try {
      await this.places.get(id);
      this.places.delete(id);
      const act = this.acts.value.find((one) => one.id === id);
      if (!act) return;
      const files = await this.uploadAll(act);
      if (this.line.send(message(act, files))) {
        this.inHand.set(id, "sent");
        setTimeout(() => {
          this.repeatIfUnanswered(id);
        }, ANSWER_WAIT_MS);
      } else {
        this.inHand.delete(id);
      }
    } catch (error) {
      this.inHand.delete(id);
      const act = this.acts.value.find((one) => one.id === id);
      if (act && error instanceof Problem && isFinal(error.status)) {
        await this.refuse(act, error);
        this.pump();
      } else {
        this.later();
      }
    }
  }

  private async uploadAll(act: KeptAct): Promise<string[]> {
    const files: string[] = [];
    for (const key of act.photos ?? []) {
      const photo = await this.store.photo(key);
      if (!photo) continue;
      const file = photo.file ?? (await this.line.upload(photo));
      if (!photo.file) await this.store.putPhoto({ ...photo, file });
      files.push(file);
    }
    return files;
  }

  private repeatIfUnanswered(id: string): void {
    if (this.inHand.get(id) !== "sent") return;
    this.inHand.delete(id);
    this.pump();
  }

  private later(): void {
    setTimeout(() => {
      this.pump();
    }, RETRY_MS);
  }

  private async attachPlace(act: KeptAct, place: Promise<Place | null>): Promise<void> {
    const known = await Promise.race([place.catch(() => null), after(PLACE_WAIT_MS)]);
    if (!known) return;
    const placed = { ...act, place: known };
    this.acts.value = this.acts.value.map((one) => (one.id === act.id ? placed : one));
    await this.store.putAct(placed);
  }

  private async settle(act: KeptAct): Promise<void> {
    this.acts.value = this.acts.value.filter((one) => one.id !== act.id);
    this.settled.value = [...this.settled.value, act];
    setTimeout(() => {
      this.settled.value = this.settled.value.filter((one) => one.id !== act.id);
    }, SETTLED_MS);
    await this.store.dropAct(act.id);
    for (const key of act.photos ?? []) await this.store.dropPhoto(key);
  }

  private async refuse(act: KeptAct, { type, title, status, detail }: ProblemBody): Promise<void> {
    const refused = { ...act, problem: { type, title, status, detail: detail ?? title } };
    this.acts.value = this.acts.value.map((one) => (one.id === act.id ? refused : one));
    await this.store.putAct(refused);
  }
}

/** A file the server will never take; waiting would block the task for good. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, null);
  });
}

function message(act: KeptAct, files: string[]): ActMessage {
  const { id, task, at, place, reason, result, code, ground, note } = act;
  return {
    do: act.do,
    id,
    task,
    at,
    ...(place && { place }),
    ...(reason && { reason }),
    ...(result && { result }),
    ...(code && { code }),
    ...(ground && { ground }),
    ...(note && { note }),
    ...(files.length > 0 && { files }),
  };
}

const LEADS_TO: Record<Exclude<KeptAct["do"], "resume">, TaskState> = {
  see: "seen",
  accept: "accepted",
  decline: "declined",
  depart: "en_route",
  arrive: "on_site",
  finish: "done",
  return: "returned",
  suspend: "suspended",
};
const PATH: readonly TaskState[] = ["waiting", "offered", "delivered", "seen", "accepted", "en_route", "on_site", "done"];

/** The task as the officer left it: what is on its way counts, and never moves a task backwards. */
export function foreseen(task: Task, acts: readonly KeptAct[]): TaskState {
  let state = task.state;
  let before = (task.suspended_from ?? "accepted") as TaskState;
  for (const act of acts) {
    if (act.task !== task.id || act.problem) continue;
    // Resting and going on again lie beside the path; so do the ways off it.
    if (act.do === "resume") {
      if (state === "suspended") state = before;
      continue;
    }
    const next = LEADS_TO[act.do];
    if (!PATH.includes(next)) {
      if (next === "suspended") before = state;
      state = next;
    } else if (PATH.includes(state) && PATH.indexOf(next) > PATH.indexOf(state)) {
      state = next;
    }
  }
  return state;
}
