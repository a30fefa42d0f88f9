"""A call for help, and what is done about it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Moment, Words
from dispatch.sos.lifecycle import SosState
from dispatch.tasks.values import Spot

UNANSWERED: Final = "sos.unanswered"
"""The timer that makes a call loud again."""
ALERT: Final = "sos"
AGAIN: Final = timedelta(seconds=15)
"""How long a call may go unanswered before it is heard again, farther away."""
NEAREST: Final = 5
"""How many units more are called on each time."""
MOST_CALLED: Final = 25
WITHIN_M: Final = 20_000.0


class SosIn(BaseModel):
    """A call for help as a phone sends it. `id` is made once and kept when it says it again."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    id: UUID
    at: Moment
    place: Spot | None = None
    note: Annotated[Words, Field(max_length=500)] | None = None


class SocketSosIn(SosIn):
    """The same on a socket, told from other words by `do`."""

    do: Literal["sos"]


class SosDo(StrEnum):
    """What may be done about a call for help."""

    ACKNOWLEDGE = "acknowledge"
    TAKE = "take"
    CALL_OFF = "call_off"
    CLOSE = "close"
    FALSE_ALARM = "false_alarm"


LEADS_TO: Final = {
    SosDo.ACKNOWLEDGE: SosState.ACKNOWLEDGED,
    SosDo.TAKE: SosState.TAKEN,
    SosDo.CALL_OFF: SosState.CALLED_OFF,
    SosDo.CLOSE: SosState.CLOSED,
    SosDo.FALSE_ALARM: SosState.FALSE_ALARM,
}
NEEDS_WORDS: Final = frozenset({SosDo.CALL_OFF, SosDo.CLOSE, SosDo.FALSE_ALARM})
"""What silences a call says why: never by a slip of the thumb."""


class SosActIn(BaseModel):
    """What somebody does about a call for help. `words`: the result, or why it was none."""

    model_config = ConfigDict(extra="forbid")

    do: SosDo
    id: UUID
    at: Moment
    words: Annotated[Words, Field(min_length=1, max_length=500)] | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls or answers: an account, its name, and the unit it rides with, None for a post."""

    account: str
    name: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Near:
    """A unit that is near enough to help."""

    unit: str
    name: str
    distance_m: float


class CalledOut(BaseModel):
    """A unit that was called on."""

    unit: str
    unit_name: str
    distance_m: int


class SosMoveOut(BaseModel):
    """What became of a call, who did it, and what he said."""

    state: SosState
    at: AwareDatetime
    device_at: AwareDatetime | None
    name: str
    unit: str | None
    words: str | None


class SosOut(BaseModel):
    """A call for help as every reader sees it (docs/wire.md, SOS)."""

    id: UUID
    state: SosState
    ended: bool
    version: int
    unit: str
    unit_name: str
    team: str | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    """None: the unit's last known place."""
    note: str | None
    raised_at: AwareDatetime
    calls: int
    """How often it was made heard: a client rings anew when this grows."""
    called: list[CalledOut]
    moves: list[SosMoveOut]


class SosListOut(BaseModel):
    """Calls for help: the open ones, or those of a span."""

    items: list[SosOut]
