"""Crews sign on and off and rest: over HTTP and on the socket, once, and seen by everybody who may see them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from command import world as worlds
from core import timers
from core.auth.values import Role
from core.db import Database
from core.timers import Timer
from dispatch.push import Forces
from field_units import operations
from field_units.duty import stand
from field_units.errors import DutyIdTaken, IllegalDuty
from field_units.lifecycle import Duty, DutyDo
from field_units.models import DutyHistory
from field_units.operations import BREAK, Told
from field_units.queries import find_said, list_said
from field_units.reactions import end_breaks
from field_units.values import DutyIn
from tests.factories import sign_up
from tests.platform import Platform, now_text

NOON = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Noon in Yunze; its breaks last half an hour, its overtime two."""


async def world_of(city: Database) -> worlds.World:
    async with city.reading() as session:
        return await worlds.load(session, now=NOON)


async def say(
    city: Database,
    do: DutyDo,
    *,
    unit: str = "YZ-U2A",
    now: datetime = NOON,
    word_id: Any = None,
) -> Told:
    world = await world_of(city)
    async with city.transaction() as session:
        return await operations.say_duty(
            session,
            unit=world.roster.units[unit],
            roster=world.roster,
            word=DutyIn(do=do, id=word_id or uuid4()),
            actor="officer",
            now=now,
            zone=world.city.zone,
            weights=world.weights,
        )


async def history(city: Database) -> list[tuple[str, str, str]]:
    async with city.reading() as session:
        rows = await session.scalars(select(DutyHistory).order_by(col(DutyHistory.at)))
        return [(row.unit, row.do, row.duty) for row in rows]


async def timers_of(city: Database) -> list[tuple[str, str, datetime]]:
    async with city.reading() as session:
        return [(t.kind, t.subject, t.at) for t in await session.scalars(select(Timer))]


class TestWord:
    async def test_is_kept_once_whoever_repeats_it(self, city: Database) -> None:
        word = uuid4()

        first = await say(city, DutyDo.START_BREAK, word_id=word)
        again = await say(city, DutyDo.START_BREAK, word_id=word, now=NOON + timedelta(minutes=1))
        other_phone = await say(city, DutyDo.START_BREAK)

        assert (first.stand.duty, again.stand.duty, other_phone.stand.duty) == (Duty.BREAK,) * 3
        assert again.said is other_phone.said is None
        assert await history(city) == [("YZ-U2A", "start_break", "break")]

    async def test_with_anothers_id_is_refused(self, city: Database) -> None:
        word = uuid4()
        await say(city, DutyDo.START_BREAK, word_id=word)

        with pytest.raises(DutyIdTaken):
            await say(city, DutyDo.SIGN_OFF, word_id=word)
        with pytest.raises(DutyIdTaken):
            await say(city, DutyDo.START_BREAK, unit="YZ-U1", word_id=word)

    async def test_that_cannot_be_said_changes_nothing(self, city: Database) -> None:
        with pytest.raises(IllegalDuty):
            await say(city, DutyDo.START_BREAK, unit="YZ-U2B")

        assert await history(city) == []

    async def test_is_read_by_the_other_processes(self, city: Database) -> None:
        await say(city, DutyDo.SIGN_OFF)

        async with city.reading() as session:
            ((unit, changed_at, said),) = await list_said(session, since=NOON)
            assert await list_said(session, since=NOON + timedelta(seconds=1)) == []
            assert said == await find_said(session, unit="YZ-U2A")
        assert (unit, changed_at, said.duty) == ("YZ-U2A", NOON, Duty.OFF)
        world = await world_of(city)
        local = NOON.astimezone(world.city.zone)
        assert not stand(world.roster.units["YZ-U2A"], said, local).is_on


class TestForgottenBreak:
    async def fire(self, city: Database, now: datetime) -> None:
        world = await world_of(city)
        forces = Forces(roster=world.roster, zone=world.city.zone, positions={})
        async with city.transaction() as session:
            due = await timers.take_due(session, kinds=[BREAK], now=now, most=10)
            await end_breaks(session, due.get(BREAK, ()), now, forces=lambda: forces)

    async def test_is_ended_by_its_timer_and_told(self, city: Database) -> None:
        await say(city, DutyDo.START_BREAK)
        over = NOON + timedelta(minutes=30)
        assert await timers_of(city) == [(BREAK, "YZ-U2A", over)]

        await self.fire(city, over)

        assert [row[1:] for row in await history(city)] == [
            ("start_break", "break"),
            ("end_break", "on"),
        ]
        assert await timers_of(city) == []

    async def test_that_was_ended_by_hand_has_no_timer_left(self, city: Database) -> None:
        await say(city, DutyDo.START_BREAK)
        await say(city, DutyDo.END_BREAK, now=NOON + timedelta(minutes=5))

        assert await timers_of(city) == []

    async def test_whose_timer_outlived_it_is_left_alone(self, city: Database) -> None:
        await say(city, DutyDo.START_BREAK)
        async with city.transaction() as session:
            timers.set_(session, [(BREAK, "YZ-U2A", NOON + timedelta(minutes=1), {})])

        await self.fire(city, NOON + timedelta(minutes=2))

        assert await history(city) == [("YZ-U2A", "start_break", "break")]


class TestOverHttp:
    async def test_a_crew_signs_off_and_is_seen_to(self, platform: Platform) -> None:
        officer, operator = await platform.sign_in("yz-team"), await platform.sign_in("yz-center")
        word = {"do": "sign_off", "id": str(uuid4()), "at": now_text()}
        async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
            answer = await platform.client.post("/api/v1/duty", json=word, headers=officer)
            assert answer.json() == {
                "unit": "YZ-U1",
                "duty": "off",
                "on_duty": False,
                "free_until": None,
            }
            for socket in (console, phone):
                assert (await socket.frame("unit.duty", unit="YZ-U1"))["duty"] == "off"
        assert phone.opening["snapshot"]["unit"]["duty"] == "on"
        async with platform.phone("yz-team") as again:
            assert again.opening["snapshot"]["unit"]["duty"] == "off"
        units = (await platform.client.get("/api/v1/units", headers=operator)).json()["items"]
        (ours,) = [unit for unit in units if unit["code"] == "YZ-U1"]

        assert (ours["on_duty"], ours["duty"], ours["state"]) == (False, "off", "off")

    async def test_a_task_waits_until_somebody_signs_on(self, platform: Platform) -> None:
        officer, operator = await platform.sign_in("yz-team"), await platform.sign_in("yz-center")
        word = {"do": "sign_off", "id": str(uuid4())}
        await platform.client.post("/api/v1/duty", json=word, headers=officer)

        async def report() -> tuple[str, str]:
            case_no = (await platform.report())["case_no"]
            while True:
                answer = await platform.client.get("/api/v1/tasks", headers=operator)
                states = {task["case_no"]: task["state"] for task in answer.json()["items"]}
                if case_no in states:
                    return case_no, states[case_no]

        async with platform.phone("yz-team") as phone:
            case_no, state = await report()
            while state != "waiting":
                # Who chooses knows of it a second later, and may still have offered something.
                case_no, state = await report()
            word_id = str(uuid4())
            await phone.say({"duty": "sign_on", "id": word_id, "at": now_text()})
            await phone.wait_for(lambda m: m.get("done") == word_id)

            await phone.frame("task.offered", case_no=case_no)

    async def test_words_that_fit_no_form_or_cannot_be_said_are_refused(
        self, platform: Platform
    ) -> None:
        async with platform.phone("yz-team") as phone:
            word_id = str(uuid4())
            await phone.say({"duty": "sleep", "id": word_id})
            refused = await phone.wait_for(lambda m: m.get("refused") == word_id)
            assert refused["problem"]["type"] == "/problems/invalid-input"

            await phone.say({"duty": "sign_off", "id": str(uuid4())})
            await phone.say({"duty": "end_break", "id": word_id})
            refused = await phone.wait_for(lambda m: m.get("refused") == word_id)
            assert refused["problem"]["type"] == "/problems/illegal-duty"

    async def test_an_officer_without_a_unit_has_no_duty(self, platform: Platform) -> None:
        username = await sign_up(platform, Role.OFFICER, "city", "nobody's")
        answer = await platform.client.post(
            "/api/v1/duty",
            json={"do": "sign_off", "id": str(uuid4())},
            headers=await platform.sign_in(username),
        )

        assert answer.status_code == 403
