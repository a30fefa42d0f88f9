"""What a command post orders about a task (指令), and how it is answered."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Words
from dispatch.tasks.values import Short, WeighedOut

Code = Annotated[Words, Field(min_length=1, max_length=64)]


class Order(StrEnum):
    """What a command post may order: 派出, 改派, 收回, 拆分, 增援, 恢复, 延时."""

    SEND = "send"
    REASSIGN = "reassign"
    RECALL = "recall"
    SPLIT = "split"
    ASSIST = "assist"
    RESUME = "resume"
    EXTEND = "extend"


class PartIn(BaseModel):
    """What one team is to do of a task that is split; without a unit the team's best one goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: Code
    unit: Code | None = None
    ask: Short | None = None


class OrderIn(BaseModel):
    """An order as a console sends it. `id` is made once by the client and kept when it asks again.

    `version` is that of the task the operator saw; given, a task that changed since is not touched.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    do: Order
    version: Annotated[int, Field(ge=1)] | None = None
    unit: Code | None = None
    team: Code | None = None
    parts: Annotated[list[PartIn], Field(max_length=10)] = []
    ask: Short | None = None
    until: AwareDatetime | None = None
    reason: Short | None = None


class RankedUnitOut(WeighedOut):
    """A unit that could be sent, with what was weighed."""

    asked: bool
    """Whether it was asked before, or works on the case already."""


class RankedUnitsOut(BaseModel):
    """The units that could be sent, the best first, with what speaks for and against each."""

    items: list[RankedUnitOut]
    at: AwareDatetime


class BulkOrderIn(OrderIn):
    """An order among many."""

    task: UUID


class BulkIn(BaseModel):
    """Many orders; a dry run answers what each would be answered, and changes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dry_run: bool = False
    orders: Annotated[list[BulkOrderIn], Field(min_length=1, max_length=200)]


class OrderedOut(BaseModel):
    """What came of one order: done, or the problem."""

    task: UUID
    id: UUID
    done: bool
    problem: dict[str, Any] | None = None


class BulkOut(BaseModel):
    """What came of each order, in their order."""

    dry_run: bool
    done: int
    refused: int
    items: list[OrderedOut]
