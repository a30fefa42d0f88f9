"""Rows of tasks, their history, and the acts phones have sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, false, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Task(SQLModel, table=True):
    """One unit asked to do one thing. What an officer must know of the case is written into it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_no: str = Field(index=True)
    state: str
    version: int = 1
    team: str
    unit: str | None = None
    field: str
    district: str | None = None
    township: str | None = None
    lon: float | None = None
    lat: float | None = None
    brief: dict[str, Any] = Field(sa_type=db.Json)
    """Title, class, urgency, address, names: as told to the unit."""
    why: dict[str, Any] = Field(sa_type=db.Json)
    """What was weighed when the unit was chosen."""
    moves: list[dict[str, Any]] = Field(sa_type=db.Json)
    offer_frame: UUID | None = None
    offered_at: datetime | None = Field(default=None, sa_type=db.Utc)
    role: str = Field(default="lead", sa_column_kwargs={"server_default": "lead"})
    """`lead` moves its case; `part` moves its parent; `assist` moves nothing; `rival`: who accepts first leads."""
    parent_id: UUID | None = None
    """The task this one is a part of, or assists."""
    replaces_id: UUID | None = None
    """The task whose work this one took over."""
    suspended_from: str | None = None
    wanted_at: datetime | None = Field(default=None, sa_type=db.Utc)
    """Since when some unit is wanted, through all that declined or did not answer; None: since it was made."""
    accept_by: datetime | None = Field(default=None, sa_type=db.Utc)
    """When silence becomes a matter for the next one up (dispatch.ladder)."""
    arrive_by: datetime | None = Field(default=None, sa_type=db.Utc)
    cell: str | None = None
    """Where it is, to some hundred metres, and whom it is about: who was here before goes again."""
    subject: str | None = None
    by_hand: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether an operator chooses its unit (dispatch.sending)."""
    created_at: datetime = Field(sa_type=db.Utc)
    changed_at: datetime = Field(sa_type=db.Utc)
    ended: bool = False

    __table_args__ = (
        Index(
            "ix_task_open_unit",
            "unit",
            sqlite_where=text("NOT ended"),
            postgresql_where=text("NOT ended"),
        ),
        Index(
            "ix_task_waiting",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_task_parent_id",
            "parent_id",
            sqlite_where=text("parent_id IS NOT NULL"),
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index(
            "ix_task_done_unit",
            "unit",
            "changed_at",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index(
            "ix_task_done_cell",
            "cell",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index(
            "ix_task_done_subject",
            "subject",
            sqlite_where=text("state = 'done' AND subject IS NOT NULL"),
            postgresql_where=text("state = 'done' AND subject IS NOT NULL"),
        ),
    )


class TaskHistory(SQLModel, table=True):
    """What happened to a task: appended, never changed, ids only. The database refuses the rest."""

    __tablename__ = "task_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    task_id: UUID = Field(index=True)
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


class Act(SQLModel, table=True):
    """What a phone or a command post asked for and what it was answered, so that asking again changes nothing."""

    unit: str = Field(primary_key=True)
    """Whose id it is: the unit of a phone, `account:<id>` of a command post."""
    id: UUID = Field(primary_key=True)
    task_id: UUID = Field(index=True)
    account: str
    at: datetime = Field(sa_type=db.Utc)
    body: dict[str, Any] = Field(sa_type=db.Json)
    answer: dict[str, Any] = Field(sa_type=db.Json)


class DeviceAck(SQLModel, table=True):
    """How far a device says it has heard its channel."""

    __tablename__ = "device_ack"

    device: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=db.Utc)
