"""What speaks for a unit beyond where it is: duty, rest, what it knows; and who chooses where the platform does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from command.world import World
from core.db import Database
from core.ids import new_id
from dispatch import push
from dispatch.push import Forces
from dispatch.roads import Roads, Way
from dispatch.tasks.models import Task
from dispatch.tasks.values import Want
from field_units.cells import cell_of
from field_units.duty import Said
from field_units.lifecycle import Duty
from field_units.recusals.models import Recusal
from field_units.values import Weights
from tests.integration.test_push import (
    NOON,
    beside,
    forces_of,
    give,
    make_want,
    only_task,
    sweep,
    world,
)

__all__ = ["world"]


def two(world: World, **changes: Any) -> Forces:
    """The squad of 东湖 with two units: its own, and one a little farther from where things happen."""
    more = beside(world, "YZ-U1", "YZ-U1B", lon=87.019)
    forces = forces_of(world, more=(more,))
    for name, value in changes.items():
        setattr(forces, name, value)
    return forces


async def done(city: Database, unit: str, *, hours_ago: float, **facts: Any) -> None:
    """Write that a unit was done with a task some time ago."""
    at = NOON - timedelta(hours=hours_ago)
    row: dict[str, Any] = {
        "id": new_id(),
        "case_no": f"C-{uuid4().hex}",
        "state": "done",
        "team": "YZ-T1",
        "unit": unit,
        "field": "城市管理",
        "brief": {},
        "why": {},
        "moves": [],
        "created_at": at,
        "changed_at": at,
        "ended": True,
    }
    async with city.transaction() as session:
        session.add(Task(**(row | facts)))


class TestDuty:
    async def test_leaves_out_a_crew_on_its_break(self, city: Database, world: World) -> None:
        resting = Said(Duty.BREAK, NOON + timedelta(minutes=5))

        (task,) = await give(
            city, world, make_want(), forces=two(world, said={"YZ-U1": resting}.get)
        )

        assert task.unit == "YZ-U1B"

    async def test_of_nobody_leaves_the_task_waiting_until_somebody_is_back(
        self, city: Database, world: World
    ) -> None:
        off = dict.fromkeys(("YZ-U1", "YZ-U1B"), Said(Duty.OFF, None))
        (task,) = await give(city, world, make_want(), forces=two(world, said=off.get))
        assert task.state == "waiting"
        assert await sweep(city, world, forces=two(world, said=off.get)) == 0

        del off["YZ-U1B"]

        assert await sweep(city, world, forces=two(world, said=off.get)) == 1
        assert (await only_task(city, task.case_no)).unit == "YZ-U1B"


class TestPast:
    async def test_of_the_same_place_speaks_for_a_unit(self, city: Database, world: World) -> None:
        await done(city, "YZ-U1B", hours_ago=24, cell=cell_of(87.03, 43.03))

        (task,) = await give(city, world, make_want(), forces=two(world))

        assert (task.unit, task.why["known"]) == ("YZ-U1B", "place")
        assert task.cell == cell_of(87.03, 43.03)

    async def test_of_the_same_subject_speaks_louder(self, city: Database, world: World) -> None:
        await done(city, "YZ-U1", hours_ago=24, cell=cell_of(87.03, 43.03))
        await done(city, "YZ-U1B", hours_ago=48, subject="91330100")

        (task,) = await give(city, world, make_want(subject="91330100"), forces=two(world))

        assert (task.unit, task.why["known"], task.subject) == ("YZ-U1B", "subject", "91330100")

    async def test_long_ago_or_of_nobody_speaks_for_nobody(
        self, city: Database, world: World
    ) -> None:
        days = Weights().choice_past_days
        await done(city, "YZ-U1B", hours_ago=24 * days + 1, cell=cell_of(87.03, 43.03))
        await done(city, "YZ-U1B", hours_ago=1)

        (task,) = await give(city, world, make_want(lon=None, lat=None), forces=two(world))

        assert (task.unit, task.why["known"]) == ("YZ-U1", None)

    async def test_of_a_moment_ago_calls_for_rest(self, city: Database, world: World) -> None:
        await done(city, "YZ-U1", hours_ago=0.1)

        (task,) = await give(city, world, make_want(), forces=two(world))

        assert task.unit == "YZ-U1B"
        (other,) = task.why["others"]
        assert other["rested_s"] == 360


class TestStandingBack:
    async def test_leaves_out_a_crew_that_would_be_one_short(
        self, city: Database, world: World
    ) -> None:
        async with city.transaction() as session:
            session.add(
                Recusal(
                    officer="YZ-U1-A",
                    subject="91330100",
                    valid_from=NOON.date(),
                    reason="亲属",
                    by="city",
                    recorded_at=NOON,
                )
            )
        forces = two(world)
        forces.roster.by_team["YZ-T1"] = tuple(  # type: ignore[index]
            replace(unit, crew=("X", "Y")) if unit.code == "YZ-U1B" else unit
            for unit in forces.roster.by_team["YZ-T1"]
        )

        tasks = await give(city, world, make_want(subject="91330100"), make_want(), forces=forces)

        assert [task.unit for task in tasks] == ["YZ-U1B", "YZ-U1"]


class TestByHand:
    async def test_a_task_waits_with_its_candidates_and_no_sweep_takes_it(
        self, city: Database, world: World
    ) -> None:
        (task,) = await give(city, world, make_want(by_hand=True), forces=two(world))

        assert (task.state, task.unit, task.by_hand) == ("waiting", None, True)
        assert task.why["by_hand"]
        assert [other["unit"] for other in task.why["others"]] == ["YZ-U1", "YZ-U1B"]
        assert await sweep(city, world, forces=two(world)) == 0

    async def test_the_rows_of_a_city_say_whose(self, world: World) -> None:
        assert not world.sending.is_automatic("YZ-E-LS", ("LOCAL-YZ", "matter", "M08"))
        assert world.sending.is_automatic("YZ-T1", ("LOCAL-YZ", "matter", "M08"))


class TestRoads:
    class Told(Roads):
        """A road engine whose answers are known: how it is asked over HTTP is tested in test_roads.py."""

        def __init__(self) -> None:
            super().__init__("http://127.0.0.1:1", kind="osrm")
            self.asked: list[Way] = []

        async def travel_s(self, ways: Sequence[Way]) -> list[float | None]:
            self.asked += ways
            return [600.0 if start[0] > 87.0195 else 60.0 for start, _ in ways]

    async def test_change_who_goes_and_are_asked_once_for_a_batch(
        self, city: Database, world: World
    ) -> None:
        told = self.Told()

        tasks = await give(city, world, make_want(), make_want(), forces=two(world, roads=told))

        assert [task.unit for task in tasks] == ["YZ-U1B", "YZ-U1B"]
        assert tasks[0].why["by_road"]
        assert tasks[0].why["travel_s"] == 60
        assert len(told.asked) == 4


async def test_a_batch_asks_as_much_as_one(city: Database, world: World) -> None:
    counts: list[int] = []
    for count in (1, 7):
        wants: list[Want] = [make_want() for _ in range(count)]
        async with city.transaction() as session:
            asked: list[object] = []
            execute = session.execute

            async def counted(
                *args: Any, asked: list[object] = asked, execute: Any = execute, **more: Any
            ) -> Any:
                asked.append(args[0])
                return await execute(*args, **more)

            session.execute = counted  # type: ignore[method-assign]
            await push.push(session, wants=wants, forces=two(world), now=NOON)
            counts.append(len(asked))

    assert counts[0] == counts[1] <= 5
