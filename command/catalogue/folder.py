"""A city's folder: the facts as CSV files, one for each kind."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from command.catalogue.cells import Unreadable
from command.catalogue.facts import Fact, Facts
from command.catalogue.forms import FORMS, REQUIRED, Form
from core.tables import BadTable, Row, read_csv

_MAY_LACK: Final = {"invented", "source"}
"""Columns a file may leave out."""


def read(folder: Path) -> Facts:
    """Read a city's folder; its edition is 0, for nothing was published.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    areas = folder / "special_areas.csv"
    kinds: dict[str, Any] = {form.name: tuple(_read_form(form, folder)) for form in FORMS}
    return Facts(
        edition=0,
        **kinds,
        districts={row["code"]: row["name"] for row in read_csv(folder / "districts.csv")},
        townships={
            row["code"]: (row["name"], row["district"])
            for row in read_csv(folder / "townships.csv")
        },
        areas={row["code"]: row["name"] for row in read_csv(areas)} if areas.exists() else {},
    )


def write(folder: Path, *, facts: Facts, forms: Iterable[Form]) -> None:
    """Write some kinds of fact as the folder's files, each whole."""
    for form in forms:
        rows = form.of(facts)
        with (folder / form.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in form.columns])
            writer.writerows(form.cells(row) for row in rows)


def _read_form(form: Form, folder: Path) -> list[Fact]:
    path = folder / form.file
    if not path.exists() and form.name not in REQUIRED:
        return []
    seen: dict[str, str] = {}
    found: list[Fact] = []
    for row, fact in _facts(form, path):
        said = form.row_id(fact)
        if said in seen:
            raise BadTable(f"{row.where} says the same as {seen[said]}")
        seen[said] = row.where
        found.append(fact)
    return sorted(found, key=form.order)


def _facts(form: Form, path: Path) -> Iterator[tuple[Row, Fact]]:
    for row in read_csv(path):
        values = []
        for column in form.columns:
            if column.name in _MAY_LACK and column.name not in row:
                values.append(column.read(""))
                continue
            try:
                values.append(column.read(row[column.name]))
            except Unreadable as unreadable:
                raise row.bad(column.name, unreadable.wanted) from None
        fact = form.make(values)
        if fact.span.from_ and fact.span.to and fact.span.from_ >= fact.span.to:
            raise row.bad("valid_to", "a day after valid_from")
        yield row, fact
