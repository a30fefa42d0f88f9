"""Rows of the ladder: response limits and rungs, dated and with their source."""

from datetime import date

from sqlmodel import Field, SQLModel


class ResponseLimitRow(SQLModel, table=True):
    """How many minutes a unit has to accept and to arrive, by urgency."""

    __tablename__ = "response_limit"

    urgency: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    accept_min: float
    arrive_min: float | None = None
    source: str = ""
    invented: bool = False


class LadderRung(SQLModel, table=True):
    """A rung: what is done about which silence, so many seconds or times the time to accept after the offer."""

    __tablename__ = "ladder_rung"

    urgency: str = Field(primary_key=True)
    """`*`: every urgency that has no rungs of its own."""
    number: int = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    silence: str
    after_s: float | None = None
    after_accept: float | None = None
    step: str
    source: str = ""
    invented: bool = False
