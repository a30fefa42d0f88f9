"""The millisecond path: a wanted task -> the units that may take it -> the best one -> its channel."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from dispatch.ladder import operations as ladder
from dispatch.ladder import unanswered
from dispatch.ladder.values import NO_LADDER, Ladder
from dispatch.roads import Roads
from dispatch.tasks import operations as tasks
from dispatch.tasks import past, queries
from dispatch.tasks.models import Task
from dispatch.tasks.past import Loads, Past
from dispatch.tasks.values import NewTask, Want
from field_units import rules
from field_units.duty import Said
from field_units.recusals import queries as recusals
from field_units.rules import Candidate
from field_units.values import Position, Roster, Weights

BEST: Final = 3
"""Of how many units a road engine is asked how long they would take: the estimate tells the rest apart."""
SHOWN: Final = 5
"""How many units an operator is shown who sends by hand."""

Times = Mapping[tuple[UUID, str], float]
"""By task and unit, the seconds a road engine gives."""


class Forces:
    """What a process knows of the city's units just now: swapped whole, read without a wait."""

    def __init__(
        self,
        *,
        roster: Roster,
        zone: ZoneInfo,
        positions: Mapping[str, Position],
        said: Callable[[str], Said | None] = rules.NOTHING.get,
        weights: Weights | None = None,
        ladder: Ladder = NO_LADDER,
        arrive_radius_m: float | None = None,
        roads: Roads | None = None,
        loads: Loads | None = None,
    ) -> None:
        self.roster = roster
        self.zone = zone
        self.positions = positions
        """The last one known of each unit, however old."""
        self.said = said
        """What a unit's crew last said of its duty."""
        self.weights = weights or Weights()
        self.ladder = ladder
        self.arrive_radius_m = arrive_radius_m
        """How near its place a unit must be to have arrived; None: nobody asks."""
        self.roads = roads
        """Asked how long ways take; None: they are estimated."""
        self.loads = loads or Loads()
        """What is kept of how much units have to do; none kept: it is counted."""

    def rank(
        self,
        task: Task | NewTask,
        *,
        loads: Mapping[str, int],
        declined: Collection[str],
        now: datetime,
        past: Past | None = None,
        recused: Collection[str] = (),
        times: Times | None = None,
    ) -> list[Candidate]:
        """Rank the units of the task's team that may take it."""
        local = now.astimezone(self.zone)
        ranked = rules.rank(
            self.roster.by_team.get(task.team, ()),
            field=task.field,
            local=local,
            lon=task.lon,
            lat=task.lat,
            positions=self.positions,
            loads=loads,
            declined=declined,
            recused=recused,
            said=self.said,
            worked_at=past.worked_at if past else {},
            known=past.known(task) if past else {},
            weights=self.weights,
        )
        if not times:
            return ranked
        of_task = {unit: seconds for (asked, unit), seconds in times.items() if asked == task.id}
        return rules.by_road(ranked, of_task)

    def may_take(self, *, team: str, field: str, now: datetime, besides: str | None = None) -> bool:
        """Tell whether any unit of a team, besides one, could take a task of a field now."""
        local = now.astimezone(self.zone)
        return any(
            unit.code != besides
            and rules.is_on_duty(unit, local, self.said(unit.code))
            and rules.is_certified(unit, field, local)
            for unit in self.roster.by_team.get(team, ())
        )

    def units_of(self, teams: set[str]) -> set[str]:
        """Name the units of these teams."""
        return {unit.code for team in teams for unit in self.roster.by_team.get(team, ())}


async def push(
    session: AsyncSession, *, wants: Sequence[Want], forces: Forces, now: datetime
) -> None:
    """Make the tasks these cases call for and offer each to its best unit.

    One without a unit waits for the next sweep, one that is to be sent by hand for an operator.
    """
    made = [tasks.draft(want, now=now) for want in wants]
    choice = await _weigh(session, tasks=made, forces=forces, now=now)
    moved: list[tasks.Moved] = []
    for task in made:
        offered = choice.offer(session, task)
        if offered is None:
            ladder.arm(session, task=task, ladder=forces.ladder, now=now)
            tasks.announce(session, task=task, now=now)
        else:
            moved.append(offered)
    await tasks.insert(session, tasks=made)
    tasks.note(session, moved=moved)
    await unanswered.pass_on(session, tasks=made, now=now)


async def rank(
    session: AsyncSession,
    *,
    task: Task | NewTask,
    forces: Forces,
    asked: set[str],
    now: datetime,
) -> list[Candidate]:
    """Rank the units of a task's team for one who chooses by hand."""
    choice = await _weigh(
        session, tasks=[task], forces=forces, now=now, asked={task.case_no: asked}
    )
    return choice.rank(task)


async def list_for_others(
    session: AsyncSession, *, tasks: Sequence[NewTask], forces: Forces, now: datetime
) -> list[NewTask]:
    """List those of these tasks that another unit of their team could be asked to take."""
    choice = await _weigh(session, tasks=tasks, forces=forces, now=now, by_road=False)
    return [task for task in tasks if choice.rank(task)]


async def sweep(session: AsyncSession, *, forces: Forces, now: datetime, most: int = 100) -> int:
    """Offer what still waits for a unit, should one have come on duty; tell how many found one.

    What nobody can take now is not even read, and what everybody has declined is passed over: neither
    holds up what came later. What is to be sent by hand waits for an operator.
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
        choice = await _weigh(session, tasks=waiting, forces=forces, now=now)
        moved += [offered for task in waiting if (offered := choice.offer(session, task))]
    tasks.note(session, moved=moved)
    return len(moved)


@dataclass(slots=True)
class _Choice:
    """All that a batch of choices is made by."""

    forces: Forces
    now: datetime
    past: Past
    asked: Mapping[str, set[str]]
    """By case, who need not be asked."""
    recused: Mapping[UUID, frozenset[str]]
    """By task, the officers who must stand back."""
    times: Times = field(default_factory=dict)

    def rank(self, task: Task | NewTask) -> list[Candidate]:
        """Rank the units of a task's team."""
        return self.forces.rank(
            task,
            loads=self.past.loads.open,
            declined=self.asked.get(task.case_no, ()),
            now=self.now,
            past=self.past,
            recused=self.recused.get(task.id, ()),
            times=self.times,
        )

    def offer(self, session: AsyncSession, task: Task | NewTask) -> tasks.Moved | None:
        """Offer a task to its best unit; None when it waits, for a unit or for an operator."""
        ranked = self.rank(task)
        if task.by_hand:
            task.why = {
                "by_hand": True,
                "candidates": len(ranked),
                "others": rules.list_weighed(ranked[:SHOWN]),
            }
            return None
        offered = tasks.offer(
            session, task=task, ranked=ranked, ladder=self.forces.ladder, now=self.now
        )
        if offered is not None and task.unit is not None:
            loads = self.past.loads.open
            loads[task.unit] = loads.get(task.unit, 0) + 1
        return offered


async def _weigh(
    session: AsyncSession,
    *,
    tasks: Sequence[Task | NewTask],
    forces: Forces,
    now: datetime,
    by_road: bool = True,
    asked: Mapping[str, set[str]] | None = None,
) -> _Choice:
    """Ask for everything a batch of choices is made by: so many questions, however large the batch."""
    if asked is None:
        asked = await queries.list_asked(session, case_nos={task.case_no for task in tasks})
    choice = _Choice(
        forces,
        now,
        past=await past.recall(
            session,
            units=forces.units_of({task.team for task in tasks}),
            tasks=tasks,
            weights=forces.weights,
            loads=forces.loads,
            now=now,
        ),
        asked=asked,
        recused={},
    )
    if tasks:
        found = await recusals.list_for(
            session,
            day=now.astimezone(forces.zone).date(),
            matters=[(task.subject, (task.district, task.township)) for task in tasks],
        )
        choice.recused = {task.id: officers for task, officers in zip(tasks, found, strict=True)}
    if by_road and forces.roads is not None:
        choice.times = await _times(forces.roads, choice, tasks)
    return choice


async def _times(roads: Roads, choice: _Choice, tasks: Sequence[Task | NewTask]) -> Times:
    """Ask how long the best few units of each task would take, as far as one question goes."""
    ways = {
        (task.id, candidate.unit.code): (candidate.start, (task.lon, task.lat))
        for task in tasks
        if task.lon is not None and task.lat is not None and not task.by_hand
        for candidate in choice.rank(task)[:BEST]
    }
    seconds = await roads.travel_s(list(ways.values()))
    return {way: taken for way, taken in zip(ways, seconds, strict=True) if taken is not None}
