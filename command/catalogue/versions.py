"""Changing what is good from a day on: rows are closed and followed, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from command.catalogue.diff import Changes
from command.catalogue.facts import Fact, Span
from command.catalogue.forms import Form, form_of

Row = TypeVar("Row", bound=Fact)


class Change:
    """Changes as they are put together."""

    def __init__(self) -> None:
        self._gone: dict[Form, dict[str, Fact]] = {}
        self._come: dict[Form, dict[str, Fact]] = {}

    def close(self, kind: str, row: Fact, *, day: date) -> None:
        """End a row before a day: what says the same until then takes its place."""
        form = form_of(kind)
        self._gone.setdefault(form, {})[form.row_id(row)] = row
        if row.span.from_ is None or row.span.from_ < day:
            self._add(form, replace(row, span=replace(row.span, to=day)))

    def open(self, kind: str, row: Fact) -> None:
        """Add a row."""
        self._add(form_of(kind), row)

    def follow(self, kind: str, row: Fact, successor: Fact, *, day: date) -> None:
        """Let another row say it from a day on, for as long as the first would have."""
        self.close(kind, row, day=day)
        self.open(kind, replace(successor, span=Span(day, row.span.to)))

    def made(self) -> Changes:
        """Give the changes; what comes back as it was has not changed."""
        forms = {*self._gone, *self._come}
        gone = {form: self._gone.get(form, {}) for form in forms}
        come = {form: self._come.get(form, {}) for form in forms}
        return Changes(
            {f: tuple(r for i, r in gone[f].items() if i not in come[f]) for f in forms},
            {f: tuple(r for i, r in come[f].items() if i not in gone[f]) for f in forms},
        )

    def _add(self, form: Form, row: Fact) -> None:
        id = form.id_of(form.values(row))
        self._come.setdefault(form, {})[id] = row if form.names_itself else replace(row, id=id)


def good_on(rows: Iterable[Row], day: date) -> list[Row]:
    """List the rows good on a day."""
    return [row for row in rows if day in row.span]
