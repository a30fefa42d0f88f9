"""Rows of decisions, of what platforms added, and of the city's grounds and reaches."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Judgement(SQLModel, table=True):
    """What somebody decided about a case: appended, never changed. The database refuses the rest."""

    id: UUID = Field(primary_key=True)
    """The client's, made once: deciding again changes nothing."""
    case_no: str = Field(index=True)
    do: str
    account: str
    at: datetime = Field(sa_type=db.Utc)
    body: dict[str, Any] = Field(sa_type=db.Json)


class Supplement(SQLModel, table=True):
    """What a platform added when it was asked: appended, never changed. The database refuses the rest."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_no: str
    supplement_id: str
    """The platform's own: the same again changes nothing."""
    at: datetime = Field(sa_type=db.Utc)
    content: dict[str, Any] = Field(sa_type=db.Json)
    """May hold personal data, so it is masked when read."""

    __table_args__ = (
        Index("uq_supplement_case_no_supplement_id", "case_no", "supplement_id", unique=True),
    )


class RefusalGround(SQLModel, table=True):
    """A ground on which a case may be refused: dated; a row is closed, not overwritten."""

    __tablename__ = "refusal_ground"

    ground: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    name_zh: str
    name_en: str
    source: str
    invented: bool = False


class ReachRow(SQLModel, table=True):
    """How far to look for cases that may be the same (`command.judging.values.Reach`)."""

    __tablename__ = "reach"

    scheme: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    distance_m: float
    within_h: float
    source: str
    invented: bool = False
