"""What is wrong with a file somebody hands in, cell by cell: every fault is told, nothing is half read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core import texts
from core.texts import Lang

LIMIT = 1_000
"""Faults told of one file: who has more has another problem."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell; row 0 is the whole sheet, sheet "" the whole file."""

    sheet: str
    row: int
    column: str
    """The column's heading, else its letter."""
    rule: str
    """A word of `catalogue.fault.*`."""
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, lang: Lang) -> str:
        """Say it to a person."""
        return texts.say(f"catalogue.fault.{self.rule}", lang, **self.facts)


class Unopenable(Exception):
    """A file that cannot be read as a table at all; `fault` says why."""

    def __init__(self, rule: str, **facts: object) -> None:
        self.fault = Fault("", 0, "", rule, facts)
        super().__init__(rule)


class Faults(list[Fault]):
    """The faults of a file, as they are found."""

    def note(self, sheet: str, row: int, column: str, rule: str, **facts: object) -> None:
        """Note a fault."""
        if len(self) < LIMIT:
            self.append(Fault(sheet, row, column, rule, facts))
