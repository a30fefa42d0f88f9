"""The ladder at work, on both databases: a task that nobody answers is rung, passed on, and climbs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlmodel import col

import dispatch.reactions
import main
from command import world as worlds
from command.world import World
from core import channels
from core.clock import utcnow
from core.db import Database
from core.outbox import Relay
from core.timers import Timer, Watch
from dispatch import climbing, push
from dispatch.alerts import operations as alerts
from dispatch.alerts.models import Alert, AlertHistory
from dispatch.events import TaskMoved
from dispatch.ladder import operations as ladder
from dispatch.push import Forces
from dispatch.tasks import operations as tasks
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Task, TaskHistory
from dispatch.tasks.values import Stamp, Want
from field_units.values import Roster, UnitFacts
from tests.integration.test_push import beside, list_tasks, make_want, only_task

NOON = utcnow()
"""When the clock in the test's hand stands at 0: reactions read their own."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(city: Database) -> World:
    async with city.reading() as session:
        return await worlds.load(session, now=NOON)


class Room:
    """A relay's part in it, with a clock in the test's hand."""

    def __init__(self, city: Database, world: World, *more: UnitFacts) -> None:
        self.city, self.world, self.more = city, world, more
        given: Mapping[str, Any] = {"world": lambda: world, "forces": self.forces}
        # What follows in dispatch: there are no cases here that would follow their tasks.
        heard_by = (dispatch.reactions.ask_the_next, dispatch.reactions.stand_down)
        self.relay = Relay(city, main.bind({TaskMoved: heard_by}, given))
        self.watch = Watch(
            city, {kind: main.give(alarm, given) for kind, alarm in main.ALARMS.items()}
        )

    def forces(self) -> Forces:
        return Forces(
            roster=Roster.of(
                edition=1,
                teams=list(self.world.roster.teams.values()),
                units=[*self.world.roster.units.values(), *self.more],
            ),
            zone=self.world.city.zone,
            positions={},
            ladder=self.world.ladder,
        )

    async def want(self, *wants: Want, now: datetime = NOON) -> None:
        async with self.city.transaction() as session:
            await push.push(session, wants=wants, forces=self.forces(), now=now)

    async def at(self, minutes: float) -> None:
        """Let the clock show so many minutes after noon, and everything be done that is due."""
        for _ in range(3):
            await self.watch.fire(now=NOON + minutes * MINUTE)
            await self.relay.react()

    async def move(self, task: Task, to: TaskState, minutes: float) -> None:
        async with self.city.transaction() as session:
            found = await session.get_one(Task, task.id)
            stamp = Stamp(at=NOON + minutes * MINUTE, actor="officer")
            tasks.move(session, task=found, to=to, stamp=stamp)

    async def alerts(self) -> list[Alert]:
        async with self.city.reading() as session:
            return list(await session.scalars(select(Alert).order_by(col(Alert.id))))

    async def names(self, channel: str) -> list[str]:
        async with self.city.reading() as session:
            said = await channels.list_since(session, channel=channel, seq=0, most=10_000)
            return [frame["name"] for frame in channels.as_json(said)]

    async def timer(self, task: Task) -> float | None:
        """Give in how many minutes after noon the task is looked at again."""
        async with self.city.reading() as session:
            found = await session.get(Timer, (ladder.KIND, task.id.hex))
            return None if found is None else (found.at - NOON) / MINUTE


@pytest.fixture
def room(city: Database, world: World) -> Room:
    return Room(city, world)


def urgent(**changes: Any) -> Want:
    return make_want(brief={"title": "占道摆摊", "urgency": "urgent"}, **changes)


class TestOffer:
    async def test_says_by_when_it_is_to_be_answered(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        task = await only_task(room.city, want.case_no)

        assert (task.accept_by, task.arrive_by) == (NOON + 30 * MINUTE, NOON + 60 * MINUTE)
        assert await room.timer(task) == 0.5

    async def test_of_a_general_task_says_nothing_of_arriving(self, room: Room) -> None:
        want = make_want()
        await room.want(want)
        task = await only_task(room.city, want.case_no)

        assert (task.accept_by, task.arrive_by) == (NOON + 240 * MINUTE, None)


class TestSilence:
    async def test_rings_again_then_climbs_post_by_post(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        task = await only_task(room.city, want.case_no)
        levels = []
        for minutes in (0.5, 15, 30, 45, 60, 90, 120, 500):
            await room.at(minutes)
            levels.append([alert.level for alert in await room.alerts()])

        assert levels == [
            [], [], [], ["team"], ["township"], ["district"], ["city"], ["city"],
        ]  # fmt: skip
        (alert,) = await room.alerts()
        assert (alert.node, alert.subject, alert.case_no) == ("city", str(task.id), want.case_no)
        assert alert.due_at == task.accept_by
        assert (await room.names("unit:YZ-U1")).count("task.alerted") == 2
        assert (await room.names("township:990101001")).count("alert.changed") == 4
        async with room.city.reading() as session:
            history = list(await session.scalars(select(col(TaskHistory.to_state))))
            kept = list(await session.scalars(select(col(AlertHistory.level))))
        assert history == ["offered", "offered", "offered"]
        assert sorted(kept) == ["city", "district", "team", "township"]

    async def test_is_passed_on_to_the_next_unit_and_the_alert_with_it(
        self, city: Database, world: World
    ) -> None:
        room = Room(city, world, beside(world, "YZ-U1", "YZ-U1B", lon=87.09))
        want = urgent()
        await room.want(want)

        await room.at(30)
        first, second = await list_tasks(city, want.case_no)
        assert (first.state, first.unit) == ("expired", "YZ-U1")
        assert (second.state, second.unit) == ("offered", "YZ-U1B")
        assert second.wanted_at == first.wanted_at == NOON

        await room.at(46)
        await room.at(61)
        (alert,) = await room.alerts()
        assert (alert.subject, alert.level) == (str(second.id), "township")
        assert alert.facts["unit"] == "YZ-U1B"

    async def test_after_an_outage_calls_straight_on_the_post_its_age_calls_for_once(
        self, room: Room
    ) -> None:
        want = urgent()
        await room.want(want)

        await room.at(100)

        (alert,) = await room.alerts()
        assert alert.level == "district"
        assert (await room.names("unit:YZ-U1")).count("task.alerted") == 0
        assert (await room.names("city")).count("alert.changed") == 1

    async def test_of_a_task_without_a_unit_climbs_too(self, room: Room) -> None:
        want = urgent(team="YZ-T4", township="990102201", district="990102")
        await room.want(want)

        await room.at(46)

        (alert,) = await room.alerts()
        assert (alert.node, alert.level) == ("team:YZ-T4", "team")

    async def test_ends_when_it_is_accepted(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        await room.at(50)
        task = await only_task(room.city, want.case_no)

        await room.move(task, TaskState.ACCEPTED, 51)
        await room.at(55)

        (alert,) = await room.alerts()
        assert alert.ended_at is not None
        await room.at(59)
        assert len(await room.alerts()) == 1

    async def test_stops_where_somebody_has_acknowledged(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        await room.at(46)
        (alert,) = await room.alerts()

        async with room.city.transaction() as session:
            await alerts.acknowledge(
                session,
                alert_id=alert.id,
                node="team:YZ-T1",
                account=uuid4(),
                name="队长",
                now=NOON + 47 * MINUTE,
            )
        await room.at(1000)

        (alert,) = await room.alerts()
        assert (alert.level, alert.ended_at) == ("team", None)

    async def test_of_a_unit_that_declines_is_counted_on_for_the_next(
        self, city: Database, world: World
    ) -> None:
        room = Room(city, world, beside(world, "YZ-U1", "YZ-U1B", lon=87.09))
        want = urgent()
        await room.want(want)
        first = await only_task(city, want.case_no)

        await room.move(first, TaskState.DECLINED, 20)
        await room.at(21)
        await room.at(46)

        (alert,) = await room.alerts()
        _, second = await list_tasks(city, want.case_no)
        assert (alert.level, alert.subject) == ("team", str(second.id))

    @pytest.mark.parametrize(
        ("role", "lead_is"), [("rival", TaskState.ACCEPTED), ("assist", TaskState.RECALLED)]
    )
    async def test_ends_when_nobody_is_wanted_any_more(
        self, room: Room, role: str, lead_is: TaskState
    ) -> None:
        want = urgent()
        await room.want(want)
        lead = await only_task(room.city, want.case_no)
        parent_id = lead.id if role == "assist" else None
        other = urgent(case_no=want.case_no, team="YZ-E-ZD", role=role, parent_id=parent_id)
        await room.want(other)
        await room.at(46)
        (asked,) = [t for t in await list_tasks(room.city, want.case_no) if t.role == role]

        # Both before the relay hears of either: it was dead, say.
        await room.move(asked, TaskState.DECLINED, 47)
        await room.move(lead, lead_is, 47)
        await room.at(48)

        assert len(await list_tasks(room.city, want.case_no)) == 2
        about = [alert for alert in await room.alerts() if alert.subject == str(asked.id)]
        assert [alert.ended_at is not None for alert in about] == [True]


class TestArrival:
    async def test_that_is_late_is_raised_until_the_unit_is_there(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        task = await only_task(room.city, want.case_no)
        await room.move(task, TaskState.ACCEPTED, 5)
        for minutes in (15, 60):
            await room.at(minutes)

        (alert,) = await room.alerts()
        assert (alert.kind, alert.node, alert.due_at) == (
            "late_arrival", "team:YZ-T1", NOON + 60 * MINUTE,
        )  # fmt: skip

        await room.move(task, TaskState.ON_SITE, 70)
        await room.at(71)
        (alert,) = await room.alerts()
        assert alert.ended_at is not None

    async def test_is_late_at_once_for_who_accepts_after_it_however_long_the_ladder_has_ended(
        self, room: Room
    ) -> None:
        want = urgent()
        await room.want(want)
        for minutes in (15, 30, 45, 60, 90, 120, 125):
            await room.at(minutes)
        *_, task = await list_tasks(room.city, want.case_no)
        await room.move(task, TaskState.ACCEPTED, 131)

        await room.at(132)

        assert [alert.kind for alert in await room.alerts() if alert.ended_at is None] == [
            "late_arrival"
        ]


class TestMany:
    async def test_climb_by_as_many_statements_as_few(self, city: Database, world: World) -> None:
        room = Room(city, world)
        counts = []
        for size in (3, 60):
            wants = [urgent() for _ in range(size)]
            await room.want(*wants)
            counts.append(await self._count(city, room, 100))

        assert counts[0] == counts[1]

    async def _count(self, city: Database, room: Room, minutes: float) -> int:
        said: list[str] = []

        def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
            said.append(statement)

        event.listen(city.engine.sync_engine, "before_cursor_execute", hear)
        try:
            await room.watch.fire(now=NOON + minutes * MINUTE)
        finally:
            event.remove(city.engine.sync_engine, "before_cursor_execute", hear)
        return len(said)


class TestForgotten:
    async def test_tasks_of_an_earlier_release_are_looked_after(self, room: Room) -> None:
        want = urgent()
        await room.want(want)
        async with room.city.transaction() as session:
            await session.delete(
                await session.get_one(
                    Timer, (ladder.KIND, (await only_task(room.city, want.case_no)).id.hex)
                )
            )

        found = []
        for _ in range(2):
            async with room.city.transaction() as session:
                ids = await climbing.list_forgotten(session, forces=room.forces())
                await climbing.arm_forgotten(
                    session, ids=ids, forces=room.forces(), now=NOON + 46 * MINUTE
                )
            found.append(len(ids))
        await room.at(46)

        assert found == [1, 0]
        assert [alert.level for alert in await room.alerts()] == ["team"]


class TestClock:
    async def test_that_jumps_ahead_calls_once_on_the_post_it_shows_and_on_none_again(
        self, room: Room
    ) -> None:
        want = urgent()
        await room.want(want)

        levels = []
        for minutes in (100, 1, 60, 100, 119, 120):
            await room.at(minutes)
            (alert,) = await room.alerts()
            levels.append(alert.level)

        assert levels == ["district"] * 5 + ["city"]
        assert (await room.names("city")).count("alert.changed") == 2

    async def test_that_jumps_back_rings_nobody_twice(self, room: Room) -> None:
        want = urgent()
        await room.want(want)

        for minutes in (0.5, -600, 0.6, 1, 14):
            await room.at(minutes)

        assert (await room.names("unit:YZ-U1")).count("task.alerted") == 1
        assert await room.timer(await only_task(room.city, want.case_no)) == 15
