"""News of dispatch."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved(Event):
    """A task went into a new state (all but `waiting` and `delivered`, which change nothing for the case)."""

    name: ClassVar[str] = "dispatch.task-moved"

    task_id: str
    case_no: str
    team: str
    unit: str
    state: str
    at: str
    actor: str
    """The account that did it, or `system`."""
    reason: str | None = None
    result: str | None = None
    files: list[str] | None = None
