"""News of dispatch."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved(Event):
    """A task went into a new state (all but `waiting`, `delivered` and `seen`, which change nothing for the case)."""

    name: ClassVar[str] = "dispatch.task-moved"

    task_id: str
    case_no: str
    team: str
    unit: str
    state: str
    at: str
    actor: str
    """The account that did it, or `system`."""
    role: str = "lead"
    urgency: str = "general"
    reason: str | None = None
    result: str | None = None
    code: str | None = None
    """Why it was returned (`ReturnCode`)."""
    ground: str | None = None
    """Why it was suspended (`PauseGround`)."""
    files: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAlerted(Event):
    """A unit was told of a task once more, because it has not come to it, or nobody has looked at it."""

    name: ClassVar[str] = "dispatch.task-alerted"

    task_id: str
    case_no: str
    unit: str
    silence: str
    """What has not happened (`dispatch.ladder.values.Silence`)."""
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionIssued(Event):
    """Units are told to do something."""

    name: ClassVar[str] = "dispatch.instruction-issued"

    instruction_id: str
    units: list[str]
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SosCalled(Event):
    """Somebody is in danger; these units are called on, for the first time or as others did not answer."""

    name: ClassVar[str] = "dispatch.sos-called"
    is_pressing: ClassVar[bool] = True

    sos_id: str
    units: list[str]
