"""Officers, a post and a platform act while every process is killed: each task, answer and timer is there once.

The story is told once for each database: on PostgreSQL with two web processes and two relays that compete
for the lease, and in the embedded way. Each test asks it for one promise.
"""

import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Set
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

import main
from core import schema
from core.db import Database
from dispatch.climbing import ASKED, ON_THE_WAY
from dispatch.ladder.unanswered import LATE, UNANSWERED
from dispatch.tasks.lifecycle import MOVES, TaskState
from dispatch.tasks.operations import UNANSWERING
from tests import servers
from tests.chaos import left, quick_city
from tests.chaos.crews import Phone
from tests.chaos.deeds import DONE
from tests.chaos.follower import Follower
from tests.chaos.left import Left
from tests.chaos.shift import Shift
from tests.chaos.story import Story, told
from tests.killing import killable_valkey
from tests.picture import Picture

pytestmark = pytest.mark.timeout(600)

log = logging.getLogger(__name__)

SEED: Final = "ONEDOOR_TEST_SEED"
"""Names the variable that repeats a story, as far as real processes let it be repeated."""
STORIES: Final = {"postgres": (2, 2, 16, 7), "sqlite": (1, 1, 8, 3)}
"""How many web processes and relays, for how many seconds they are worked with, and how many deaths they die."""
CONSOLES: Final = {"city": "yz-center", "district:990101": "yz-east"}
POSTS: Final = ["team", "township", "district", "city"]


@dataclass
class End:
    """How a story ended."""

    story: Story
    shift: Shift
    left: Left
    seen: list[tuple[str, Picture, Picture]]
    """Of each channel: what somebody sees who followed it, and what who comes now sees."""
    changes: list[int]
    """The numbers of the platform's own channel, as it reads them."""

    @property
    def phones(self) -> list[tuple[str, Phone]]:
        """All phones, with their units."""
        return [(crew.unit, phone) for crew in self.shift.crews for phone in crew.phones]


@pytest.fixture(scope="module")
def seed() -> int:
    """The number that all dice are thrown by."""
    return int(os.environ.get(SEED, "21"))


@pytest.fixture(scope="module", params=STORIES)
async def end(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> AsyncIterator[End]:
    """Tell a story to its end."""
    folder = tmp_path_factory.mktemp("officers")
    city = quick_city.make(folder / "city")
    webs, relays, span_s, deaths = STORIES[request.param]
    async with AsyncExitStack() as stack:
        url = f"sqlite:///{folder / 'onedoor.db'}"
        if request.param == "postgres":
            server = request.getfixturevalue("postgres_url")
            url = stack.enter_context(servers.database(server))
        await _load(url, city)
        story = await stack.enter_async_context(
            told(
                folder,
                city,
                database_url=url,
                redis=stack.enter_context(killable_valkey()),
                webs=webs,
                relays=relays,
                followers=[("/ws/console", username) for username in CONSOLES.values()],
            )
        )
        shift = await Shift.of(story, stack, seed=seed)
        try:
            await shift.last(span_s, deaths=deaths, is_enough=lambda: _is_enough(shift))
            await shift.end()
            yield await _read_the_end(story, shift, url)
        except BaseException as failure:
            failure.add_note(f"{SEED}={seed}")
            raise


@pytest.fixture(autouse=True)
def _say_the_seed(seed: int) -> None:
    log.warning("%s=%d", SEED, seed)


class TestEveryProcess:
    async def test_was_killed_and_the_work_went_on(self, end: End) -> None:
        assert end.story.kills.keys() == {p.program.name for p in end.story.processes}
        assert all(phone.connections > 1 for _, phone in end.phones)


class TestEveryEvent:
    async def test_is_one_case_that_every_answer_named(self, end: End) -> None:
        assert end.story.refused == []
        assert end.story.answered == {
            event_id: {case.case_no} for event_id, case in end.left.cases.items()
        }
        assert end.left.cases.keys() == end.shift.events.keys()

    async def test_is_in_one_units_hands_at_most(self, end: End) -> None:
        leads = Counter(
            task.case_no
            for task in end.left.tasks.values()
            if task.role == "lead" and not task.ended
        )
        assert set(leads.values()) <= {1}

    async def test_is_worked_on_until_it_is_done_or_judged(self, end: End) -> None:
        moving = {
            task.case_no
            for task in end.left.tasks.values()
            if not task.ended and task.role != "assist"
        }
        cases = end.left.cases.values()
        over = ("to_judge", "handled", "closed")
        assert moving == {case.case_no for case in cases if case.state not in over}


class TestEveryTask:
    async def test_rang_once_on_every_phone_of_its_unit(self, end: End) -> None:
        for unit, phone in end.phones:
            offered = {
                str(task.id)
                for task in end.left.tasks.values()
                if task.unit == unit and task.offered_at is not None
            }
            assert set(phone.offered.values()) <= {1}
            shown = phone.picture.tasks.keys() if phone.picture else set()
            if phone.forgets:
                # What had ended before its snapshot is not in it.
                assert phone.offered.keys() | shown <= offered
            else:
                assert phone.offered.keys() == offered

    async def test_that_was_accepted_is_accepted_once_in_its_history(self, end: End) -> None:
        accepted = Counter(
            deed.task for deed in end.shift.acts if deed.body["do"] == "accept" and deed.is_done
        )
        rows = Counter(
            str(task.id)
            for task in end.left.tasks.values()
            for row in end.left.moves(task)
            if row.to_state == TaskState.ACCEPTED and row.from_state != TaskState.SUSPENDED
        )
        assert accepted == rows
        assert set(accepted.values()) == {1}

    async def test_moved_as_the_table_says_and_as_it_is_told(self, end: End) -> None:
        for task in end.left.tasks.values():
            states = [TaskState.WAITING, *(TaskState(move["state"]) for move in task.moves)]
            steps = list(pairwise(states))
            assert all(to in MOVES[state] for state, to in steps), states
            rows = Counter((row.from_state, row.to_state) for row in end.left.moves(task))
            assert rows == Counter(steps)
            assert states[-1] == task.state

    async def test_that_was_declined_or_not_answered_has_one_heir(self, end: End) -> None:
        tasks = end.left.tasks.values()
        heirs = Counter(task.replaces_id for task in tasks if task.replaces_id)
        assert set(heirs.values()) <= {1}
        left = {task.id for task in tasks if task.state in UNANSWERING and task.role == "lead"}
        assert left <= heirs.keys()


class TestEveryAnswer:
    async def test_is_the_same_however_often_it_is_asked_for(self, end: End) -> None:
        deeds = [*end.shift.acts, *end.shift.orders]
        assert all(len(set(deed.answers)) == 1 for deed in deeds), [
            (deed.body, deed.answers) for deed in deeds if len(set(deed.answers)) != 1
        ]
        assert any(len(deed.answers) > 1 for deed in deeds)
        assert any(deed.asked > len(deed.answers) for deed in deeds), "no answer was ever lost"

    async def test_is_what_was_kept(self, end: End) -> None:
        deeds = {deed.id: deed for deed in (*end.shift.acts, *end.shift.orders)}
        assert Counter(str(act.id) for act in end.left.acts) == Counter(deeds.keys())
        assert {str(act.id) for act in end.left.acts if not act.answer} == {
            deed.id for deed in deeds.values() if deed.answers[0] == DONE
        }

    async def test_was_acted_upon_once(self, end: End) -> None:
        rows = Counter(
            str(row.act_id) for some in end.left.history.values() for row in some if row.act_id
        )
        done = {deed.id for deed in (*end.shift.acts, *end.shift.orders) if deed.is_done}
        assert rows.keys() <= done
        acts = {deed.id: deed for deed in end.shift.acts if deed.is_done}
        # To see what was answered already is done, and changes nothing.
        quiet = {deed.id for deed in acts.values() if deed.body["do"] == "see"}
        assert {deed_id: rows[deed_id] for deed_id in acts.keys() - quiet} == dict.fromkeys(
            acts.keys() - quiet, 1
        )
        assert all(rows[deed_id] <= 1 for deed_id in quiet)

    async def test_to_a_reassigning_order_made_one_heir(self, end: End) -> None:
        ordered = Counter(
            deed.task for deed in end.shift.orders if deed.is_done and deed.body["do"] == "reassign"
        )
        replaced = {str(t.id) for t in end.left.tasks.values() if t.state == TaskState.REPLACED}
        heirs = {str(t.replaces_id) for t in end.left.tasks.values() if t.replaces_id}
        assert ordered == Counter(replaced)
        assert replaced <= heirs


class TestEveryTimer:
    async def test_rang_a_unit_once_for_each_rung(self, end: End) -> None:
        rung = Counter(
            (frame["data"]["id"], frame["data"]["silence"])
            for frame in end.left.frames["city"]
            if frame["name"] == "task.alerted"
        )
        assert rung
        assert set(rung.values()) == {1}
        by_task = Counter(task_id for task_id, _ in rung)
        assert by_task == Counter(
            {str(task.id): n for task in end.left.tasks.values() if (n := end.left.rings(task))}
        )
        assert all(set(phone.alerted.values()) <= {1} for _, phone in end.phones)

    async def test_called_on_a_post_once_for_each_thing_that_was_wanted(self, end: End) -> None:
        unanswered, late = end.left.raised(UNANSWERED), end.left.raised(LATE)
        assert unanswered
        assert set(unanswered.values()) == {1}
        assert set(late.values()) <= {1}

    async def test_let_a_task_run_out_once(self, end: End) -> None:
        expired = [t for t in end.left.tasks.values() if t.state == TaskState.EXPIRED]
        assert expired
        for task in expired:
            assert [row.to_state for row in end.left.moves(task)].count(TaskState.EXPIRED) == 1

    async def test_that_was_due_has_fired(self, end: End) -> None:
        open_alerts = {
            (alert.kind, alert.subject): alert.level
            for alert in end.left.alerts.values()
            if alert.ended_at is None
        }
        urgent = [t for t in end.left.tasks.values() if t.brief["urgency"] == "urgent"]
        for task in urgent:
            if task.state in ASKED:
                assert open_alerts.get((UNANSWERED, str(task.id))) == POSTS[-1]
                assert task.id.hex in end.left.watched
            if task.state in ON_THE_WAY and end.left.is_late(task):
                assert (LATE, str(task.id)) in open_alerts

    async def test_left_no_alert_about_what_is_over(self, end: End) -> None:
        wanting: dict[str, Set[str]] = {UNANSWERED: ASKED, LATE: ON_THE_WAY}
        for alert in end.left.alerts.values():
            if alert.ended_at is None and alert.kind in wanting:
                assert alert.task_id is not None
                assert end.left.tasks[alert.task_id].state in wanting[alert.kind]

    async def test_is_gone_with_its_task(self, end: End) -> None:
        alive = {task.id.hex for task in end.left.tasks.values() if not task.ended}
        assert end.left.watched <= alive


class TestEveryChannel:
    async def test_has_no_gap(self, end: End) -> None:
        for channel, frames in end.left.frames.items():
            numbers = [frame["seq"] for frame in frames]
            assert numbers == list(range(1, len(numbers) + 1)), channel
        assert end.changes == list(range(1, len(end.changes) + 1))
        assert len(end.changes) == len(end.left.frames["platform:wangge"])

    async def test_shows_who_followed_what_it_shows_who_comes_now(self, end: End) -> None:
        for channel, followed, fresh in end.seen:
            assert followed == fresh, channel


def _is_enough(shift: Shift) -> bool:
    """Tell whether everything happened that is asked about: acceptance, and silence."""
    accepted = sum(deed.is_done and deed.body["do"] == "accept" for deed in shift.acts)
    console = shift.story.followers[0].picture
    alerts = console.alerts if console else {}
    ordered = sum(deed.is_done for deed in shift.orders)
    return accepted >= 5 and ordered >= 1 and len(alerts) >= 2


async def _load(url: str, city: Path) -> None:
    database = Database(url)
    await schema.upgrade(database)
    await main.load_folder(database, folder=city)
    await database.close()


async def _read_the_end(story: Story, shift: Shift, url: str) -> End:
    """Wait until nothing happens any more, and read what there is."""
    followers: dict[str, list[Follower]] = {
        f"unit:{crew.unit}": [*crew.phones] for crew in shift.crews
    }
    followers |= {name: [one] for name, one in zip(CONSOLES, story.followers, strict=False)}
    database = Database(url)
    try:
        await left.rest(database, followers)
        seen = [
            (channel, *await one.see_both()) for channel, some in followers.items() for one in some
        ]
        changes = [change["seq"] for change in await story.changes()]
        return End(story, shift, await left.read(database), seen, changes)
    finally:
        await database.close()
