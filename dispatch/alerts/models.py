"""Rows of alerts, and what happened to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Alert(SQLModel, table=True):
    """Something that needs somebody; open until it is over (`ended_at`)."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    subject: str
    node: str
    level: str
    district: str | None = None
    township: str | None = None
    team: str | None = None
    unit: str | None = None
    task_id: UUID | None = None
    case_no: str | None = None
    raised_at: datetime = Field(sa_type=db.Utc)
    due_at: datetime | None = Field(default=None, sa_type=db.Utc)
    acknowledged_at: datetime | None = Field(default=None, sa_type=db.Utc)
    acknowledged_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=db.Utc)
    facts: dict[str, Any] = Field(sa_type=db.Json)

    __table_args__ = (
        Index(
            "uq_alert_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class AlertHistory(SQLModel, table=True):
    """What happened to an alert: appended, never changed. The database refuses the rest."""

    __tablename__ = "alert_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    alert_id: UUID = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    what: str
    """raised (or climbed), acknowledged, passed_on, ended."""
    actor: str
    node: str
    level: str
    subject: str
