"""Try changed facts on past acts: how many would change team, which, where; and each team's load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from command.competence.bulk import decide_many
from command.competence.columns import AskedMany, Column
from command.competence.snapshot import Snapshot
from command.competence.values import Asked

KEPT: Final = 1000
"""How many of the acts that move are kept by name."""

Team = str | None
"""A team's code; None is a person's judgement."""


class Moved(NamedTuple):
    """An act that would go to another team."""

    name: str
    asked: Asked
    before: Team
    after: Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What changed facts would have done to past acts."""

    acts: int
    changed: int
    by_team: Mapping[Team, tuple[int, int]]
    """How many acts each team has before and after, the largest first."""
    by_township: Mapping[str | None, tuple[int, int]]
    """How many acts a township has and how many of them change team, the most changed first."""
    moved: tuple[Moved, ...]
    """The first `KEPT` that change."""


class Simulator:
    """Decides past acts twice, by the facts in force and by changed ones, and keeps count.

    Any number of acts may be added, batch by batch: only counts stay.
    """

    def __init__(
        self,
        before: Snapshot,
        after: Snapshot,
        *,
        period: tuple[date, date] = (date.min, date.max),
        filed_on: date | None = None,
    ) -> None:
        """Take both facts, and which days of filing count: from one up to, not including, another.

        A change that is good from a coming day does nothing to acts filed before it: taken as
        `filed_on` that day they show what it would do.
        """
        self._before, self._after, self._filed_on = before, after, filed_on
        self._period = period[0].toordinal(), period[1].toordinal()
        self._had: Counter[Team] = Counter()
        self._has: Counter[Team] = Counter()
        self._acts: Counter[str | None] = Counter()
        self._changed: Counter[str | None] = Counter()
        self._moved: list[Moved] = []

    def add(self, names: Sequence[str], acts: AskedMany) -> None:
        """Decide some more acts; a name says which one it is to whoever reads the outcome."""
        first, last = self._period
        counts = (acts.filing_day >= first) & (acts.filing_day < last)
        if self._filed_on is not None:
            filing_day = np.full(len(acts), self._filed_on.toordinal(), dtype=np.int64)
            acts = replace(acts, filing_day=filing_day)
        before, after = decide_many(acts, self._before).team, decide_many(acts, self._after).team
        numbers: dict[Team, int] = {}
        was, becomes = (
            column.translated(lambda team: numbers.setdefault(team, len(numbers)))
            for column in (before, after)
        )
        moved = counts & (was != becomes)
        for kept, column, rows in (
            (self._had, before, counts),
            (self._has, after, counts),
            (self._acts, acts.township, counts),
            (self._changed, acts.township, moved),
        ):
            kept.update(_count(column, rows))
        for row in np.flatnonzero(moved)[: KEPT - len(self._moved)].tolist():
            self._moved.append(Moved(names[row], acts.at(row), before[row], after[row]))

    def result(self) -> Simulation:
        """Give what has been counted so far."""
        teams = {team: (self._had[team], self._has[team]) for team in self._had | self._has}
        townships = {code: (count, self._changed[code]) for code, count in self._acts.items()}
        return Simulation(
            acts=self._acts.total(),
            changed=self._changed.total(),
            by_team=dict(sorted(teams.items(), key=lambda one: (-max(one[1]), one[0] or ""))),
            by_township=dict(
                sorted(townships.items(), key=lambda one: (-one[1][1], -one[1][0], one[0] or ""))
            ),
            moved=tuple(self._moved),
        )


def _count(column: Column[str | None], rows: NDArray[np.bool_]) -> dict[str | None, int]:
    """Count how often each value stands in some rows."""
    # A place may be counted from the end, as Python does.
    places = column.index[rows] % max(len(column.values), 1)
    counted: Counter[str | None] = Counter()
    for place, count in enumerate(np.bincount(places, minlength=0).tolist()):
        if count:
            counted[column.values[place]] += count
    return counted
