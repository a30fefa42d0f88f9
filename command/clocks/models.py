"""Rows of clocks: what happened to each, and the extensions that were asked for."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class ClockHistory(SQLModel, table=True):
    """What happened to a case's clock: appended, never changed, ids only. The database refuses the rest."""

    __tablename__: ClassVar[str] = "clock_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_no: str = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    what: str
    """A `ClockChange`."""
    actor: str
    """An account's id, or `system`."""
    ground: str | None = None
    added: float | None = None
    """By how much it was extended, in the unit of its limit."""
    task_id: UUID | None = None
    extension_id: UUID | None = None
    due_before: datetime | None = Field(default=None, sa_type=db.Utc)
    due_after: datetime | None = Field(default=None, sa_type=db.Utc)


class Extension(SQLModel, table=True):
    """More time that was asked for. `state`: asked | approved | refused."""

    id: UUID = Field(primary_key=True)
    """The client's, made once: asking again changes nothing."""
    case_no: str = Field(index=True)
    state: str
    value: float
    reason: str
    asked_by: str
    asked_at: datetime = Field(sa_type=db.Utc)
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=db.Utc)

    __table_args__ = (
        Index(
            "uq_extension_asked",
            "case_no",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )
