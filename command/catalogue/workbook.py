"""Catalogues and township lists in and out: .xlsx or CSV, in the official form or in our full one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from command.catalogue import full_form, official, sheets, township_lists, xlsx_writing
from command.catalogue.diff import Changes, between
from command.catalogue.facts import Facts, ListName
from command.catalogue.faults import Fault, Faults, Unopenable
from command.catalogue.forms import form_of

FormName = Literal["official", "township_list", "full"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says would change; with a fault, nothing would."""

    changes: Changes
    faults: tuple[Fault, ...]


def read(
    content: bytes,
    *,
    name: str,
    form: FormName,
    facts: Facts,
    valid_from: date,
    list: ListName = "city",
    year: int | None = None,
    townships: Collection[str] = (),
    published_on: date | None = None,
) -> Imported:
    """Read a file and compare it with the facts in force.

    `valid_from` is the first day of what the file says; the full form says its days itself. `list`
    and `year` (else the newest there is) tell which list an official form is. `townships` are those
    whose list it is, where it has no column for each; `published_on` is when they were published,
    else `valid_from`.
    """
    faults = Faults()
    try:
        found = sheets.read(content, name=name)
    except Unopenable as unopenable:
        return Imported(Changes({}, {}), (unopenable.fault,))
    if form == "official":
        year = year or official.latest_year(facts, list=list, day=valid_from)
        entries = official.read(found, faults=faults)
        changes = official.compare(facts, entries, list=list, year=year, day=valid_from)
    elif form == "township_list":
        lists = township_lists.read(
            found, facts=facts, townships=townships, day=valid_from, faults=faults
        )
        changes = township_lists.compare(
            facts, lists, day=valid_from, published_on=published_on or valid_from, source=name
        )
    else:
        changes = between(facts, full_form.read(found, facts=facts, faults=faults))
    return Imported(Changes({}, {}) if faults else changes, tuple(faults))


def write_full(facts: Facts) -> bytes:
    """Write a workbook with every kind of fact."""
    return xlsx_writing.write(full_form.write(facts))


def write_full_csv(facts: Facts, *, kind: str) -> bytes:
    """Write one kind of fact as CSV."""
    return sheets.write_csv(full_form.write_form(form_of(kind), facts))


def write_official(
    facts: Facts, *, list: ListName, day: date, as_csv: bool = False, year: int | None = None
) -> bytes:
    """Write what a list holds on a day in the official form, of the newest year unless told."""
    year = year or official.latest_year(facts, list=list, day=day)
    entries = official.list_entries(facts, list=list, year=year, day=day)
    return _one_sheet(f"{year}", official.write(entries), as_csv)


def write_township_lists(
    facts: Facts, *, townships: Collection[str], day: date, as_csv: bool = False
) -> bytes:
    """Write the lists of townships as they are good on a day, side by side."""
    lists = township_lists.list_items(facts, townships=townships, day=day)
    return _one_sheet("lists", township_lists.write(facts, lists, day=day), as_csv)


def _one_sheet(name: str, rows: Iterable[Sequence[str]], as_csv: bool) -> bytes:
    return sheets.write_csv(rows) if as_csv else xlsx_writing.write({name: rows})
