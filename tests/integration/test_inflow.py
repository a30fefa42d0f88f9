"""Cases received by township and hour: counted once, in their hour, within the scope."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from command.cases import inflow
from core.clock import utcnow
from core.db import Database
from core.ids import first_id, new_id
from tests.hands import NOON, Hands
from tests.platform import Platform

WEST = {"lon": 87.05, "lat": 43.15}


async def count(
    city: Database, node: str, hours: int, now: datetime
) -> dict[str | None, list[int]]:
    from_ = inflow.first_hour(now, hours)
    async with city.reading() as session:
        return await inflow.count(session, node=node, from_=from_, hours=hours)


class TestCount:
    async def test_puts_each_case_into_its_township_and_hour(self, city: Database) -> None:
        hands = await Hands.of(city)
        for minutes, place in ((0, {}), (59, {}), (60, {}), (61, {"location": WEST})):
            hands.now = NOON + timedelta(minutes=minutes)
            await hands.report(**place)
        hands.now = NOON + timedelta(minutes=59, seconds=59, milliseconds=999)
        await hands.report(location=None)

        found = await count(city, "city", 3, NOON + timedelta(hours=1, minutes=30))

        assert found == {"990101001": [0, 2, 1], "990102100": [0, 0, 1], None: [0, 1, 0]}

    async def test_leaves_out_what_is_older_or_of_another_scope(self, city: Database) -> None:
        hands = await Hands.of(city)
        await hands.report()
        await hands.report(location=WEST)

        assert await count(city, "city", 1, NOON + timedelta(hours=1)) == {}
        assert await count(city, "district:990102", 1, NOON) == {"990102100": [1]}
        assert await count(city, "township:990101001", 1, NOON) == {"990101001": [1]}
        assert await count(city, "team:YZ-T4", 1, NOON) == {}


class TestAnswer:
    async def test_is_as_long_as_was_asked_for_and_ends_with_the_running_hour(
        self, platform: Platform
    ) -> None:
        await platform.report()
        headers = await platform.sign_in("yz-center")

        async def ask(**params: Any) -> Any:
            answer = await platform.client.get("/api/v1/inflow", params=params, headers=headers)
            return answer.json() if answer.status_code == 200 else answer.status_code

        day, week = await ask(), await ask(days=7)

        assert (day["hours"], week["hours"]) == (24, 168)
        from_ = datetime.fromisoformat(day["from"])
        assert from_ + timedelta(hours=23) <= utcnow() < from_ + timedelta(hours=24, minutes=1)
        (row,) = day["items"]
        assert (row["township"], len(row["counts"]), sum(row["counts"][-2:])) == (
            "990101001",
            24,
            1,
        )
        assert [await ask(days=days) for days in (0, 8)] == [422, 422]


def test_the_first_id_of_a_moment_lies_between_what_was_made_before_and_after() -> None:
    before = new_id()
    moment = utcnow() + timedelta(milliseconds=2)

    assert before < first_id(moment)
    assert first_id(moment - timedelta(milliseconds=4)) < new_id()


@pytest.mark.parametrize("hours", [1, 24])
def test_the_last_of_the_hours_is_the_running_one(hours: int) -> None:
    now = NOON + timedelta(minutes=17)

    assert inflow.first_hour(now, hours) == NOON - timedelta(hours=hours - 1)
