"""Sheets: what a workbook or a CSV file holds, as text, with the place of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from command.catalogue import xlsx_reading
from command.catalogue.faults import Unopenable

MAX_BYTES: Final = 20 * 2**20
MAX_ROWS: Final = 50_000
"""Rows of one file that hold anything, all sheets together, headings not counted."""
HEADINGS: Final = 1_000
"""Room for titles, headings and group rows beside them."""
MAX_COLUMNS: Final = 1_000
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""What a file begins with to say how it is written."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows that hold anything: their number as people see it, and their cells, stripped."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges: first row, first column, last row, last column; rows and columns from 1."""


def read(content: bytes, *, name: str) -> list[Sheet]:
    """Read a workbook (.xlsx), or a CSV file in UTF-8, UTF-16 or GB 18030, whatever its name ends with.

    :raises Unopenable: when it is neither, is too large, or would unpack to too much
    """
    if len(content) > MAX_BYTES:
        raise Unopenable("too_large", limit=MAX_BYTES // 2**20)
    if content.startswith(_OLD_EXCEL):
        raise Unopenable("old_workbook")
    if content.startswith(b"PK"):
        sheets = [
            _sheet(title, cells, merged) for title, cells, merged in xlsx_reading.read(content)
        ]
    else:
        sheets = [_sheet(name, enumerate(_read_csv(content), 1))]
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS + HEADINGS:
        raise Unopenable("too_many_rows", limit=MAX_ROWS)
    return sheets


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV that spreadsheet programs open as what it is (UTF-8 with its mark)."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _sheet(
    name: str,
    rows: Iterable[tuple[int, Sequence[str]]],
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> Sheet:
    kept = []
    for number, cells in rows:
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            kept.append((number, stripped))
            if len(cells) > MAX_COLUMNS:
                raise Unopenable("too_many_columns", limit=MAX_COLUMNS)
            if len(kept) > MAX_ROWS + HEADINGS:
                raise Unopenable("too_many_rows", limit=MAX_ROWS)
    return Sheet(name, tuple(kept), tuple(merged))


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True))
    except csv.Error as failure:
        raise Unopenable("not_a_table", said=str(failure)) from failure


def _decoded(content: bytes) -> str:
    marked = next((code for mark, code in _MARKS.items() if content.startswith(mark)), None)
    # GB 18030 reads almost anything: what is UTF-8 must be tried first.
    for code in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unopenable("wrong_encoding")
