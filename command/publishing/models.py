"""Rows of publishing: drafts, and the editions that came of them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class CatalogueDraft(SQLModel, table=True):
    """Changes that somebody proposes. `state`: open | published | dropped."""

    __tablename__: ClassVar[str] = "catalogue_draft"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    by: str
    """The account's id."""
    at: datetime = Field(sa_type=db.Utc)
    kind: str
    """What was imported (`official`, `township_list`, `full`), or `rules`."""
    title: str
    valid_from: date
    base: int
    """The edition that the changes were worked out against."""
    changes: dict[str, Any] = Field(sa_type=db.Json)
    state: str = "open"


class Publication(SQLModel, table=True):
    """That an edition was published: who, when, from what. Appended only.

    One of neither a draft nor an older edition put boundaries in force.
    """

    edition: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = Field(sa_type=db.Utc)
    draft: UUID | None = None
    restores: int | None = None
    """The older edition that this one equals again."""
    accepted: list[dict[str, str]] = Field(sa_type=db.Json)
    """The holes that somebody answers for: `hole`, `reason`; `by` is the publication's."""
