"""What is asked of a team, and what an officer does about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
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


class Do(StrEnum):
    """What an officer may do about a task."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DEPART = "depart"
    ARRIVE = "arrive"
    FINISH = "finish"


LEADS_TO: Final[Mapping[Do, TaskState]] = {
    Do.ACCEPT: TaskState.ACCEPTED,
    Do.DECLINE: TaskState.DECLINED,
    Do.DEPART: TaskState.EN_ROUTE,
    Do.ARRIVE: TaskState.ON_SITE,
    Do.FINISH: TaskState.DONE,
}

NEEDS: Final[Mapping[Do, str]] = {Do.DECLINE: "reason", Do.FINISH: "result"}
"""The one word an act cannot do without."""

Short = Annotated[Words, Field(min_length=1, max_length=200)]


class Spot(BaseModel):
    """Where a device was, CGCS2000 / WGS84 as phones give it."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    accuracy_m: Annotated[float, Field(ge=0, le=1e6)] | None = None


class ActIn(BaseModel):
    """An act as a client sends it. `id` is made once by the client and kept when it asks again."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    do: Do
    id: UUID
    at: AwareDatetime
    place: Spot | None = None
    reason: Short | None = None
    result: Short | None = None
    note: Annotated[Words, Field(max_length=4000)] | None = None
    files: Annotated[list[UUID], Field(max_length=20)] = []


class SocketActIn(ActIn):
    """The same act on a socket, where the task is not in the address."""

    task: UUID


class WeighedOut(BaseModel):
    """A unit that might have gone, and what spoke for or against it."""

    unit: str
    distance_m: int | None
    load: int


class WhyUnitOut(BaseModel):
    """What was weighed when the unit was chosen; empty while the task waits for one."""

    distance_m: int | None = None
    load: int = 0
    candidates: int = 0
    others: list[WeighedOut] = []


class MoveOut(BaseModel):
    """A state the task went into; `device_at` and `act` where an officer's act led there."""

    state: TaskState
    at: AwareDatetime
    device_at: AwareDatetime | None
    by: Literal["system", "unit"]
    act: UUID | None


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
    lon: float | None
    lat: float | None
    title: str
    class_name: str | None
    urgency: Literal["general", "urgent", "critical"]
    address: str | None
    township_name: str | None
    description: str | None
    reason: str
    """Why the case is with this team, as a key."""
    why: WhyUnitOut
    offered_at: AwareDatetime | None
    moves: list[MoveOut]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, and the unit in whose name."""

    account: str
    unit: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a move's history keeps beside the states."""

    at: datetime
    actor: str
    device_at: datetime | None = None
    act_id: UUID | None = None
    place: Spot | None = None
