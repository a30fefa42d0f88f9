"""A city folder's catalogue: classes, items, who holds them, township powers and lists, the rules."""

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from command.catalogue.models import (
    ClassItem,
    EventClass,
    Item,
    RoutingRule,
    TownshipItem,
    TownshipPower,
)
from core.bulk import put
from core.tables import (
    Row,
    a_flag,
    a_list,
    a_number,
    an_object,
    day_or_none,
    number_or_none,
    read_csv,
)


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's catalogue; tell how many rows. The same folder again changes nothing.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    rows: list[SQLModel] = [
        *(_class(row) for row in read_csv(folder / "event_classes.csv")),
        *(_item(row) for row in read_csv(folder / "items.csv")),
        *(_class_item(row) for row in read_csv(folder / "class_items.csv")),
        *(_power(row) for row in read_csv(folder / "township_powers.csv")),
        *(_township_item(row) for row in read_csv(folder / "township_items.csv")),
        *(_rule(row) for row in read_csv(folder / "routing_rules.csv")),
    ]
    await put(session, rows)
    return len(rows)


def _dates(row: Row) -> dict[str, Any]:
    return {
        "valid_from": day_or_none(row, "valid_from"),
        "valid_to": day_or_none(row, "valid_to"),
        "source": row["source"],
    }


def _row_id(*key: object) -> UUID:
    """Name a row by what it says of whom from when, so that loading it again finds it."""
    return uuid5(NAMESPACE_URL, "|".join(str(part) for part in key))


def _class(row: Row) -> EventClass:
    return EventClass(
        scheme=row["scheme"],
        kind=row["kind"],
        code=row["code"],
        name=row["name"],
        group=row["group"],
        **_dates(row),
    )


def _item(row: Row) -> Item:
    return Item(
        code=row["code"],
        name=row["name"],
        field=row["field"],
        law=row["law"],
        article=row["article"],
        sanction=row["sanction"],
        fine_min=number_or_none(row, "fine_min"),
        fine_max=number_or_none(row, "fine_max"),
        invented=a_flag(row, "invented"),
        **_dates(row),
    )


def _class_item(row: Row) -> ClassItem:
    key = (row["scheme"], row["kind"], row["code"], row["item"], row["valid_from"])
    if row["holder_kind"] not in {"comprehensive", "professional", "ask", "outside"}:
        raise row.bad("holder_kind", "comprehensive, professional, ask or outside")
    return ClassItem(
        id=_row_id("class_item", *key),
        scheme=row["scheme"],
        kind=row["kind"],
        code=row["code"],
        item=row["item"],
        holder_kind=row["holder_kind"],
        fields=a_list(row["fields"]),
        question_zh=row["question_zh"],
        question_en=row["question_en"],
        note=row["note"],
        **_dates(row),
    )


def _power(row: Row) -> TownshipPower:
    if row["form"] not in {"empowered", "posted", "none"}:
        raise row.bad("form", "empowered, posted or none")
    return TownshipPower(
        id=_row_id("township_power", row["township"], row["valid_from"]),
        township=row["township"],
        form=row["form"],
        name_used=row["name_used"],
        invented=a_flag(row, "invented"),
        **_dates(row),
    )


def _township_item(row: Row) -> TownshipItem:
    return TownshipItem(
        id=_row_id("township_item", row["township"], row["item"], row["valid_from"]),
        township=row["township"],
        item=row["item"],
        invented=a_flag(row, "invented"),
        **_dates(row),
    )


def _rule(row: Row) -> RoutingRule:
    return RoutingRule(
        id=row["id"],
        version=int(a_number(row, "version")),
        priority=int(a_number(row, "priority")),
        when=an_object(row, "when"),
        then=an_object(row, "then"),
        text_zh=row["text_zh"],
        text_en=row["text_en"],
        author=row["author"],
        **_dates(row),
    )
