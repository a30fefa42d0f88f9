"""Rows of teams, units, officers and certificates. Dated; a row is closed, never overwritten."""

from datetime import date

from sqlmodel import Field, SQLModel

from core import db


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
