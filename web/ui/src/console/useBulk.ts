/** One act about many cases, carried out: foretold first, then a few at a time, then taken back while that is lawful. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { post } from "../shared/api";
import { newId } from "../shared/ids";
import type { BulkOrderIn, BulkOut } from "../shared/wire";
import { AT_ONCE, MOST, plan, summarise, undo, UNDO_MS, type BulkAct, type Line, type Outcome, type Said } from "./bulk";
import type { Desk } from "./desk";

export interface Bulk {
  /** What would become of it. */
  trial: ShallowRef<Outcome | null>;
  without: ShallowRef<readonly string[]>;
  /** What became of it, so far. */
  outcome: ShallowRef<Outcome | null>;
  /** Orders that were not answered yet. */
  left: Ref<number>;
  of: Ref<number>;
  undone: ShallowRef<Outcome | null>;
  busy: Ref<boolean>;
  failure: Ref<string>;
  undoUntil: Ref<number>;
  /** How many could be taken back just now. */
  undoable: ComputedRef<number>;
  rehearse(act: BulkAct, said: Said): Promise<void>;
  carryOut(): Promise<void>;
  takeBack(reason: string): Promise<void>;
}

export function useBulk(desk: Desk): Bulk {
  const trial = shallowRef<Outcome | null>(null);
  const without = shallowRef<readonly string[]>([]);
  const outcome = shallowRef<Outcome | null>(null);
  const undone = shallowRef<Outcome | null>(null);
  const [left, of, undoUntil] = [ref(0), ref(0), ref(0)];
  const busy = ref(false);
  const failure = ref("");
  let waiting: Line[] = [];
  let lines: Line[] = [];
  let answers: BulkOut["items"] = [];

  async function guarded(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = "";
    try {
      await work();
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  }

  async function order(orders: readonly BulkOrderIn[], dry_run: boolean): Promise<BulkOut["items"]> {
    return (await post<BulkOut>("/orders:batch", { dry_run, orders })).items;
  }

  const rehearse = (act: BulkAct, said: Said) =>
    guarded(async () => {
      const made = plan(desk.selection.value.chosen, desk.picture.value.tasks.values(), act, said, newId);
      const foretold: BulkOut["items"] = [];
      for (let at = 0; at < made.lines.length; at += MOST) {
        foretold.push(...(await order(made.lines.slice(at, at + MOST).map((line) => line.order), true)));
      }
      without.value = made.without;
      trial.value = summarise(made.lines, foretold);
      // What was foretold a refusal is asked all the same: only the platform's own answer is written down.
      [lines, waiting, answers] = [made.lines, [...made.lines], []];
      [of.value, left.value] = [lines.length, lines.length];
    });

  /** A few at a time; after a failure it goes on where it stopped, and the ids see that nothing is done twice. */
  const carryOut = () =>
    guarded(async () => {
      while (waiting.length > 0) {
        answers.push(...(await order(waiting.slice(0, AT_ONCE).map((line) => line.order), false)));
        waiting = waiting.slice(AT_ONCE);
        left.value = waiting.length;
        outcome.value = summarise(lines, answers);
      }
      undoUntil.value = Date.now() + UNDO_MS;
    });

  function backwards(): Line[] {
    const tasks = [...desk.picture.value.tasks.values()];
    return (outcome.value?.done ?? []).flatMap((line) => {
      const back = undo(line, tasks, Date.now(), newId);
      return back ? [{ ...line, order: back }] : [];
    });
  }

  const takeBack = (reason: string) =>
    guarded(async () => {
      const back = backwards().map((line) => ({ ...line, order: { ...line.order, reason } }));
      const said: BulkOut["items"] = [];
      for (let at = 0; at < back.length; at += AT_ONCE) {
        said.push(...(await order(back.slice(at, at + AT_ONCE).map((line) => line.order), false)));
      }
      undone.value = summarise(back, said);
      undoUntil.value = 0;
    });

  const undoable = computed(() => (left.value === 0 && outcome.value ? backwards().length : 0));
  return { trial, without, outcome, left, of, undone, busy, failure, undoUntil, undoable, rehearse, carryOut, takeBack };
}
