/**
 * The shapes on the wire by the names the screens use. What they are says wire.ts, which is made from the
 * contracts (`tools/wire_types.py`): here they are only named and joined.
 */
import type * as wire from "./wire";

export type { Case, CaseState, Do, PauseGround, ReturnCode, TaskState, Unit, User } from "./wire";

export type UnitState = wire.Unit["state"];

/** A move as sockets tell it, or with what the officer said, as a case's story does. */
export type Move = wire.MoveOut & Partial<wire.ToldMoveOut>;

export type Task = Omit<wire.Task, "moves" | "results"> & { moves: Move[]; results?: wire.ResultOut[] | null };

/** What a phone is told of its own unit; whether it is on duty may come later, or not at all. */
export type PhoneUnit = wire.UnitSnapshot["snapshot"]["unit"] & Partial<wire.Unit>;

export type Attachment = wire.AttachmentOut;

export type WhyStep = wire.StepOut;

export type Why = wire.WhyTeamOut;

export type CaseDetail = wire.StoryOut;

export type City = wire.CityOut;

export type Team = wire.TeamOut;

export type Health = wire.HealthOut;

export type Need = wire.NeedOut;

export type Alert = wire.AlertOut;

export type Sos = wire.SosOut;

export type Instruction = wire.InstructionOut;

export type InstructionListed = wire.InstructionListedOut;

export type Candidate = wire.RankedUnitOut;

export type Order = wire.OrderIn["do"];

export type Onlooker = wire.Onlooker;

export type Extension = wire.ExtensionOut;

export type Stand = wire.StandOut;

export type DutyWord = wire.DutyIn["do"];

export type Handover = wire.HandoverOut;

/** A problem of the server's, or one the client makes when nothing was reached. */
export type ProblemBody = Pick<wire.Problem, "type" | "title" | "status"> &
  Partial<Pick<wire.Problem, "detail" | "errors">>;

/* ---- the socket ---- */

/** What either socket opens with. */
export interface Snapshot {
  snapshot: {
    cases: wire.Case[];
    tasks: Task[];
    units?: wire.Unit[];
    unit?: PhoneUnit | null;
    sos?: Sos[];
    instructions?: Instruction[];
  };
  seq: number;
}

export type Frame = Omit<wire.Frame, "data"> & { data: unknown };

/** A frame without a number: may be lost, is never replayed. */
export interface LooseFrame {
  name: wire.LooseFrame["name"];
  data: unknown;
}

export type Place = wire.Spot;

export type ActMessage = wire.Act;

export type Answer = wire.Done | { refused: wire.Refused["refused"]; problem: ProblemBody };
