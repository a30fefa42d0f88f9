"""What units have behind them and in hand, asked for a whole batch of choices by one statement."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.db import Utc
from core.question import Question
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Task
from dispatch.tasks.values import NewTask
from field_units.rules import Known
from field_units.values import Weights

RECOUNT_S: Final = 2.0
"""How old a count of open tasks may be: a choice weighs them, nothing hangs on one more or less."""


class Loads:
    """How many open tasks units have: as counted a moment ago, with what was offered here since.

    To count them for every choice would cost with all that is open instead of with what is new.
    """

    def __init__(self) -> None:
        self.open: dict[str, int] = {}
        """By unit; whoever offers one more says so here."""
        self._counted_at: dict[str, float] = {}

    def list_old(self, units: Collection[str]) -> list[str]:
        """List those of these units that are to be counted anew."""
        since = time.monotonic() - RECOUNT_S
        return [unit for unit in units if self._counted_at.get(unit, since) <= since]

    def keep(self, units: Collection[str], counts: Mapping[str, int]) -> None:
        """Keep what was counted for these units; who is not among the counts has nothing to do."""
        now = time.monotonic()
        for unit in units:
            self.open[unit] = counts.get(unit, 0)
            self._counted_at[unit] = now


@dataclass(slots=True)
class Past:
    """What speaks for or against units beside where they are."""

    loads: Loads = field(default_factory=Loads)
    worked_at: dict[str, datetime] = field(default_factory=dict)
    """When a unit was last done with something, where that was lately."""
    places: dict[str, set[str]] = field(default_factory=dict)
    """Who has worked in a cell, by its name."""
    subjects: dict[str, set[str]] = field(default_factory=dict)
    """Who has dealt with a subject."""

    def known(self, task: Task | NewTask) -> Mapping[str, Known]:
        """Tell what each unit has had to do with a task's subject or place."""
        found: dict[str, Known] = dict.fromkeys(self.places.get(task.cell or "", ()), "place")
        return found | dict.fromkeys(self.subjects.get(task.subject or "", ()), "subject")


def _done(what: str, key: Any, at: Any, condition: Any, since: str) -> Select[Any]:
    return (
        select(literal_column(f"'{what}'"), col(Task.unit), key, literal_column("0"), at)
        # Written out: a plan made for any value could not use the index of what is done.
        .where(col(Task.state) == literal_column(f"'{TaskState.DONE.value}'"))
        .where(condition)
        .where(col(Task.changed_at) >= bindparam(since, type_=Utc()))
        .group_by(col(Task.unit))
    )


_LAST: Final = func.max(col(Task.changed_at), type_=Utc())
_NONE: Final[Any] = literal_column("NULL")
_ASKED: Final[Mapping[str, Select[Any]]] = {
    "units": _done(
        "worked", literal_column("''"), _LAST, among(col(Task.unit), "units"), "worked_since"
    ),
    "counted": select(
        literal_column("'load'"), col(Task.unit), literal_column("''"), func.count(), _NONE
    )
    .where(~col(Task.ended))
    .where(among(col(Task.unit), "counted"))
    .group_by(col(Task.unit)),
    "cells": _done(
        "place", col(Task.cell), _NONE, among(col(Task.cell), "cells"), "known_since"
    ).group_by(col(Task.cell)),
    "subjects": _done(
        "subject",
        col(Task.subject),
        _NONE,
        among(col(Task.subject), "subjects") & col(Task.subject).is_not(None),
        "known_since",
    ).group_by(col(Task.subject)),
}


@lru_cache
def _past(*about: str) -> Question:
    # What nothing is asked about is left out: to plan it costs more than to find nothing.
    return Question(union_all(*(_ASKED[one] for one in about)))


async def recall(
    session: AsyncSession,
    *,
    units: Collection[str],
    tasks: Collection[Task | NewTask],
    weights: Weights,
    loads: Loads,
    now: datetime,
) -> Past:
    """Remember what speaks for or against these units, for these tasks."""
    past = Past(loads)
    if not units:
        return past
    old = loads.list_old(units)
    about = {
        "units": units,
        "counted": old,
        "cells": {task.cell for task in tasks if task.cell},
        "subjects": {task.subject for task in tasks if task.subject},
    }
    rows = await _past(*(name for name, keys in about.items() if keys)).ask(
        session,
        **about,
        worked_since=now - timedelta(seconds=weights.choice_rest_s),
        known_since=now - timedelta(days=weights.choice_past_days),
    )
    loads.keep(old, {unit: count for what, unit, _, count, _ in rows if what == "load"})
    for what, unit, key, _, at in rows:
        if what == "worked":
            past.worked_at[unit] = at
        elif what != "load":
            known = past.places if what == "place" else past.subjects
            known.setdefault(key, set()).add(unit)
    return past
