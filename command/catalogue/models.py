"""Rows of the catalogue. Each is good within `[valid_from, valid_to)` and names its source."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class EventClass(SQLModel, table=True):
    """A class of events in a scheme: the key is (scheme, kind, code)."""

    __tablename__ = "event_class"

    scheme: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    name: str
    group: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


class Item(SQLModel, table=True):
    """An enforcement item (事项): what may be punished, by which article, how."""

    code: str = Field(primary_key=True)
    name: str
    field: str
    law: str = ""
    article: str = ""
    sanction: str = ""
    fine_min: float | None = None
    fine_max: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    invented: bool = False


class ClassItem(SQLModel, table=True):
    """That an event class may fall under an item, and who holds that item."""

    __tablename__ = "class_item"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scheme: str
    kind: str
    code: str
    item: str
    holder_kind: str
    fields: list[str] = Field(sa_type=db.Json)
    question_zh: str = ""
    question_en: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


class TownshipPower(SQLModel, table=True):
    """How a township enforces: in its own name (empowered), by a posted squad, or not at all."""

    __tablename__ = "township_power"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    township: str = Field(index=True)
    form: str
    name_used: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    invented: bool = False


class TownshipItem(SQLModel, table=True):
    """That an item is on a township's own published list."""

    __tablename__ = "township_item"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    township: str = Field(index=True)
    item: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    invented: bool = False


class RoutingRule(SQLModel, table=True):
    """A row of the decision table: when these facts hold, then this. The first by priority wins."""

    __tablename__ = "routing_rule"

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    priority: int
    when: dict[str, Any] = Field(sa_type=db.Json)
    then: dict[str, Any] = Field(sa_type=db.Json)
    text_zh: str
    text_en: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    author: str = ""
