"""What a draft changes, told row by row to a person who is to publish it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from command.catalogue.diff import Changes, Difference, tell
from command.catalogue.facts import Fact
from command.catalogue.forms import Form
from command.world import World

TOLD: Final = 1_000
"""Differences told of one draft at most; all are counted."""
_ENDS: Final = ("valid_from", "valid_to")


def told(changes: Changes, world: World) -> dict[str, Any]:
    """Count what a draft opens, closes and changes, and tell the first of it."""
    found = list(tell(changes))
    counted = {verb: sum(one.verb == verb for one in found) for verb in _VERBS}
    rows = [_row(one, world) for one in islice(found, TOLD)]
    return {**counted, "rows": rows}


_VERBS: Final = ("opened", "closed", "changed")


def _row(one: Difference, world: World) -> dict[str, str]:
    return {
        "verb": one.verb,
        "form": one.form.name,
        "subject": " · ".join(named(_parts(one.key), world)),
        "before": "；".join(_said(one.form, row, one.after) for row in one.before),
        "after": "；".join(_said(one.form, row, one.before) for row in one.after),
    }


def _parts(key: Iterable[object]) -> Iterator[str]:
    for part in key:
        yield from _parts(part) if isinstance(part, tuple) else [str(part)]


def named(parts: Iterable[str], world: World) -> Iterator[str]:
    """Name what has a name: a township, an item, a team."""
    for part in parts:
        area, item, team = world.area_name(part), world.book.item(part), world.book.team(part)
        if area is not None and area != part:
            yield area
        elif item is not None:
            yield f"{part} {item.name}"
        else:
            yield team.name if team is not None else part


def _said(form: Form, row: Fact, others: tuple[Fact, ...]) -> str:
    """Give a row's days, and of its other cells those that its counterpart has otherwise."""
    days = f"{_day(row.span.from_)} – {_day(row.span.to)}"
    if len(others) != 1:
        return days
    cells = zip(form.columns, form.cells(row), form.cells(others[0]), strict=True)
    differing = [
        f"{column.name} {mine}"
        for column, mine, other in cells
        if mine != other and column.name not in _ENDS
    ]
    return " · ".join([days, *differing])


def _day(day: date | None) -> str:
    return day.isoformat() if day else "…"
