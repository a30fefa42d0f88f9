"""News of command."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRouted(Event):
    """A case has a competent team and wants a unit."""

    name: ClassVar[str] = "command.case-routed"
    is_pressing: ClassVar[bool] = True

    case_no: str
    armed: bool = False
    """Its clock's timer was set with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseToJudge(Event):
    """A case waits for a person's judgement again: what it was merged into, or what was missing, is settled."""

    name: ClassVar[str] = "command.case-to-judge"

    case_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentsReported(Event):
    """A platform named files that belong to a case; they are to be fetched."""

    name: ClassVar[str] = "command.attachments-reported"

    case_no: str
