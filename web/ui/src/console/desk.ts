/** The console's one store: the picture from the socket, and what the views ask of it. */
import { computed, inject, nextTick, provide, shallowRef, triggerRef, watch, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import { get } from "../shared/api";
import { Live, type Link } from "../shared/live";
import type { Box } from "../shared/map/ground";
import { checkSession, endSession } from "../shared/session";
import { applyAll, applyLoose, EMPTY, fromSnapshot, type Picture } from "../shared/store";
import { serverNow } from "../shared/serverTime";
import type { Case, City, Frame, Health, LooseFrame, Onlooker, Task, Unit, User } from "../shared/types";
import { nextFrame, socketUrl, useServerNow, whileIdle } from "../shared/watch";
import { nextTurn } from "./clock";
import { admits, SCREEN, type Placed } from "./extent";
import { useKept, type Kept } from "./kept";
import { Line, type Entry } from "./line";
import { pick, type Found } from "./question";
import { freeUnits } from "./queue";
import { SearchIndex } from "./search";
import { keep, NOTHING, type Selection } from "./selection";
import { useView, type View } from "./view";

export interface Desk {
  user: User;
  city: City;
  view: View;
  kept: Kept;
  picture: ShallowRef<Picture>;
  link: ShallowRef<Link>;
  health: ShallowRef<Health | null>;
  /** The first picture has come; before it, an empty list means nothing. */
  ready: ShallowRef<boolean>;
  /** Cases that came as news, newest last: for the live region. */
  arrivals: ShallowRef<readonly Case[]>;
  /** Every open case. It changes only when one of them does: units move four times a second. */
  open: ComputedRef<ReadonlyMap<string, Case>>;
  /** The same in the order that was asked for. */
  line: ComputedRef<readonly Entry[]>;
  /** Of the line, what lies where the list is narrowed to: the ground that chips count on. */
  ground: ComputedRef<readonly Entry[]>;
  /** Of these, the ones that hold the words that were asked for. */
  found: ComputedRef<Found>;
  /** The moment by which clocks are judged: it moves on when one of them turns amber or red. */
  moment: ShallowRef<number>;
  /** What the filters leave, wherever it lies: what the map shows. */
  drawn: ComputedRef<Case[]>;
  /** The list's content without any holding back: `drawn`, where the list is narrowed to. */
  cases: ComputedRef<Case[]>;
  /** Tells what lies where the list is narrowed to; null: everything does. */
  inExtent: ComputedRef<((one: Placed) => boolean) | null>;
  units: ComputedRef<Unit[]>;
  /** On what grounds work rests, by case. */
  grounds: ComputedRef<ReadonlyMap<string, string>>;
  selected: ComputedRef<Case | null>;
  /** The selected case as best known: it may be closed, out of the filter, or not in the picture at all. */
  focus: ShallowRef<Case | null>;
  /** Who else has the selected case open. */
  onlookers: ShallowRef<readonly Onlooker[]>;
  /** The cases that are chosen for one act. */
  selection: ShallowRef<Selection>;
  /** A unit that was dropped on a case, or a case on a unit: the case opens, and there it is ordered. */
  given: ShallowRef<{ case_no: string; unit: string } | null>;
  /** A case as last heard, closed ones too: a row that stays on screen must not show an old state. */
  lastHeard(caseNo: string): Case | undefined;
  /** What part of the map is looked at: units that move elsewhere are not told. */
  looks(box: Box): void;
  stop(): void;
}

/** Closed cases leave the picture; this many of the latest are remembered for rows held on screen. */
const CLOSED_KEPT = 500;

/** A burst is drawn at most ten times a second, and never for more than a third of the time: typing must stay quick. */
const MIN_GAP_MS = 100;
const REST_PER_DRAW = 2;

/** Who reads down the list has not opened every case he passes. */
const SETTLE_MS = 300;

export function openDesk(user: User, city: City): Desk {
  const picture = shallowRef<Picture>(EMPTY);
  const link = shallowRef<Link>({ kind: "connecting", since: Date.now(), heard: null });
  const health = shallowRef<Health | null>(null);
  const ready = shallowRef(false);
  const arrivals = shallowRef<readonly Case[]>([]);
  const view = useView(user.role);
  const order = new Line();
  const index = new SearchIndex();
  const moment = shallowRef(serverNow());
  const onlookers = shallowRef<readonly Onlooker[]>([]);
  const selection = shallowRef(NOTHING);

  const closed = new Map<string, Case>();
  const frames: Frame[] = [];
  const loose: LooseFrame[] = [];
  let planned = false;
  let restUntil = 0;

  function draw(): void {
    planned = false;
    const started = performance.now();
    void nextTick(() => {
      restUntil = performance.now() + Math.max(MIN_GAP_MS, REST_PER_DRAW * (performance.now() - started));
    });
    const before = picture.value;
    const heard = frames.splice(0);
    rememberClosed(heard);
    picture.value = loose.splice(0).reduce(applyLoose, applyAll(before, heard));
    greet(heard, before);
  }

  function rememberClosed(heard: readonly Frame[]): void {
    for (const { name, data } of heard) {
      if (name === "case.changed" && (data as Case).closed) closed.set((data as Case).case_no, data as Case);
    }
    for (const oldest of closed.keys()) {
      if (closed.size <= CLOSED_KEPT) break;
      closed.delete(oldest);
    }
  }

  function plan(): void {
    if (planned) return;
    planned = true;
    const wait = restUntil - performance.now();
    if (wait > 0) setTimeout(nextFrame, wait, draw);
    else nextFrame(draw);
  }

  function greet(heard: readonly Frame[], before: Picture): void {
    const fresh = new Set<string>();
    for (const { name, data } of heard) {
      if (name === "case.changed" && !before.cases.has((data as Case).case_no)) fresh.add((data as Case).case_no);
    }
    announce([...fresh]);
  }

  function announce(fresh: readonly string[]): void {
    const open = fresh.flatMap((number) => picture.value.cases.get(number) ?? []);
    if (open.length > 0) arrivals.value = open;
  }

  async function askHealth(): Promise<void> {
    try {
      health.value = await get<Health>("/health");
    } catch {
      // No answer is the connection pill's news; the strip speaks only of what was heard.
    }
  }

  const seen = shallowRef<Box | null>(null);

  function sayView(): void {
    if (seen.value) live.send({ view: { bbox: [...seen.value] } });
  }

  let opening: ReturnType<typeof setTimeout> | undefined;

  function sayOpen(): void {
    clearTimeout(opening);
    opening = setTimeout(() => live.send({ open: view.selected }), SETTLE_MS);
  }

  watch(
    () => view.selected,
    () => {
      onlookers.value = [];
      sayOpen();
    },
  );
  watch(picture, () => {
    selection.value = keep(selection.value, (caseNo) => picture.value.cases.has(caseNo));
  });

  const live: Live = new Live(socketUrl("/ws/console"), {
    snapshot(message) {
      frames.length = 0;
      loose.length = 0;
      const before = picture.value;
      picture.value = fromSnapshot(message);
      // After a long absence the news come as a new picture; on the first one nothing is new.
      if (ready.value) announce([...picture.value.cases.keys()].filter((number) => !before.cases.has(number)));
      ready.value = true;
    },
    frame(frame) {
      frames.push(frame);
      plan();
    },
    loose(frame) {
      if (frame.name === "platform.health") {
        health.value = frame.data as Health;
      } else if (frame.name === "case.onlookers") {
        const { case_no, onlookers: others } = frame.data as { case_no: string; onlookers: Onlooker[] };
        if (case_no === view.selected) onlookers.value = others;
      } else if (frame.name !== "ping") {
        loose.push(frame);
        plan();
      }
    },
    link(now) {
      if (now.kind === "open") {
        void askHealth();
        sayView();
        sayOpen();
      }
      link.value = now;
      triggerRef(link);
      if (now.kind === "ended") endSession(now.code);
    },
    refusedToOpen: () => void checkSession(),
  });
  live.start();

  const open = computed(() => picture.value.cases);
  const line = computed(() => order.follow(open.value, view.sort));
  // Made while nobody waits: the first sign that is typed must not be the one that pays for all.
  watch(ready, () => {
    whileIdle(index.steps(open.value));
  });
  const found = computed(() => (view.text.trim() ? index.follow(open.value).find(view.text) : null));
  const turn = computed(() =>
    line.value.reduce((soonest, { dates }) => (dates ? Math.min(soonest, nextTurn(dates, moment.value)) : soonest), Infinity),
  );
  const now = useServerNow();
  watch(now, (at) => {
    if (at >= turn.value) moment.value = at;
  });

  const answer = (entries: readonly Entry[]) =>
    view.list === "cases" ? pick(entries, view.chosen, found.value, moment.value) : entries.map((entry) => entry.case);
  const drawn = computed(() => answer(line.value));
  // What is on screen matters only to who asked for it: nobody else's list is made anew when a map moves.
  const inExtent = computed(() => admits(view.extent, view.extent === SCREEN ? seen.value : null));
  const ground = computed(() => {
    const lies = inExtent.value;
    return lies ? line.value.filter((entry) => lies(entry.case)) : line.value;
  });

  return {
    user,
    city,
    view,
    kept: useKept(user.username),
    picture,
    link,
    health,
    ready,
    arrivals,
    open,
    line,
    ground,
    found,
    moment,
    drawn,
    inExtent,
    cases: computed(() => (inExtent.value ? answer(ground.value) : drawn.value)),
    units: computed(() => freeUnits(picture.value.units.values())),
    grounds: computed(() => groundsOf(picture.value.tasks.values())),
    selected: computed(() => (view.selected ? (picture.value.cases.get(view.selected) ?? null) : null)),
    focus: shallowRef(null),
    onlookers,
    selection,
    given: shallowRef(null),
    lastHeard: (caseNo) => picture.value.cases.get(caseNo) ?? closed.get(caseNo),
    looks(box) {
      seen.value = box;
      sayView();
    },
    stop() {
      live.stop();
    },
  };
}

function groundsOf(tasks: Iterable<Task>): Map<string, string> {
  const grounds = new Map<string, string>();
  for (const { case_no, state, moves } of tasks) {
    const ground = state === "suspended" ? moves.at(-1)?.ground : null;
    if (ground) grounds.set(case_no, ground);
  }
  return grounds;
}

const KEY: InjectionKey<Desk> = Symbol("desk");

export function provideDesk(desk: Desk): void {
  provide(KEY, desk);
}

export function useDesk(): Desk {
  const desk = inject(KEY);
  if (!desk) throw new Error("A panel was used outside the console.");
  return desk;
}
