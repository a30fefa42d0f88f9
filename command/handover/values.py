"""The sheet of a shift, and what people add to it."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Moment, Words

Of = Literal["case", "task", "sos", "instruction", "alert", "unit"]


class Figure(StrEnum):
    """What the sheet counts, in this order."""

    CAME_IN = "came_in"
    CLOSED = "closed"
    OPEN = "open"
    TO_JUDGE = "to_judge"
    UNANSWERED = "unanswered"
    LATE = "late"
    PAUSED = "paused"
    RETURNED = "returned"
    SOS = "sos"
    SOS_OPEN = "sos_open"
    INSTRUCTIONS_UNSIGNED = "instructions_unsigned"
    ALERTS = "alerts"
    UNITS_ON_DUTY = "units_on_duty"


class Side(StrEnum):
    """Who signs: the one who leaves, then the one who comes."""

    LEAVING = "leaving"
    COMING = "coming"


class HandoverIn(BaseModel):
    """Which span a sheet is wanted for: half open, at most a week, not beyond now."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    from_: Annotated[Moment, Field(alias="from")]
    to: Moment


class RemarkIn(BaseModel):
    """What somebody adds to a sheet. `id` is made once by the client and kept when it asks again."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    text: Annotated[Words, Field(min_length=1, max_length=2000)]


class SignatureIn(BaseModel):
    """That somebody signs a sheet, on one side of it."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    side: Side


class SheetFigureOut(BaseModel):
    """A number of the sheet, and what it counts: the ids of cases, tasks and so on, the first of many."""

    name: Figure
    count: int
    of: Of
    ids: list[str]


class RemarkOut(BaseModel):
    """What somebody added."""

    id: UUID
    at: AwareDatetime
    name: str
    text: str


class SignatureOut(BaseModel):
    """Who signed, and when."""

    at: AwareDatetime
    name: str


class HandoverOut(BaseModel):
    """A sheet: its figures as they were when it was made, and what was added since."""

    id: UUID
    node: str
    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime
    made_at: AwareDatetime
    made_by: str
    figures: list[SheetFigureOut]
    warnings: list[str]
    """Keys of what the platform itself warned of, `calendar_missing` for one."""
    remarks: list[RemarkOut]
    leaving: SignatureOut | None
    coming: SignatureOut | None


class HandoversOut(BaseModel):
    """A page of sheets, newest first; `next` is null on the last page."""

    items: list[HandoverOut]
    next: AwareDatetime | None
