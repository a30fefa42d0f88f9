/** The whole of one case, asked for when it is chosen and again when the picture says it has moved on. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from "vue";
import { get, Problem } from "../shared/api";
import { language } from "../shared/i18n";
import type { CaseDetail } from "../shared/types";
import type { Desk } from "./desk";

export interface DetailOf {
  detail: ShallowRef<CaseDetail | null>;
  failure: ShallowRef<unknown>;
  /** Shown only after a moment: a quick answer needs no bar. */
  slow: ShallowRef<boolean>;
  reload(): Promise<void>;
}

const SLOW_MS = 300;
/** A case that moves three times in a breath is asked for once. */
const SETTLE_MS = 150;

export function useDetail(desk: Desk): DetailOf {
  const detail = shallowRef<CaseDetail | null>(null);
  const failure = shallowRef<unknown>(null);
  const slow = shallowRef(false);
  let running: AbortController | null = null;
  let settle: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    const caseNo = desk.view.selected;
    running?.abort();
    if (!caseNo) return;
    const mine = (running = new AbortController());
    const bar = setTimeout(() => {
      slow.value = true;
    }, SLOW_MS);
    try {
      const got = await get<CaseDetail>(`/cases/${encodeURIComponent(caseNo)}`, mine.signal);
      if (running !== mine) return;
      detail.value = got;
      failure.value = null;
    } catch (error) {
      if (running !== mine || mine.signal.aborted) return;
      failure.value = error;
      if (error instanceof Problem && [403, 404].includes(error.status)) detail.value = null;
    } finally {
      clearTimeout(bar);
      if (running === mine) slow.value = false;
    }
  }

  watch(
    () => desk.view.selected,
    (caseNo) => {
      clearTimeout(settle);
      if (detail.value?.case_no !== caseNo) detail.value = null;
      failure.value = null;
      void reload();
    },
    { immediate: true },
  );
  watch(
    () => [version(desk), language.value, desk.link.value.kind === "open"],
    () => {
      clearTimeout(settle);
      settle = setTimeout(() => void reload(), SETTLE_MS);
    },
  );
  onScopeDispose(() => {
    clearTimeout(settle);
    running?.abort();
  });
  return { detail, failure, slow, reload };
}

/** One text that changes when the case or any of its tasks does. */
function version(desk: Desk): string {
  const caseNo = desk.view.selected;
  if (!caseNo) return "";
  const parts = [`${caseNo}:${desk.picture.value.cases.get(caseNo)?.version ?? "-"}`];
  for (const task of desk.picture.value.tasks.values()) {
    if (task.case_no === caseNo) parts.push(`${task.id}:${task.version}`);
  }
  return parts.join(" ");
}
