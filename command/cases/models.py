"""Rows of cases, their history and their files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, false, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Case(SQLModel, table=True):
    """One event taken in. `(platform, source_event_id)` is one case for ever."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_no: str = Field(unique=True)
    platform: str
    source_event_id: str
    state: str
    version: int = 1
    reason: str
    scheme: str
    kind: str
    code: str
    urgency: str
    title: str
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    district: str | None = None
    township: str | None = None
    team: str | None = None
    field: str | None = None
    item: str | None = None
    body: str | None = None
    unit: str | None = None
    hops: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often it was sent back."""
    due_at: datetime | None = Field(default=None, sa_type=db.Utc)
    """When it is to be handled: the limit of `limit_rule`, reckoned by `command.clocks`."""
    due_provisional: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    near_at: datetime | None = Field(default=None, sa_type=db.Utc)
    limit_rule: str | None = None
    """The row of time limits that applied when it came, and its version."""
    paused_at: datetime | None = Field(default=None, sa_type=db.Utc)
    outcome: str | None = None
    """How a person ended it (`Outcome`); None: it is open, or was handled."""
    merged_into: str | None = None
    """The case it is the same as: its platform hears of that one."""
    followed: str | None = None
    """The state of the case it was merged into, as last told to its platform."""
    members: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How many cases are merged into this one."""
    asked_at: datetime | None = Field(default=None, sa_type=db.Utc)
    """Since when the platform is asked for what is missing."""
    told: dict[str, Any] | None = Field(default=None, sa_type=db.Json)
    """What the platform is told beside the stage: what is missing, or on what ground it was refused."""
    parted_at: datetime | None = Field(default=None, sa_type=db.Utc)
    """When it was last taken out of another case: what its tasks did before means nothing any more."""
    cell: str | None = None
    """Where it is, to some hundred metres: cases near by are found without a look at the rest."""
    occurred_at: datetime = Field(sa_type=db.Utc)
    received_at: datetime = Field(sa_type=db.Utc)
    changed_at: datetime = Field(sa_type=db.Utc)
    report: dict[str, Any] = Field(sa_type=db.Json)
    """The report's content: may hold personal data, so it is masked when read."""
    why: dict[str, Any] = Field(sa_type=db.Json)
    """The routing decision: rule, facts, versions, alternatives."""

    __table_args__ = (
        Index("uq_case_platform_source_event_id", "platform", "source_event_id", unique=True),
        Index(
            "ix_case_open",
            "id",
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
        Index(
            "ix_case_due_provisional",
            "due_at",
            sqlite_where=text("due_provisional AND state <> 'closed'"),
            postgresql_where=text("due_provisional AND state <> 'closed'"),
        ),
        Index("ix_case_cell", "cell", "received_at"),
        Index(
            "ix_case_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )


class CaseHistory(SQLModel, table=True):
    """What happened to a case: appended, never changed, ids only. The database refuses the rest."""

    __tablename__ = "case_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    from_state: str | None = None
    to_state: str
    reason: str
    actor: str
    """An account's id, `platform:<code>`, or `system`."""
    team: str | None = None
    unit: str | None = None
    task_id: UUID | None = None
    rule: str | None = None
    """The rule and its version, where the system decided."""
    other: str | None = None
    """The case it was merged with, or parted from."""
    followed: str | None = None
    """The state its platform was told: that of the case it was merged into."""


class CaseFile(SQLModel, table=True):
    """That a stored file belongs to a case: an officer's photo, or a platform's attachment fetched."""

    __tablename__ = "case_file"

    case_no: str = Field(primary_key=True)
    file_id: UUID = Field(primary_key=True)
    kind: str
    task_id: UUID | None = None
    at: datetime = Field(sa_type=db.Utc)


class Attachment(SQLModel, table=True):
    """A file a platform named. `state`: waiting | stored | refused (with the reason)."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_no: str = Field(index=True)
    url: str
    sha256: str | None = None
    media_type: str | None = None
    state: str = "waiting"
    reason: str | None = None
    file_id: UUID | None = None
    tries: int = 0


class Serial(SQLModel, table=True):
    """The last case number handed out; processes take them in blocks."""

    name: str = Field(primary_key=True)
    last: int
