"""Rows of teams, units, officers and certificates (dated), of what crews say of their duty, of devices and tracks."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Team(SQLModel, table=True):
    """A team of the city; `fields` are the names of the fields it works in."""

    code: str = Field(primary_key=True)
    name: str
    kind: str
    level: str
    district: str | None = Field(default=None, index=True)
    township: str | None = None
    fields: list[str] = Field(sa_type=db.Json)
    body: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    invented: bool = False


class Unit(SQLModel, table=True):
    """A unit that is sent: base in CGCS2000, shift in minutes after local midnight."""

    code: str = Field(primary_key=True)
    name: str
    team: str = Field(index=True)
    base_lon: float
    base_lat: float
    shift_from: int
    shift_to: int
    invented: bool = False


class Officer(SQLModel, table=True):
    """An officer and the unit he rides with."""

    code: str = Field(primary_key=True)
    name: str
    unit: str = Field(index=True)
    invented: bool = False


class Certificate(SQLModel, table=True):
    """That an officer may act in a field (`*` = any) within `[valid_from, valid_to)`."""

    officer: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    valid_from: date
    valid_to: date | None = None
    invented: bool = False


class UnitDuty(SQLModel, table=True):
    """What a unit's crew last said of its duty; `field_units.duty.Said` says what each column means."""

    __tablename__ = "unit_duty"

    unit: str = Field(primary_key=True)
    duty: str
    until: datetime | None = Field(default=None, sa_type=db.Utc)
    overtime_until: datetime | None = Field(default=None, sa_type=db.Utc)
    changed_at: datetime = Field(sa_type=db.Utc, index=True)


class DutyHistory(SQLModel, table=True):
    """What crews have said of their duty: appended, never changed. The database refuses the rest."""

    __tablename__ = "duty_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    """Made by the phone, so that saying it again changes nothing."""
    unit: str = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    device_at: datetime | None = Field(default=None, sa_type=db.Utc)
    do: str
    duty: str
    until: datetime | None = Field(default=None, sa_type=db.Utc)
    actor: str
    """The account that said it, or `system`: a break that nobody ended."""


class Device(SQLModel, table=True):
    """A device that reports where a unit is. What it shows is a secret; we keep its hash."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: bytes = Field(unique=True)
    unit: str = Field(index=True)
    name: str
    created_at: datetime = Field(sa_type=db.Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=db.Utc)


class Track(SQLModel, table=True):
    """Where a unit was while on duty: thinned, forgotten after some days."""

    unit: str = Field(primary_key=True)
    at: datetime = Field(sa_type=db.Utc, primary_key=True, index=True)
    lon: float
    lat: float
    accuracy_m: float | None = None
