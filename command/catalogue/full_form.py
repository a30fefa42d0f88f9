"""Our full form: a sheet for each kind of fact, with every column and every dated row of that kind.

A sheet says all there is of its kind; kinds without a sheet stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from command.catalogue.cells import Unreadable
from command.catalogue.codes import is_credit_code, is_wrong_item_code
from command.catalogue.facts import Fact, Facts
from command.catalogue.faults import Faults
from command.catalogue.forms import KEPT, Form
from command.catalogue.headings import Line, find_table
from command.catalogue.sheets import Sheet
from command.catalogue.township_lists import township_fault

MAY_LACK: Final = frozenset({"source", "invented"})
"""Columns that a sheet may leave out."""


def write(facts: Facts) -> dict[str, Iterator[Sequence[str]]]:
    """Write every kind of fact as a sheet."""
    return {form.name: write_form(form, facts) for form in KEPT}


def write_form(form: Form, facts: Facts) -> Iterator[Sequence[str]]:
    """Write one kind of fact."""
    yield [column.name for column in form.columns]
    for row in form.of(facts):
        yield form.cells(row)


def read(sheets: Sequence[Sheet], *, facts: Facts, faults: Faults) -> Facts:
    """Read what the facts will be; faults are noted, and the rows that have one are left out."""
    lines: dict[Form, list[tuple[Line, Fact]]] = {}
    for sheet in sheets:
        form = _form_of(sheet)
        if form is None:
            known = "|".join(form.name for form in KEPT)
            faults.note(sheet.name, 0, "", "unknown_sheet", known=known)
        elif form in lines:
            faults.note(sheet.name, 0, "", "sheet_twice", kind=form.name)
        else:
            lines[form] = _read_form(form, sheet, faults)
    said: dict[str, Any] = {
        form.name: tuple(sorted((fact for _, fact in read), key=form.order))
        for form, read in lines.items()
    }
    after = replace(facts, **said)
    for form, read in lines.items():
        _check_names(form, read, after, faults)
    return after


def _form_of(sheet: Sheet) -> Form | None:
    """Tell which kind of fact a sheet holds: by its name, else by what only its heading has."""
    name = sheet.name.rsplit("/", 1)[-1].removesuffix(".csv")
    for form in KEPT:
        if name in (form.name, form.table, form.file.removesuffix(".csv")):
            return form
    heading = set(sheet.rows[0][1]) if sheet.rows else set()
    fitting = [form for form in KEPT if _needed(form) <= heading]
    # The heading of one kind may hold all of another's: the longest is meant.
    return max(fitting, key=lambda form: len(form.columns), default=None)


def _needed(form: Form) -> set[str]:
    return {column.name for column in form.columns} - MAY_LACK


def _read_form(form: Form, sheet: Sheet, faults: Faults) -> list[tuple[Line, Fact]]:
    table = find_table(
        sheet, needed=[form.columns[0].name], faults=faults, is_group=lambda said: False
    )
    columns = set(table.columns) if table else set()
    heading = table.heading if table else 0
    for name in sorted(_needed(form) - columns):
        faults.note(sheet.name, heading, name, "no_column")
    for name in sorted(columns - {column.name for column in form.columns}):
        faults.note(sheet.name, heading, name, "unknown_column")
    if table is None or not _needed(form) <= columns:
        return []
    found: list[tuple[Line, Fact]] = []
    seen: dict[object, Line] = {}
    for line in table.lines:
        fact = _read_line(form, line, faults)
        if fact is None:
            continue
        there = seen.setdefault((form.key_of(fact), fact.span.from_), line)
        if there is line:
            found.append((line, fact))
        else:
            faults.note(line.sheet, line.number, "", "same_row", other_row=there.number)
    return found


def _read_line(form: Form, line: Line, faults: Faults) -> Fact | None:
    values: list[Any] = []
    for column in form.columns:
        try:
            values.append(column.read(line[column.name]))
        except Unreadable as unreadable:
            facts = {"choices": unreadable.choices} if unreadable.choices else {}
            faults.note(line.sheet, line.number, column.name, unreadable.rule, **facts)
    if len(values) < len(form.columns):
        return None
    fact = form.make(values)
    if fact.span.from_ and fact.span.to and fact.span.from_ >= fact.span.to:
        faults.note(line.sheet, line.number, "valid_to", "ends_before_it_begins")
        return None
    return fact


def _check_names(
    form: Form, lines: Sequence[tuple[Line, Fact]], after: Facts, faults: Faults
) -> None:
    """Note what a row names that is not there, and codes that cannot be."""
    items = {row.code for row in after.items}
    checks: Mapping[str, Any] = {
        "item": lambda code: None if code in items else ("unknown_code", {"code": code}),
        "township": lambda code: (
            None if not code or code in after.townships else township_fault(after, code, ())
        ),
        "district": lambda code: (
            None if not code or code in after.districts else township_fault(after, code, ())
        ),
    }
    named = [column.name for column in form.columns if column.name in checks]
    for line, _ in lines:
        for column in named:
            if (fault := checks[column](line[column])) is not None:
                faults.note(line.sheet, line.number, column, fault[0], **fault[1])
        if form.name == "items" and is_wrong_item_code(line["code"]):
            faults.note(line.sheet, line.number, "code", "wrong_code", code=line["code"])
        elif form.name == "bodies" and len(line["code"]) == 18 and not is_credit_code(line["code"]):
            faults.note(line.sheet, line.number, "code", "wrong_check_digit", code=line["code"])
