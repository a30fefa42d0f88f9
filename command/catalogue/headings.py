"""Finding the table in a sheet: its heading row, its columns by name, and the rows below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from command.catalogue.codes import is_credit_code
from command.catalogue.faults import Faults
from command.catalogue.sheets import Sheet
from command.catalogue.xlsx_writing import letters
from core.words import is_plain

CREDIT_CODE: Final = "统一社会信用代码"
"""A column of this name is checked wherever it stands."""
_ASIDE: Final = re.compile(r"[(（].*?[)）]|\s")
"""What headings say besides their name: 划转范围(全部/部分)."""
_LOOKED_AT: Final = 20
"""In how many rows from the top a heading is looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the heading."""

    sheet: str
    number: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        at = self.columns.get(column, len(self.cells))
        return self.cells[at] if at < len(self.cells) else ""

    @property
    def only(self) -> str:
        """Give the text of a row that says one thing, as titles and group rows do; else an empty one."""
        said = {cell for cell in self.cells if cell}
        return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's table."""

    sheet: str
    heading: int
    columns: Mapping[str, int]
    lines: tuple[Line, ...]


def find_table(
    sheet: Sheet, *, needed: Collection[str], faults: Faults, is_group: Callable[[str], bool]
) -> Table | None:
    """Find the table whose heading has the columns needed; None when the sheet has no such heading.

    Notes what is wrong with any such table: merged cells, signs nobody can read, credit codes.
    """
    at = _heading(sheet, needed)
    if at is None:
        return None
    number, names = sheet.rows[at][0], _names(sheet.rows[at][1])
    columns: dict[str, int] = {}
    for position, name in enumerate(names):
        if name in columns:
            faults.note(sheet.name, number, name, "heading_twice")
        elif name:
            columns[name] = position
    lines = tuple(Line(sheet.name, row, said, columns) for row, said in sheet.rows[at + 1 :])
    _check(sheet, [line for line in lines if not is_group(line.only)], columns, faults)
    return Table(sheet.name, number, columns, lines)


def _heading(sheet: Sheet, needed: Collection[str]) -> int | None:
    top = (_names(cells) for _, cells in sheet.rows[:_LOOKED_AT])
    return next((at for at, names in enumerate(top) if set(needed) <= set(names)), None)


def _names(cells: tuple[str, ...]) -> list[str]:
    return [_ASIDE.sub("", cell) or cell for cell in cells]


def _check(sheet: Sheet, lines: list[Line], columns: Mapping[str, int], faults: Faults) -> None:
    named = {position: name for name, position in columns.items()}
    numbers = {line.number for line in lines}
    for first, left, last, right in sheet.merged:
        row = next((row for row in range(first, last + 1) if row in numbers), None)
        if row is not None:
            column = named.get(left - 1, letters(left))
            faults.note(
                sheet.name, row, column, "merged_cells", range=_range(first, left, last, right)
            )
    for line, position, cell in _cells(lines):
        name = named.get(position, letters(position + 1))
        if not is_plain(cell):
            faults.note(sheet.name, line.number, name, "not_plain")
        elif name == CREDIT_CODE and not is_credit_code(cell):
            faults.note(sheet.name, line.number, name, "wrong_check_digit", code=cell)
        elif position not in named:
            faults.note(sheet.name, line.number, name, "no_heading")


def _cells(lines: list[Line]) -> Iterator[tuple[Line, int, str]]:
    for line in lines:
        for position, cell in enumerate(line.cells):
            if cell:
                yield line, position, cell


def _range(first: int, left: int, last: int, right: int) -> str:
    return f"{letters(left)}{first}:{letters(right)}{last}"
