"""Which limit applies, and on what grounds its clock may rest: pure, on rows that were read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from dispatch.limits.values import (
    ANY,
    GROUP,
    IN_PARTS,
    Length,
    PauseGroundFacts,
    Step,
    TimeLimitFacts,
)
from dispatch.limits.work_calendar import WorkCalendar

ClassKey = tuple[str, str, str]
"""Scheme, kind and code of a class of events."""
_Where = tuple[ClassKey | str, str, Step]


class Limits:
    """The rows of time limits and pauses with the calendar they count on; never changed, swapped whole."""

    def __init__(
        self,
        *,
        calendar: WorkCalendar,
        rows: Iterable[TimeLimitFacts] = (),
        grounds: Iterable[PauseGroundFacts] = (),
    ) -> None:
        self.calendar: Final = calendar
        self.rows: Final = tuple(rows)
        self.grounds: Final = tuple(grounds)
        self._by_rule: Final[Mapping[str, TimeLimitFacts]] = {row.rule: row for row in self.rows}
        self._by_place: Final[dict[_Where, list[TimeLimitFacts]]] = {}
        # Of two good on one day the newest version counts.
        for row in sorted(self.rows, key=lambda row: row.version, reverse=True):
            self._by_place.setdefault((_place(row), row.urgency, row.step), []).append(row)

    def find(
        self,
        *,
        keys: Sequence[ClassKey],
        group: str | None,
        urgency: str,
        step: Step,
        day: date,
    ) -> TimeLimitFacts | None:
        """Find the row that applies: the class's before its group's before anybody's, the urgency's before any.

        `keys` are the class as it was reported and what it means in other schemes.
        """
        places: tuple[ClassKey | str, ...] = (*keys, f"{GROUP}{group}", ANY)
        for place in places:
            for pressing in (urgency, ANY):
                for row in self._by_place.get((place, pressing, step), ()):
                    if row.is_good(day):
                        return row
        return None

    def find_rule(self, rule: str | None) -> TimeLimitFacts | None:
        """Find a row again by what a case kept of it."""
        return self._by_rule.get(rule or "")

    def may_rest(self, *, ground: str, state: str, day: date) -> bool:
        """Tell whether the clock of a case in a state may rest on a ground."""
        return any(row.ground == ground and row.allows(state, day) for row in self.grounds)


def extended(length: Length, by: float) -> Length:
    """Add to a length, in its own unit."""
    return Length(length.value + by, length.unit)


def most_extension(row: TimeLimitFacts) -> float:
    """Give the most that one extension may add: whole, where days are counted."""
    most = row.length.value * row.extension_share
    return most if row.length.unit in IN_PARTS else float(int(most))


def _place(row: TimeLimitFacts) -> ClassKey | str:
    if row.code == ANY or row.code.startswith(GROUP):
        return row.code
    return row.scheme, row.kind, row.code
