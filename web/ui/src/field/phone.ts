/** The phone's one store: its tasks, what it has still to say, and where it is. */
import { computed, inject, provide, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import { ActQueue, foreseen, type NewAct } from "../shared/acts";
import { get, upload } from "../shared/api";
import { localIso } from "../shared/format";
import { Keep, type KeptAct } from "../shared/keep";
import { Live, type Link } from "../shared/live";
import { checkSession, endSession } from "../shared/session";
import { apply, applyLoose, EMPTY, fromSnapshot, type Picture } from "../shared/store";
import type { Answer, City, Do, Task, TaskState, Unit, User } from "../shared/types";
import { socketUrl } from "../shared/watch";
import type { TaskAlerted } from "../shared/wire";
import { toPlace, watchPlace, type Places } from "./place";

export interface Shown {
  task: Task;
  /** As the officer left it, sent or not. */
  state: TaskState;
  unsent: KeptAct[];
}

export interface Phone {
  user: User;
  city: City;
  picture: ShallowRef<Picture>;
  link: ShallowRef<Link>;
  ready: ShallowRef<boolean>;
  /** The last task that the command post had to ring for again. */
  alerted: ShallowRef<{ task: string } | null>;
  tasks: ComputedRef<Shown[]>;
  unsent: ComputedRef<KeptAct[]>;
  refused: ComputedRef<KeptAct[]>;
  keep: Keep;
  places: Places;
  act(task: Task, what: Do, more?: Partial<Pick<NewAct, "reason" | "result" | "code" | "ground" | "note" | "photos">>): void;
  dismiss(act: KeptAct): Promise<void>;
  stop(): void;
}

const HERE_EVERY_MS = 15_000;
/** A position older than this is where the unit was, not where it is. */
const HERE_FRESH_MS = 60_000;
/** What is in hand first, then what waits for an answer, then the rest of the day. */
const RANK: readonly TaskState[] = ["on_site", "en_route", "offered", "delivered", "seen", "accepted", "suspended", "waiting", "done"];

/** Accepted and not yet done, at work or resting. */
export function isInHand(state: TaskState): boolean {
  return ["accepted", "en_route", "on_site", "suspended"].includes(state);
}

/** What the officer has given back goes to the end, whatever it is called. */
function rank(state: TaskState): number {
  const at = RANK.indexOf(state);
  return at < 0 ? RANK.length : at;
}

export function arrangeTasks(tasks: Iterable<Task>, acts: readonly KeptAct[], settled: readonly KeptAct[]): Shown[] {
  return [...tasks]
    .map((task) => ({
      task,
      state: foreseen(task, [...settled, ...acts]),
      unsent: acts.filter((act) => act.task === task.id && !act.problem && act.do !== "see"),
    }))
    .sort(
      (a, b) =>
        rank(a.state) - rank(b.state) ||
        ((a.task.offered_at ?? "") < (b.task.offered_at ?? "") ? -1 : 1),
    );
}

export async function openPhone(user: User, city: City): Promise<Phone> {
  const keep = await Keep.open(user.username);
  const picture = shallowRef<Picture>(EMPTY);
  const link = shallowRef<Link>({ kind: "connecting", since: Date.now(), heard: null });
  const ready = shallowRef(false);
  const alerted = shallowRef<{ task: string } | null>(null);
  const places = watchPlace();

  const live: Live = new Live(socketUrl("/ws/field"), {
    snapshot(message) {
      picture.value = fromSnapshot(message);
      ready.value = true;
    },
    frame(frame) {
      picture.value = apply(picture.value, frame);
      if (frame.name === "task.alerted") alerted.value = { task: (frame.data as TaskAlerted).id };
      live.send({ ack: frame.seq });
    },
    loose(frame) {
      picture.value = applyLoose(picture.value, frame);
    },
    answer: (answer) => void hear(answer),
    link(now) {
      link.value = now;
      if (now.kind === "open") {
        live.send({ ack: picture.value.seq });
        sayHere();
        void learnUnit();
      }
      queue.lineChanged();
      if (now.kind === "ended") endSession(now.code);
    },
    refusedToOpen: () => void checkSession(),
  });

  const queue = new ActQueue(keep, {
    isOpen: () => live.isOpen,
    send: (message) => live.send(message),
    upload: async (photo) => (await upload(photo.blob, photo.name)).id,
  });

  async function hear(answer: Answer): Promise<void> {
    const act = "done" in answer ? queue.acts.value.find((one) => one.id === answer.done) : undefined;
    await queue.hear(answer);
    // The draft outlives the act: a refused report must not have to be written twice.
    if (act?.do === "finish") await keep.dropDraft(act.task);
  }

  function sayHere(): void {
    const fix = places.fix.value;
    // Off duty is private; not knowing is not being off duty.
    if (!fix || picture.value.unit?.on_duty === false || Date.now() - fix.takenAt > HERE_FRESH_MS) return;
    live.send({ here: { ...toPlace(fix), at: localIso(new Date(fix.takenAt)) } });
  }

  /** The socket names the unit; whether it is on duty is asked, and missing it harms nothing. */
  async function learnUnit(): Promise<void> {
    try {
      const { items } = await get<{ items: Unit[] }>("/units");
      const mine = items.find((unit) => unit.code === user.unit);
      if (mine) picture.value = { ...picture.value, unit: { ...picture.value.unit, ...mine } };
    } catch {
      // Asked again when the line opens next.
    }
  }

  await queue.load();
  live.start();
  const hereTimer = setInterval(sayHere, HERE_EVERY_MS);

  // That a task was looked at is nothing an officer waits for.
  const unsent = computed(() => queue.acts.value.filter((act) => !act.problem && act.do !== "see"));
  return {
    user,
    city,
    picture,
    link,
    ready,
    alerted,
    tasks: computed(() => arrangeTasks(picture.value.tasks.values(), queue.acts.value, queue.settled.value)),
    unsent,
    refused: computed(() => queue.acts.value.filter((act) => act.problem && act.do !== "see")),
    keep,
    places,
    act(task, what, more = {}) {
      const act: NewAct = { task: task.id, do: what, at: localIso(new Date()), ...more };
      void queue.add(act, places.current());
    },
    dismiss: (act) => queue.dismiss(act.id),
    stop() {
      clearInterval(hereTimer);
      live.stop();
      places.stop();
    },
  };
}

const KEY: InjectionKey<Phone> = Symbol("phone");

export function providePhone(phone: Phone): void {
  provide(KEY, phone);
}

export function usePhone(): Phone {
  const phone = inject(KEY);
  if (!phone) throw new Error("A field view was used outside the phone page.");
  return phone;
}
