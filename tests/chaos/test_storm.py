"""A web process dies and every phone and console comes back at once: each hears what it missed, once, in order."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import main
from core import channels, schema
from core.db import Database
from tests.chaos.follower import Follower
from tests.chaos.story import Story, told
from tests.conftest import YUNZE
from tests.killing import killable_valkey
from tests.platform import make_event
from tests.waiting import until, until_read

PHONES, CONSOLES = 120, 30
EVENTS = 20

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def story(empty_url: str, tmp_path: Path) -> AsyncIterator[Story]:
    """One web process and a relay on a database of their own, and nobody but three followers."""
    database = Database(empty_url)
    await schema.upgrade(database)
    await main.load_folder(database, folder=YUNZE)
    await database.close()
    with killable_valkey() as redis:
        async with told(tmp_path, YUNZE, database_url=empty_url, redis=redis, webs=1) as story:
            yield story


async def _report(story: Story, event: dict[str, Any]) -> None:
    """Report an event until it is taken in: the process may not be there yet."""
    headers = {"Authorization": f"Bearer {story.facts['platform_token']}"}
    url = next(iter(story.webs))
    while True:
        try:
            async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
                answer = await client.post("/api/v1/events", json=event, headers=headers)
            if answer.status_code in (200, 201):
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)


async def test_all_come_back_at_once_and_nobody_misses_or_doubles_anything(
    story: Story, empty_url: str
) -> None:
    center, _, team = story.followers
    crowd = [Follower(list(story.webs), center.path, center.token) for _ in range(CONSOLES)]
    crowd += [Follower(list(story.webs), team.path, team.token) for _ in range(PHONES)]
    story.followers += crowd
    for follower in crowd:
        follower.task = asyncio.create_task(follower.run())
    await until(lambda: all(follower.picture for follower in crowd), patience_s=60)
    web = next(iter(story.webs.values()))
    events = [make_event() for _ in range(EVENTS)]
    for event in events[: EVENTS // 2]:
        await _report(story, event)

    web.kill()
    web.start(wait=False)
    await asyncio.gather(*(_report(story, event) for event in events[EVENTS // 2 :]))

    database = Database(empty_url)

    async def heads() -> list[int]:
        async with database.reading() as session:
            found = await channels.list_heads(session)
        return [found["unit:YZ-U1" if "field" in one.path else "city"] for one in crowd]

    async def all_have_come_as_far() -> bool:
        for follower in crowd:
            if follower.task is not None and follower.task.done():
                follower.task.result()
        return [one.picture.seq for one in crowd if one.picture] == await heads()

    # A sequence with a gap or a double would have ended its follower: `Picture.fold` sees to it.
    await until_read(all_have_come_as_far, True)
    wanted = {event["source_event_id"]: 1 for event in events}
    assert all(one.heard == wanted for one in crowd if "console" in one.path)
    phones = [one for one in crowd if "field" in one.path]
    assert all(one.offered == phones[0].offered and one.offered for one in phones)
    assert set(phones[0].offered.values()) == {1}
    assert all(one.connections > 1 for one in crowd)
    fresh = await phones[0].snapshot()
    assert all(one.picture == fresh for one in phones)
    await database.close()
