"""From a wanted task to the unit that gets it: who is chosen, what is told to whom, who waits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from command import world as worlds
from command.world import World
from core.channels import ChannelFrame, list_since
from core.db import Database
from core.outbox import Outbox
from dispatch import push
from dispatch.hands import acts
from dispatch.push import Forces
from dispatch.tasks import operations as tasks
from dispatch.tasks import past, queries
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.models import Task, TaskHistory
from dispatch.tasks.past import Loads
from dispatch.tasks.values import ActIn, Actor, Do, Stamp, Want
from field_units.values import Position, Roster, UnitFacts

NOON = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Noon in Yunze, whose clock is six hours ahead."""


@pytest.fixture
async def world(city: Database) -> World:
    async with city.reading() as session:
        return await worlds.load(session, now=NOON)


def make_want(team: str = "YZ-T1", **changes: Any) -> Want:
    facts: dict[str, Any] = {
        "case_no": f"C-{uuid4().hex}",
        "team": team,
        "field": "城市管理",
        "district": "990101",
        "township": "990101001",
        "lon": 87.03,
        "lat": 43.03,
        "brief": {"title": "占道摆摊", "urgency": "general"},
    }
    return Want(**(facts | changes))


def forces_of(
    world: World,
    *,
    positions: Mapping[str, Position] | None = None,
    more: tuple[UnitFacts, ...] = (),
) -> Forces:
    roster = Roster.of(
        edition=1,
        teams=list(world.roster.teams.values()),
        units=[*world.roster.units.values(), *more],
    )
    return Forces(roster=roster, zone=world.city.zone, positions=positions or {})


def beside(world: World, unit: str, code: str, **changes: Any) -> UnitFacts:
    """Make a unit like another, with changes."""
    return replace(world.roster.units[unit], code=code, name=code, **changes)


async def give(
    city: Database, world: World, *wants: Want, now: datetime = NOON, forces: Forces | None = None
) -> list[Task]:
    """Push wants and give their tasks in order."""
    async with city.transaction() as session:
        await push.push(session, wants=wants, forces=forces or forces_of(world), now=now)
    return [await only_task(city, want.case_no) for want in wants]


async def sweep(
    city: Database,
    world: World,
    *,
    now: datetime = NOON,
    forces: Forces | None = None,
    most: int = 100,
) -> int:
    async with city.transaction() as session:
        return await push.sweep(session, forces=forces or forces_of(world), now=now, most=most)


async def list_tasks(city: Database, case_no: str) -> list[Task]:
    async with city.reading() as session:
        return list(
            await session.scalars(
                select(Task).where(col(Task.case_no) == case_no).order_by(col(Task.id))
            )
        )


async def only_task(city: Database, case_no: str) -> Task:
    (task,) = await list_tasks(city, case_no)
    return task


async def decline(city: Database, world: World, task: Task) -> None:
    act = ActIn(do=Do.DECLINE, id=uuid4(), at=NOON, reason="车辆故障")
    async with city.transaction() as session:
        refused = await acts.act(
            session,
            task_id=task.id,
            act=act,
            actor=Actor(account="officer", unit=task.unit or ""),
            forces=forces_of(world),
            now=NOON,
        )
    assert refused is None


class TestChoice:
    @pytest.mark.parametrize(
        ("utc", "unit"),
        [
            ("2026-11-20T01:59:59", "YZ-U2B"),
            ("2026-11-20T02:00:00", "YZ-U2A"),
            ("2026-11-20T13:59:59", "YZ-U2A"),
            ("2026-11-20T14:00:00", "YZ-U2B"),
            ("2026-11-20T18:30:00", "YZ-U2B"),
        ],
    )
    async def test_is_who_is_on_duty_by_the_citys_clock(
        self, city: Database, world: World, utc: str, unit: str
    ) -> None:
        now = datetime.fromisoformat(utc).replace(tzinfo=UTC)

        (task,) = await give(city, world, make_want("YZ-T2"), now=now)

        assert (task.state, task.unit) == ("offered", unit)

    @pytest.mark.parametrize(
        ("utc", "state"),
        [
            ("2026-06-29T17:59:59", "offered"),
            ("2026-06-29T18:00:00", "waiting"),
            ("2026-11-20T06:00:00", "waiting"),
        ],
    )
    async def test_is_a_crew_of_two_certificates_good_on_the_local_day(
        self, city: Database, world: World, utc: str, state: str
    ) -> None:
        now = datetime.fromisoformat(utc).replace(tzinfo=UTC)

        (task,) = await give(city, world, make_want("YZ-T4"), now=now)

        assert task.state == state

    async def test_wants_certificates_of_the_tasks_own_field(
        self, city: Database, world: World
    ) -> None:
        (task,) = await give(city, world, make_want("YZ-E-HB", field="城市管理"))

        assert task.state == "waiting"

    async def test_is_the_nearest_and_says_what_was_weighed(
        self, city: Database, world: World
    ) -> None:
        near = beside(world, "YZ-U1", "YZ-U1B", lon=87.031, lat=43.03)

        (task,) = await give(city, world, make_want(), forces=forces_of(world, more=(near,)))

        assert task.unit == "YZ-U1B"
        assert task.brief["unit_name"] == "YZ-U1B"
        assert task.why["distance_m"] == 81
        assert (task.why["load"], task.why["candidates"]) == (0, 2)
        (other,) = task.why["others"]
        assert (other["unit"], other["load"]) == ("YZ-U1", 0)
        assert other["distance_m"] > 1000

    async def test_takes_where_units_are_over_where_they_are_based(
        self, city: Database, world: World
    ) -> None:
        near = beside(world, "YZ-U1", "YZ-U1B", lon=87.031, lat=43.03)
        positions = {"YZ-U1": Position(87.03, 43.03), "YZ-U1B": Position(87.09, 43.09)}

        (task,) = await give(
            city, world, make_want(), forces=forces_of(world, more=(near,), positions=positions)
        )

        assert (task.unit, task.why["distance_m"]) == ("YZ-U1", 0)

    async def test_spreads_what_comes_together_and_counts_what_is_open(
        self, city: Database, world: World
    ) -> None:
        twin = beside(world, "YZ-U1", "YZ-U1B")
        forces = forces_of(world, more=(twin,))

        first = await give(city, world, *(make_want() for _ in range(4)), forces=forces)
        (later,) = await give(city, world, make_want(), forces=forces)

        assert [task.unit for task in first] == ["YZ-U1", "YZ-U1B", "YZ-U1", "YZ-U1B"]
        assert (later.unit, later.why["load"]) == ("YZ-U1", 2)

    async def test_counts_what_is_open_again_only_when_the_count_is_old(
        self, city: Database, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forces = forces_of(world)
        forces.loads = kept = Loads()
        (task, _) = await give(city, world, make_want(), make_want(), forces=forces)
        async with city.transaction() as session:
            found, _ = await queries.lock(session, task_id=task.id, node="city")
            tasks.move(
                session, task=found, to=TaskState.RECALLED, stamp=Stamp(at=NOON, actor="someone")
            )

        (soon,) = await give(city, world, make_want(), forces=forces)
        monkeypatch.setattr(past, "RECOUNT_S", 0.0)
        (later,) = await give(city, world, make_want(), forces=forces)

        assert (soon.why["load"], later.why["load"]) == (2, 2)
        assert kept.open["YZ-U1"] == 3

    async def test_of_equals_is_the_lower_code(self, city: Database, world: World) -> None:
        twin = beside(world, "YZ-U1", "YZ-U0Z")

        (task,) = await give(city, world, make_want(), forces=forces_of(world, more=(twin,)))

        assert task.unit == "YZ-U0Z"

    async def test_needs_no_place(self, city: Database, world: World) -> None:
        (task,) = await give(city, world, make_want(lon=None, lat=None))

        assert (task.unit, task.why["distance_m"]) == ("YZ-U1", None)

    async def test_is_not_who_has_declined(self, city: Database, world: World) -> None:
        twin = beside(world, "YZ-U1", "YZ-U1B")
        forces = forces_of(world, more=(twin,))
        want = make_want()
        (first,) = await give(city, world, want, forces=forces)
        await decline(city, world, first)

        async with city.transaction() as session:
            await push.push(session, wants=[want], forces=forces, now=NOON)

        assert [(task.unit, task.state) for task in await list_tasks(city, want.case_no)] == [
            ("YZ-U1", "declined"),
            ("YZ-U1B", "offered"),
        ]


class TestTelling:
    async def test_an_offer_is_told_to_the_unit_and_everybody_above_it(
        self, city: Database, world: World
    ) -> None:
        (task,) = await give(city, world, make_want())

        assert await heard(city, task) == {
            "city": "task.offered",
            "district:990101": "task.offered",
            "township:990101001": "task.offered",
            "team:YZ-T1": "task.offered",
            "unit:YZ-U1": "task.offered",
        }
        async with city.reading() as session:
            (event,) = await session.scalars(select(Outbox))
            (row,) = await session.scalars(select(TaskHistory))
            frames = await session.scalars(select(col(ChannelFrame.frame_id)).distinct())
            assert list(frames) == [task.offer_frame]
        assert (event.data["state"], event.data["unit"]) == ("offered", "YZ-U1")
        assert (row.from_state, row.to_state, row.actor) == ("waiting", "offered", "system")

    async def test_what_waits_is_told_to_consoles_only_and_is_no_news(
        self, city: Database, world: World
    ) -> None:
        (task,) = await give(city, world, make_want("YZ-T4", township="990102201"))

        assert set((await heard(city, task)).values()) == {"task.changed"}
        assert not any(channel.startswith("unit:") for channel in await heard(city, task))
        async with city.reading() as session:
            assert list(await session.scalars(select(Outbox))) == []


async def heard(city: Database, task: Task) -> dict[str, str]:
    """Tell, by channel, the name of the last frame about a task."""
    channels = [
        *("city", f"district:{task.district}", f"township:{task.township}"),
        *(f"team:{task.team}", f"unit:{task.unit}", "unit:YZ-U1", "unit:YZ-U6"),
    ]
    found: dict[str, str] = {}
    async with city.reading() as session:
        for channel in channels:
            for frame in await list_since(session, channel=channel, seq=0, most=100):
                if str(task.id) in frame.body:
                    found[channel] = frame.body.split('"')[3]
    return found


class TestSweep:
    async def test_offers_what_waits_when_somebody_comes_on_duty(
        self, city: Database, world: World
    ) -> None:
        want = make_want("YZ-T2")
        day_only = forces_of(world)
        day_only.roster.by_team["YZ-T2"] = day_only.roster.by_team["YZ-T2"][:1]  # type: ignore[index]
        night, morning = NOON - timedelta(hours=10), NOON - timedelta(hours=4)
        await give(city, world, want, now=night, forces=day_only)
        assert await sweep(city, world, now=night, forces=day_only) == 0

        assert await sweep(city, world, now=morning, forces=day_only) == 1

        task = await only_task(city, want.case_no)
        assert (task.state, task.unit, task.offered_at) == ("offered", "YZ-U2A", morning)
        assert await sweep(city, world, now=morning, forces=day_only) == 0

    async def test_does_not_ask_again_who_has_declined(self, city: Database, world: World) -> None:
        want = make_want("YZ-T2")
        (task,) = await give(city, world, want)
        await decline(city, world, task)
        async with city.transaction() as session:
            await push.push(session, wants=[want], forces=forces_of(world), now=NOON)

        assert await sweep(city, world) == 0
        assert await sweep(city, world, now=NOON + timedelta(hours=10)) == 1

        units = [task.unit for task in await list_tasks(city, want.case_no)]
        assert units == ["YZ-U2A", "YZ-U2B"]

    async def test_is_not_held_up_by_what_nobody_can_take(
        self, city: Database, world: World
    ) -> None:
        nobody = [make_want("YZ-T4") for _ in range(5)]
        refused = make_want("YZ-T1")
        (task,) = await give(city, world, refused)
        await decline(city, world, task)
        await give(city, world, *nobody)
        async with city.transaction() as session:
            await push.push(session, wants=[refused], forces=forces_of(world), now=NOON)
        later = make_want("YZ-T2")
        asleep = forces_of(world)
        asleep.roster.by_team["YZ-T2"] = ()  # type: ignore[index]
        await give(city, world, later, forces=asleep)

        assert await sweep(city, world, most=2) == 1

        assert (await only_task(city, later.case_no)).unit == "YZ-U2A"
