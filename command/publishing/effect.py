"""What a change would do to the cases that are open: whose they would be, were they filed under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.competence.decide import decide
from command.competence.explain import asked_again
from command.competence.snapshot import Snapshot
from command.competence.values import Asked


class OpenCase(NamedTuple):
    """A case that is not closed, and what was asked about it when it was filed."""

    case_no: str
    township: str | None
    asked: Asked


class Moved(NamedTuple):
    """A case that would go to another team; None: to a person's judgement."""

    case_no: str
    township: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Cases filed before a change keep their owner; this is who would have them if they came after it."""

    open_cases: int
    moved: tuple[Moved, ...]
    by_team: Mapping[str | None, tuple[int, int]]
    """How many each team would have, before and after."""
    by_township: Mapping[str | None, int]
    """How many of each township would move."""


async def list_open(session: AsyncSession) -> list[OpenCase]:
    """Read the cases that are open, the oldest first; those of before this engine are left out."""
    rows = await session.execute(
        select(Case.case_no, Case.township, Case.scheme, Case.kind, Case.code, Case.why)  # type: ignore[call-overload]
        .where(col(Case.state) != CaseState.CLOSED)
        .order_by(col(Case.id))
    )
    return [
        OpenCase(case_no, township, asked_again(why, key=(scheme, kind, code)))
        for case_no, township, scheme, kind, code, why in rows
        if "asked" in why
    ]


def measure(cases: Iterable[OpenCase], *, before: Snapshot, after: Snapshot, day: date) -> Effect:
    """Decide every case as if it were filed on a day, with the facts before and after a change."""
    moved: list[Moved] = []
    had: Counter[str | None] = Counter()
    has: Counter[str | None] = Counter()
    known: dict[Asked, tuple[str | None, str | None]] = {}
    count = 0
    for case_no, township, asked in cases:
        then = asked._replace(filing_day=day)
        if then not in known:
            known[then] = (decide(then, before).team, decide(then, after).team)
        was, will = known[then]
        had[was] += 1
        has[will] += 1
        count += 1
        if was != will:
            moved.append(Moved(case_no, township, was, will))
    teams = sorted({*had, *has}, key=lambda team: (-max(had[team], has[team]), team or ""))
    return Effect(
        open_cases=count,
        moved=tuple(moved),
        by_team={team: (had[team], has[team]) for team in teams},
        by_township=Counter(one.township for one in moved),
    )
