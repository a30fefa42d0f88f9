"""Whom a command post may send: the unit it names, or the best; said plainly when it may not."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.scope import sees
from dispatch import push
from dispatch.errors import UnitTaken, UnitUnknown
from dispatch.hands.rules import may_accept
from dispatch.push import Forces
from dispatch.tasks import queries
from dispatch.tasks.models import Task
from dispatch.tasks.values import NewTask
from field_units.recusals import queries as recusals
from field_units.rules import Candidate
from field_units.values import Roster, TeamFacts, UnitFacts


async def choose(
    session: AsyncSession,
    *,
    task: Task | NewTask,
    unit: str | None,
    besides: Collection[str],
    own: str | None,
    at: str,
    forces: Forces,
    now: datetime,
) -> list[Candidate]:
    """Rank who may go, the unit that was named first; without a name nobody who was asked before.

    `besides` are units that are not to be sent, `own` is the one that holds what is shared out, `at` is
    where in the order the unit was named.

    :raises UnitUnknown: when the unit that was named is none of the task's team
    :raises UnitTaken: when it works on the case already
    :raises OffDuty: when it is not on duty
    :raises CrewUnfit: when too few of its officers may act
    """
    found = await queries.list_asked(session, case_nos=[task.case_no])
    asked = (found.get(task.case_no, set()) - {own}) | {*besides}
    if unit is None:
        return await push.rank(session, task=task, forces=forces, asked=asked, now=now)
    facts = forces.roster.units.get(unit)
    if facts is None or facts.team != task.team:
        raise UnitUnknown(unit=unit, errors=[named(at, "unknown")])
    busy = await queries.list_at_work(session, case_no=task.case_no)
    if unit in (busy - {own}) | {*besides}:
        raise UnitTaken(unit=unit)
    ranked = await push.rank(session, task=task, forces=forces, asked=set(), now=now)
    first = [one for one in ranked if one.unit.code == unit]
    if not first:
        await _say_why(session, task, facts, forces, now)
        raise UnitUnknown(unit=unit, errors=[named(at, "unknown")])
    return first + [one for one in ranked if one.unit.code not in asked | {unit}]


async def _say_why(
    session: AsyncSession, task: Task | NewTask, unit: UnitFacts, forces: Forces, now: datetime
) -> None:
    """Refuse a unit for what keeps it from accepting."""
    local = now.astimezone(forces.zone)
    recused = await recusals.list_officers(
        session, day=local.date(), subject=task.subject, places=(task.district, task.township)
    )
    may_accept(unit, field=task.field, local=local, said=forces.said(unit.code), recused=recused)


def get_team(roster: Roster, *, code: str, node: str, at: str) -> TeamFacts:
    """Give a team within a command post's scope.

    :raises UnitUnknown: when there is none of that code
    """
    team = roster.teams.get(code)
    if team is None or not sees(
        node, district=team.district, township=team.township, team=team.code
    ):
        raise UnitUnknown(team=code, errors=[named(at, "unknown")])
    return team


def named(field: str, rule: str) -> dict[str, str]:
    """Point at the word of an order that names nobody."""
    return {"in": "body", "pointer": f"/{field}", "rule": rule, "detail": ""}
