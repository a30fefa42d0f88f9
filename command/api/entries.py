"""How the rows of the catalogue look on the wire."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from command.catalogue.facts import Fact, Form, ItemKind, Level, Line, ListName, Severe


class HolderOut(BaseModel):
    """That a line and field hold an item from a day up to another; `area` empty is the whole city."""

    id: str
    area: str
    area_name: str
    level: Level
    line: Line
    field: str
    partial: str
    boundary: str
    department: str
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool


class ItemVersionOut(BaseModel):
    """An item as the law of its days has it. Fines in yuan."""

    id: str
    kind: ItemKind
    name: str
    field: str
    law: str
    article: str
    sanction: str
    unit_min: float | None
    unit_max: float | None
    person_min: float | None
    person_max: float | None
    severe: list[Severe]
    leniency: bool
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool


class ItemOut(BaseModel):
    """An item on a day, in one line; `good`: the law has it on that day."""

    code: str
    kind: ItemKind
    name: str
    field: str
    law: str
    article: str
    good: bool
    lines: list[Line]
    townships: int
    invented: bool


class ItemsOut(BaseModel):
    """A page of items; `next` is the `after` of the next page, `total` counts what fits."""

    items: list[ItemOut]
    total: int
    next: str | None
    fields: list[str]


class ClassOut(BaseModel):
    """An event class and how many items it may fall under."""

    scheme: str
    kind: Literal["matter", "component"]
    code: str
    name: str
    group: str
    items: int


class ClassesOut(BaseModel):
    """The classes that fit, best first."""

    items: list[ClassOut]


class ListingOut(BaseModel):
    """That an item is on a list above the township."""

    list: ListName
    year: int
    batch: int | None
    department: str
    valid_from: date | None
    valid_to: date | None
    source: str


class TownshipListingOut(BaseModel):
    """That an item is on a township's own list."""

    township: str
    township_name: str
    form: Form | None
    published_on: date | None
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool


class EntryTestOut(BaseModel):
    """How well an item meets the five entry principles, each 0 to 5."""

    frequent: int
    close_to_life: int
    easy_to_find: int
    weak_force: int
    fit_skill: int
    note: str
    source: str


class ItemStoryOut(BaseModel):
    """An item with all its versions, for a time line."""

    code: str
    versions: list[ItemVersionOut]
    holders: list[HolderOut]
    classes: list[ClassOut]
    lists: list[ListingOut]
    townships: list[TownshipListingOut]
    test: EntryTestOut | None


class TownshipOut(BaseModel):
    """How a township enforces on a day, and how many items its published list has."""

    code: str
    name: str
    district: str
    form: Form
    name_used: str
    items: int
    holds_item: bool


class TownshipsOut(BaseModel):
    """All townships on a day."""

    items: list[TownshipOut]
    on: date


class RuleRowOut(BaseModel):
    """A row of the decision table: when the situation is so, then this."""

    id: str
    version: int
    priority: int
    when: dict[str, Any]
    then: dict[str, Any]
    text_zh: str
    text_en: str
    valid_from: date | None
    valid_to: date | None
    source: str
    author: str


class RulesOut(BaseModel):
    """The decision table, the first that fits deciding; `situation`: what a row may ask, with its values."""

    items: list[RuleRowOut]
    situation: dict[str, list[str | int | bool]]
    edition: int


def entry(row: Fact, form: type[BaseModel]) -> dict[str, Any]:
    """Give what a form tells of a row: its columns by name, its span as two days."""
    own: Mapping[str, Any] = {"valid_from": row.span.from_, "valid_to": row.span.to}
    return {
        name: own[name] if name in own else getattr(row, name)
        for name in form.model_fields
        if name in own or hasattr(row, name)
    }
