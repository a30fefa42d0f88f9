/**
 * The picture: everything a socket has told us, folded.
 *
 * Pure, so the law of the wire can be tested: snapshot(N) with frames N+1 … M folded in equals
 * snapshot(M), and hearing a frame twice changes nothing.
 */
import type {
  Case,
  Frame,
  Instruction,
  LooseFrame,
  PhoneUnit,
  Snapshot,
  Sos,
  Task,
  TaskState,
  Unit,
  UnitState,
} from "./types";
import type { InstructionReceipt, UnitDuty } from "./wire";

export interface Picture {
  readonly seq: number;
  readonly cases: ReadonlyMap<string, Case>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly units: ReadonlyMap<string, Unit>;
  /** Calls for help that nobody has ended. */
  readonly sos: ReadonlyMap<string, Sos>;
  readonly instructions: ReadonlyMap<string, Instruction>;
  /** On a phone: the unit it belongs to. */
  readonly unit: PhoneUnit | null;
}

export const EMPTY: Picture = {
  seq: 0,
  cases: new Map(),
  tasks: new Map(),
  units: new Map(),
  sos: new Map(),
  instructions: new Map(),
  unit: null,
};

export function fromSnapshot(message: Snapshot): Picture {
  const { cases, tasks, units, unit, sos, instructions } = message.snapshot;
  return {
    seq: message.seq,
    cases: new Map(cases.map((one) => [one.case_no, one])),
    tasks: new Map(tasks.map((one) => [one.id, one])),
    units: new Map((units ?? []).map((one) => [one.code, one])),
    sos: new Map((sos ?? []).map((one) => [one.id, one])),
    instructions: new Map((instructions ?? []).map((one) => [one.id, one])),
    unit: unit ?? null,
  };
}

type Shelf = "cases" | "tasks" | "units" | "sos" | "instructions";

/** Copies each map at most once for a whole batch; a storm of frames must not copy 10 000 rows each. */
class Draft {
  private readonly copied = new Set<Shelf>();
  cases: Map<string, Case>;
  tasks: Map<string, Task>;
  units: Map<string, Unit>;
  sos: Map<string, Sos>;
  instructions: Map<string, Instruction>;
  seq: number;
  /** Units whose tasks changed in this batch; their state is derived once, at its end. */
  readonly touched = new Set<string>();

  constructor(from: Picture) {
    this.cases = from.cases as Map<string, Case>;
    this.tasks = from.tasks as Map<string, Task>;
    this.units = from.units as Map<string, Unit>;
    this.sos = from.sos as Map<string, Sos>;
    this.instructions = from.instructions as Map<string, Instruction>;
    this.seq = from.seq;
  }

  own<K extends Shelf>(name: K): this[K] {
    if (!this.copied.has(name)) {
      this.copied.add(name);
      (this[name] as Map<string, unknown>) = new Map<string, unknown>(this[name]);
    }
    return this[name];
  }
}

type Fold = (draft: Draft, data: never) => void;

const folds: Record<string, Fold> = {
  "case.changed": (draft, one: Case) => {
    if (one.closed) draft.own("cases").delete(one.case_no);
    else draft.own("cases").set(one.case_no, one);
  },
  "case.left": (draft, { case_no }: { case_no: string }) => {
    draft.own("cases").delete(case_no);
  },
  "task.offered": putTask,
  "task.changed": putTask,
  "sos.changed": (draft, one: Sos) => {
    put(draft.own("sos"), one);
  },
  "instruction.changed": (draft, one: Instruction) => {
    put(draft.own("instructions"), one);
  },
  "instruction.receipt": (draft, { instruction, ...receipt }: InstructionReceipt) => {
    const one = draft.instructions.get(instruction);
    if (!one) return;
    const others = one.receipts.filter(({ unit }) => unit !== receipt.unit);
    draft.own("instructions").set(instruction, { ...one, receipts: [...others, receipt] });
  },
};

function put<T extends { id: string; ended: boolean }>(shelf: Map<string, T>, one: T): void {
  if (one.ended) shelf.delete(one.id);
  else shelf.set(one.id, one);
}

function putTask(draft: Draft, one: Task): void {
  const before = draft.tasks.get(one.id)?.unit;
  if (one.ended) draft.own("tasks").delete(one.id);
  else draft.own("tasks").set(one.id, one);
  for (const unit of [before, one.unit]) if (unit) draft.touched.add(unit);
}

const BUSY: Partial<Record<TaskState, UnitState>> = {
  offered: "sent",
  delivered: "sent",
  seen: "sent",
  accepted: "sent",
  suspended: "sent",
  en_route: "en_route",
  on_site: "on_site",
};
const RANK: readonly UnitState[] = ["free", "sent", "en_route", "on_site"];

/** No frame says what a unit is doing; its open tasks do, and the furthest of them wins. */
function deriveUnits(draft: Draft): void {
  const known = [...draft.touched].filter((code) => draft.units.has(code));
  if (known.length === 0) return;
  const doing = new Map<string, { state: UnitState; load: number }>();
  for (const task of draft.tasks.values()) {
    const state = BUSY[task.state];
    if (!state || !task.unit || !draft.touched.has(task.unit)) continue;
    const sofar = doing.get(task.unit) ?? { state: "free" as UnitState, load: 0 };
    const further = RANK.indexOf(state) > RANK.indexOf(sofar.state) ? state : sofar.state;
    doing.set(task.unit, { state: further, load: sofar.load + 1 });
  }
  const units = draft.own("units");
  for (const code of known) {
    const unit = units.get(code);
    if (!unit) continue;
    const idle: UnitState = unit.on_duty ? "free" : "off";
    units.set(code, { ...unit, ...(doing.get(code) ?? { state: idle, load: 0 }) });
  }
}

/** Fold a run of frames; what was heard before and names we do not know change nothing. */
export function applyAll(picture: Picture, frames: readonly Frame[]): Picture {
  const draft = new Draft(picture);
  for (const frame of frames) {
    if (frame.seq <= draft.seq) continue;
    folds[frame.name]?.(draft, frame.data as never);
    draft.seq = frame.seq;
  }
  if (draft.seq === picture.seq) return picture;
  deriveUnits(draft);
  const { seq, cases, tasks, units, sos, instructions } = draft;
  return { ...picture, seq, cases, tasks, units, sos, instructions };
}

export function apply(picture: Picture, frame: Frame): Picture {
  return applyAll(picture, [frame]);
}

/** Frames without a number: the newest wins and the number of the picture stays. */
export function applyLoose(picture: Picture, frame: LooseFrame): Picture {
  if (frame.name === "unit.moved") {
    const { unit, lon, lat } = frame.data as { unit: string; lon: number; lat: number };
    return patchUnit(picture, unit, { lon, lat });
  }
  if (frame.name === "units.moved") {
    // Who left the view stays where last seen: the list still names every unit.
    const { units: moved } = frame.data as { units: [unit: string, lon: number, lat: number, at: number][] };
    const units = new Map(picture.units);
    for (const [unit, lon, lat] of moved) {
      const known = units.get(unit);
      if (known) units.set(unit, { ...known, lon, lat });
    }
    return { ...picture, units };
  }
  if (frame.name === "unit.duty") {
    const { unit, duty, on_duty, free_until } = frame.data as UnitDuty;
    return patchUnit(picture, unit, { duty, on_duty, free_until });
  }
  if (frame.name === "unit.presence") {
    const { unit, online } = frame.data as { unit: string; online: boolean };
    return patchUnit(picture, unit, { online });
  }
  return picture;
}

function patchUnit(picture: Picture, code: string, patch: Partial<Unit>): Picture {
  const known = picture.units.get(code);
  if (known) {
    const units = new Map(picture.units).set(code, { ...known, ...patch });
    return { ...picture, units };
  }
  if (picture.unit?.code === code) return { ...picture, unit: { ...picture.unit, ...patch } };
  return picture;
}
