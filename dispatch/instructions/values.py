"""What a command post tells units, and what they answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from core.words import Moment, Words
from dispatch.instructions.lifecycle import ReceiptState

UNSIGNED: Final = "instruction.unsigned"
"""The timer that asks who has not signed in time."""
ALERT: Final = "instruction_unsigned"
MOST_UNITS: Final = 3000

Urgency = Literal["general", "urgent", "critical"]
Code = Annotated[Words, Field(min_length=1, max_length=64)]


class InstructionIn(BaseModel):
    """An instruction as a client sends it. `id` is made once by the client and kept when it asks again."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    text: Annotated[Words, Field(min_length=1, max_length=2000)]
    urgency: Urgency = "general"
    units: Annotated[list[Code], Field(max_length=MOST_UNITS)] = []
    teams: Annotated[list[Code], Field(max_length=MOST_UNITS)] = []
    """All units of these teams, beside those named."""
    case_no: Annotated[Words, Field(max_length=40)] | None = None
    sign_by: Moment | None = None

    @model_validator(mode="after")
    def _tells_somebody(self) -> Self:
        if not self.units and not self.teams:
            raise ValueError("units or teams must name somebody")
        return self


class Receive(StrEnum):
    """What an officer may do about an instruction."""

    READ = "read"
    SIGN = "sign"


LEADS_TO: Final = {Receive.READ: ReceiptState.READ, Receive.SIGN: ReceiptState.SIGNED}


class ReceiveIn(BaseModel):
    """That an officer has read an instruction, or signs for it; the same again changes nothing."""

    model_config = ConfigDict(frozen=True)

    do: Receive
    id: UUID
    at: Moment


class SocketReceiveIn(ReceiveIn):
    """The same on a socket, where the instruction is not in the address."""

    instruction: UUID


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit that is told, and the nodes it belongs to."""

    unit: str
    name: str
    team: str
    district: str | None
    township: str | None


class ReceiptOut(BaseModel):
    """How far an instruction has come with one unit."""

    unit: str
    unit_name: str
    state: ReceiptState
    delivered_at: AwareDatetime | None
    read_at: AwareDatetime | None
    signed_at: AwareDatetime | None


class InstructionSaid(BaseModel):
    """What every reader is told of an instruction."""

    id: UUID
    node: str
    """Where it was issued."""
    issued_by: str
    issued_at: AwareDatetime
    text: str
    urgency: Urgency
    case_no: str | None
    sign_by: AwareDatetime | None
    ended: bool
    """Everybody has signed, or it was closed."""


class InstructionOut(InstructionSaid):
    """An instruction as every reader sees it (docs/wire.md, INSTRUCTION), with the receipts in his scope."""

    receipts: list[ReceiptOut]


class CountsOut(BaseModel):
    """How many units an instruction has come how far with: each unit is counted once."""

    sent: int
    delivered: int
    read: int
    signed: int


class InstructionListedOut(InstructionSaid):
    """An instruction in a list: receipts are counted, those in the reader's scope."""

    counts: CountsOut


class InstructionsOut(BaseModel):
    """A page of instructions, newest first; `next` is null on the last page."""

    items: list[InstructionListedOut]
    next: AwareDatetime | None
