"""Channels: numbers follow the order of commits without a gap, and frames are exactly the wire's."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from core import channels
from core.channels import Frame, Numbered
from core.db import Database

AT = datetime(2026, 11, 22, 16, 5, 0, 123456, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
async def databases(database: Database) -> AsyncIterator[list[Database]]:
    """Three engines on one database, as three processes have them."""
    url = database.engine.url.render_as_string(hide_password=False)
    async with AsyncExitStack() as stack:
        others = [Database(url), Database(url)]
        for other in others:
            stack.push_async_callback(other.close)
        yield [database, *others]


async def say(database: Database, *where: str, n: int = 0, at: datetime = AT) -> None:
    async with database.transaction() as session:
        channels.publish(session, name="case.changed", data={"n": n}, channels=where, at=at)


async def read(database: Database, channel: str, since: int = 0) -> list[Numbered]:
    async with database.reading() as session:
        return await channels.list_since(session, channel=channel, seq=since, most=100_000)


class TestNumbers:
    async def test_begin_at_one_in_every_channel(self, database: Database) -> None:
        await say(database, "city", "team:A")
        await say(database, "city")
        await say(database, "city", "team:A")

        async with database.reading() as session:
            heads = await channels.list_heads(session)
            assert await channels.find_head(session, channel="team:A") == 2
            assert await channels.find_head(session, channel="team:B") == 0
        assert heads == {"city": 3, "team:A": 2}

    async def test_follow_the_order_of_what_a_transaction_said(self, database: Database) -> None:
        async with database.transaction() as session:
            for n in range(5):
                channels.publish(
                    session, name="x", data=n, channels=["b", "a", "b"] if n % 2 else ["a"], at=AT
                )

        assert [frame.seq for frame in await read(database, "a")] == [1, 2, 3, 4, 5]
        assert [f.text[-2] for f in await read(database, "a")] == list("01234")
        assert [(f.seq, f.text[-2]) for f in await read(database, "b")] == [(1, "1"), (2, "3")]

    async def test_are_not_taken_by_what_was_rolled_back(self, database: Database) -> None:
        async def say_and_fail(*, after_numbering: bool) -> None:
            async with database.transaction() as session:
                channels.publish(session, name="x", data={}, channels=["city"], at=AT)
                if after_numbering:
                    await channels._number(session)
                raise ZeroDivisionError

        await say(database, "city", n=1)
        for after_numbering in (False, True):
            with pytest.raises(ZeroDivisionError):
                await say_and_fail(after_numbering=after_numbering)
        await say(database, "city", n=2)

        assert [frame.seq for frame in await read(database, "city")] == [1, 2]

    async def test_have_no_gap_and_follow_commits_whoever_writes(
        self, databases: list[Database]
    ) -> None:
        chance = random.Random(1)
        nodes = ["city", "district:1", "district:2", "team:A", "team:B", "unit:U", "platform:p"]
        per_writer, writers = 15, 8
        ended: list[int] = []
        began: dict[int, int] = {}

        async def write(writer: int) -> None:
            for n in range(per_writer):
                mark = writer * per_writer + n
                began[mark] = len(ended)
                where = chance.sample(nodes[1:], chance.randint(0, 4))
                chance.shuffle(where)
                await say(databases[writer % 3], *where, "city", n=mark)
                ended.append(mark)

        async def follow() -> list[Numbered]:
            heard: list[Numbered] = []
            while len(heard) < per_writer * writers:
                heard += await read(databases[0], "city", since=len(heard))
                # Whoever reads finds a beginning of the story, never a story with a hole.
                assert [frame.seq for frame in heard] == list(range(1, len(heard) + 1))
                await asyncio.sleep(0.005)
            return heard

        follower = asyncio.create_task(follow())
        await asyncio.gather(*(write(writer) for writer in range(writers)))
        heard = await follower

        place = {channels.as_json([f])[0]["data"]["n"]: f.seq for f in heard}
        for mark, known in began.items():
            # What was committed before another began has the lower number.
            assert all(place[before] < place[mark] for before in ended[:known])
        async with databases[0].reading() as session:
            heads = await channels.list_heads(session)
        for channel, head in heads.items():
            frames = await read(databases[0], channel)
            assert [frame.seq for frame in frames] == list(range(1, head + 1)), channel


class TestListSince:
    async def test_gives_what_follows_a_number_and_no_more_than_asked(
        self, database: Database
    ) -> None:
        for n in range(6):
            await say(database, "city", n=n)

        async with database.reading() as session:
            found = await channels.list_since(session, channel="city", seq=2, most=3)
            none = await channels.list_since(session, channel="city", seq=6, most=3)

        assert [frame.seq for frame in found] == [3, 4, 5]
        assert none == []


class TestFrames:
    async def test_are_the_wires_text(self, database: Database) -> None:
        async with database.transaction() as session:
            channels.publish(
                session,
                name="case.changed",
                data={"case_no": "20261122-000001", "title": "占道\n“摆摊”", "lon": None},
                channels=["city"],
                at=AT,
            )

        [frame] = await read(database, "city")
        assert frame.text == (
            '{"seq":1,"name":"case.changed","at":"2026-11-22T08:05:00.123456Z",'
            '"data":{"case_no":"20261122-000001","title":"占道\\n“摆摊”","lon":null}}'
        )
        assert channels.as_json([frame]) == [
            {
                "seq": 1,
                "name": "case.changed",
                "at": "2026-11-22T08:05:00.123456Z",
                "data": {"case_no": "20261122-000001", "title": "占道\n“摆摊”", "lon": None},
            }
        ]

    def test_without_a_number_are_the_wires_text_too(self) -> None:
        text = channels.unnumbered("ping", {}, datetime(2026, 11, 22, 8, 5, tzinfo=UTC))

        assert text == '{"name":"ping","at":"2026-11-22T08:05:00.000000Z","data":{}}'

    async def test_are_stored_once_for_all_channels(self, database: Database) -> None:
        await say(database, "city", "district:1", "team:A")

        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Frame)) == 1

    async def test_are_announced_after_the_commit_as_they_are_stored(
        self, database: Database
    ) -> None:
        announced: list[Numbered] = []
        stored: list[Numbered] = []

        async def announce(frames: Sequence[Numbered]) -> None:
            announced.extend(frames)
            stored.extend(await read(database, "city") + await read(database, "team:A"))

        database.session_info["announce"] = announce
        async with database.transaction() as session:
            channels.publish(session, name="x", data=1, channels=["city", "team:A"], at=AT)
            channels.publish(session, name="x", data=2, channels=["city"], at=AT)
            assert announced == []

        assert set(announced) == set(stored)
        assert len(announced) == len(stored) == 3


class TestForgetBefore:
    async def test_drops_what_is_old_but_not_a_platforms_channel(self, database: Database) -> None:
        old, new = AT, AT + timedelta(days=8)
        await say(database, "city", "platform:wangge", n=1, at=old)
        await say(database, "city", n=2, at=old)
        await say(database, "city", n=3, at=new)

        async with database.transaction() as session:
            await channels.forget_before(session, moment=new, keep="platform:")

        assert [frame.seq for frame in await read(database, "city")] == [3]
        assert [frame.seq for frame in await read(database, "platform:wangge")] == [1]
        async with database.reading() as session:
            kept = await session.scalar(select(func.count()).select_from(Frame))
        assert kept == 2

    async def test_gives_no_number_out_again(self, database: Database) -> None:
        await say(database, "city", at=AT)
        async with database.transaction() as session:
            await channels.forget_before(session, moment=AT + timedelta(days=1), keep="platform:")

        await say(database, "city", at=AT)

        assert [frame.seq for frame in await read(database, "city")] == [2]
