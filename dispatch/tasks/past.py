"""What units have behind them and in hand, asked for a whole batch of choices by one constant statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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


@dataclass(slots=True)
class Past:
    """What speaks for or against units beside where they are."""

    loads: dict[str, int] = field(default_factory=dict)
    """Open tasks, by unit; whoever offers one more says so here."""
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
        .where(col(Task.state) == TaskState.DONE)
        .where(condition)
        .where(col(Task.changed_at) >= bindparam(since, type_=Utc()))
        .group_by(col(Task.unit))
    )


_LAST: Final = func.max(col(Task.changed_at), type_=Utc())
_PAST: Final = Question(
    union_all(
        _done(
            "worked", literal_column("''"), _LAST, among(col(Task.unit), "units"), "worked_since"
        ),
        select(
            literal_column("'load'"),
            col(Task.unit),
            literal_column("''"),
            func.count(),
            literal_column("NULL"),
        )
        .where(~col(Task.ended))
        .where(among(col(Task.unit), "units"))
        .group_by(col(Task.unit)),
        _done(
            "place",
            col(Task.cell),
            literal_column("NULL"),
            among(col(Task.cell), "cells"),
            "known_since",
        ).group_by(col(Task.cell)),
        _done(
            "subject",
            col(Task.subject),
            literal_column("NULL"),
            among(col(Task.subject), "subjects") & col(Task.subject).is_not(None),
            "known_since",
        ).group_by(col(Task.subject)),
    )
)


async def recall(
    session: AsyncSession,
    *,
    units: Collection[str],
    tasks: Collection[Task | NewTask],
    weights: Weights,
    now: datetime,
) -> Past:
    """Remember what speaks for or against these units, for these tasks."""
    past = Past()
    if not units:
        return past
    rows = await _PAST.ask(
        session,
        units=units,
        cells={task.cell for task in tasks if task.cell},
        subjects={task.subject for task in tasks if task.subject},
        worked_since=now - timedelta(seconds=weights.choice_rest_s),
        known_since=now - timedelta(days=weights.choice_past_days),
    )
    for what, unit, key, count, at in rows:
        if what == "load":
            past.loads[unit] = count
        elif what == "worked":
            past.worked_at[unit] = at
        else:
            known = past.places if what == "place" else past.subjects
            known.setdefault(key, set()).add(unit)
    return past
