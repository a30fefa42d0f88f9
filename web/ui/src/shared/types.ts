/** The shapes on the wire, named as the wire names them (docs/wire.md). */

export type CaseState =
  | "to_judge"
  | "routed"
  | "sent"
  | "signed"
  | "en_route"
  | "on_site"
  | "handled"
  | "closed";

export type TaskState =
  | "waiting"
  | "offered"
  | "delivered"
  | "accepted"
  | "declined"
  | "en_route"
  | "on_site"
  | "done";

export type UnitState = "free" | "sent" | "en_route" | "on_site" | "off";

export interface Case {
  case_no: string;
  state: CaseState;
  stage: string;
  closed: boolean;
  version: number;
  platform: string | null;
  source_event_id: string | null;
  title: string | null;
  scheme: string | null;
  kind: string | null;
  code: string | null;
  class_name: string | null;
  urgency: string | null;
  lon: number | null;
  lat: number | null;
  address: string | null;
  district: string | null;
  district_name: string | null;
  township: string | null;
  township_name: string | null;
  team: string | null;
  team_name: string | null;
  unit: string | null;
  item: string | null;
  reason: string | null;
  occurred_at: string | null;
  received_at: string;
  changed_at: string;
}

export interface Move {
  state: TaskState;
  at: string;
  device_at: string | null;
  by: string | null;
  reason?: string | null;
  result?: string | null;
  note?: string | null;
  files?: FileRef[];
}

export interface FileRef {
  id: string;
  media_type?: string | null;
  bytes?: number | null;
}

export interface Task {
  id: string;
  case_no: string;
  state: TaskState;
  ended: boolean;
  version: number;
  team: string | null;
  unit: string | null;
  unit_name: string | null;
  title: string | null;
  class_name: string | null;
  urgency: string | null;
  address: string | null;
  lon: number | null;
  lat: number | null;
  township_name: string | null;
  description: string | null;
  why: { distance_m?: number | null; load?: number | null; candidates?: number | null } | null;
  offered_at: string | null;
  moves: Move[];
}

export interface Unit {
  code: string;
  name: string;
  team: string | null;
  team_name: string | null;
  lon: number | null;
  lat: number | null;
  online: boolean;
  on_duty: boolean;
  load: number;
  state: UnitState;
}

/** What a phone is told of its own unit; whether it is on duty may come later, or not at all. */
export type PhoneUnit = Pick<Unit, "code" | "name"> & Partial<Unit>;

export interface Attachment {
  id: string | null;
  url_host: string | null;
  media_type: string | null;
  state: string;
  bytes: number | null;
  reason?: string | null;
}

export interface WhyStep {
  step: string;
  question: string;
  answer: string;
  source: string | null;
}

export interface Why {
  rule: { id: string; version: number | string; text: string } | null;
  steps: WhyStep[];
  rejected: { team: string; team_name: string; why: string }[];
  question: string | null;
}

export interface CaseDetail extends Case {
  description: string | null;
  subject: { name: string | null; uscc: string | null; kind: string | null } | null;
  attachments: Attachment[];
  history: {
    at: string;
    actor: string | null;
    actor_kind: string;
    move: { from: string | null; to: string } | null;
    reason: string | null;
  }[];
  why: Why | null;
  tasks: Task[];
}

export interface User {
  username: string;
  name: string;
  role: "operator" | "officer" | "supervisor" | "admin" | "viewer";
  node: string;
  node_name: string | null;
  unit: string | null;
}

export interface City {
  code: string;
  name: string;
  name_en: string | null;
  centre: [number, number];
  bounds: [number, number, number, number];
  attribution: string | null;
  approximate: boolean;
  demo: boolean;
  timezone: string;
}

export interface Team {
  code: string;
  name: string;
  district: string | null;
  township: string | null;
  kind: string | null;
}

export interface Health {
  ok: boolean;
  checks: { name: string; ok: boolean; reason: string | null; facts?: Record<string, unknown> }[];
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string | null;
  errors?: { field?: string; message?: string }[];
}

/* ---- the socket ---- */

export interface Snapshot {
  snapshot: { cases: Case[]; tasks: Task[]; units?: Unit[]; unit?: PhoneUnit | null };
  seq: number;
}

export interface Frame {
  seq: number;
  name: string;
  at: string;
  data: unknown;
}

/** A frame without a number: may be lost, is never replayed. */
export interface LooseFrame {
  name: string;
  data: unknown;
}

export interface Place {
  lon: number;
  lat: number;
  accuracy_m?: number;
}

export type Do = "accept" | "decline" | "depart" | "arrive" | "finish";

export interface ActMessage {
  do: Do;
  id: string;
  task: string;
  at: string;
  place?: Place;
  reason?: string;
  result?: string;
  note?: string;
  files?: string[];
}

export type Answer = { done: string } | { refused: string | null; problem: ProblemBody };
