/* Made by tools/wire_types.py from /openapi.json and docs/asyncapi.yaml. Not to be edited. */

export interface Ack {
  ack: number;
}

export interface Act {
  do: Do;
  id: string;
  task: string;
  at: string;
  place?: Spot | null;
  reason?: string | null;
  result?: string | null;
  note?: string | null;
  files?: string[];
}

/** An act as a client sends it. `id` is made once by the client and kept when it asks again. */
export interface ActIn {
  do: Do;
  id: string;
  at: string;
  place?: Spot | null;
  reason?: string | null;
  result?: string | null;
  note?: string | null;
  files?: string[];
}

/** The process answers. */
export interface AliveOut {
  ok: boolean;
}

/** A person's judgement: which team, why, and which version of the case was read. */
export interface Assignment {
  team: string;
  reason: string;
  version: number;
}

/** A file of the platform's. It is fetched by a worker from hosts agreed on, never by a browser. */
export interface AttachmentIn {
  url: string;
  sha256?: string | null;
  media_type?: string | null;
}

/** A file that a platform named. Its address is never told: nobody's browser is to open it. */
export interface AttachmentOut {
  id: string | null;
  url_host: string | null;
  media_type: string | null;
  bytes: number | null;
  state: "waiting" | "stored" | "refused";
  reason: string | null;
}

/** What is not known is null. */
export interface Case {
  case_no: string;
  state: CaseState;
  stage: Stage;
  closed: boolean;
  version: number;
  platform: string;
  source_event_id: string;
  title: string;
  scheme: string;
  kind: string;
  code: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
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
  reason: string;
  occurred_at: string;
  received_at: string;
  changed_at: string;
}

export interface CaseLeft {
  case_no: string;
  to: string | null;
}

/** A case as every reader sees it (docs/wire.md, CASE). What is not known is null. */
export interface CaseOut {
  case_no: string;
  state: CaseState;
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  closed: boolean;
  version: number;
  platform: string;
  source_event_id: string;
  title: string;
  scheme: string;
  kind: string;
  code: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
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
  reason: string;
  occurred_at: string;
  received_at: string;
  changed_at: string;
}

/** Where a case stands. */
export type CaseState = "to_judge" | "routed" | "sent" | "signed" | "en_route" | "on_site" | "handled" | "closed";

/** A page of cases, newest first; `next` is null on the last page. */
export interface CasesOut {
  items: CaseOut[];
  next: string | null;
}

/** The class of the event, in the scheme of its code. */
export interface Category {
  scheme: string;
  kind: "component" | "matter";
  code: string;
}

/** A frame of the platform's own channel. */
export interface ChangeOut {
  seq: number;
  name: string;
  at: string;
  data: CaseOut;
}

/** What is new: ask with `last` next time; `head` is the last number there is. */
export interface ChangesOut {
  items: ChangeOut[];
  last: number;
  head: number;
}

/** One part of the platform; `reason` is a key, `facts` what belongs to it. */
export interface CheckOut {
  name: string;
  ok: boolean;
  reason: string | null;
  facts: Record<string, unknown>;
}

/** The city a console shows: where to look, which clock, and what to say about its map. */
export interface CityOut {
  code: string;
  name: string;
  name_en: string;
  centre: [number, number];
  bounds: [number, number, number, number];
  timezone: string;
  attribution: string;
  approximate: boolean;
  demo: boolean;
  boundary_version: number;
}

/** What somebody types to sign in. Bounded: hashing what a stranger sends must cost little. */
export interface Credentials {
  username: string;
  password: string;
}

/** What an officer may do about a task. */
export type Do = "accept" | "decline" | "depart" | "arrive" | "finish";

export interface Done {
  done: string;
}

/** The act that is done, now or at the first time of asking. */
export interface DoneOut {
  done: string;
}

/** One event. `source_event_id` names it for ever: the same id is the same case. */
export interface EventIn {
  source_event_id: string;
  occurred_at: string;
  title: string;
  category: Category;
  description?: string | null;
  location?: Location | null;
  subject?: Subject | null;
  urgency?: "general" | "urgent" | "critical" | null;
  attachments?: AttachmentIn[] | null;
}

/** The case an event has become, and the stages it went through. */
export interface EventOut {
  case_no: string;
  state: CaseState;
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  closed: boolean;
  version: number;
  platform: string;
  source_event_id: string;
  title: string;
  scheme: string;
  kind: string;
  code: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
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
  reason: string;
  occurred_at: string;
  received_at: string;
  changed_at: string;
  stages: StageOut[];
}

/** A file that an officer handed in. */
export interface FileOut {
  id: string;
  media_type: string;
  bytes: number;
}

/** A numbered frame. On every channel numbers follow the order of commits, without a gap but for the one that a restore from a backup leaves. */
export interface Frame {
  seq: number;
  name: string;
  at: string;
  data: Record<string, unknown>;
}

/** The form a file comes in. */
export interface HandIn {
  file: string;
}

/** A file as it is kept. `media_type` says what its first bytes are, not what it was called. */
export interface HandedInOut {
  id: string;
  sha256: string;
  media_type: string;
  bytes: number;
}

export interface Health {
  ok: boolean;
  checks: {
    name: "database" | "migrations" | "redis" | "relay" | "worker";
    ok: boolean;
    reason: string | null;
    facts: Record<string, unknown>;
  }[];
}

/** How every part is. */
export interface HealthOut {
  ok: boolean;
  checks: CheckOut[];
}

export interface Hello {
  hello: {
    last_seq?: number | null;
  };
}

export interface Here {
  here: Spot;
}

/** What happened to a case, and who did it. */
export interface HistoryOut {
  at: string;
  actor: string;
  actor_kind: "person" | "platform" | "system";
  move: StateChangeOut;
  reason: string;
  team: string | null;
  unit: string | null;
  rule: string | null;
}

/** A person's judgement. */
export interface JudgedOut {
  by: string;
  reason: string;
  at: string;
}

/** Where it happened: a point with its coordinate system, an address, a township, or several of these. */
export interface Location {
  lon?: number | null;
  lat?: number | null;
  crs?: "CGCS2000" | "cgcs2000" | "EPSG:4490" | "epsg:4490" | "WGS84" | "wgs84" | "WGS-84" | "wgs-84" | "EPSG:4326" | "epsg:4326" | "GCJ-02" | "gcj-02" | "GCJ02" | "gcj02" | "BD-09" | "bd-09" | "BD09" | "bd09" | null;
  address?: string | null;
  township_code?: string | null;
  township_scheme?: string | null;
}

/** A frame without a number, never replayed. */
export interface LooseFrame {
  seq?: never;
  name: string;
  at: string;
  data: Record<string, unknown>;
}

/** A state the task went into; `device_at` and `act` where an officer's act led there. */
export interface MoveOut {
  state: TaskState;
  at: string;
  device_at: string | null;
  by: "system" | "unit";
  act: string | null;
}

export interface NodeSnapshot {
  seq: number;
  snapshot: {
    cases: Case[];
    tasks: Task[];
    units: Unit[];
  };
}

/** Where a point lies; null codes when it lies outside the city. */
export interface PlaceOut {
  lon: number;
  lat: number;
  township: string | null;
  township_name: string | null;
  district: string | null;
  district_name: string | null;
  boundary_version: number;
}

/** RFC 9457. Switch on `type`; `title` and `detail` are for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  request_id?: string;
  errors?: {
    in: "body" | "query" | "path" | "header" | "cookie";
    pointer: string;
    rule: string;
    allowed?: unknown;
    detail: string;
  }[];
  [fact: string]: unknown;
}

/** Whether this process can take requests, and how every part is. */
export interface ReadyOut {
  ok: boolean;
  checks: CheckOut[];
  ready: boolean;
}

export interface Refused {
  refused: string | null;
  problem: Problem;
}

/** A team that was not taken, and why. */
export interface RejectedOut {
  team: string;
  team_name: string | null;
  why: string;
}

export interface Resumed {
  resumed: {
    from: number;
    to: number;
  };
}

/** What somebody is here to do; where they may do it is their node. */
export type Role = "operator" | "officer" | "supervisor" | "admin" | "viewer";

/** What became of one row of a batch: as a single event would have been answered. */
export interface RowOut {
  index: number;
  status: number;
  case_no?: string | null;
  state?: CaseState | null;
  stage?: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed" | null;
  received_at?: string | null;
  problem?: Record<string, unknown> | null;
}

/** The row of the decision table that decided. */
export interface RuleOut {
  id: string;
  version: number;
  text: string | null;
  source: string;
}

/** A fresh session. The token is for clients without cookies; it is shown this once. */
export interface SignedIn {
  token: string;
  expires_at: string;
  user: User;
}

/** Where a device was, CGCS2000 / WGS84 as phones give it. */
export interface Spot {
  lon: number;
  lat: number;
  accuracy_m?: number | null;
}

/** What the platform that reported the event is told. */
export type Stage = "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";

/** A stage a case went through, and when it began. */
export interface StageOut {
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  state: CaseState;
  at: string;
}

/** Between which states. */
export interface StateChangeOut {
  from: CaseState | null;
  to: CaseState;
}

/** A question that was asked on the way to the team, with its answer. */
export interface StepOut {
  step: string;
  question: string;
  answer: string;
  source: string;
}

/** One case with its whole story. */
export interface StoryOut {
  case_no: string;
  state: CaseState;
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  closed: boolean;
  version: number;
  platform: string;
  source_event_id: string;
  title: string;
  scheme: string;
  kind: string;
  code: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
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
  reason: string;
  occurred_at: string;
  received_at: string;
  changed_at: string;
  description: string | null;
  subject: SubjectOut | null;
  signed_by: string | null;
  stages: StageOut[];
  history: HistoryOut[];
  why: WhyTeamOut;
  attachments: AttachmentOut[];
  tasks: ToldTaskOut[];
}

/** Whom it is about. Kept apart and masked by role. */
export interface Subject {
  name?: string | null;
  uscc?: string | null;
  kind?: "unit" | "person" | null;
}

/** Whom a case is about; a person is masked for those who do not work the case. */
export interface SubjectOut {
  name?: string | null;
  uscc?: string | null;
  kind?: "unit" | "person" | null;
}

/** The case an event has become. */
export interface TakenInOut {
  case_no: string;
  state: CaseState;
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  received_at: string;
}

export interface Task {
  id: string;
  case_no: string;
  state: TaskState;
  ended: boolean;
  version: number;
  team: string;
  team_name: string | null;
  unit: string | null;
  unit_name?: string | null;
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  reason: string;
  why: {
    distance_m?: number | null;
    load?: number;
    candidates?: number;
    others?: {
      unit: string;
      distance_m: number | null;
      load: number;
    }[];
  };
  offered_at: string | null;
  moves: {
    state: TaskState;
    at: string;
    device_at: string | null;
    by: "system" | "unit";
    act: string | null;
  }[];
}

/** A task as every reader sees it (docs/wire.md, TASK). */
export interface TaskOut {
  id: string;
  case_no: string;
  state: TaskState;
  ended: boolean;
  version: number;
  team: string;
  team_name: string | null;
  unit: string | null;
  unit_name?: string | null;
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  reason: string;
  why: WhyUnitOut;
  offered_at: string | null;
  moves: MoveOut[];
}

/** Where a task stands. `waiting` has no unit yet; the rest belong to one. */
export type TaskState = "waiting" | "offered" | "delivered" | "accepted" | "declined" | "en_route" | "on_site" | "done";

/** The open tasks of a scope, oldest first. */
export interface TasksOut {
  items: TaskOut[];
}

export type TeamKind = "squad" | "comprehensive" | "professional" | "direct";

/** A team: where it belongs and in which fields it works. */
export interface TeamOut {
  code: string;
  name: string;
  district: string | null;
  township: string | null;
  kind: TeamKind;
  fields: string[];
}

/** The teams of a scope. */
export interface TeamsOut {
  items: TeamOut[];
}

/** A move with what the officer said. */
export interface ToldMoveOut {
  state: TaskState;
  at: string;
  device_at: string | null;
  by: "system" | "unit";
  act: string | null;
  reason?: string | null;
  result?: string | null;
  note?: string | null;
  files?: FileOut[];
}

/** A task whose moves say all. */
export interface ToldTaskOut {
  id: string;
  case_no: string;
  state: TaskState;
  ended: boolean;
  version: number;
  team: string;
  team_name: string | null;
  unit: string | null;
  unit_name?: string | null;
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  reason: string;
  why: WhyUnitOut;
  offered_at: string | null;
  moves: ToldMoveOut[];
}

/** Where a unit was last, else its base; `load` is its open tasks. */
export interface Unit {
  code: string;
  name: string;
  team: string;
  team_name: string | null;
  lon: number;
  lat: number;
  online: boolean;
  on_duty: boolean;
  load: number;
  state: "free" | "sent" | "en_route" | "on_site" | "off";
}

export interface UnitMoved {
  unit: string;
  lon: number;
  lat: number;
  at: string;
}

/** A unit as consoles see it: where it was last, else its base; `load` is its open tasks. */
export interface UnitOut {
  code: string;
  name: string;
  team: string;
  team_name: string | null;
  lon: number;
  lat: number;
  online: boolean;
  on_duty: boolean;
  load: number;
  state: "free" | "sent" | "en_route" | "on_site" | "off";
}

export interface UnitPresence {
  unit: string;
  online: boolean;
}

export interface UnitSnapshot {
  seq: number;
  snapshot: {
    cases: [];
    tasks: Task[];
    unit: {
      code: string;
      name: string;
    };
  };
}

/** The units of a scope. */
export interface UnitsOut {
  items: UnitOut[];
}

/** Who is signed in, and the scope they see. */
export interface User {
  username: string;
  name: string;
  role: Role;
  node: string;
  node_name: string;
  unit: string | null;
}

/** A unit that might have gone, and what spoke for or against it. */
export interface WeighedOut {
  unit: string;
  distance_m: number | null;
  load: number;
}

/** Why this team, or why nobody yet, in the language that was asked for. */
export interface WhyTeamOut {
  rule: RuleOut | null;
  reason: string;
  steps: StepOut[];
  rejected: RejectedOut[];
  question: string | null;
  judged: JudgedOut | null;
  edition: number;
}

/** What was weighed when the unit was chosen; empty while the task waits for one. */
export interface WhyUnitOut {
  distance_m?: number | null;
  load?: number;
  candidates?: number;
  others?: WeighedOut[];
}
