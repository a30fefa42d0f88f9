"""Rows of time limits and of the work calendar: dated; a row is closed, not overwritten."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field, SQLModel

from core import db


class TimeLimit(SQLModel, table=True):
    """How long a step may take (`dispatch.limits.values.TimeLimitFacts` says what each column means)."""

    __tablename__: ClassVar[str] = "time_limit"

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    name: str
    scheme: str
    kind: str
    code: str
    urgency: str
    step: str
    value: float
    unit: str
    extensions: int
    extension_share: float
    approver: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    invented: bool = False


class WorkDay(SQLModel, table=True):
    """That a day is not what its weekday says. A year is published once a day of it is here."""

    __tablename__: ClassVar[str] = "work_day"

    day: date = Field(primary_key=True)
    kind: str
    name: str
    hours: list[list[int]] | None = Field(default=None, sa_type=db.Json)
    source: str


class WorkingHours(SQLModel, table=True):
    """The working hours of a season, in minutes after midnight."""

    __tablename__: ClassVar[str] = "working_hours"

    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    hours: list[list[int]] = Field(sa_type=db.Json)
    source: str
    invented: bool = False


class PauseGroundRow(SQLModel, table=True):
    """That the clock of a case in one of these states may rest on a ground."""

    __tablename__: ClassVar[str] = "pause_ground"

    ground: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    states: list[str] = Field(sa_type=db.Json)
    source: str
    invented: bool = False
