"""Rows of recusals: dated, ended, never removed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from core.db import Utc
from core.ids import new_id


class Recusal(SQLModel, table=True):
    """That an officer stands back from a subject, or from all that lies in a place, in `[valid_from, valid_to)`.

    行政处罚法 Art 43: who has a direct interest in a case, or another relation that may impair fairness.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    officer: str = Field(index=True)
    subject: str | None = Field(default=None, index=True)
    """Whom it is about, as tasks name it (`Task.subject`)."""
    place: str | None = Field(default=None, index=True)
    """The code of a district or township."""
    valid_from: date
    valid_to: date | None = None
    reason: str
    by: str
    """The account that recorded it, or `city` for a row of the city's folder."""
    recorded_at: datetime = Field(sa_type=Utc)
