"""Whatever comes in whatever order, is lost, comes twice or dies in the middle: no task is lost, doubled or made up.

Here a death is a transaction that is rolled back, so that thousands of steps take seconds;
`tests/chaos/test_officers_killed.py` kills the processes.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases import queries as cases
from command.cases.models import Case
from core.channels import find_head, list_since
from core.db import Database
from core.errors import DomainError
from dispatch.hands import acts, orders
from dispatch.hands.values import OrderIn
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.lifecycle import UNANSWERED, TaskState
from dispatch.tasks.models import Act, Task, TaskHistory
from dispatch.tasks.values import ActIn, Actor, Stamp
from tests import servers
from tests.hands import POST, Hands
from tests.picture import Picture

PLACES = {"in the middle": (87.03, 43.03), "on the border": (87.09995, 43.03)}
UNITS = ("YZ-U1", "YZ-U1-2", "YZ-U1-3", "YZ-U2A", "YZ-U2A-2", "YZ-U3")
CHANNELS = (
    *("city", "district:990101", "township:990101001", "team:YZ-T1", "team:YZ-T2"),
    *(f"unit:{unit}" for unit in UNITS),
)
DOS = ("see", "accept", "decline", "depart", "arrive", "finish", "return", "suspend", "resume")
ORDERS = ("send", "reassign", "recall", "split", "assist", "resume", "extend")
IN_HAND = {TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SITE, TaskState.SUSPENDED}
FATES = ("well", "well", "well", "answer lost", "dies")
EXAMPLES = {"sqlite": 25, "postgres": 15}


class Died(Exception):
    """The process that did it is gone before its commit."""


@dataclass
class Line:
    """What one device has of a channel; it hears late, in pieces, and again from the beginning."""

    channel: str
    picture: Picture = field(default_factory=lambda: Picture(0))
    rung: Counter[str] = field(default_factory=Counter)


@dataclass
class Template:
    """A database that holds the city, of which every example gets a copy."""

    url: str
    server: str | None
    """The PostgreSQL it is on; None: it is a file."""
    serial: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def copied(self) -> Iterator[str]:
        """Give a copy for as long as the block lasts."""
        if self.server is not None:
            with servers.database(self.server, template=self.url) as url:
                yield url
            return
        path = Path(self.url.removeprefix("sqlite:///"))
        copy = path.with_name(f"city-{next(self.serial)}.db")
        shutil.copy(path, copy)
        yield f"sqlite:///{copy}"


Asked = Callable[[AsyncSession], Awaitable[DomainError | None]]


class City(RuleBasedStateMachine):
    """Yunze at work. What was asked is kept by who asked, and asked again at any time."""

    template: ClassVar[Template]
    world: ClassVar[Hands]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = ExitStack()
        url = self.stack.enter_context(self.template.copied())
        self.hands = Hands(Database(url), self.world.world, self.world.forces)
        self.lines = [Line(channel) for channel in CHANNELS]
        self.asked: list[tuple[Asked, list[str]]] = []

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        try:
            self.wait(self._settle())
        finally:
            self.wait(self.hands.database.close())
            self.runner.close()
            self.stack.close()

    @initialize(where=st.sampled_from(sorted(PLACES)))
    def something_happens_at_once(self, where: str) -> None:
        self.something_happens(where)

    @rule(where=st.sampled_from(sorted(PLACES)))
    def something_happens(self, where: str) -> None:
        lon, lat = PLACES[where]
        self.wait(self.hands.report(location={"lon": lon, "lat": lat}))

    @rule(data=st.data(), do=st.sampled_from(DOS), fate=st.sampled_from(FATES))
    def an_officer_acts(self, data: st.DataObject, do: str, fate: str) -> None:
        task = self._some_task(data)
        if task is None or task.unit is None:
            return
        said = ActIn.model_validate(
            {
                "do": do, "id": uuid4(), "at": self.hands.now, "reason": "r", "result": "r",
                "code": "other_area", "ground": "testing",
            }
        )  # fmt: skip
        actor = Actor(account="officer", unit=task.unit)

        async def ask(session: AsyncSession) -> DomainError | None:
            return await acts.act(
                session,
                task_id=task.id,
                act=said,
                actor=actor,
                forces=self.hands.forces,
                now=self.hands.now,
            )

        self._ask(ask, fate)

    @rule(
        data=st.data(),
        do=st.sampled_from(ORDERS),
        unit=st.sampled_from((None, *UNITS)),
        fate=st.sampled_from(FATES),
    )
    def a_post_orders(self, data: st.DataObject, do: str, unit: str | None, fate: str) -> None:
        task = self._some_task(data)
        if task is None:
            return
        parts = [{"team": "YZ-T1"}, {"team": "YZ-E-ZD"}] if do == "split" else []
        said = OrderIn.model_validate(
            {
                "do": do, "id": uuid4(), "unit": unit, "parts": parts, "reason": "r",
                "until": self.hands.now + timedelta(days=1),
            }
        )  # fmt: skip

        async def ask(session: AsyncSession) -> DomainError | None:
            return await orders.order(
                session,
                task_id=task.id,
                order=said,
                post=POST,
                forces=self.hands.forces,
                now=self.hands.now,
            )

        self._ask(ask, fate)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def something_is_asked_again(self, data: st.DataObject) -> None:
        ask, answers = self.asked[data.draw(st.integers(0, len(self.asked) - 1), label="asked")]
        answers.append(self._answer(self.wait(self._do(ask))))

    @rule(data=st.data())
    def nobody_answers_in_time(self, data: st.DataObject) -> None:
        task = self._some_task(data)
        if task is None or task.state not in UNANSWERED:
            return

        async def expire() -> None:
            async with self.hands.database.transaction() as session:
                found, _ = await queries.lock(session, task_id=task.id, node="city")
                stamp = Stamp(at=self.hands.now, actor=tasks.SYSTEM)
                tasks.move(session, task=found, to=TaskState.EXPIRED, stamp=stamp)

        self.wait(expire())

    @rule()
    def the_relay_reacts(self) -> None:
        self.wait(self.hands.react())

    @rule()
    def time_passes(self) -> None:
        self.hands.later(minutes=1)

    @rule(data=st.data(), most=st.integers(1, 5))
    def a_device_hears_some(self, data: st.DataObject, most: int) -> None:
        line = self.lines[data.draw(st.integers(0, len(self.lines) - 1), label="line")]
        self.wait(self._hear(line, most))

    @rule(data=st.data())
    def a_device_acknowledges(self, data: st.DataObject) -> None:
        line = self.lines[-1 - data.draw(st.integers(0, len(UNITS) - 1), label="unit")]

        async def acknowledge() -> None:
            async with self.hands.database.transaction() as session:
                await tasks.acknowledge(
                    session,
                    channel=line.channel,
                    unit=line.channel.partition(":")[2],
                    device="phone",
                    seq=line.picture.seq,
                    now=self.hands.now,
                )

        self.wait(acknowledge())

    @rule(data=st.data())
    def a_device_begins_anew(self, data: st.DataObject) -> None:
        """What it would have folded together by now is what the snapshot shows."""
        line = self.lines[data.draw(st.integers(0, len(self.lines) - 1), label="line")]
        self.wait(self._hear(line, None))
        assert line.picture == self.wait(self._snapshot(line.channel))

    @invariant()
    def who_asks_again_is_told_the_same(self) -> None:
        for _, answers in self.asked:
            assert len(set(answers)) <= 1, answers

    @invariant()
    def a_case_is_in_one_units_hands(self) -> None:
        leads = Counter(
            task.case_no
            for task in self.wait(self._tasks())
            if task.role == "lead" and not task.ended
        )
        assert all(count == 1 for count in leads.values()), leads

    def _some_task(self, data: st.DataObject) -> Task | None:
        found = self.wait(self._tasks())
        return found[data.draw(st.integers(0, len(found) - 1), label="task")] if found else None

    def _ask(self, ask: Asked, fate: str) -> None:
        answers: list[str] = []
        self.asked.append((ask, answers))
        if fate == "dies":
            with pytest.raises(Died):
                self.wait(self._do(ask, dies=True))
        else:
            # An answer that is lost was given all the same: it must be the one that is given next time.
            answers.append(self._answer(self.wait(self._do(ask))))

    @staticmethod
    def _answer(refused: DomainError | None) -> str:
        if refused is None:
            return "done"
        return json.dumps([type(refused).__name__, refused.facts], sort_keys=True, default=str)

    async def _do(self, ask: Asked, *, dies: bool = False) -> DomainError | None:
        async with self.hands.database.transaction() as session:
            answer = await ask(session)
            if dies:
                raise Died
        return answer

    async def _tasks(self) -> list[Task]:
        async with self.hands.database.reading() as session:
            return list(await session.scalars(select(Task).order_by(col(Task.id))))

    async def _hear(self, line: Line, most: int | None) -> None:
        async with self.hands.database.reading() as session:
            frames = await list_since(
                session, channel=line.channel, seq=line.picture.seq, most=most or 100_000
            )
        for frame in frames:
            told = json.loads(frame.text)
            line.picture.fold(told)
            if told["name"] == "task.offered":
                line.rung[told["data"]["id"]] += 1

    async def _snapshot(self, channel: str) -> Picture:
        async with self.hands.database.reading() as session:
            is_console = not channel.startswith("unit:")
            shown = await cases.list_open(session, node=channel) if is_console else []
            return Picture(
                await find_head(session, channel=channel),
                {case.case_no: cases.picture(case, self.hands.world) for case in shown},
                {
                    str(task.id): json.loads(orjson.dumps(queries.written(task)))
                    for task in await queries.list_open(session, node=channel)
                },
            )

    async def _settle(self) -> None:
        """Let everything come to rest, and look at all that is left."""
        await self.hands.react()
        for line in self.lines:
            await self._hear(line, None)
            if line.channel.startswith("unit:"):
                line.picture.cases.clear()
            assert line.picture == await self._snapshot(line.channel), line.channel
            assert set(line.rung.values()) <= {1}, "a phone rings once for a task"
        found = await self._tasks()
        await self._look_at_history(found)
        async with self.hands.database.reading() as session:
            for case in await session.scalars(select(Case)):
                own = [task for task in found if task.case_no == case.case_no]
                moving = [t for t in own if not t.ended and t.role != "assist"]
                if case.state in ("closed", "to_judge"):
                    assert moving == [], (case.state, [(t.role, t.state) for t in own])
                else:
                    assert moving, (case.state, [(t.role, t.state) for t in own])

    async def _look_at_history(self, found: list[Task]) -> None:
        async with self.hands.database.reading() as session:
            rows: dict[UUID, list[TaskHistory]] = {}
            for row in await session.scalars(select(TaskHistory).order_by(col(TaskHistory.id))):
                rows.setdefault(row.task_id, []).append(row)
            done = Counter(
                act.task_id
                for act in await session.scalars(select(Act))
                if act.body["do"] == "accept" and not act.answer
            )
        for task in found:
            history = rows.get(task.id, [])
            assert [row.to_state for row in history] == [move["state"] for move in task.moves]
            before = [TaskState.WAITING, *(row.to_state for row in history)]
            assert [row.from_state for row in history] == before[:-1]
            accepted = sum(
                row.to_state == "accepted" and row.from_state != "suspended" for row in history
            )
            assert accepted == done[task.id] <= 1


def test_no_task_is_lost_doubled_or_made_up(
    city_url: str, database_kind: str, request: pytest.FixtureRequest
) -> None:
    is_file = database_kind == "sqlite"
    City.template = Template(city_url, None if is_file else request.getfixturevalue("postgres_url"))

    async def look() -> Hands:
        database = Database(city_url)
        hands = await Hands.of(database)
        await database.close()
        return hands

    City.world = asyncio.run(look())
    run_state_machine_as_test(
        City,
        settings=settings(
            max_examples=EXAMPLES[database_kind],
            stateful_step_count=25,
            deadline=None,
            # To make a failure smaller would take minutes; the steps it prints are few.
            phases=[Phase.explicit, Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
