/* Made by tools/wire_types.py from /openapi.json and docs/asyncapi.yaml. Not to be edited. */

/** A hole that somebody takes upon themselves, and why. */
export interface AcceptedIn {
  hole: string;
  reason: string;
}

/** A hole that whoever published answers for: what kind it is, what it is about, and why he does. */
export interface AcceptedOut {
  hole: string;
  check: string;
  subject: string;
  reason: string;
}

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
  code?: ReturnCode | null;
  ground?: PauseGround | null;
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
  code?: ReturnCode | null;
  ground?: PauseGround | null;
  note?: string | null;
  files?: string[];
}

/** Something that needs somebody now. */
export interface Alert {
  id: string;
  kind: string;
  subject: string;
  node: string;
  level: string;
  team: string | null;
  unit: string | null;
  task_id: string | null;
  case_no: string | null;
  raised_at: string;
  due_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  ended: boolean;
  facts: Record<string, unknown>;
}

/** An alert as every reader sees it (docs/wire.md, ALERT). */
export interface AlertOut {
  id: string;
  kind: string;
  subject: string;
  node: string;
  level: string;
  team: string | null;
  unit: string | null;
  task_id: string | null;
  case_no: string | null;
  raised_at: string;
  due_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  ended: boolean;
  facts: Record<string, unknown>;
}

/** The process answers. */
export interface AliveOut {
  ok: boolean;
}

/** What is said to an extension that was asked for. */
export interface AnswerIn {
  approve: boolean;
  reason: string;
}

/** Which team goes, in whose name; without a team a person decides. */
export interface AnswerOut {
  team: string | null;
  team_name: string | null;
  field: string | null;
  item: string | null;
  item_name: string | null;
  signing_body: string | null;
  commanding_body: string | null;
  supervising_body: string | null;
  assisting: NamedOut[];
  interim: NamedOut | null;
  procedure: ProcedureOut;
  confidence: "certain" | "advisory" | "open";
  reason: string;
  reason_text: string;
}

/** A team that has powers in an area: alone (`own`) or beside the township's; no field is all of them. */
export interface AreaPowerOut {
  team: string;
  team_name: string;
  mode: "own" | "shared";
  fields: string[];
}

/** What its platform is asked for. */
export interface AskedBack {
  at: string;
  missing: ("place" | "matter" | "time" | "subject" | "evidence" | "contact")[];
  words: string;
}

export interface AskedBackOut {
  at: string;
  missing: ("place" | "matter" | "time" | "subject" | "evidence" | "contact")[];
  words: string;
}

/** Where the act lies; the point in CGCS2000. */
export interface AskedPlaceOut {
  place: "inside" | "outside" | "missing" | "contradiction";
  lon: number | null;
  lat: number | null;
  township: NamedOut | null;
  district: NamedOut | null;
  near: NamedOut[];
  areas: NamedOut[];
  boundary_version: number;
}

/** A person's judgement: which team, why, and which version of the case was read. */
export interface Assignment {
  team: string;
  reason: string;
  version: number;
}

/** A team that helps the one that goes. */
export interface AssistingOut {
  team: string;
  team_name: string | null;
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

/** Fines of a subject, yuan, `most` exclusive; `asked`: what was asked lies in it. */
export interface BandOut {
  subject: "unit" | "person";
  least: number;
  most: number | null;
  asked: boolean;
  spans: StretchOut[];
}

/** Many orders; a dry run answers what each would be answered, and changes nothing. */
export interface BulkIn {
  dry_run?: boolean;
  orders: BulkOrderIn[];
}

/** An order among many. */
export interface BulkOrderIn {
  id: string;
  do: Order;
  version?: number | null;
  unit?: string | null;
  team?: string | null;
  parts?: PartIn[];
  ask?: string | null;
  until?: string | null;
  reason?: string | null;
  task: string;
}

/** What came of each order, in their order. */
export interface BulkOut {
  dry_run: boolean;
  done: number;
  refused: number;
  items: OrderedOut[];
}

/** Who moved a task: the platform itself, the unit, or a command post. */
export type By = "system" | "unit" | "post";

export interface CallForHelp {
  do: "sos";
  id: string;
  at: string;
  place?: Spot | null;
  note?: string | null;
}

/** The call is heard, now or at the first time of asking. */
export interface CalledForHelpOut {
  done: string;
}

/** A unit that was called on. */
export interface CalledOut {
  unit: string;
  unit_name: string;
  distance_m: number;
}

/** An item that might be moved next, by its five scores. */
export interface CandidateOut {
  item: string;
  name: string;
  field: string;
  scores: number[];
  score: number;
  note: string;
}

/** Who takes a notice to somebody: the browser's push service, or the city's messaging platform. */
export type Carrier = "web_push" | "webhook";

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
  hops: number;
  reason: string;
  due_at: string | null;
  due_provisional: boolean;
  near_at: string | null;
  paused_at: string | null;
  outcome: "handled" | "refused" | "merged" | null;
  merged_into: string | null;
  members: number;
  asked_back: AskedBack | null;
  refusal: Refusal | null;
  occurred_at: string;
  received_at: string;
  changed_at: string;
}

export interface CaseLeft {
  case_no: string;
  to: string | null;
}

export interface CaseOnlookers {
  case_no: string;
  onlookers: Onlooker[];
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
  hops: number;
  due_at: string | null;
  due_provisional: boolean;
  near_at: string | null;
  paused_at: string | null;
  outcome: Outcome | null;
  merged_into: string | null;
  members: number;
  asked_back: AskedBackOut | null;
  refusal: RefusalOut | null;
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

/** What is wrong in a workbook, and where: sheet, row as the workbook counts it, column's heading. */
export interface CellErrorOut {
  sheet: string;
  row: number | null;
  column: string | null;
  rule: string;
  detail: string;
}

/** A frame of the platform's own channel. */
export interface ChangeOut {
  seq: number;
  name: string;
  at: string;
  data: CaseOut;
}

/** A township and how much ground it gains and loses together, in square metres. */
export interface ChangedTownshipOut {
  code: string;
  name: string;
  area_m2: number;
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

/** What the checks find in the edition in force. */
export interface ChecksOut {
  items: ProblemOut[];
  edition: number;
}

/** A way to answer an open question: ask again with what is not null here. */
export interface ChoiceOut {
  item: string | null;
  field: string | null;
  subject: "unit" | "person" | null;
  text: string;
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

/** A class of events, in the scheme of its code. */
export interface ClassIn {
  scheme: string;
  kind: "matter" | "component";
  code: string;
}

/** An event class and how many items it may fall under. */
export interface ClassOut {
  scheme: string;
  kind: "matter" | "component";
  code: string;
  name: string;
  group: string;
  items: number;
}

/** The classes that fit, best first. */
export interface ClassesOut {
  items: ClassOut[];
}

/** What happened to a clock. */
export type ClockChange = "rested" | "went_on" | "not_rested" | "extension_asked" | "extended" | "extension_refused" | "reckoned";

/** What happened to the clock, and who did it. */
export interface ClockMoveOut {
  what: ClockChange;
  at: string;
  actor: string;
  ground: PauseGround | "supplement" | null;
  reason: string | null;
  due_before: string | null;
  due_after: string | null;
}

/** A case's clock with everything it rests on. */
export interface ClockOut {
  limit: LimitOut;
  started_at: string;
  due_at: string;
  near_at: string;
  provisional: boolean;
  paused_at: string | null;
  stopped_at: string | null;
  in_time: boolean | null;
  published: number[];
  extensions: ExtensionOut[];
  changes: ClockMoveOut[];
  charged: TimeHeldOut[];
}

/** What OwnTracks could be told to do; the list is always empty. */
export type CommandOut = Record<string, never>;

/** The answer with everything it rests on, in the language that was asked for. */
export interface CompetenceOut {
  sentence: string;
  answer: AnswerOut;
  question: OpenQuestionOut | null;
  steps: StepOut[];
  rejected: RejectedOut[];
  neighbours: NeighbourOut[];
  situation: Record<string, unknown>;
  rule: RuleOut | null;
  rows: UsedFactOut[];
  place: AskedPlaceOut;
  acted_on: string;
  filed_on: string;
  edition: number;
}

/** What a wall counts. */
export type Count = "sos" | "overdue" | "to_judge" | "unanswered" | "in_hand";

/** A number, and the first of what it counts. */
export interface CountOut {
  name: Count;
  count: number;
  first: LineOut[];
}

/** How many units an instruction has come how far with: each unit is counted once. */
export interface CountsOut {
  sent: number;
  delivered: number;
  read: number;
  signed: number;
}

/** What somebody types to sign in. Bounded: hashing what a stranger sends must cost little. */
export interface Credentials {
  username: string;
  password: string;
}

export type Decision = "accept" | "refuse" | "ask_back" | "merge" | "unmerge";

/** Against the edition in force; `rows` are the first of them. */
export interface DiffOut {
  opened: number;
  closed: number;
  changed: number;
  rows: DifferenceOut[];
}

/** What happens to one subject: what its rows said, what they will say. */
export interface DifferenceOut {
  verb: "opened" | "closed" | "changed";
  form: string;
  subject: string;
  before: string;
  after: string;
}

/** What an officer may do about a task. */
export type Do = "see" | "accept" | "decline" | "depart" | "arrive" | "finish" | "return" | "suspend" | "resume";

export interface Done {
  done: string;
}

/** The act or order that is done, now or at the first time of asking. */
export interface DoneOut {
  done: string;
}

/** A draft in one line. */
export interface DraftLineOut {
  id: string;
  kind: string;
  title: string;
  state: string;
  at: string;
  valid_from: string | null;
}

/** A draft of the catalogue. With errors nothing was kept, so it has no id. */
export interface DraftOut {
  id: string | null;
  kind: string;
  title: string;
  state: "refused" | "open" | "published" | "dropped";
  by: string;
  at: string;
  valid_from: string | null;
  errors: CellErrorOut[];
  diff: DiffOut;
  problems: ProblemOut[];
  effect: EffectOut;
}

/** The drafts, newest first. */
export interface DraftsOut {
  items: DraftLineOut[];
}

/** GeoJSON; `level` says township, moved, gap or overlap, `number` the place in `moves` or `faults`. */
export interface DrawingOut {
  type: "FeatureCollection";
  features: (Record<string, unknown>)[];
}

/** How a unit stands: may be sent, rests for a while, or is not at work. */
export type Duty = "on" | "break" | "off";

/** What a crew says of its duty. */
export type DutyDo = "sign_on" | "sign_off" | "start_break" | "end_break";

/** A crew's word about its duty. `id` is made once by the client and kept when it says it again. */
export interface DutyIn {
  do: DutyDo;
  id: string;
  at?: string | null;
}

/** Open cases that would be another team's, were they filed under the draft. They keep their owner. */
export interface EffectOut {
  open_cases: number;
  changed: number;
}

/** How well an item meets the five entry principles, each 0 to 5. */
export interface EntryTestOut {
  frequent: number;
  close_to_life: number;
  easy_to_find: number;
  weak_force: number;
  fit_skill: number;
  note: string;
  source: string;
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
  hops: number;
  due_at: string | null;
  due_provisional: boolean;
  near_at: string | null;
  paused_at: string | null;
  outcome: Outcome | null;
  merged_into: string | null;
  members: number;
  asked_back: AskedBackOut | null;
  refusal: RefusalOut | null;
  occurred_at: string;
  received_at: string;
  changed_at: string;
  stages: StageOut[];
}

/** More time is asked for: so much, in the unit of the case's limit. `id` is made once by the client. */
export interface ExtensionIn {
  id: string;
  value: number;
  reason: string;
}

/** More time that was asked for, and what was said to it. */
export interface ExtensionOut {
  id: string;
  case_no: string;
  state: "asked" | "approved" | "refused";
  value: number;
  unit: TimeUnit;
  reason: string;
  asked_by: string;
  asked_at: string;
  answer: string | null;
  answered_by: string | null;
  answered_at: string | null;
  approver: string;
}

/** What the sheet counts, in this order. */
export type Figure = "came_in" | "closed" | "open" | "to_judge" | "unanswered" | "late" | "paused" | "returned" | "sos" | "sos_open" | "instructions_unsigned" | "alerts" | "units_on_duty";

/** A share: so many of so many; `target` is what the plan asks for, `reported` what was reported. */
export interface FigureOut {
  key: "comprehensive" | "fields" | "inspections";
  value: number;
  of: number;
  target: number | null;
  reported: number | null;
  parts: PartOut[];
}

/** The figures of the reform on a day. */
export interface FiguresOut {
  on: string;
  figures: FigureOut[];
  candidates: CandidateOut[];
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

/** Boundaries published once; `valid_from` is the first day they were, are, or will be in force. */
export interface GenerationOut {
  generation: number;
  valid_from: string;
  townships: number;
  state: "past" | "in_force" | "coming" | "replaced";
}

/** Every generation of boundaries, the last published first. */
export interface GenerationsOut {
  items: GenerationOut[];
}

/** Ground that goes from one township to another; null is nobody. A point on it, in CGCS2000. */
export interface GroundMoveOut {
  before: NamedOut | null;
  after: NamedOut | null;
  area_m2: number;
  lon: number;
  lat: number;
}

/** The grounds of refusal in force today. */
export interface GroundsOut {
  items: RefusalGroundOut[];
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

/** Which span a sheet is wanted for: half open, at most a week, not beyond now. */
export interface HandoverIn {
  id: string;
  from: string;
  to: string;
}

/** A sheet: its figures as they were when it was made, and what was added since. */
export interface HandoverOut {
  id: string;
  node: string;
  from: string;
  to: string;
  made_at: string;
  made_by: string;
  figures: SheetFigureOut[];
  warnings: string[];
  remarks: RemarkOut[];
  leaving: SignatureOut | null;
  coming: SignatureOut | null;
}

/** A page of sheets, newest first; `next` is null on the last page. */
export interface HandoversOut {
  items: HandoverOut[];
  next: string | null;
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

/** Who holds an item. */
export interface HeldOut {
  line: "comprehensive" | "professional" | "outside";
  field: string;
  department: string;
  partial: string;
}

export interface Hello {
  hello: {
    last_seq?: number | null;
  };
}

export interface Here {
  here: Spot;
  at?: string | null;
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

/** Whose time it is: the command centre's, a team's, or nobody's while the clock rests. */
export type Holder = "centre" | "team" | "nobody";

/** That a line and field hold an item from a day up to another; `area` empty is the whole city. */
export interface HolderOut {
  id: string;
  area: string;
  area_name: string;
  level: "city" | "county" | "township";
  line: "comprehensive" | "professional" | "outside";
  field: string;
  partial: string;
  boundary: string;
  department: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

/** What came and what was closed in an hour of today. */
export interface HourOut {
  came: number;
  closed: number;
}

/** Cases received by township and hour; the last hour is the running one. */
export interface InflowOut {
  from: string;
  hours: number;
  items: InflowRowOut[];
}

/** What one township received, hour by hour; without a code, what lies in no township. */
export interface InflowRowOut {
  township: string | null;
  counts: number[];
}

/** What a command post tells units; the receipts are those of the units in the reader's scope. */
export interface Instruction {
  id: string;
  node: string;
  issued_by: string;
  issued_at: string;
  text: string;
  urgency: "general" | "urgent" | "critical";
  case_no: string | null;
  sign_by: string | null;
  ended: boolean;
  receipts: Receipt[];
}

/** An instruction as a client sends it. `id` is made once by the client and kept when it asks again. */
export interface InstructionIn {
  id: string;
  text: string;
  urgency?: "general" | "urgent" | "critical";
  units?: string[];
  teams?: string[];
  case_no?: string | null;
  sign_by?: string | null;
}

/** An instruction in a list: receipts are counted, those in the reader's scope. */
export interface InstructionListedOut {
  id: string;
  node: string;
  issued_by: string;
  issued_at: string;
  text: string;
  urgency: "general" | "urgent" | "critical";
  case_no: string | null;
  sign_by: string | null;
  ended: boolean;
  counts: CountsOut;
}

/** An instruction as every reader sees it (docs/wire.md, INSTRUCTION), with the receipts in his scope. */
export interface InstructionOut {
  id: string;
  node: string;
  issued_by: string;
  issued_at: string;
  text: string;
  urgency: "general" | "urgent" | "critical";
  case_no: string | null;
  sign_by: string | null;
  ended: boolean;
  receipts: ReceiptOut[];
}

export type InstructionReceipt = Receipt & {
  instruction: string;
};

/** A page of instructions, newest first; `next` is null on the last page. */
export interface InstructionsOut {
  items: InstructionListedOut[];
  next: string | null;
}

/** An item on a day, in one line; `good`: the law has it on that day. */
export interface ItemOut {
  code: string;
  kind: "penalty" | "inspection" | "coercion";
  name: string;
  field: string;
  law: string;
  article: string;
  good: boolean;
  lines: ("comprehensive" | "professional" | "outside")[];
  townships: number;
  invented: boolean;
}

/** An item with all its versions, for a time line. */
export interface ItemStoryOut {
  code: string;
  versions: ItemVersionOut[];
  holders: HolderOut[];
  classes: ClassOut[];
  lists: ListingOut[];
  townships: TownshipListingOut[];
  test: EntryTestOut | null;
}

/** An item as the law of its days has it. Fines in yuan. */
export interface ItemVersionOut {
  id: string;
  kind: "penalty" | "inspection" | "coercion";
  name: string;
  field: string;
  law: string;
  article: string;
  sanction: string;
  unit_min: number | null;
  unit_max: number | null;
  person_min: number | null;
  person_max: number | null;
  severe: ("confiscation" | "revocation" | "closure" | "ban")[];
  leniency: boolean;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

/** A page of items; `next` is the `after` of the next page, `total` counts what fits. */
export interface ItemsOut {
  items: ItemOut[];
  total: number;
  next: string | null;
  fields: string[];
}

/** A person's judgement. */
export interface JudgedOut {
  by: string;
  reason: string;
  at: string;
}

/** A person's decision about a case. `id` is made once by the client and kept when it asks again. */
export interface JudgementIn {
  id: string;
  do: Decision;
  version: number;
  reason?: string | null;
  category?: ClassIn | null;
  place?: PlaceIn | null;
  item?: string | null;
  field?: string | null;
  subject?: "unit" | "person" | null;
  team?: string | null;
  ground?: string | null;
  missing?: ("place" | "matter" | "time" | "subject" | "evidence" | "contact")[];
  into?: string | null;
}

/** A decision that was recorded. */
export interface JudgementOut {
  id: string;
  do: Decision;
  at: string;
  by: string;
  reason: string | null;
  ground: string | null;
  missing: ("place" | "matter" | "time" | "subject" | "evidence" | "contact")[];
  into: string | null;
}

/** Whether the position was kept: not while the unit is off duty or on a break. */
export interface KeptOut {
  kept: boolean;
}

/** A row of time limits. */
export interface LimitOut {
  rule: string;
  name: string;
  scheme: string;
  kind: string;
  code: string;
  urgency: string;
  step: string;
  value: number;
  unit: TimeUnit;
  extensions: number;
  extension_share: number;
  extension_most: number;
  approver: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

/** The city's time limits, the grounds of rests, and the years whose work days are published. */
export interface LimitsOut {
  limits: LimitOut[];
  grounds: command__api__clocks__GroundOut[];
  published: number[];
}

/** A case, or a call for help, as a hall may see it: no number, no address, no name, no word of anybody's. */
export interface LineOut {
  state: string;
  class_name: string | null;
  district_name: string | null;
  township_name: string | null;
  team_name: string | null;
  returned: boolean;
  since: string | null;
}

/** That an item is on a list above the township. */
export interface ListingOut {
  list: "national" | "provincial" | "city" | "township_guide";
  year: number;
  batch: number | null;
  department: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
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

/** OwnTracks' `location`: owntracks.org/booklet/tech/json. What else it holds is not used. */
export interface LocationIn {
  _type: "location";
  lat: number;
  lon: number;
  tst?: number | null;
  acc?: number | null;
}

/** A frame without a number, never replayed. */
export interface LooseFrame {
  seq?: never;
  name: string;
  at: string;
  data: Record<string, unknown>;
}

/** Something that happened: the case moved, a unit's task did, or an instruction told (`told`). */
export interface MarkOut {
  at: string;
  kind: "case" | "task" | "told";
  state: CaseState | TaskState | null;
  unit: string | null;
  unit_name: string | null;
  words: string | null;
  by: string | null;
}

/** Items against the townships of a district on a day. */
export interface MatrixOut {
  district: NamedOut;
  on: string;
  townships: MatrixTownshipOut[];
  rows: MatrixRowOut[];
  holes: number;
}

/** An item, and a letter for each township: o its squad in its own name, p its squad in another */
export interface MatrixRowOut {
  item: string;
  name: string;
  field: string;
  cells: string;
  holes: number;
}

/** A column of the matrix. */
export interface MatrixTownshipOut {
  code: string;
  name: string;
  form: "empowered" | "posted" | "none";
}

/** A case that is merged into another: who else waits for its end. */
export interface MergedOut {
  case_no: string;
  title: string;
  platform: string;
  received_at: string;
}

/** A state the task went into; `act` names the act or order that led there. */
export interface MoveOut {
  state: TaskState;
  at: string;
  device_at: string | null;
  by: By;
  act: string | null;
  reason?: string | null;
  ground?: PauseGround | null;
}

/** A past case that would go to another team. */
export interface MovedCaseOut {
  case_no: string;
  what: string;
  township: string;
  before: string;
  after: string;
}

/** An item whose holders differ between two days; what nobody records a year is null, not 0. */
export interface MovedItemOut {
  code: string;
  name: string;
  area: string;
  before: HeldOut[];
  after: HeldOut[];
  cases_a_year: number;
  inspections_a_year: number | null;
}

/** A team of which an aspect has another owner; without an aspect the team begins or ends. */
export interface MovedTeamOut {
  code: string;
  name: string;
  aspect: "establishment" | "personnel" | "business" | "standing" | "penalty" | "guidance" | null;
  before: string | null;
  after: string | null;
}

/** A township that enforces otherwise, or by another list. */
export interface MovedTownshipOut {
  code: string;
  name: string;
  before: "empowered" | "posted" | "none";
  after: "empowered" | "posted" | "none";
  given: number;
  taken_back: number;
  cases_a_year: number;
}

/** A code and what it is called. */
export interface NamedOut {
  code: string;
  name: string;
}

/** Something that waits for somebody. */
export interface NeedOut {
  kind: string;
  subject: string;
  alert_id: string | null;
  case_no: string | null;
  task_id: string | null;
  title: string | null;
  urgency: string | null;
  node: string | null;
  level: string | null;
  due_at: string | null;
  raised_at: string;
  acknowledged: boolean;
  facts: Record<string, unknown>;
}

/** What needs somebody in a scope at a moment: calls for help, what came back, then least time left first. */
export interface NeedsOut {
  items: NeedOut[];
  at: string;
}

/** Which team would go on the other side of a border. */
export interface NeighbourOut {
  township: NamedOut;
  team: string | null;
  team_name: string | null;
}

export interface NodeSnapshot {
  seq: number;
  snapshot: {
    cases: Case[];
    tasks: Task[];
    instructions: Instruction[];
    sos: Sos[];
    alerts: Alert[];
    units: Unit[];
  };
}

/** What a notice is about; `task.alerted` says again what was not answered. */
export type NoticeKind = "task.offered" | "task.alerted" | "instruction" | "sos";

/** A notice on its way, sent, or dead. The address it goes to is a secret between us and the browser. */
export interface NoticeOut {
  id: string;
  kind: NoticeKind;
  subject: string;
  unit: string;
  urgency: "general" | "urgent" | "critical";
  carrier: Carrier;
  state: NoticeState;
  tries: number;
  last_error: string | null;
  made_at: string;
  due_at: string;
  settled_at: string | null;
}

/** Where a notice stands. `dead`: tried as often as is sensible; a person may have it tried again. */
export type NoticeState = "waiting" | "sent" | "dead";

/** A page of notices, newest first; `next` is null on the last page. */
export interface NoticesOut {
  items: NoticeOut[];
  next: string | null;
}

export interface Onlooker {
  account: string;
  name: string;
  node_name: string;
}

export interface OpenCase {
  open: string | null;
}

/** What would settle it. */
export interface OpenQuestionOut {
  text: string;
  choices: ChoiceOut[];
}

export type Order = "send" | "reassign" | "recall" | "split" | "assist" | "resume" | "extend";

/** An order as a console sends it. `id` is made once by the client and kept when it asks again. */
export interface OrderIn {
  id: string;
  do: Order;
  version?: number | null;
  unit?: string | null;
  team?: string | null;
  parts?: PartIn[];
  ask?: string | null;
  until?: string | null;
  reason?: string | null;
}

/** What came of one order: done, or the problem. */
export interface OrderedOut {
  task: string;
  id: string;
  done: boolean;
  problem?: Record<string, unknown> | null;
}

/** What else OwnTracks sends: taken, so that it is not sent again for ever, and not used. */
export interface OtherIn {
  _type: "beacon" | "card" | "cmd" | "configuration" | "dump" | "encrypted" | "lwt" | "request" | "status" | "steps" | "transition" | "waypoint" | "waypoints";
}

export type Outcome = "handled" | "refused" | "merged";

/** The answer by day of filing and by expected sanction. */
export interface OverTimeOut {
  from: string;
  to: string;
  filed_on: string;
  bands: BandOut[];
}

/** What one team is to do of a task that is split; without a unit the team's best one goes. */
export interface PartIn {
  team: string;
  unit?: string | null;
  ask?: string | null;
}

/** A part of a figure: a field with its items, or one item. */
export interface PartOut {
  name: string;
  value: number;
  of: number;
}

export type PauseGround = "rectification" | "testing" | "dispute";

/** From a day up to, not including, another; null is without end. */
export interface PeriodIn {
  from?: string | null;
  to?: string | null;
}

/** Where it is after all: a point (CGCS2000), the township, or both; what they mean is found, not said. */
export interface PlaceIn {
  lon?: number | null;
  lat?: number | null;
  township?: string | null;
  address?: string | null;
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

/** What a check found. What is wrong cannot be published; a hole only if somebody accepts it by name. */
export interface ProblemOut {
  id: string;
  check: string;
  weight: "wrong" | "hole" | "notice";
  detail: string;
}

/** What the law asks of the handling; null where nothing is known. */
export interface ProcedureOut {
  summary: boolean | null;
  hearing: boolean | null;
  review: boolean | null;
  leniency: boolean | null;
}

/** An edition and how it came: from a draft, from an older edition (`restores`), or from a survey. */
export interface PublicationOut {
  edition: number;
  at: string;
  by: string;
  kind: "official" | "township_list" | "full" | "rules" | "rollback" | "boundaries";
  title: string | null;
  valid_from: string | null;
  restores: number | null;
  draft: string | null;
  accepted: AcceptedOut[];
}

/** Publications, the newest first; `next` is the `before` that asks for more. */
export interface PublicationsOut {
  items: PublicationOut[];
  next: number | null;
}

/** Publish a draft; every hole it makes is accepted by name. */
export interface PublishIn {
  accept?: AcceptedIn[];
}

/** The same survey, to be put in force; `base` is the last generation when it was reviewed. */
export interface PublishSurveyIn {
  file: string;
  valid_from: string;
  crs?: "CGCS2000" | "WGS84" | "GCJ-02" | "BD-09" | null;
  base: number;
}

/** The edition that is in force now. */
export interface PublishedOut {
  edition: number;
}

/** The generation that a survey has become, and the edition that every process then loads. */
export interface PublishedSurveyOut {
  generation: number;
  valid_from: string;
  edition: number;
}

/** What a browser subscribes with (`applicationServerKey`); null where pushes are off. */
export interface PushKeyOut {
  key: string | null;
}

/** What a push is encrypted with, so that only the browser can read it, base64url. */
export interface PushKeysIn {
  p256dh: string;
  auth: string;
}

/** What a browser's `PushSubscription.toJSON()` gives. */
export interface PushSubscriptionIn {
  endpoint: string;
  keys: PushKeysIn;
  expirationTime?: number | null;
}

/** A unit that could be sent, with what was weighed. */
export interface RankedUnitOut {
  distance_m?: number | null;
  travel_s?: number | null;
  by_road?: boolean;
  load?: number;
  free_until?: string | null;
  certified_until?: string | null;
  rested_s?: number | null;
  position_age_s?: number | null;
  known?: "subject" | "place" | null;
  cost_s?: number | null;
  unit: string;
  unit_name?: string | null;
  asked: boolean;
}

/** The units that could be sent, the best first, with what speaks for and against each. */
export interface RankedUnitsOut {
  items: RankedUnitOut[];
  at: string;
}

/** The row that says how far was looked. */
export interface ReachOut {
  distance_m: number;
  within_h: number;
  source: string;
  invented: boolean;
}

/** Whether this process can take requests, and how every part is. */
export interface ReadyOut {
  ok: boolean;
  checks: CheckOut[];
  ready: boolean;
}

/** How far an instruction has come with one unit. */
export interface Receipt {
  unit: string;
  unit_name: string;
  state: ReceiptState;
  delivered_at: string | null;
  read_at: string | null;
  signed_at: string | null;
}

/** How far an instruction has come with one unit. */
export interface ReceiptOut {
  unit: string;
  unit_name: string;
  state: ReceiptState;
  delivered_at: string | null;
  read_at: string | null;
  signed_at: string | null;
}

export type ReceiptState = "sent" | "delivered" | "read" | "signed";

/** What an officer may do about an instruction. */
export type Receive = "read" | "sign";

/** That an officer has read an instruction, or signs for it; the same again changes nothing. */
export interface ReceiveIn {
  do: Receive;
  id: string;
  at: string;
}

/** What is noted, now or at the first time of asking. */
export interface ReceivedOut {
  done: string;
}

/** That an officer stands back from a subject, or from a district or township. */
export interface RecusalIn {
  officer: string;
  subject?: string | null;
  place?: string | null;
  valid_from: string;
  valid_to?: string | null;
  reason: string;
}

/** A recusal; `valid_to` is the first day on which it does not hold. */
export interface RecusalOut {
  id: string;
  officer: string;
  subject: string | null;
  place: string | null;
  valid_from: string;
  valid_to: string | null;
  reason: string;
  recorded_at: string;
}

/** The recusals that hold or will, the newest first. */
export interface RecusalsOut {
  items: RecusalOut[];
}

/** What moves between two days. */
export interface ReformOut {
  from: string;
  to: string;
  items: MovedItemOut[];
  teams: MovedTeamOut[];
  townships: MovedTownshipOut[];
}

/** On what ground a case was refused. */
export interface Refusal {
  ground: string;
  name: string;
  words: string;
}

/** A ground on which a case may be refused, by a dated row. */
export interface RefusalGroundOut {
  ground: string;
  name_zh: string;
  name_en: string;
  valid_from: string;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

export interface RefusalOut {
  ground: string;
  name: string;
  words: string;
}

export interface Refused {
  refused: string | null;
  problem: Problem;
}

/** A team that was not taken: why, and at which step. */
export interface RejectedOut {
  team: string;
  team_name: string | null;
  why: string;
  step: string;
}

/** What somebody adds to a sheet. `id` is made once by the client and kept when it asks again. */
export interface RemarkIn {
  id: string;
  text: string;
}

/** What somebody added. */
export interface RemarkOut {
  id: string;
  at: string;
  name: string;
  text: string;
}

/** One operation on one clock; until it has `ended`, `to` is now. */
export interface ReplayOut {
  case_no: string;
  from: string;
  to: string;
  ended: boolean;
  marks: MarkOut[];
  trails: TrailOut[];
}

/** A command post stops a case's clock on a ground, or, without one, lets it go on. */
export interface RestIn {
  ground?: PauseGround | null;
  version: number;
}

/** What became of a part of a task that was split. */
export interface ResultOut {
  team_name: string | null;
  unit_name: string | null;
  state: TaskState;
  result: string | null;
}

export interface Resumed {
  resumed: {
    from: number;
    to: number;
  };
}

export type ReturnCode = "other_area" | "other_matter" | "already_handled" | "too_little_known" | "needs_others";

/** That a team's unit sent the case back, and why. */
export interface ReturnOut {
  team: string | null;
  unit: string;
  code: ReturnCode;
  at: string;
}

/** The edition that is to be in force again, as a new one. */
export interface RollbackIn {
  edition: number;
}

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

/** A decision table that is to be published, and from when. */
export interface RuleDraftIn {
  rules: RuleIn[];
  title: string;
  valid_from: string;
}

/** A row of the decision table as it is typed: anything may be wrong with it. */
export interface RuleIn {
  id: string;
  priority: number;
  when: Record<string, unknown>;
  then: Record<string, unknown>;
  text_zh: string;
  text_en: string;
  valid_from?: string | null;
  valid_to?: string | null;
  source?: string;
}

/** The row of the decision table that decided. */
export interface RuleOut {
  id: string;
  version: number;
  text: string | null;
  source: string;
}

/** What is wrong with a row, and with which part of it. */
export interface RuleProblemOut {
  rule: string;
  part: string;
  check: string;
  weight: "wrong" | "hole" | "notice";
  detail: string;
}

/** What the checks found in a table as it is typed. */
export interface RuleProblemsOut {
  problems: RuleProblemOut[];
}

/** A row of the decision table: when the situation is so, then this. */
export interface RuleRowOut {
  id: string;
  version: number;
  priority: number;
  when: Record<string, unknown>;
  then: Record<string, unknown>;
  text_zh: string;
  text_en: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  author: string;
}

/** A whole decision table as it is typed. */
export interface RulesIn {
  rules: RuleIn[];
}

/** The decision table, the first that fits deciding; `situation`: what a row may ask, with its values. */
export interface RulesOut {
  items: RuleRowOut[];
  situation: Record<string, unknown>;
  edition: number;
}

export interface RulingIn {
  kind: "upgrade" | "designation";
  team: string;
  item?: string | null;
  reason: string;
  version: number;
}

/** A recorded decision that named a team. */
export interface RulingOut {
  kind: "upgrade" | "designation";
  team: string;
  reason: string;
  by: string;
  at: string;
}

export interface SayDuty {
  duty: "sign_on" | "sign_off" | "start_break" | "end_break";
  id: string;
  at?: string | null;
}

/** A number of the sheet, and what it counts: the ids of cases, tasks and so on, the first of many. */
export interface SheetFigureOut {
  name: Figure;
  count: number;
  of: "case" | "task" | "sos" | "instruction" | "alert" | "unit";
  ids: string[];
}

/** How many cases a team or a township has before and after. */
export interface ShiftOut {
  code: string;
  name: string;
  before: number;
  after: number;
}

/** Who signs: the one who leaves, then the one who comes. */
export type Side = "leaving" | "coming";

/** That somebody signs a sheet, on one side of it. */
export interface SignatureIn {
  id: string;
  side: Side;
}

/** Who signed, and when. */
export interface SignatureOut {
  at: string;
  name: string;
}

/** A fresh session. The token is for clients without cookies; it is shown this once. */
export interface SignedIn {
  token: string;
  expires_at: string;
  user: User;
}

/** A case that may be the same, and why. */
export interface SimilarOut {
  case: CaseOut;
  score: number;
  kinship: "same" | "group" | "other";
  distance_m: number;
  apart_s: number;
  likeness: number;
}

/** The cases near by that are most like one, the likeliest first; `reach` null: no row says how far to look. */
export interface SimilarsOut {
  items: SimilarOut[];
  reach: ReachOut | null;
}

/** All cases of a period decided by the draft: which would change their team. No name: a person. */
export interface SimulationOut {
  from: string | null;
  to: string | null;
  cases: number;
  changed: number;
  by_team: ShiftOut[];
  by_township: TownshipShiftOut[];
  moved: MovedCaseOut[];
}

/** A call for help. */
export interface Sos {
  id: string;
  state: SosState;
  ended: boolean;
  version: number;
  unit: string;
  unit_name: string;
  team: string | null;
  lon: number | null;
  lat: number | null;
  accuracy_m: number | null;
  note: string | null;
  raised_at: string;
  calls: number;
  called: {
    unit: string;
    unit_name: string;
    distance_m: number;
  }[];
  moves: {
    state: SosState;
    at: string;
    device_at: string | null;
    name: string;
    unit: string | null;
    words: string | null;
  }[];
}

/** What somebody does about a call for help. `words`: the result, or why it was none. */
export interface SosActIn {
  do: SosDo;
  id: string;
  at: string;
  words?: string | null;
}

/** What may be done about a call for help. */
export type SosDo = "acknowledge" | "take" | "call_off" | "close" | "false_alarm";

/** A call for help as a phone sends it. `id` is made once and kept when it says it again. */
export interface SosIn {
  id: string;
  at: string;
  place?: Spot | null;
  note?: string | null;
}

/** Calls for help: the open ones, or those of a span. */
export interface SosListOut {
  items: SosOut[];
}

/** What became of a call, who did it, and what he said. */
export interface SosMoveOut {
  state: SosState;
  at: string;
  device_at: string | null;
  name: string;
  unit: string | null;
  words: string | null;
}

/** A call for help as every reader sees it (docs/wire.md, SOS). */
export interface SosOut {
  id: string;
  state: SosState;
  ended: boolean;
  version: number;
  unit: string;
  unit_name: string;
  team: string | null;
  lon: number | null;
  lat: number | null;
  accuracy_m: number | null;
  note: string | null;
  raised_at: string;
  calls: number;
  called: CalledOut[];
  moves: SosMoveOut[];
}

/** Where a call stands. `called_off`: who called says that it was a mistake; somebody else has to believe it. */
export type SosState = "raised" | "acknowledged" | "taken" | "called_off" | "closed" | "false_alarm";

/** A special area on a day. */
export interface SpecialAreaOut {
  code: string;
  name: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
  powers: AreaPowerOut[];
  ground: command__api__areas__GroundOut;
}

/** The special areas good on a day, the first to count first. */
export interface SpecialAreasOut {
  on: string;
  items: SpecialAreaOut[];
}

/** Where a device was, CGCS2000 / WGS84 as phones give it. */
export interface Spot {
  lon: number;
  lat: number;
  accuracy_m?: number | null;
}

/** About where units are that move or work, or somebody who calls for help (`sos`): to a kilometre. */
export interface SpotOut {
  state: string;
  lon: number;
  lat: number;
  count: number;
}

/** What the platform that reported the event is told. */
export type Stage = "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";

/** A stage a case went through, and when it began. */
export interface StageOut {
  stage: "accepted" | "dispatched" | "signed" | "arrived" | "handled" | "closed";
  state: CaseState;
  at: string;
}

/** How a unit stands; `free_until`: when its shift or overtime ends, null for round the clock. */
export interface StandOut {
  unit: string;
  duty: Duty;
  on_duty: boolean;
  free_until: string | null;
}

/** Between which states. */
export interface StateChangeOut {
  from: CaseState | null;
  to: CaseState;
}

/** A question on the way to the answer, in order, with where it is written. */
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
  hops: number;
  due_at: string | null;
  due_provisional: boolean;
  near_at: string | null;
  paused_at: string | null;
  outcome: Outcome | null;
  merged_into: string | null;
  members: number;
  asked_back: AskedBackOut | null;
  refusal: RefusalOut | null;
  occurred_at: string;
  received_at: string;
  changed_at: string;
  description: string | null;
  subject: SubjectOut | null;
  signed_by: string | null;
  stages: StageOut[];
  clock: ClockOut | null;
  history: HistoryOut[];
  why: WhyTeamOut;
  attachments: AttachmentOut[];
  tasks: ToldTaskOut[];
  judgements: JudgementOut[];
  supplements: SupplementOut[];
  merged: MergedOut[];
}

/** Days with one answer; `to` is the first day after them. */
export interface StretchOut {
  from: string;
  to: string;
  team: string | null;
  team_name: string | null;
  signing_body: string | null;
  reason: string;
  reason_text: string;
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

/** The subscription that is kept. */
export interface SubscribedOut {
  id: string;
}

/** What is added to an event when it was asked for. `supplement_id` names it for ever, within its event. */
export interface SupplementIn {
  supplement_id: string;
  description?: string | null;
  location?: Location | null;
  category?: Category | null;
  subject?: Subject | null;
  attachments?: AttachmentIn[] | null;
}

/** What a platform added when it was asked; a person is masked for those who do not work the case. */
export interface SupplementOut {
  at: string;
  description: string | null;
  address: string | null;
  subject: SubjectOut | null;
  files: number;
}

/** The form a survey comes in: GeoJSON, GeoPackage or a zipped Shapefile, whose features have a `code`. */
export interface SurveyIn {
  file: string;
  valid_from: string;
  crs?: "CGCS2000" | "WGS84" | "GCJ-02" | "BD-09" | null;
}

/** A survey held against the boundaries in force on its first day, and against itself. */
export interface SurveyOut {
  base: number;
  valid_from: string;
  townships: number;
  came: NamedOut[];
  left: NamedOut[];
  changed: ChangedTownshipOut[];
  moves: GroundMoveOut[];
  move_count: number;
  faults: TopologyFaultOut[];
  fault_count: number;
  contested_count: number;
  drawing: DrawingOut;
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
  role: "lead" | "part" | "assist" | "rival";
  parent_id: string | null;
  replaces_id: string | null;
  suspended_from: TaskState | null;
  accept_by: string | null;
  arrive_by: string | null;
  ask?: string | null;
  results?: {
    team_name: string | null;
    unit_name: string | null;
    state: TaskState;
    result: string | null;
  }[];
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  reason: string;
  why: WhyUnit;
  offered_at: string | null;
  moves: {
    state: TaskState;
    at: string;
    device_at: string | null;
    by: "system" | "unit" | "post";
    act: string | null;
    reason?: string | null;
    ground?: PauseGround | null;
  }[];
}

export interface TaskAlerted {
  id: string;
  case_no: string;
  silence: "undelivered" | "unseen" | "unaccepted";
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
  role: dispatch__tasks__values__Role;
  parent_id: string | null;
  replaces_id: string | null;
  suspended_from: TaskState | null;
  accept_by: string | null;
  arrive_by: string | null;
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  ask?: string | null;
  results?: ResultOut[] | null;
  reason: string;
  why: WhyUnitOut;
  offered_at: string | null;
  moves: MoveOut[];
}

/** Where a task stands. `waiting` has no unit yet; the rest belong to one, or did. */
export type TaskState = "waiting" | "offered" | "delivered" | "seen" | "accepted" | "en_route" | "on_site" | "suspended" | "split" | "done" | "declined" | "returned" | "recalled" | "replaced" | "expired";

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

/** The map laid under ours: the address of its tiles, and whose it is; null where there is none. */
export interface TilesOut {
  url: string | null;
  attribution: string;
}

/** A stretch of time with one holder. */
export interface TimeHeldOut {
  holder: Holder;
  team: string | null;
  team_name: string | null;
  ground: PauseGround | "supplement" | null;
  from: string;
  to: string;
  used_s: number;
}

export type TimeUnit = "hour" | "working_hour" | "working_day" | "calendar_day" | "month";

/** A move with what the officer said. */
export interface ToldMoveOut {
  state: TaskState;
  at: string;
  device_at: string | null;
  by: By;
  act: string | null;
  reason?: string | null;
  ground?: PauseGround | null;
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
  role: dispatch__tasks__values__Role;
  parent_id: string | null;
  replaces_id: string | null;
  suspended_from: TaskState | null;
  accept_by: string | null;
  arrive_by: string | null;
  lon: number | null;
  lat: number | null;
  title: string;
  class_name: string | null;
  urgency: "general" | "urgent" | "critical";
  address: string | null;
  township_name: string | null;
  description: string | null;
  ask?: string | null;
  results?: ResultOut[] | null;
  reason: string;
  why: WhyUnitOut;
  offered_at: string | null;
  moves: ToldMoveOut[];
}

/** Ground of nobody (gap) or of two (overlap). A sliver is two drawings of one line; what `bars` */
export interface TopologyFaultOut {
  kind: "gap" | "overlap";
  townships: NamedOut[];
  area_m2: number;
  sliver: boolean;
  bars: boolean;
  lon: number;
  lat: number;
}

/** Open cases of a township; null: those of which no township is known. */
export interface TownOut {
  township: string | null;
  open: number;
  overdue: number;
  near: number;
}

/** That an item is on a township's own list. */
export interface TownshipListingOut {
  township: string;
  township_name: string;
  form: "empowered" | "posted" | "none" | null;
  published_on: string | null;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

/** How a township enforces on a day, and how many items its published list has. */
export interface TownshipOut {
  code: string;
  name: string;
  district: string;
  form: "empowered" | "posted" | "none";
  name_used: string;
  items: number;
  holds_item: boolean;
}

/** How many cases of a township change their team. */
export interface TownshipShiftOut {
  code: string;
  name: string;
  cases: number;
  changed: number;
}

/** All townships on a day. */
export interface TownshipsOut {
  items: TownshipOut[];
  on: string;
}

/** Where a unit was while it worked on the case: longitude, latitude (CGCS2000), seconds since 1970. */
export interface TrailOut {
  unit: string;
  unit_name: string | null;
  points: ([number, number, number])[];
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
  duty: Duty;
  free_until: string | null;
  position_at: string | null;
  load: number;
  state: "free" | "sent" | "en_route" | "on_site" | "off";
}

/** How many units are in a state; those who rest are told apart from those off duty (`break`). */
export interface UnitCountOut {
  state: string;
  count: number;
}

export interface UnitDuty {
  unit: string;
  duty: Duty;
  on_duty: boolean;
  free_until: string | null;
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
  duty: Duty;
  free_until: string | null;
  position_at: string | null;
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
    instructions: Instruction[];
    sos: Sos[];
    unit: {
      code: string;
      name: string;
      duty?: Duty;
      on_duty?: boolean;
      free_until?: string | null;
    };
  };
}

export interface UnitsMoved {
  whole: boolean;
  units: ([unknown, unknown, unknown, unknown])[];
  left: string[];
}

/** The units of a scope. */
export interface UnitsOut {
  items: UnitOut[];
}

/** The form a workbook comes in; `township` may come several times. */
export interface UploadIn {
  file: string;
  form: "official" | "township_list" | "full";
  valid_from: string;
  township?: string[];
}

/** A dated row that was used. */
export interface UsedFactOut {
  id: string;
  kind: string;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  invented: boolean;
}

/** Who is signed in, and the scope they see. */
export interface User {
  username: string;
  name: string;
  role: core__auth__values__Role;
  node: string;
  node_name: string;
  unit: string | null;
}

export interface View {
  view: {
    bbox: [number, number, number, number];
  } | null;
}

/** A node as a wall shows it. */
export interface WallOut {
  at: string;
  node_name: string;
  ends_at: string | null;
  counts: CountOut[];
  towns: TownOut[];
  news: LineOut[];
  units: UnitCountOut[];
  spots: SpotOut[];
  hours: HourOut[];
}

/** A unit that might have gone, or might go. */
export interface WeighedOut {
  distance_m?: number | null;
  travel_s?: number | null;
  by_road?: boolean;
  load?: number;
  free_until?: string | null;
  certified_until?: string | null;
  rested_s?: number | null;
  position_age_s?: number | null;
  known?: "subject" | "place" | null;
  cost_s?: number | null;
  unit: string;
  unit_name?: string | null;
}

/** A unit that might have gone, or might go, and what spoke for or against it. */
export interface WeighedUnit {
  unit: string;
  unit_name?: string | null;
  distance_m?: number | null;
  travel_s?: number | null;
  by_road?: boolean;
  load?: number;
  free_until?: string | null;
  certified_until?: string | null;
  rested_s?: number | null;
  position_age_s?: number | null;
  known?: "subject" | "place" | null;
  cost_s?: number | null;
}

/** Why this team, or why nobody yet, in the language that was asked for. */
export interface WhyTeamOut {
  sentence: string;
  rule: RuleOut | null;
  reason: string;
  confidence: "certain" | "advisory" | "open";
  signing_body: string | null;
  commanding_body: string | null;
  supervising_body: string | null;
  assisting: AssistingOut[];
  steps: StepOut[];
  rejected: RejectedOut[];
  question: string | null;
  judged: JudgedOut | null;
  rulings: RulingOut[];
  returns: ReturnOut[];
  interim: string | null;
  edition: number;
}

/** What was weighed when the unit was chosen; while `by_hand`, who could go. */
export interface WhyUnit {
  distance_m?: number | null;
  travel_s?: number | null;
  by_road?: boolean;
  load?: number;
  free_until?: string | null;
  certified_until?: string | null;
  rested_s?: number | null;
  position_age_s?: number | null;
  known?: "subject" | "place" | null;
  cost_s?: number | null;
  candidates?: number;
  by_hand?: boolean;
  others?: WeighedUnit[];
}

/** What was weighed when the unit was chosen. While a task waits to be sent by hand, who could go. */
export interface WhyUnitOut {
  distance_m?: number | null;
  travel_s?: number | null;
  by_road?: boolean;
  load?: number;
  free_until?: string | null;
  certified_until?: string | null;
  rested_s?: number | null;
  position_age_s?: number | null;
  known?: "subject" | "place" | null;
  cost_s?: number | null;
  candidates?: number;
  by_hand?: boolean;
  others?: WeighedOut[];
}

/** Ground as GeoJSON has it (CGCS2000). */
export interface command__api__areas__GroundOut {
  type: "Polygon" | "MultiPolygon";
  coordinates: unknown[];
}

/** On what ground a clock may rest, in which states of its case. */
export interface command__api__clocks__GroundOut {
  ground: string;
  states: string[];
  valid_from: string | null;
  valid_to: string | null;
  source: string;
}

/** What somebody is here to do; where they may do it is their node. */
export type core__auth__values__Role = "operator" | "officer" | "supervisor" | "admin" | "viewer" | "kiosk";

/** What a task is to its case: it leads, is a part of one that was split, assists, or competes to lead. */
export type dispatch__tasks__values__Role = "lead" | "part" | "assist" | "rival";
