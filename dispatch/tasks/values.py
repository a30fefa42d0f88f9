"""What is asked of a team, and what an officer does about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Words
from dispatch.tasks.lifecycle import TaskState


@dataclass(frozen=True, slots=True)
class Want:
    """A case that a team must send a unit for."""

    case_no: str
    team: str
    field: str
    district: str | None
    township: str | None
    lon: float | None
    lat: float | None
    brief: Mapping[str, Any]
    role: str = "lead"
    parent_id: UUID | None = None
    replaces_id: UUID | None = None
    subject: str | None = None
    """Whom it is about, where there is a code for that: who dealt with him before is known by it."""
    by_hand: bool = False
    """Whether an operator, and not the platform, chooses the unit (dispatch.sending)."""
    wanted_at: datetime | None = None
    """Since when, where others were asked before who declined or did not answer."""


@dataclass(slots=True)
class NewTask:
    """A task on its way into the database: the columns of its row, without the cost of an ORM object.

    The relay makes hundreds a second; `dispatch.tasks.models.Task` says what each column means.
    """

    id: UUID
    case_no: str
    team: str
    field: str
    district: str | None
    township: str | None
    lon: float | None
    lat: float | None
    brief: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    state: str = TaskState.WAITING
    version: int = 1
    unit: str | None = None
    why: dict[str, Any] = dataclass_field(default_factory=dict)
    moves: list[dict[str, Any]] = dataclass_field(default_factory=list)
    offer_frame: UUID | None = None
    offered_at: datetime | None = None
    ended: bool = False
    role: str = "lead"
    parent_id: UUID | None = None
    replaces_id: UUID | None = None
    suspended_from: str | None = None
    wanted_at: datetime | None = None
    accept_by: datetime | None = None
    arrive_by: datetime | None = None
    cell: str | None = None
    subject: str | None = None
    by_hand: bool = False


class Do(StrEnum):
    """What an officer may do about a task."""

    SEE = "see"
    ACCEPT = "accept"
    DECLINE = "decline"
    DEPART = "depart"
    ARRIVE = "arrive"
    FINISH = "finish"
    RETURN = "return"
    SUSPEND = "suspend"
    RESUME = "resume"


class ReturnCode(StrEnum):
    """Why a unit gives a task back: 非本辖区, 非本事项, 已处置, 信息不足, 需协同."""

    OTHER_AREA = "other_area"
    OTHER_MATTER = "other_matter"
    ALREADY_HANDLED = "already_handled"
    TOO_LITTLE_KNOWN = "too_little_known"
    NEEDS_OTHERS = "needs_others"


class PauseGround(StrEnum):
    """Why work may rest while the clock rests too: 待当事人整改, 待检测鉴定, 争议协调."""

    RECTIFICATION = "rectification"
    TESTING = "testing"
    DISPUTE = "dispute"


LEADS_TO: Final[Mapping[Do, TaskState]] = {
    Do.SEE: TaskState.SEEN,
    Do.ACCEPT: TaskState.ACCEPTED,
    Do.DECLINE: TaskState.DECLINED,
    Do.DEPART: TaskState.EN_ROUTE,
    Do.ARRIVE: TaskState.ON_SITE,
    Do.FINISH: TaskState.DONE,
    Do.RETURN: TaskState.RETURNED,
    Do.SUSPEND: TaskState.SUSPENDED,
}
"""Where an act leads; RESUME leads back to where the task was suspended."""

NEEDS: Final[Mapping[Do, str]] = {
    Do.DECLINE: "reason",
    Do.FINISH: "result",
    Do.RETURN: "code",
    Do.SUSPEND: "ground",
}
"""The one word an act cannot do without."""

Short = Annotated[Words, Field(min_length=1, max_length=200)]


class Spot(BaseModel):
    """Where a device was, CGCS2000 / WGS84 as phones give it."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    lon: Annotated[float, Field(ge=-180, le=180, strict=True)]
    lat: Annotated[float, Field(ge=-90, le=90, strict=True)]
    accuracy_m: Annotated[float, Field(ge=0, le=1e6, strict=True)] | None = None


class ActIn(BaseModel):
    """An act as a client sends it. `id` is made once by the client and kept when it asks again."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    do: Do
    id: UUID
    at: AwareDatetime
    place: Spot | None = None
    reason: Short | None = None
    result: Short | None = None
    code: ReturnCode | None = None
    ground: PauseGround | None = None
    note: Annotated[Words, Field(max_length=4000)] | None = None
    files: Annotated[list[UUID], Field(max_length=20)] = []


class DoneOut(BaseModel):
    """The act or order that is done, now or at the first time of asking."""

    done: UUID


class SocketActIn(ActIn):
    """The same act on a socket, where the task is not in the address."""

    task: UUID


class By(StrEnum):
    """Who moved a task: the platform itself, the unit, or a command post."""

    SYSTEM = "system"
    UNIT = "unit"
    POST = "post"


class Role(StrEnum):
    """What a task is to its case: it leads, is a part of one that was split, assists, or competes to lead."""

    LEAD = "lead"
    PART = "part"
    ASSIST = "assist"
    RIVAL = "rival"


class WeighingOut(BaseModel):
    """What spoke for or against a unit (field_units.rules says how it is summed up)."""

    distance_m: int | None = None
    travel_s: int | None = None
    by_road: bool = False
    load: int = 0
    free_until: AwareDatetime | None = None
    certified_until: date | None = None
    rested_s: int | None = None
    position_age_s: int | None = None
    known: Literal["subject", "place"] | None = None
    cost_s: int | None = None


class WeighedOut(WeighingOut):
    """A unit that might have gone, or might go."""

    unit: str
    unit_name: str | None = None


class WhyUnitOut(WeighingOut):
    """What was weighed when the unit was chosen. While a task waits to be sent by hand, who could go."""

    candidates: int = 0
    by_hand: bool = False
    others: list[WeighedOut] = []


class MoveOut(BaseModel):
    """A state the task went into; `act` names the act or order that led there."""

    state: TaskState
    at: AwareDatetime
    device_at: AwareDatetime | None
    by: By
    act: UUID | None
    reason: str | None = None
    ground: PauseGround | None = None
    """On what ground work rests, of a move to `suspended`."""


class ResultOut(BaseModel):
    """What became of a part of a task that was split."""

    team_name: str | None
    unit_name: str | None
    state: TaskState
    result: str | None


class TaskOut(BaseModel):
    """A task as every reader sees it (docs/wire.md, TASK)."""

    id: UUID
    case_no: str
    state: TaskState
    ended: bool
    version: int
    team: str
    team_name: str | None
    unit: str | None
    unit_name: str | None = None
    role: Role
    parent_id: UUID | None
    """The task it is a part of, or assists."""
    replaces_id: UUID | None
    """The task whose work it took over."""
    suspended_from: TaskState | None
    accept_by: AwareDatetime | None
    arrive_by: AwareDatetime | None
    lon: float | None
    lat: float | None
    title: str
    class_name: str | None
    urgency: Literal["general", "urgent", "critical"]
    address: str | None
    township_name: str | None
    description: str | None
    ask: str | None = None
    """What this unit in particular is to do, where the work was shared out."""
    results: list[ResultOut] | None = None
    """What became of its parts, once they have ended."""
    reason: str
    """Why the case is with this team, as a key."""
    why: WhyUnitOut
    offered_at: AwareDatetime | None
    moves: list[MoveOut]


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Who else leads a case, or competes to: anybody at all, and anybody who is asked already or at work."""

    alive: bool = False
    asked: bool = False


NOBODY: Final = Rivalry()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, and the unit in whose name."""

    account: str
    unit: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is kept of a move beside the states."""

    at: datetime
    actor: str
    """The account that did it, or `system`."""
    by: By = By.SYSTEM
    device_at: datetime | None = None
    act_id: UUID | None = None
    place: Spot | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit says with a move, for those who act on the news of it."""

    result: str | None = None
    code: str | None = None
    ground: str | None = None
    files: Sequence[UUID] = ()
