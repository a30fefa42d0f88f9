"""A city whose reactions are had at will, to try what officers and command posts do about tasks."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select
from sqlmodel import col

import main
from command import intake
from command import world as worlds
from command.cases.models import Case, CaseHistory
from command.world import World
from core.channels import list_since
from core.db import Database
from core.errors import DomainError
from core.ids import new_id
from core.outbox import Outbox
from dispatch.hands import acts, orders
from dispatch.hands.orders import Post
from dispatch.hands.values import Order, OrderIn
from dispatch.push import Forces
from dispatch.tasks.models import Task, TaskHistory
from dispatch.tasks.values import ActIn, Actor, Do
from field_units.values import Roster, UnitFacts
from tests.factories import make_report

GIVEN = {"session", "events", "now", "world", "forces"}
"""What a reaction may ask for here: none that speaks to the outside."""
NOON = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Noon in Yunze, whose clock is six hours ahead."""
POST = Post(account=str(new_id()), node="city")
EXTRA = ("YZ-U1", "YZ-U2A")
"""Units of which these tests want two more each."""


@dataclass
class Hands:
    """Yunze, with the relay's reactions done when it is told to."""

    database: Database
    world: World
    forces: Forces
    now: datetime = NOON
    serial: int = field(default=0)

    @classmethod
    async def of(cls, database: Database, *, radius_m: float | None = None) -> Hands:
        """Load the world; 东湖 and 南市 have three units each."""
        async with database.reading() as session:
            world = await worlds.load(session, now=NOON)
        units = list(world.roster.units.values())
        for code in EXTRA:
            units += [beside(world, code, f"{code}-{n}") for n in (2, 3)]
        roster = Roster.of(edition=1, teams=list(world.roster.teams.values()), units=units)
        world = replace(world, roster=roster)
        forces = Forces(roster=roster, zone=world.city.zone, positions={}, arrive_radius_m=radius_m)
        return cls(database, world, forces)

    async def react(self) -> None:
        """Do all that news of tasks and cases calls for, by this city's own clock, until there is none."""
        given = {"world": lambda: self.world, "forces": lambda: self.forces}
        while True:
            async with self.database.transaction() as session:
                rows = list(
                    await session.scalars(
                        select(Outbox).where(col(Outbox.done_at).is_(None)).order_by(col(Outbox.id))
                    )
                )
                for kind, heard_by in main.REACTIONS.items():
                    news = [kind.from_json(row.data) for row in rows if row.name == kind.name]
                    for reaction in heard_by if news else ():
                        if {*inspect.signature(reaction).parameters} <= GIVEN:
                            await main.give(reaction, given)(session, news, self.now)
                for row in rows:
                    row.done_at = self.now
            if not rows:
                return

    async def report(self, **changes: Any) -> str:
        """Take an event in, have it sent out, and give the case's number."""
        self.serial += 1
        async with self.database.transaction() as session:
            (taken,) = intake.take_in(
                session,
                reports=[make_report(**changes)],
                numbers=[self.serial],
                world=self.world,
                now=self.now,
            )
        await self.react()
        assert isinstance(taken, intake.TakenIn)
        return taken.case_no

    async def tasks(self, case_no: str) -> list[Task]:
        """List the tasks a case ever had, oldest first."""
        async with self.database.reading() as session:
            return list(
                await session.scalars(
                    select(Task).where(col(Task.case_no) == case_no).order_by(col(Task.id))
                )
            )

    async def task(self, case_no: str) -> Task:
        """Give the newest task of a case."""
        return (await self.tasks(case_no))[-1]

    async def case(self, case_no: str) -> Case:
        """Give a case."""
        async with self.database.reading() as session:
            found = await session.scalar(select(Case).where(col(Case.case_no) == case_no))
        assert found is not None
        return found

    async def reasons(self, case_no: str) -> list[str]:
        """Give why a case was where it was, one after the other."""
        case = await self.case(case_no)
        async with self.database.reading() as session:
            return list(
                await session.scalars(
                    select(col(CaseHistory.reason))
                    .where(col(CaseHistory.case_id) == case.id)
                    .order_by(col(CaseHistory.id))
                )
            )

    async def history(self, task: Task) -> list[TaskHistory]:
        """List what happened to a task."""
        async with self.database.reading() as session:
            return list(
                await session.scalars(
                    select(TaskHistory)
                    .where(col(TaskHistory.task_id) == task.id)
                    .order_by(col(TaskHistory.id))
                )
            )

    async def heard(self, channel: str) -> list[dict[str, Any]]:
        """Give all that was ever said on a channel."""
        async with self.database.reading() as session:
            frames = await list_since(session, channel=channel, seq=0, most=10_000)
        return [orjson.loads(frame.text) for frame in frames]

    async def act(
        self, task: Task, do: str, *, unit: str | None = None, account: str = "officer", **more: Any
    ) -> DomainError | None:
        """Act on a task in its unit's name; give the refusal, or None."""
        said = ActIn.model_validate(
            {
                "do": Do(do),
                "id": uuid4(),
                "at": self.now,
                "place": {"lon": task.lon, "lat": task.lat},
            }
            | more
        )
        async with self.database.transaction() as session:
            return await acts.act(
                session,
                task_id=task.id,
                act=said,
                actor=Actor(account=account, unit=unit or task.unit or ""),
                forces=self.forces,
                now=self.now,
            )

    async def work(self, task: Task, *dos: str, **more: Any) -> None:
        """Act one after the other, each of which must be done."""
        for do in dos:
            words = {"finish": {"result": "已劝离"}, "decline": {"reason": "忙"}}.get(do, {})
            assert await self.act(task, do, **words, **more) is None, do
        await self.react()

    async def order(
        self, task: Task | UUID, do: str, *, post: Post = POST, **more: Any
    ) -> DomainError | None:
        """Order something about a task; give the refusal, or None."""
        said = OrderIn.model_validate({"do": Order(do), "id": uuid4()} | more)
        async with self.database.transaction() as session:
            refused = await orders.order(
                session,
                task_id=task if isinstance(task, UUID) else task.id,
                order=said,
                post=post,
                forces=self.forces,
                now=self.now,
            )
        await self.react()
        return refused

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def beside(world: World, unit: str, code: str, **changes: Any) -> UnitFacts:
    """Make a unit like another, with changes."""
    crew = (f"{code}-A", f"{code}-B")
    return replace(world.roster.units[unit], code=code, name=code, crew=crew, **changes)
