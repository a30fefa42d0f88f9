"""Rows of calls for help, whom they called on, and what happened to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Sos(SQLModel, table=True):
    """A call for help."""

    id: UUID = Field(primary_key=True)
    state: str
    version: int = 1
    unit: str
    unit_name: str
    account: str
    team: str | None = None
    district: str | None = None
    township: str | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    note: str | None = None
    raised_at: datetime = Field(sa_type=db.Utc, index=True)
    calls: int = 1
    called: list[dict[str, Any]] = Field(sa_type=db.Json)
    moves: list[dict[str, Any]] = Field(sa_type=db.Json)
    ended: bool = False

    __table_args__ = (
        Index(
            "ix_sos_open",
            "unit",
            sqlite_where=text("NOT ended"),
            postgresql_where=text("NOT ended"),
        ),
    )


class SosCalled(SQLModel, table=True):
    """That a unit was called on, and so may see the call."""

    __tablename__ = "sos_called"

    sos_id: UUID = Field(primary_key=True)
    unit: str = Field(primary_key=True, index=True)


class SosHistory(SQLModel, table=True):
    """What happened to a call for help: appended, never changed, ids only. The database refuses the rest."""

    __tablename__ = "sos_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sos_id: UUID = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    device_at: datetime | None = Field(default=None, sa_type=db.Utc)
    from_state: str | None = None
    to_state: str
    actor: str
    unit: str | None = None
    act_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None

    __table_args__ = (Index("uq_sos_history_actor_act_id", "actor", "act_id", unique=True),)
