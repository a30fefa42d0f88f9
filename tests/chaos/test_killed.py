"""Any process of the platform is killed at any moment: ids sent, stored and heard are the same set, each once.

The story is told once for each database; each test asks it for one promise.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

import main
from command.cases.models import Case, CaseHistory
from core import channels, outbox, schema
from core.db import Database
from dispatch.tasks.models import Task
from tests import servers
from tests.chaos.story import EVENTS, Story, told
from tests.conftest import YUNZE
from tests.killing import killable_valkey
from tests.picture import Picture
from tests.waiting import until_read

pytestmark = pytest.mark.timeout(900)

STORIES = {"postgres": (2, 20), "sqlite": (1, 3)}
"""How many web processes, and how many seeds of events and kills."""
CHANNELS = ("city", "district:990101", "unit:YZ-U1")
"""What the story's followers follow."""


@dataclass
class End:
    """How a story ended."""

    story: Story
    seeds: int
    cases: dict[str, Case]
    tasks: list[Task]
    histories: Counter[Any]
    changes: list[dict[str, Any]]
    snapshots: list[tuple[str, Picture, Picture]]
    """Of each channel: what its follower saw at a number, and what who came then saw."""

    @property
    def sent(self) -> set[str]:
        """The ids of all events that were sent."""
        return {f"S{seed:02d}-{n:04d}" for seed in range(self.seeds) for n in range(EVENTS)}


@pytest.fixture(scope="module", params=STORIES)
async def end(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[End]:
    """Tell a story to its end."""
    folder = tmp_path_factory.mktemp("killed")
    webs, seeds = STORIES[request.param]
    with killable_valkey() as redis, _new_database(request, folder) as url:
        await _load(url)
        async with told(folder, YUNZE, database_url=url, redis=redis, webs=webs) as story:
            for seed in range(seeds):
                await story.seed(seed)
            yield await _read_the_end(story, url, seeds)


class TestWhateverIsKilled:
    async def test_processes_were_killed_and_came_back(self, end: End) -> None:
        assert end.story.kills.total() >= end.seeds
        if end.seeds > len(end.story.processes) * 2:
            assert len(end.story.kills) == len(end.story.processes)
            assert all(follower.connections > 1 for follower in end.story.followers)

    async def test_every_event_sent_is_one_case_and_there_is_no_other(self, end: End) -> None:
        assert end.story.refused == []
        assert end.cases.keys() == end.sent
        assert len({case.case_no for case in end.cases.values()}) == len(end.sent)

    async def test_every_answer_named_the_case_it_is(self, end: End) -> None:
        assert end.story.answered == {
            event_id: {case.case_no} for event_id, case in end.cases.items()
        }

    async def test_every_case_was_heard_once_by_whoever_may(self, end: End) -> None:
        center, east, _ = end.story.followers

        assert center.heard == Counter(dict.fromkeys(end.sent, 1))
        assert east.heard == center.heard

    async def test_every_case_that_was_routed_has_one_live_task(self, end: End) -> None:
        routed = {case.case_no for case in end.cases.values() if case.team}

        assert len(routed) > len(end.sent) / 2
        assert Counter(task.case_no for task in end.tasks) == Counter(dict.fromkeys(routed, 1))
        assert not any(task.ended for task in end.tasks)

    async def test_every_offer_was_heard_once_by_the_unit_it_was_made_to(self, end: End) -> None:
        *_, phone = end.story.followers
        offered = {str(task.id) for task in end.tasks if task.unit == "YZ-U1"}

        assert offered
        assert phone.offered == Counter(dict.fromkeys(offered, 1))

    async def test_every_move_is_in_the_history_once(self, end: End) -> None:
        moves = {case.id: 2 if case.state == "sent" else 1 for case in end.cases.values()}

        assert end.histories == Counter(moves)

    async def test_the_platform_hears_every_stage_without_a_gap(self, end: End) -> None:
        assert [change["seq"] for change in end.changes] == list(range(1, len(end.changes) + 1))
        stages = Counter((c["data"]["source_event_id"], c["data"]["stage"]) for c in end.changes)
        wanted = {(event_id, "accepted"): 1 for event_id in end.sent}
        wanted |= {
            (event_id, "dispatched"): 1
            for event_id, case in end.cases.items()
            if case.state == "sent"
        }
        assert stages == Counter(wanted)

    async def test_who_followed_sees_what_who_comes_now_sees(self, end: End) -> None:
        for path, followed, fresh in end.snapshots:
            assert followed == fresh, path


@contextmanager
def _new_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'onedoor.db'}"
        return
    with servers.database(request.getfixturevalue("postgres_url")) as url:
        yield url


async def _load(url: str) -> None:
    database = Database(url)
    await schema.upgrade(database)
    await main.load_folder(database, folder=YUNZE)
    await database.close()


async def _read_the_end(story: Story, url: str, seeds: int) -> End:
    """Wait until nothing is on its way any more, and read what there is."""
    database = Database(url)

    async def is_quiet() -> bool:
        for follower in story.followers:
            if follower.task is not None and follower.task.done():
                follower.task.result()
        async with database.reading() as session:
            heads = await channels.list_heads(session)
            count, _ = await outbox.find_lag(session)
        heard = [follower.picture and follower.picture.seq for follower in story.followers]
        return count == 0 and heard == [heads[channel] for channel in CHANNELS]

    await until_read(is_quiet, True)
    async with database.reading() as session:
        cases = {case.source_event_id: case for case in await session.scalars(select(Case))}
        tasks = list(await session.scalars(select(Task)))
        histories = Counter(await session.scalars(select(col(CaseHistory.case_id))))
    await database.close()
    snapshots = [(follower.path, *await follower.see_both()) for follower in story.followers]
    return End(story, seeds, cases, tasks, histories, await story.changes(), snapshots)
