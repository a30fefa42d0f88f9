/** The console's one store: the picture from the socket, and what the views ask of it. */
import { computed, inject, nextTick, provide, shallowRef, triggerRef, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import { get } from "../shared/api";
import { Live, type Link } from "../shared/live";
import { checkSession, endSession } from "../shared/session";
import { applyAll, applyLoose, EMPTY, fromSnapshot, type Picture } from "../shared/store";
import type { Case, City, Frame, Health, LooseFrame, Unit, User } from "../shared/types";
import { nextFrame, socketUrl } from "../shared/watch";
import { arrange, countAll, freeUnits, isOther, type CaseFilter, type Counts } from "./queue";
import { useView, type View } from "./view";

export interface Desk {
  user: User;
  city: City;
  view: View;
  picture: ShallowRef<Picture>;
  link: ShallowRef<Link>;
  health: ShallowRef<Health | null>;
  /** The first picture has come; before it, an empty list means nothing. */
  ready: ShallowRef<boolean>;
  /** Cases that came as news, newest last: for the live region. */
  arrivals: ShallowRef<readonly Case[]>;
  /** The list's content without any holding back; the map shows the same. */
  cases: ComputedRef<Case[]>;
  units: ComputedRef<Unit[]>;
  counts: ComputedRef<Counts>;
  selected: ComputedRef<Case | null>;
  /** The selected case as best known: it may be closed, out of the filter, or not in the picture at all. */
  focus: ShallowRef<Case | null>;
  /** A case as last heard, closed ones too: a row that stays on screen must not show an old state. */
  lastHeard(caseNo: string): Case | undefined;
  /** What part of the map is looked at: units that move elsewhere are not told. */
  looks(box: readonly [number, number, number, number]): void;
  stop(): void;
}

/** Closed cases leave the picture; this many of the latest are remembered for rows held on screen. */
const CLOSED_KEPT = 500;

/** A burst is drawn at most ten times a second, and never for more than a third of the time: typing must stay quick. */
const MIN_GAP_MS = 100;
const REST_PER_DRAW = 2;

export function openDesk(user: User, city: City): Desk {
  const picture = shallowRef<Picture>(EMPTY);
  const link = shallowRef<Link>({ kind: "connecting", since: Date.now(), heard: null });
  const health = shallowRef<Health | null>(null);
  const ready = shallowRef(false);
  const arrivals = shallowRef<readonly Case[]>([]);
  const view = useView();

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

  let box: readonly number[] | null = null;

  function sayView(): void {
    if (box) live.send({ view: { bbox: [...box] } });
  }

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
      } else if (frame.name !== "ping") {
        loose.push(frame);
        plan();
      }
    },
    link(now) {
      if (now.kind === "open") {
        void askHealth();
        sayView();
      }
      link.value = now;
      triggerRef(link);
      if (now.kind === "ended") endSession(now.code);
    },
    refusedToOpen: () => void checkSession(),
  });
  live.start();

  const caseFilter = computed<CaseFilter>(() => (isOther(view.filter) ? "all" : view.filter));
  return {
    user,
    city,
    view,
    picture,
    link,
    health,
    ready,
    arrivals,
    cases: computed(() =>
      arrange(picture.value.cases.values(), {
        filter: caseFilter.value,
        text: isOther(view.filter) ? "" : view.text,
        district: view.district,
        sort: view.sort,
      }),
    ),
    units: computed(() => freeUnits(picture.value.units.values())),
    counts: computed(() => countAll(picture.value.cases.values())),
    selected: computed(() => (view.selected ? (picture.value.cases.get(view.selected) ?? null) : null)),
    focus: shallowRef(null),
    lastHeard: (caseNo) => picture.value.cases.get(caseNo) ?? closed.get(caseNo),
    looks(seen) {
      box = seen;
      sayView();
    },
    stop() {
      live.stop();
    },
  };
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
