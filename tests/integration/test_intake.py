"""The city's door: each event is one case for ever, answered when it is safe, whatever else happens."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import func, select, text
from sqlmodel import SQLModel, col
from structlog.testing import capture_logs

from command import intake
from command.cases.models import Case, CaseHistory
from command.cases.values import CaseReport
from command.errors import IntakeFull, ReportDiffers
from command.intake import Door, TakenIn
from command.keeper import Keeper
from core.channels import ChannelFrame, Frame
from core.db import Database
from core.outbox import Outbox
from core.settings import Settings
from tests.factories import YUNZE, make_report
from tests.platform import PATIENCE_S, make_event, running_platform
from tests.waiting import until


@asynccontextmanager
async def opened(
    database: Database, *, room: int = 1000, batch: int = 256, begun: asyncio.Event | None = None
) -> AsyncIterator[Door]:
    """Open a door that begins to take in at once, or when the event is set."""
    world = Keeper(database)
    await world.refresh()
    door = Door(database, world=world, room=room, batch=batch)

    async def run() -> None:
        if begun is not None:
            await begun.wait()
        await door.run()

    running = asyncio.create_task(run())
    try:
        yield door
    finally:
        running.cancel()


async def together(database: Database, reports: Sequence[CaseReport]) -> list[Any]:
    """Take reports in by one commit."""
    begun = asyncio.Event()
    async with opened(database, begun=begun) as door:
        futures = [door.submit(report) for report in reports]
        begun.set()
        return await asyncio.gather(*futures, return_exceptions=True)


async def one(database: Database, **changes: Any) -> Any:
    """Take one report in."""
    return (await together(database, [make_report(**changes)]))[0]


async def count(database: Database, *models: type[SQLModel]) -> list[int]:
    async with database.reading() as session:
        return [
            (await session.execute(select(func.count()).select_from(model))).scalar_one()
            for model in models
        ]


class TestResend:
    async def test_gets_its_first_case_and_writes_nothing(self, city: Database) -> None:
        everything = (Case, CaseHistory, Frame, ChannelFrame, Outbox)
        first = await one(city, source_event_id="EV-1")
        written = await count(city, *everything)

        again = await one(
            city, source_event_id="EV-1", occurred_at="2026-11-20T02:00:00Z", urgency="general"
        )

        assert first.new
        assert not again.new
        assert (again.case_no, again.received_at) == (first.case_no, first.received_at)
        assert await count(city, *everything) == written

    async def test_with_other_content_is_told_where_it_differs(self, city: Database) -> None:
        first = await one(city, source_event_id="EV-1")

        other = await one(
            city, source_event_id="EV-1", title="别的", location={"lon": 87.03, "lat": 43.04}
        )

        assert isinstance(other, ReportDiffers)
        assert other.facts == {"case_no": first.case_no, "fields": ["/location/lat", "/title"]}

    async def test_of_another_platform_is_another_case(self, city: Database) -> None:
        first = await one(city, source_event_id="EV-1")

        other = await one(city, source_event_id="EV-1", platform="another")

        assert other.new
        assert other.case_no != first.case_no

    async def test_in_the_same_commit_is_answered_in_order(self, city: Database) -> None:
        report, other = make_report(source_event_id="EV-1"), make_report(source_event_id="EV-2")
        differs = make_report(source_event_id="EV-1", title="别的")

        answers = await together(city, [report, differs, other, report, other])

        first, refused, second, again, last = answers
        assert isinstance(refused, ReportDiffers)
        assert refused.facts["case_no"] == first.case_no
        assert [a.new for a in (first, second, again, last)] == [True, True, False, False]
        assert (again.case_no, last.case_no) == (first.case_no, second.case_no)
        assert await count(city, Case) == [2]


class TestTransactions:
    @pytest.mark.parametrize(("waiting", "together"), [(9, [9]), (99, [49, 50])])
    async def test_are_shared_while_few_wait_and_two_at_once_in_a_crowd(
        self,
        city: Database,
        monkeypatch: pytest.MonkeyPatch,
        waiting: int,
        together: list[int],
    ) -> None:
        begun, may_go_on = asyncio.Event(), asyncio.Event()
        batches: list[int] = []
        write = Door._write

        async def held_up(self: Door, reports: Sequence[CaseReport], numbers: Sequence[int]) -> Any:
            batches.append(len(reports))
            begun.set()
            await may_go_on.wait()
            return await write(self, reports, numbers)

        monkeypatch.setattr(Door, "_write", held_up)
        # Which lane an event takes is its hash's choice, of which Python makes a secret.
        monkeypatch.setattr(intake, "hash", lambda identity: int(identity[1][2:]), raising=False)
        async with opened(city) as door:
            futures = [door.submit(make_report(source_event_id="F-0"))]
            await begun.wait()
            futures += [
                door.submit(make_report(source_event_id=f"F-{n}")) for n in range(1, waiting + 1)
            ]
            may_go_on.set()
            await futures[0]
            may_go_on.clear()
            await until(lambda: sum(batches) == 1 + waiting)
            may_go_on.set()
            await asyncio.gather(*futures)

        assert sorted(batches[1:]) == ([waiting] if city.is_sqlite else together)
        assert await count(city, Case) == [1 + waiting]


class TestRace:
    async def test_of_two_doors_for_the_same_ids_makes_each_case_once(
        self, city: Database, city_url: str
    ) -> None:
        reports = [make_report(source_event_id=f"EV-{number}") for number in range(60)]
        chance = random.Random(7)
        other_database = Database(city_url)

        async with opened(city, batch=8) as one_door, opened(other_database, batch=8) as other_door:
            answers = await asyncio.gather(
                *(
                    door.submit_all(chance.sample(reports, len(reports)))
                    for door in (one_door, other_door)
                )
            )
        await other_database.close()

        told = [answer for answered in answers for answer in answered]
        assert all(isinstance(answer, TakenIn) for answer in told)
        new = [answer.case_no for answer in told if isinstance(answer, TakenIn) and answer.new]
        assert len(new) == len(set(new)) == len(reports)
        assert {answer.case_no for answer in told if isinstance(answer, TakenIn)} == set(new)
        assert await count(city, Case, CaseHistory) == [60, 60]

    async def test_of_the_same_posts_at_two_servers_makes_one_case(
        self, settings: Settings
    ) -> None:
        event = make_event(source_event_id="EV-1")
        async with (
            running_platform(settings, YUNZE) as one_server,
            running_platform(settings, YUNZE) as other_server,
        ):
            answers = await asyncio.gather(
                *(
                    server.client.post("/api/v1/events", json=event, headers=server.as_platform)
                    for server in (one_server, other_server) * 10
                )
            )

        assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
        assert len({answer.json()["case_no"] for answer in answers}) == 1


class TestAnswer:
    async def test_waits_for_the_commit(self, city: Database, city_url: str) -> None:
        other = Database(city_url)
        async with opened(city) as door:
            async with other.transaction() as session:
                if not other.is_sqlite:
                    await session.execute(text('LOCK TABLE "case" IN SHARE ROW EXCLUSIVE MODE'))
                future = door.submit(make_report(source_event_id="EV-1"))
                done, _ = await asyncio.wait({future}, timeout=0.3)
                assert not done
            async with asyncio.timeout(PATIENCE_S):
                answer = await future
        assert isinstance(answer, TakenIn)
        async with other.reading() as session:
            found = await session.scalar(
                select(col(Case.case_no)).where(col(Case.source_event_id) == "EV-1")
            )
        await other.close()
        assert found == answer.case_no


class TestPoison:
    async def test_in_one_report_does_not_harm_its_neighbours(self, city: Database) -> None:
        good = [make_report(source_event_id=f"EV-{number}") for number in range(6)]
        # What no database encodes, and what SQLite alone would keep.
        bad = [_poisoned(text) for text in ("\ud800", *(() if city.is_sqlite else ("\x00",)))]

        with capture_logs():
            answers = await together(city, [*good[:3], *bad, *good[3:]])

        refused = answers[3 : 3 + len(bad)]
        taken = [*answers[:3], *answers[3 + len(bad) :]]
        assert all(isinstance(answer, Exception) for answer in refused)
        assert all(isinstance(answer, TakenIn) and answer.new for answer in taken)
        assert await count(city, Case, CaseHistory, Outbox) == [6, 6, 6]
        assert [answer.new for answer in await together(city, good)] == [False] * 6


def _poisoned(text: str) -> CaseReport:
    """Smuggle past the form what a database refuses."""
    return replace(make_report(), title=text)


class TestFull:
    async def test_refuses_at_once_what_it_cannot_promise(self, city: Database) -> None:
        begun = asyncio.Event()
        async with opened(city, room=2, begun=begun) as door:
            kept = [door.submit(make_report()) for _ in range(2)]
            with pytest.raises(IntakeFull) as refused:
                door.submit(make_report())
            assert refused.value.facts == {"retry_after_s": 1}

            begun.set()
            answers = await asyncio.gather(*kept)

        assert [answer.new for answer in answers if isinstance(answer, TakenIn)] == [True, True]
        assert await count(city, Case) == [2]

    async def test_tells_a_platform_when_to_come_back_and_keeps_nothing(
        self, settings: Settings
    ) -> None:
        narrow = settings.model_copy(update={"intake_queue": 1, "intake_batch": 1})
        async with running_platform(narrow, YUNZE) as platform:
            async with platform.database.transaction() as session:
                if not platform.database.is_sqlite:
                    await session.execute(text('LOCK TABLE "case" IN SHARE ROW EXCLUSIVE MODE'))
                posts = {
                    asyncio.create_task(
                        platform.client.post(
                            "/api/v1/events",
                            json=make_event(source_event_id=f"EV-{number}"),
                            headers=platform.as_platform,
                        )
                    )
                    for number in range(6)
                }
                # Two may be being taken in and one waits; there is room for no more.
                refused: set[asyncio.Task[Response]] = set()
                while len(refused) < 3:
                    refused, _ = await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
                    await asyncio.sleep(0.01)
            answers = await asyncio.gather(*posts)
            gone = sorted(answer.json()["case_no"] for answer in answers if answer.is_success)

            async with platform.database.reading() as session:
                kept = sorted(await session.scalars(select(col(Case.case_no))))
        told = [post.result() for post in refused]
        assert {answer.status_code for answer in told} == {503}
        assert {answer.headers["retry-after"] for answer in told} == {"1"}
        assert {answer.json()["type"] for answer in told} == {"/problems/intake-full"}
        assert gone
        assert len(gone) + len(told) == 6
        assert kept == gone


async def test_a_sender_that_gave_up_before_its_turn_is_not_taken_in(city: Database) -> None:
    begun = asyncio.Event()
    async with opened(city, begun=begun) as door:
        gone, kept = door.submit(make_report()), door.submit(make_report())
        gone.cancel()
        begun.set()
        await kept

    assert await count(city, Case) == [1]


async def test_case_numbers_bear_the_local_day(city: Database) -> None:
    answer = await one(city)

    world = Keeper(city)
    await world.refresh()
    local = answer.received_at.astimezone(world().city.zone)
    assert answer.case_no == f"{local:%Y%m%d}-000001"
