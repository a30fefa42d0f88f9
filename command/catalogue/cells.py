"""Cells: how a column's values are written in a table people edit, and read from it.

One value has one writing, so that what was exported is found again unchanged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

Sort = Literal["text", "number", "count", "flag", "day", "list", "object"]

WANTED: Final[Mapping[str, str]] = {
    "missing": "given",
    "not_a_number": "a number",
    "not_a_count": "a whole number",
    "not_a_flag": "true or false",
    "not_a_day": "a day (YYYY-MM-DD)",
    "not_an_object": "a JSON object",
    "not_one_of": "one of {choices}",
}
"""What a cell should have been, by the word for what is wrong with it (`catalogue.fault.*`)."""


class Unreadable(ValueError):
    """A cell that cannot be read; `rule` is a key of `WANTED`, `wanted` says it in English."""

    def __init__(self, rule: str, *, choices: Sequence[str] = ()) -> None:
        self.rule = rule
        self.choices = "|".join(choices)
        self.wanted = WANTED[rule].format(choices=self.choices)
        super().__init__(self.wanted)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name and what its cells hold."""

    name: str
    sort: Sort = "text"
    required: bool = False
    optional: bool = False
    """Whether an empty cell is None, not an empty text, a false flag or no element."""
    choices: tuple[str, ...] = ()
    default: str = ""
    """What an empty cell is read as."""

    def read(self, cell: str) -> Any:
        """Read a cell, stripped already.

        :raises Unreadable: when it is not what the column holds
        """
        cell = cell or self.default
        if not cell:
            if self.required:
                raise Unreadable("missing")
            if self.optional:
                return None
        value = _READ[self.sort](cell)
        if self.choices:
            said = value if self.sort == "list" else (value,)
            if not set(said) <= set(self.choices):
                raise Unreadable("not_one_of", choices=self.choices)
        return value

    def write(self, value: Any) -> str:
        """Write a value as `read` reads it."""
        return "" if value is None else _WRITE[self.sort](value)


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise Unreadable("not_a_number") from None
    if not math.isfinite(value):
        raise Unreadable("not_a_number")
    return value


def _count(cell: str) -> int:
    try:
        value = float(cell)  # a workbook keeps 2021 as 2021.0
    except ValueError:
        raise Unreadable("not_a_count") from None
    if not value.is_integer():
        raise Unreadable("not_a_count")
    return int(value)


def _flag(cell: str) -> bool:
    value = cell.lower()
    if value not in {"", "0", "1", "true", "false", "yes", "no"}:
        raise Unreadable("not_a_flag")
    return value in {"1", "true", "yes"}


def _day(cell: str) -> date:
    try:
        value = date.fromisoformat(cell)
    except ValueError:
        raise Unreadable("not_a_day") from None
    if value.isoformat() != cell:  # 20260131, 2026-W05: ISO too, and easily misread
        raise Unreadable("not_a_day")
    return value


def _object(cell: str) -> dict[str, Any]:
    try:
        value = json.loads(cell)
    except json.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise Unreadable("not_an_object")
    return value


def _write_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


_READ: Final[Mapping[Sort, Callable[[str], Any]]] = {
    "text": str,
    "number": _number,
    "count": _count,
    "flag": _flag,
    "day": _day,
    "list": lambda cell: tuple(part for part in cell.split("|") if part),
    "object": _object,
}
_WRITE: Final[Mapping[Sort, Callable[[Any], str]]] = {
    "text": str,
    "number": _write_number,
    "count": str,
    "flag": lambda value: "true" if value else "false",
    "day": lambda value: str(value.isoformat()),
    "list": "|".join,
    "object": lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True),
}
