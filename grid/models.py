"""The city as rows: what it says of itself, its areas, and its boundaries version by version."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from core.db import Utc


class City(SQLModel, table=True):
    """The one city of this database."""

    __tablename__: ClassVar[str] = "city"

    code: str = Field(primary_key=True, max_length=12)
    name: str
    name_en: str
    timezone: str
    lon: float
    lat: float
    attribution: str
    approximate: bool
    """The borders are drawn, not surveyed; every map of them must say so."""
    demo: bool
    """People, units and papers of this city are invented."""
    loaded_at: datetime = Field(sa_type=Utc)


class District(SQLModel, table=True):
    """A district or county: the level that owns the bureaus."""

    __tablename__: ClassVar[str] = "district"

    code: str = Field(primary_key=True, max_length=12)
    name: str


class Township(SQLModel, table=True):
    """A township, town or street: the level whose squads are sent."""

    __tablename__: ClassVar[str] = "township"

    code: str = Field(primary_key=True, max_length=12)
    name: str
    kind: str
    district: str = Field(foreign_key="district.code", index=True)


class TownshipAlias(SQLModel, table=True):
    """What another list calls one of our townships: the same digits may mean another town there."""

    __tablename__: ClassVar[str] = "township_alias"

    scheme: str = Field(primary_key=True)
    alias: str = Field(primary_key=True)
    township: str = Field(foreign_key="township.code", index=True)


class Boundary(SQLModel, table=True):
    """A township's ground in one publication, every vertex kept (WKB, CGCS2000).

    Publications are appended and never edited: a case can always be held against the boundaries
    of its day.
    """

    __tablename__: ClassVar[str] = "boundary"
    __table_args__ = (Index("ix_boundary_version", "version"),)

    township: str = Field(primary_key=True, foreign_key="township.code")
    version: int = Field(primary_key=True)
    wkb: bytes = Field(sa_type=LargeBinary)
    valid_from: date


class SpecialArea(SQLModel, table=True):
    """A special area's ground (WKB, CGCS2000) for the days it is good for.

    Publications are numbered: a row came with one (`since`) and left with another (`until`), and
    is otherwise never changed.
    """

    __tablename__: ClassVar[str] = "special_area"

    id: UUID = Field(primary_key=True)
    code: str = Field(max_length=32)
    name: str
    priority: int
    wkb: bytes = Field(sa_type=LargeBinary)
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool
    since: int
    until: int | None
