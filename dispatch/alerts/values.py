"""What is raised, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlert:
    """Something that needs somebody. Of a kind and a subject there is one open alert at most."""

    kind: str
    subject: str
    node: str
    """The post that is called on."""
    level: str
    """Of that post, or how bad it is: a word of the kind's own."""
    district: str | None = None
    township: str | None = None
    team: str | None = None
    unit: str | None = None
    """A unit that may take it in hand, too."""
    task_id: UUID | None = None
    case_no: str | None = None
    due_at: datetime | None = None
    """What its time left is counted to."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What whoever is called on must know: `title`, `unit_name`, …"""


class AlertOut(BaseModel):
    """An alert as every reader sees it (docs/wire.md, ALERT)."""

    id: UUID
    kind: str
    subject: str
    node: str
    level: str
    team: str | None
    unit: str | None
    task_id: UUID | None
    case_no: str | None
    raised_at: AwareDatetime
    due_at: AwareDatetime | None
    acknowledged_at: AwareDatetime | None
    acknowledged_by: UUID | None
    ended: bool
    facts: dict[str, Any]
