"""A case's clock as it is reckoned, kept and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Words
from dispatch.limits.values import TimeUnit
from dispatch.tasks.values import PauseGround


class Clock(NamedTuple):
    """What a case carries of its clock."""

    due_at: datetime
    near_at: datetime
    """When three quarters of its time are used."""
    provisional: bool
    rule: str


class ClockChange(StrEnum):
    """What happened to a clock."""

    RESTED = "rested"
    WENT_ON = "went_on"
    NOT_RESTED = "not_rested"
    """The work was suspended on a ground that does not stop this clock."""
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    RECKONED = "reckoned"
    """Anew, since the calendar it reached into was published, or the class of its case was corrected."""


SUPPLEMENT: Final = "supplement"
"""The ground on which a clock rests while the platform is asked for what is missing: nobody else's to say."""
RestedOn = PauseGround | Literal["supplement"]


class Holder(StrEnum):
    """Whose time it is: the command centre's, a team's, or nobody's while the clock rests."""

    CENTRE = "centre"
    TEAM = "team"
    NOBODY = "nobody"


class Stretch(NamedTuple):
    """A stretch of a case's time with one holder; `used_s` is what the clock counted of it, in seconds."""

    holder: Holder
    team: str | None
    from_: datetime
    to: datetime
    used_s: int
    ground: str | None = None


class RestIn(BaseModel):
    """A command post stops a case's clock on a ground, or, without one, lets it go on."""

    model_config = ConfigDict(extra="forbid")

    ground: PauseGround | None = None
    version: Annotated[int, Field(ge=1)]


class ExtensionIn(BaseModel):
    """More time is asked for: so much, in the unit of the case's limit. `id` is made once by the client."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: UUID
    value: Annotated[float, Field(ge=0.25, le=3660)]
    reason: Annotated[Words, Field(min_length=1, max_length=500)]


class AnswerIn(BaseModel):
    """What is said to an extension that was asked for."""

    model_config = ConfigDict(extra="forbid")

    approve: bool
    reason: Annotated[Words, Field(min_length=1, max_length=500)]


class ExtensionOut(BaseModel):
    """More time that was asked for, and what was said to it."""

    id: UUID
    case_no: str
    state: Literal["asked", "approved", "refused"]
    value: float
    unit: TimeUnit
    reason: str
    asked_by: str
    asked_at: AwareDatetime
    answer: str | None
    answered_by: str | None
    answered_at: AwareDatetime | None
    approver: str
    """At which level or above somebody may approve."""


class LimitOut(BaseModel):
    """A row of time limits."""

    rule: str
    name: str
    scheme: str
    kind: str
    code: str
    urgency: str
    step: str
    value: float
    unit: TimeUnit
    extensions: int
    extension_share: float
    extension_most: float
    """The most that one extension may add, in the unit of the limit."""
    approver: str
    valid_from: str | None
    valid_to: str | None
    source: str
    invented: bool


class ClockMoveOut(BaseModel):
    """What happened to the clock, and who did it."""

    what: ClockChange
    at: AwareDatetime
    actor: str
    ground: RestedOn | None
    reason: str | None
    due_before: AwareDatetime | None
    due_after: AwareDatetime | None


class TimeHeldOut(BaseModel):
    """A stretch of time with one holder."""

    holder: Holder
    team: str | None
    team_name: str | None
    ground: RestedOn | None
    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime
    used_s: int


class ClockOut(BaseModel):
    """A case's clock with everything it rests on."""

    limit: LimitOut
    started_at: AwareDatetime
    due_at: AwareDatetime
    near_at: AwareDatetime
    provisional: bool
    paused_at: AwareDatetime | None
    stopped_at: AwareDatetime | None
    in_time: bool | None
    """Null while it runs."""
    published: list[int]
    """The years whose work days are known."""
    extensions: list[ExtensionOut]
    changes: list[ClockMoveOut]
    charged: list[TimeHeldOut]
