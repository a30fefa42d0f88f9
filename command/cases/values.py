"""A report as the city understands it (platform words end before here), and a case as readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel

from command.cases.lifecycle import CaseState, Outcome
from command.catalogue.facts import ClassKey
from grid.values import Crs

Stage = Literal["accepted", "dispatched", "signed", "arrived", "handled", "closed"]
"""受理, 派遣, 签收, 到场, 处置, 办结"""


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One event as a platform reported it.

    `content` is the whole report in parsed values, nothing absent, null or empty in it: two reports
    say the same when their contents are equal.
    """

    platform: str
    source_event_id: str
    occurred_at: datetime
    title: str
    key: ClassKey
    urgency: str
    content: Mapping[str, Any]
    lon: float | None = None
    lat: float | None = None
    crs: Crs = Crs.CGCS2000
    address: str | None = None
    township_code: str | None = None
    township_scheme: str | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it one case for ever: the platform, and its name for the event."""
        return self.platform, self.source_event_id


@dataclass(slots=True)
class NewCase:
    """A case on its way into the database: the columns of its row, without the cost of an ORM object.

    The intake makes thousands a second; `command.cases.models.Case` says what each column means.
    """

    id: UUID
    case_no: str
    platform: str
    source_event_id: str
    state: CaseState
    reason: str
    scheme: str
    kind: str
    code: str
    urgency: str
    title: str
    address: str | None
    lon: float | None
    lat: float | None
    district: str | None
    township: str | None
    team: str | None
    field: str | None
    item: str | None
    body: str | None
    occurred_at: datetime
    received_at: datetime
    changed_at: datetime
    report: Mapping[str, Any]
    why: Mapping[str, Any] | orjson.Fragment
    """The decision, or its JSON text, which many cases share."""
    version: int = 1
    unit: str | None = None
    hops: int = 0
    due_at: datetime | None = None
    due_provisional: bool = False
    near_at: datetime | None = None
    limit_rule: str | None = None
    paused_at: datetime | None = None
    outcome: str | None = None
    merged_into: str | None = None
    followed: str | None = None
    members: int = 0
    asked_at: datetime | None = None
    told: Mapping[str, Any] | None = None
    parted_at: datetime | None = None
    cell: str | None = None
    rule: str | None = None
    """The rule that sent it where it is, and its version: for its history, no column."""


Missing = Literal["place", "matter", "time", "subject", "evidence", "contact"]
"""What a report may lack: 地点, 事项, 时间, 对象, 佐证材料, 联系方式."""


class AskedBackOut(BaseModel):
    """That the platform is asked for what is missing (退补)."""

    at: AwareDatetime
    missing: list[Missing]
    words: str


class RefusalOut(BaseModel):
    """On what ground a case was refused (不予受理), by its key and its Chinese name, and in whose words."""

    ground: str
    name: str
    words: str


class CaseOut(BaseModel):
    """A case as every reader sees it (docs/wire.md, CASE). What is not known is null."""

    case_no: str
    state: CaseState
    stage: Stage
    closed: bool
    version: int
    platform: str
    source_event_id: str
    title: str
    scheme: str
    kind: str
    code: str
    class_name: str | None
    urgency: Literal["general", "urgent", "critical"]
    lon: float | None
    lat: float | None
    """CGCS2000."""
    address: str | None
    district: str | None
    district_name: str | None
    township: str | None
    township_name: str | None
    team: str | None
    team_name: str | None
    unit: str | None
    item: str | None
    reason: str
    """Why the case is where it is, as a key."""
    hops: int
    """How often it was sent back."""
    due_at: AwareDatetime | None
    """When it is to be handled; while `paused_at` is given, so much after that moment is left."""
    due_provisional: bool
    """It reaches into a year whose work days are not published yet."""
    near_at: AwareDatetime | None
    """When three quarters of its time are used."""
    paused_at: AwareDatetime | None
    """Since when its clock rests."""
    outcome: Outcome | None
    """How it ended; null while it is open."""
    merged_into: str | None
    """The case it is the same as. To its platform `state`, `stage`, `closed` and `outcome` are that one's."""
    members: int
    """How many cases are merged into it."""
    asked_back: AskedBackOut | None
    refusal: RefusalOut | None
    occurred_at: AwareDatetime
    received_at: AwareDatetime
    changed_at: AwareDatetime


class SubjectOut(BaseModel):
    """Whom a case is about; a person is masked for those who do not work the case."""

    name: str | None = None
    uscc: str | None = None
    kind: Literal["unit", "person"] | None = None


class StageOut(BaseModel):
    """A stage a case went through, and when it began."""

    stage: Stage
    state: CaseState
    at: AwareDatetime


def differing(first: Any, again: Any, pointer: str = "") -> list[str]:
    """Name, as JSON pointers, the fields in which two contents differ."""
    if isinstance(first, Mapping) and isinstance(again, Mapping):
        return [
            found
            for name in sorted({*first, *again})
            for found in differing(first.get(name), again.get(name), f"{pointer}/{_escape(name)}")
        ]
    if isinstance(first, list) and isinstance(again, list) and len(first) == len(again):
        return [
            found
            for index, (one, other) in enumerate(zip(first, again, strict=True))
            for found in differing(one, other, f"{pointer}/{index}")
        ]
    return [] if first == again else [pointer or "/"]


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
