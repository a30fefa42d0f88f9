"""Tables people hand us as CSV: read with the file, row and column named when a cell is wrong."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

TIME_OF_DAY: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00")


class BadTable(Exception):
    """A cell that cannot be read: `file:row column: what is wrong`."""


class Row(dict[str, str]):
    """A row that knows where it stands; a missing column reads as an error, not as empty."""

    def __init__(self, cells: dict[str, str], *, where: str) -> None:
        super().__init__(cells)
        self.where = where

    def __missing__(self, column: str) -> str:
        raise BadTable(f"{self.where} has no column {column!r}")

    def bad(self, column: str, wanted: str) -> BadTable:
        """Say that a cell is not what was wanted."""
        return BadTable(f"{self.where} {column}: {self.get(column, '')!r} is not {wanted}")


def read_csv(path: Path) -> Iterator[Row]:
    """Read a UTF-8 CSV with a header; cells are stripped.

    :raises BadTable: when the file is missing, is not UTF-8, or a row has too many or too few cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for cells in reader:
                where = f"{path.name}:{reader.line_num}"
                if None in cells or None in cells.values():
                    raise BadTable(f"{where} has not as many cells as the header")
                yield Row({k: v.strip() for k, v in cells.items()}, where=where)
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise BadTable(f"{path.name}: {failure}") from failure


def a_day(row: Row, column: str) -> date:
    """Read a day, `YYYY-MM-DD`."""
    try:
        day = date.fromisoformat(row[column])
    except ValueError:
        raise row.bad(column, "a day (YYYY-MM-DD)") from None
    if day.isoformat() != row[column]:  # 20260131, 2026-W05: ISO too, and easily misread
        raise row.bad(column, "a day (YYYY-MM-DD)")
    return day


def day_or_none(row: Row, column: str) -> date | None:
    """Read a day; empty means open."""
    return a_day(row, column) if row[column] else None


def a_number(row: Row, column: str) -> float:
    """Read a number."""
    try:
        number = float(row[column])
    except ValueError:
        raise row.bad(column, "a number") from None
    if not math.isfinite(number):
        raise row.bad(column, "a number")
    return number


def a_minute(row: Row, column: str) -> int:
    """Read a time of day, `HH:MM`, as minutes after midnight."""
    if not TIME_OF_DAY.fullmatch(row[column]):
        raise row.bad(column, "a time of day (HH:MM)")
    hour, _, minute = row[column].partition(":")
    return int(hour) * 60 + int(minute)


def a_flag(row: Row, column: str) -> bool:
    """Read a yes or no."""
    value = row[column].lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise row.bad(column, "true or false")
    return value in {"1", "true", "yes"}


def a_list(cell: str) -> list[str]:
    """Read a list joined by `|`."""
    return [part for part in cell.split("|") if part]
