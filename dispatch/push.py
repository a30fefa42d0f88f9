"""The millisecond path: a wanted task -> the units that may take it -> the best one -> its channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.models import Task
from dispatch.tasks.values import NewTask, Want
from field_units import rules
from field_units.values import Position, Roster


class Forces:
    """What a process knows of the city's units just now: swapped whole, read without a wait."""

    def __init__(
        self, *, roster: Roster, zone: ZoneInfo, positions: Mapping[str, Position]
    ) -> None:
        self.roster = roster
        self.zone = zone
        self.positions = positions

    def rank(
        self, task: Task | NewTask, *, loads: Mapping[str, int], declined: set[str], now: datetime
    ) -> list[rules.Candidate]:
        """Rank the units of the task's team that may take it."""
        return rules.rank(
            self.roster.by_team.get(task.team, ()),
            field=task.field,
            local=now.astimezone(self.zone),
            lon=task.lon,
            lat=task.lat,
            positions=self.positions,
            loads=loads,
            declined=declined,
        )

    def may_take(self, *, team: str, field: str, now: datetime) -> bool:
        """Tell whether any unit of a team could take a task of a field now."""
        local = now.astimezone(self.zone)
        return any(
            rules.is_on_duty(unit, local) and rules.is_certified(unit, field, local)
            for unit in self.roster.by_team.get(team, ())
        )

    def units_of(self, teams: set[str]) -> set[str]:
        """Name the units of these teams."""
        return {unit.code for team in teams for unit in self.roster.by_team.get(team, ())}


async def push(
    session: AsyncSession, *, wants: Sequence[Want], forces: Forces, now: datetime
) -> None:
    """Make the tasks these cases call for and offer each to its best unit; one with none waits for the next sweep."""
    loads = await queries.count_open(session, units=forces.units_of({want.team for want in wants}))
    declined = await queries.list_declined(session, case_nos={want.case_no for want in wants})
    made: list[NewTask] = []
    moved: list[tasks.Moved] = []
    for want in wants:
        task = tasks.draft(want, now=now)
        offered = _offer(session, task, forces, loads, declined.get(task.case_no, set()), now)
        if offered is None:
            tasks.announce(session, task=task, now=now)
        else:
            moved.append(offered)
        made.append(task)
    await tasks.insert(session, tasks=made)
    tasks.note(session, moved=moved)


async def sweep(session: AsyncSession, *, forces: Forces, now: datetime, most: int = 100) -> int:
    """Offer what still waits for a unit, should one have come on duty; tell how many found one.

    What nobody can take now is not even read, and what everybody has declined is passed over: neither
    holds up what came later.
    """
    kinds = [
        (team, field)
        for team, field in await queries.list_kinds_waiting(session)
        if forces.may_take(team=team, field=field, now=now)
    ]
    moved: list[tasks.Moved] = []
    last = None
    while kinds and len(moved) < most:
        waiting = await tasks.claim_waiting(session, kinds=kinds, after=last, most=most)
        if not waiting:
            break
        last = waiting[-1].id
        loads = await queries.count_open(session, units=forces.units_of({t.team for t in waiting}))
        declined = await queries.list_declined(session, case_nos={t.case_no for t in waiting})
        for task in waiting:
            offered = _offer(session, task, forces, loads, declined.get(task.case_no, set()), now)
            if offered is not None:
                moved.append(offered)
    tasks.note(session, moved=moved)
    return len(moved)


def _offer(
    session: AsyncSession,
    task: Task | NewTask,
    forces: Forces,
    loads: dict[str, int],
    declined: set[str],
    now: datetime,
) -> tasks.Moved | None:
    ranked = forces.rank(task, loads=loads, declined=declined, now=now)
    offered = tasks.offer(session, task=task, ranked=ranked, now=now)
    if offered is not None and task.unit is not None:
        loads[task.unit] = loads.get(task.unit, 0) + 1
    return offered
