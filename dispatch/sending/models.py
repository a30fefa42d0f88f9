"""Rows of sending: dated, each with its source."""

from datetime import date

from sqlmodel import Field, SQLModel


class SendingRow(SQLModel, table=True):
    """Whether the tasks of a team, of a class, are sent automatically; `*` is any."""

    __tablename__ = "sending"

    team: str = Field(primary_key=True)
    scheme: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    automatic: bool
    source: str = ""
    invented: bool = False
