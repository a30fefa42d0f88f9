/** Judging a case: what a form holds, what it asks the server, and what it says. Pure. */
import type { Case } from "../shared/types";
import type { CompetenceOut, JudgementIn, SimilarOut } from "../shared/wire";

export const MISSING = ["place", "matter", "time", "subject", "evidence", "contact"] as const;
export type Missing = (typeof MISSING)[number];

/** What has been put into the form; empty is as it was reported. */
export interface Draft {
  scheme: string;
  kind: string;
  code: string;
  point: string;
  township: string;
  item: string;
  field: string;
  subject: string;
  team: string;
  reason: string;
  ground: string;
  missing: readonly Missing[];
}

export const BLANK: Draft = {
  scheme: "",
  kind: "",
  code: "",
  point: "",
  township: "",
  item: "",
  field: "",
  subject: "",
  team: "",
  reason: "",
  ground: "",
  missing: [],
};

export function isBlank(draft: Draft): boolean {
  return Object.values(draft).every((value) => value.length === 0);
}

/** Whether it says otherwise than was reported; then the rules may name another, and so may a person here. */
export function corrects(draft: Draft): boolean {
  return draft.code !== "" || draft.point.trim() !== "" || draft.township !== "";
}

/** A point as people copy it: longitude and latitude, by comma or space. Null: it is none. */
export function readPoint(text: string): { lon: number; lat: number } | null {
  const [lon, lat, ...rest] = text.trim().split(/[\s,，;；]+/).map(Number);
  if (lon === undefined || lat === undefined || rest.length > 0) return null;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}

function place(one: Case, draft: Draft): Record<string, string> {
  const point = readPoint(draft.point) ?? (one.lon === null || one.lat === null ? null : { lon: one.lon, lat: one.lat });
  return point ? { lon: String(point.lon), lat: String(point.lat) } : {};
}

function matter(one: Case, draft: Draft): Record<string, string> {
  return draft.code ? { scheme: draft.scheme, kind: draft.kind, code: draft.code } : { scheme: one.scheme, kind: one.kind, code: one.code };
}

/** Where to ask whose it would be, were it as the form says: for the day it came. */
export function askPath(one: Case, draft: Draft, day: (iso: string) => string): string {
  const township = draft.township || (readPoint(draft.point) ? "" : (one.township ?? ""));
  // A township that somebody names settles where a point and a report disagree.
  const where = township && !readPoint(draft.point) ? { township } : { ...place(one, draft), ...(township ? { township } : {}) };
  const answer = { item: draft.item, field: draft.field, subject: draft.subject };
  const asked = { ...matter(one, draft), ...where, ...answer, acted_on: day(one.occurred_at), filed_on: day(one.received_at) };
  return `/competence?${query(asked)}`;
}

export function similarPath(one: Case, draft: Draft): string {
  return `/cases/${encodeURIComponent(one.case_no)}/similar?${query({ ...matter(one, draft), ...place(one, draft) })}`;
}

function query(asked: Record<string, string>): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== "")).toString();
}

export type Ask = Omit<JudgementIn, "id" | "version">;

export function accepting(draft: Draft): Ask {
  const point = readPoint(draft.point);
  const where = { ...(point ?? {}), ...(draft.township ? { township: draft.township } : {}) };
  return {
    do: "accept",
    ...(draft.code ? { category: { scheme: draft.scheme, kind: draft.kind as "matter", code: draft.code } } : {}),
    ...(Object.keys(where).length > 0 ? { place: where } : {}),
    ...given({ item: draft.item, field: draft.field, team: corrects(draft) ? draft.team : "", reason: draft.reason.trim() }),
    ...(draft.subject ? { subject: draft.subject as "unit" } : {}),
  };
}

export function refusing(draft: Draft): Ask {
  return { do: "refuse", ground: draft.ground, reason: draft.reason.trim() };
}

export function askingBack(draft: Draft): Ask {
  return { do: "ask_back", missing: [...draft.missing], reason: draft.reason.trim() };
}

function given(words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ""));
}

/**
 * Whether the rules are asked what the page can ask: not what is disputed, and not where a point and the township that
 * was reported disagree, until somebody says which it is. The server holds both against the case.
 */
export function rulesDecide(one: Case, draft: Draft): boolean {
  if (one.reason === "disputed") return false;
  return one.township !== null || one.lon === null || draft.township !== "" || readPoint(draft.point) !== null;
}

/** Who would go: whoever is named, else whom the rules name; null while a question is open. */
export function goes(answer: CompetenceOut | null, draft: Draft): string | null {
  return (corrects(draft) && draft.team) || answer?.answer.team || null;
}

/** To name another team than the rules do takes a reason. */
export function needsReason(answer: CompetenceOut | null, draft: Draft): boolean {
  return corrects(draft) && draft.team !== "" && draft.team !== answer?.answer.team && draft.reason.trim() === "";
}

/** Only what is open takes another in. */
export function takesIn(one: SimilarOut): boolean {
  return !one.case.closed;
}

export function minutes(seconds: number): number {
  return Math.round(seconds / 60);
}
