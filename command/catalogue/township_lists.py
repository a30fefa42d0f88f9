"""Lists of the items that townships enforce in their own name: one list for some, or a column for each.

A list says all that a township has from a day on: what it leaves out leaves the township's list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from command.catalogue.codes import is_wrong_item_code
from command.catalogue.diff import Changes
from command.catalogue.facts import Facts, Item, Span, TownshipItem
from command.catalogue.faults import Faults
from command.catalogue.headings import CREDIT_CODE, Line, Table, find_table
from command.catalogue.sheets import Sheet
from command.catalogue.versions import Change, good_on

CODE, NAME = "事项代码", "事项名称"
YES: Final = frozenset({"√", "✓", "✔", "是", "有", "1", "true", "y", "yes"})
NO: Final = frozenset({"", "×", "否", "无", "0", "false", "n", "no"})
_BESIDE: Final = frozenset(
    {
        "序号",
        CODE,
        NAME,
        "法律依据",
        "划转范围",
        "具体职责边界",
        "划出部门",
        "领域",
        "备注",
        CREDIT_CODE,
    }
)
"""Columns that no township is called."""

Lists = dict[str, set[str]]
"""Township -> codes of its items."""


def list_items(facts: Facts, *, townships: Collection[str], day: date) -> Lists:
    """Give the lists of townships as they are good on a day."""
    lists: Lists = {township: set() for township in townships}
    for row in good_on(facts.township_items, day):
        if row.township in lists:
            lists[row.township].add(row.item)
    return lists


def write(facts: Facts, lists: Mapping[str, Collection[str]], *, day: date) -> Iterator[list[str]]:
    """Write lists side by side, a column for each township."""
    names = {row.code: row.name for row in good_on(facts.items, day)}
    townships = sorted(lists)
    yield [CODE, NAME, *townships]
    for code in sorted({code for items in lists.values() for code in items}):
        marks = ("√" if code in lists[township] else "" for township in townships)
        yield [code, names.get(code, ""), *marks]


def read(
    sheets: Sequence[Sheet],
    *,
    facts: Facts,
    townships: Collection[str],
    day: date,
    faults: Faults,
) -> Lists:
    """Read lists: of the townships named, else of those that have a column; faults are noted."""
    lists: Lists = {township: set() for township in townships}
    finding = _Finding(facts, day, faults)
    tables = [_find(sheet, faults) for sheet in sheets]
    for table in tables:
        if table is None:
            continue
        columns = {} if townships else finding.townships(table)
        lists |= {code: lists.get(code, set()) for code in columns.values()}
        for line in table.lines:
            item = finding.item(line)
            for township in townships if item else ():
                lists[township].add(item)
            for column, township in columns.items():
                if finding.marked(line, column) and item:
                    lists[township].add(item)
    if not any(tables):
        faults.note("", 0, "", "no_table", columns=CODE)
    elif not lists:
        faults.note("", 0, "", "no_township")
    return lists


def compare(
    facts: Facts,
    lists: Mapping[str, Collection[str]],
    *,
    day: date,
    published_on: date,
    source: str,
) -> Changes:
    """Work out what changes for townships to have these lists from a day on."""
    change = Change()
    for township, wanted in lists.items():
        has = {
            row.item: row for row in good_on(facts.township_items, day) if row.township == township
        }
        for item, row in has.items():
            if item not in wanted:
                change.close("township_items", row, day=day)
        for item in set(wanted) - set(has):
            row = TownshipItem(
                id="",
                span=Span(day),
                source=source,
                township=township,
                item=item,
                published_on=published_on,
            )
            change.open("township_items", row)
    return change.made()


def _find(sheet: Sheet, faults: Faults) -> Table | None:
    for needed in ((CODE,), (NAME,)):
        table = find_table(sheet, needed=needed, faults=faults, is_group=_is_title)
        if table is not None:
            return table
    return None


def _is_title(said: str) -> bool:
    return said.endswith(("项)", "项）"))


class _Finding:
    """Finding what a file names: items by code or name, townships by code or name."""

    def __init__(self, facts: Facts, day: date, faults: Faults) -> None:
        self._faults = faults
        self._facts = facts
        self._items: dict[str, Item] = {row.code: row for row in good_on(facts.items, day)}
        self._by_name: dict[str, list[str]] = {}
        for item in self._items.values():
            self._by_name.setdefault(item.name, []).append(item.code)
        self._townships: dict[str, list[str]] = {}
        for code, (name, _) in facts.townships.items():
            self._townships.setdefault(code, []).append(code)
            self._townships.setdefault(name, []).append(code)
        self._seen: dict[str, Line] = {}

    def townships(self, table: Table) -> dict[str, str]:
        """Give the township that each column is for."""
        found = {}
        for heading in table.columns:
            codes = self._townships.get(heading, [])
            if len(codes) == 1:
                found[heading] = codes[0]
            elif heading not in _BESIDE:
                rule, facts = township_fault(self._facts, heading, codes)
                self._faults.note(table.sheet, table.heading, heading, rule, **facts)
        return found

    def item(self, line: Line) -> str:
        """Give the code of the item that a line names; empty when there is none, which is noted."""
        if _is_title(line.only):
            return ""
        code, name = line[CODE], line[NAME]
        if not code:
            return self._named(line, name)
        if is_wrong_item_code(code):
            return self._refuse(line, CODE, "wrong_code", code=code)
        if code not in self._items:
            return self._refuse(line, CODE, "unknown_code", code=code)
        if name and name != self._items[code].name:
            return self._refuse(line, NAME, "name_differs", known=self._items[code].name)
        return self._once(line, code)

    def marked(self, line: Line, column: str) -> bool:
        """Tell whether a township's cell says that it has the item."""
        mark = line[column].lower()
        if mark not in YES | NO and not _is_title(line.only):
            self._refuse(line, column, "not_a_mark", mark=mark)
        return mark in YES

    def _named(self, line: Line, name: str) -> str:
        codes = self._by_name.get(name, [])
        if not name:
            return self._refuse(line, CODE, "missing")
        if len(codes) != 1:
            rule = "name_of_several" if codes else "unknown_name"
            return self._refuse(line, NAME, rule, name=name, codes="|".join(codes))
        return self._once(line, codes[0])

    def _once(self, line: Line, code: str) -> str:
        there = self._seen.setdefault(code, line)
        if there is line:
            return code
        rule = "duplicate_code" if there.sheet == line.sheet else "duplicate_in_sheets"
        return self._refuse(
            line, CODE, rule, code=code, other_sheet=there.sheet, other_row=there.number
        )

    def _refuse(self, line: Line, column: str, rule: str, **facts: object) -> str:
        self._faults.note(line.sheet, line.number, column, rule, **facts)
        return ""


def township_fault(facts: Facts, said: str, codes: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Say what is wrong with the name or code of a township that is none, or is several."""
    if codes:
        return "name_of_several", {"name": said, "codes": "|".join(codes)}
    for row in facts.former_areas:
        if said == row.name or (said.isdecimal() and said.startswith(row.code)):
            became = "|".join(row.became)
            return "former_area", {"code": said, "name": row.name, "became": became}
    return "unknown_township", {"code": said}
