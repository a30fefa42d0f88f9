"""The official form of a catalogue of comprehensive items: seven columns, grouped by field.

`序号 | 事项代码 | 事项名称 | 法律依据 | 划转范围 | 具体职责边界 | 划出部门`; a group begins with a row such as
`一、档案(共 13 项)`. The form says what the list holds from a day on, of the fields that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from command.catalogue.codes import is_wrong_item_code, kind_of
from command.catalogue.diff import Changes
from command.catalogue.facts import EVERYWHERE, Facts, Holder, Item, Listing, ListName, Span
from command.catalogue.faults import Faults
from command.catalogue.headings import Line, find_table
from command.catalogue.sheets import Sheet
from command.catalogue.versions import Change, good_on

HEADING: Final = (
    "序号",
    "事项代码",
    "事项名称",
    "法律依据",
    "划转范围",
    "具体职责边界",
    "划出部门",
)
_NEEDED: Final = HEADING[1:4]
_GROUP: Final = re.compile(
    r"[〇零一二三四五六七八九十百]+、(?P<field>.+?)[(（]共\s*(?P<count>\d+)\s*项[)）]"
)
WHOLE, PART = "全部", "部分"
_DIGITS: Final = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the form says it."""

    code: str
    name: str
    basis: str
    """The law and its article."""
    field: str
    partial: bool
    boundary: str
    department: str


def list_entries(facts: Facts, *, list: ListName, year: int, day: date) -> dict[str, Entry]:
    """Give what a list holds on a day, by code, as the form would say it."""
    listed = [row for row in good_on(facts.listings, day) if (row.list, row.year) == (list, year)]
    items = {row.code: row for row in good_on(facts.items, day)}
    holders = _holders(facts, day)
    entries = {}
    for row in listed:
        if (item := items.get(row.item)) is not None:
            holder = next((h for h in holders.get(row.item, ()) if h.line == "comprehensive"), None)
            entries[row.item] = _entry(item, holder, row)
    return entries


def latest_year(facts: Facts, *, list: ListName, day: date) -> int:
    """Tell the year of the newest list of a kind that is good on a day; without one, the day's."""
    listed = (row.year for row in good_on(facts.listings, day) if row.list == list)
    return max(listed, default=day.year)


def write(entries: Mapping[str, Entry]) -> Iterator[Sequence[str]]:
    """Write entries in the official form."""
    yield HEADING
    number = 0
    fields = sorted({entry.field for entry in entries.values()})
    for at, field in enumerate(fields, 1):
        group = sorted((e for e in entries.values() if e.field == field), key=lambda e: e.code)
        yield (f"{_chinese(at)}、{field}(共 {len(group)} 项)",)
        for entry in group:
            number += 1
            scope = PART if entry.partial else WHOLE
            said = (entry.code, entry.name, entry.basis, scope, entry.boundary, entry.department)
            yield (str(number), *said)


def read(sheets: Sequence[Sheet], *, faults: Faults) -> dict[str, Entry]:
    """Read entries; faults are noted, and what has one is left out."""
    entries: dict[str, Entry] = {}
    places: dict[str, Line] = {}
    found = False
    for sheet in sheets:
        table = find_table(
            sheet, needed=_NEEDED, faults=faults, is_group=lambda said: bool(_GROUP.fullmatch(said))
        )
        if table is None:
            continue
        found = True
        field, group, counted, wanted = "", None, 0, 0
        for line in table.lines:
            if match := _GROUP.fullmatch(line.only):
                _note_count(group, counted, wanted, faults)
                field, wanted = match["field"].strip(), int(match["count"])
                group, counted = line, 0
                continue
            counted += 1
            entry = _read_line(line, field, places, faults)
            if entry is not None:
                entries[entry.code] = entry
        _note_count(group, counted, wanted, faults)
    if not found:
        faults.note("", 0, "", "no_table", columns=" | ".join(_NEEDED))
    return entries


def compare(
    facts: Facts, entries: Mapping[str, Entry], *, list: ListName, year: int, day: date
) -> Changes:
    """Work out what changes for the list to say this from a day on.

    An item of a named field that the form leaves out leaves the list and comprehensive hands: who
    holds it then is a hole that somebody must fill.
    """
    change = Change()
    before = list_entries(facts, list=list, year=year, day=day)
    listed = {
        row.item: row
        for row in good_on(facts.listings, day)
        if (row.list, row.year) == (list, year)
    }
    items = {row.code: row for row in good_on(facts.items, day)}
    holders = _holders(facts, day)
    for code, entry in entries.items():
        if before.get(code) == entry:
            continue
        _bring_item(change, items.get(code), entry, day=day)
        _bring_holder(change, holders.get(code, []), entry, day=day)
        listing = listed.get(code)
        if listing is None:
            department = entry.department
            row = Listing(
                id="", span=Span(day), list=list, year=year, item=code, department=department
            )
            change.open("listings", row)
        elif listing.department not in ("", entry.department):
            changed = replace(listing, department=entry.department)
            change.follow("listings", listing, changed, day=day)
    named = {entry.field for entry in entries.values()}
    for code, entry in before.items():
        if code not in entries and entry.field in named:
            change.close("listings", listed[code], day=day)
            for holder in holders.get(code, []):
                if holder.line == "comprehensive":
                    change.close("holders", holder, day=day)
    return change.made()


def _bring_item(change: Change, item: Item | None, entry: Entry, *, day: date) -> None:
    if item is None:
        kind = kind_of(entry.code) or "penalty"
        made = Item(
            id="", code=entry.code, kind=kind, name=entry.name, field=entry.field, law=entry.basis
        )
        change.open("items", made)  # the list does not say since when the law has it
        return
    changed = replace(item, name=entry.name, field=entry.field)
    if _basis(item) != entry.basis:
        changed = replace(changed, law=entry.basis, article="")
    if changed != item:
        change.follow("items", item, changed, day=day)


def _bring_holder(change: Change, holders: Sequence[Holder], entry: Entry, *, day: date) -> None:
    ours = next((row for row in holders if row.line == "comprehensive"), None)
    for row in holders:
        # Of a part that moves, whoever held the whole keeps the rest: two lawful holders, a question.
        if row != ours and not entry.partial:
            change.close("holders", row, day=day)
    wanted = Holder(
        id="",
        span=Span(day),
        item=entry.code,
        line="comprehensive",
        field=entry.field,
        partial=(ours.partial if ours and ours.partial else PART) if entry.partial else "",
        boundary=entry.boundary,
        department=entry.department,
    )
    if ours is None:
        change.open("holders", wanted)
    elif _handed(ours) != _handed(wanted):
        change.follow("holders", ours, replace(wanted, level=ours.level), day=day)


def _handed(row: Holder) -> tuple[str, str, str, str]:
    return row.field, row.partial, row.boundary, row.department


def _holders(facts: Facts, day: date) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {}
    for row in good_on(facts.holders, day):
        if row.area == EVERYWHERE:
            found.setdefault(row.item, []).append(row)
    return found


def _entry(item: Item, holder: Holder | None, listing: Listing) -> Entry:
    return Entry(
        code=item.code,
        name=item.name,
        basis=_basis(item),
        field=holder.field if holder else item.field,
        partial=bool(holder and holder.partial),
        boundary=holder.boundary if holder else "",
        department=(holder.department if holder else "") or listing.department,
    )


def _basis(item: Item) -> str:
    return f"{item.law}{item.article}"


def _read_line(line: Line, field: str, places: dict[str, Line], faults: Faults) -> Entry | None:
    before = len(faults)
    code, scope = line["事项代码"], line["划转范围"]
    for column in _NEEDED:
        if not line[column]:
            faults.note(line.sheet, line.number, column, "missing")
    if is_wrong_item_code(code):
        faults.note(line.sheet, line.number, "事项代码", "wrong_code", code=code)
    elif kind_of(code) is None:
        faults.note(line.sheet, line.number, "事项代码", "wrong_kind", code=code)
    if code in places:
        rule = "duplicate_code" if places[code].sheet == line.sheet else "duplicate_in_sheets"
        there = places[code]
        faults.note(
            *(line.sheet, line.number, "事项代码", rule),
            code=code,
            other_sheet=there.sheet,
            other_row=there.number,
        )
    elif code:
        places[code] = line
    if scope not in ("", WHOLE, PART):
        faults.note(line.sheet, line.number, "划转范围", "not_one_of", choices=f"{WHOLE}|{PART}")
    if not field:
        faults.note(line.sheet, line.number, "", "no_group")
    if len(faults) > before:
        return None
    return Entry(
        code=code,
        name=line["事项名称"],
        basis=line["法律依据"],
        field=field,
        partial=scope == PART,
        boundary=line["具体职责边界"],
        department=line["划出部门"],
    )


def _note_count(group: Line | None, counted: int, wanted: int, faults: Faults) -> None:
    if group is not None and counted != wanted:
        faults.note(group.sheet, group.number, "", "count_differs", said=wanted, found=counted)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens >= 10:
        hundreds, tens = divmod(tens, 10)
        return f"{_DIGITS[hundreds]}百{_DIGITS[tens]}十{_DIGITS[ones]}".replace("零十", "零")
    said = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return said + (_DIGITS[ones] if ones or not tens else "")
