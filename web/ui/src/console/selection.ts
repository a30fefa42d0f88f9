/** Which cases are chosen for one act: by Space, Ctrl, Shift or all at once. Pure. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Where a range begins: the row that was last chosen by itself. */
  readonly anchor: string | null;
}

export const NOTHING: Selection = { chosen: new Set(), anchor: null };

export function toggle({ chosen }: Selection, caseNo: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(caseNo)) next.add(caseNo);
  return { chosen: next, anchor: caseNo };
}

/** Everything between the anchor and here, as the list stands; what was chosen elsewhere stays. */
export function range(before: Selection, order: readonly string[], to: string, from: string | null): Selection {
  const anchor = before.anchor ?? from ?? to;
  const a = order.indexOf(anchor);
  const b = order.indexOf(to);
  if (a < 0 || b < 0) return toggle(NOTHING, to);
  const between = order.slice(Math.min(a, b), Math.max(a, b) + 1);
  return { chosen: new Set([...before.chosen, ...between]), anchor };
}

export function chooseAll(order: readonly string[]): Selection {
  return { chosen: new Set(order), anchor: null };
}

/** Drop what there is no longer: a case that is closed or went out of sight is not acted on. */
export function keep(before: Selection, isThere: (caseNo: string) => boolean): Selection {
  const chosen = new Set([...before.chosen].filter(isThere));
  return chosen.size === before.chosen.size ? before : { ...before, chosen };
}
