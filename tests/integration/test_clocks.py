"""A case's clock: due by its row, resting where rows allow, extended by who may, told in time, mended later."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col
from typer.testing import CliRunner

from command import world as worlds
from command.cases.models import Case
from command.clocks import commands, extensions, mending, operations, queries
from command.clocks.lifecycle import ExtensionState
from command.clocks.models import ClockHistory
from command.clocks.reactions import arm_clocks, follow_work
from command.clocks.values import AnswerIn, ClockChange, ExtensionIn
from command.clocks.warnings import CALENDAR, warn, watch_calendar
from command.errors import (
    ClockIllegalMove,
    ClockStands,
    ExtensionAnswered,
    ExtensionOpen,
    ExtensionOwn,
    ExtensionTooLong,
    NoExtension,
    NotApprover,
    RestNotAllowed,
)
from command.events import CaseRouted
from command.intake import take_in
from command.world import World
from core.auth.values import Principal, Role
from core.channels import ChannelFrame
from core.clock import iso
from core.db import Database
from core.ids import new_id
from core.timers import Due, Timer
from dispatch.alerts.models import Alert
from dispatch.events import TaskMoved
from dispatch.limits.models import WorkDay
from tests.factories import make_report

NOON = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""A Friday's noon in Yunze, whose clock is six hours ahead, and which works 9-12 and 13-18."""
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""The end of business two working days later."""


@pytest.fixture
async def world(city: Database) -> World:
    return await load(city)


async def load(city: Database, now: datetime = NOON) -> World:
    async with city.reading() as session:
        return await worlds.load(session, now=now)


async def report(
    city: Database, world: World, *, now: datetime = NOON, number: int = 1, **changes: Any
) -> Case:
    """Take in a report and give its case."""
    wanted = {"urgency": "general", "source_event_id": uuid4().hex, **changes}
    async with city.transaction() as session:
        (taken,) = take_in(
            session, reports=[make_report(**wanted)], numbers=[number], world=world, now=now
        )
    return await read(city, taken.case_no)  # type: ignore[union-attr]


async def read(city: Database, case_no: str) -> Case:
    async with city.reading() as session:
        return (await session.scalars(select(Case).where(col(Case.case_no) == case_no))).one()


async def put(city: Database, case: Case, state: str) -> None:
    """Put a case into a state, as if its task had brought it there."""
    async with city.transaction() as session:
        await session.execute(
            update(Case).where(col(Case.case_no) == case.case_no).values(state=state)
        )


def category(code: str) -> dict[str, str]:
    return {"scheme": "LOCAL-YZ", "kind": "matter", "code": code}


def moved(case: Case, state: str, at: datetime, **changes: Any) -> TaskMoved:
    facts = {"task_id": str(UUID(int=7)), "team": "YZ-T1", "unit": "YZ-U1", "actor": "officer"}
    return TaskMoved(case_no=case.case_no, state=state, at=iso(at), **facts | changes)


async def follow(city: Database, world: World, *moves: TaskMoved, now: datetime = NOON) -> None:
    async with city.transaction() as session:
        await follow_work(session, moves, now, world=lambda: world)


async def changes_of(city: Database, case: Case) -> list[ClockHistory]:
    async with city.reading() as session:
        return (await queries.list_changes(session, case_nos=[case.case_no]))[case.case_no]


async def said(city: Database, case: Case) -> list[str]:
    return [row.what for row in await changes_of(city, case)]


async def alerts(city: Database) -> list[tuple[str, str, str]]:
    async with city.reading() as session:
        rows = await session.scalars(
            select(Alert).where(col(Alert.ended_at).is_(None)).order_by(col(Alert.id))
        )
        return [(row.kind, row.subject, row.node) for row in rows]


async def timer(city: Database, case: Case) -> datetime | None:
    async with city.reading() as session:
        row = await session.get(Timer, (operations.TIMER, case.case_no))
        return row.at if row else None


async def frames(city: Database, channel: str) -> int:
    async with city.reading() as session:
        rows = await session.scalars(
            select(col(ChannelFrame.seq)).where(col(ChannelFrame.channel) == channel)
        )
        return len(rows.all())


def person(role: Role = Role.OPERATOR, node: str = "city") -> Principal:
    return Principal(
        account_id=new_id(),
        session_id=new_id(),
        username="x",
        name="x",
        role=role,
        node=node,
        node_name=node,
        unit=None,
        scope_changed_at=NOON,
        expires_at=NOON,
    )


class TestIntake:
    @pytest.mark.parametrize(
        ("changes", "rule", "hours"),
        [
            ({"category": category("M01")}, "YZ-GENERAL v1", None),
            ({"category": category("M01"), "urgency": "urgent"}, "YZ-URGENT v1", 24),
            ({"category": category("M01"), "urgency": "critical"}, "YZ-CRITICAL v1", 2),
            # Four hours' work from noon on: from one o'clock to five.
            ({"category": category("M02")}, "YZ-M02 v1", 5),
            # The class's row is for general cases alone.
            ({"category": category("M02"), "urgency": "urgent"}, "YZ-URGENT v1", 24),
            # A group's row: eight hours' work, three of them on Monday.
            ({"category": category("M07")}, "YZ-GARBAGE v1", 72),
        ],
    )
    async def test_gives_a_case_the_most_specific_row_and_its_date(
        self, city: Database, world: World, changes: dict[str, Any], rule: str, hours: int | None
    ) -> None:
        case = await report(city, world, **changes)

        assert case.limit_rule == rule
        assert case.due_at == (TUESDAY if hours is None else NOON + timedelta(hours=hours))
        assert not case.due_provisional

    async def test_says_when_three_quarters_of_the_time_are_used(
        self, city: Database, world: World
    ) -> None:
        urgent = await report(city, world, urgency="urgent")
        # From Friday noon 21 hours of work: when five and a quarter are left it is 11:45 on the last day.
        general = await report(city, world, number=2)

        assert urgent.near_at == NOON + timedelta(hours=18)
        assert general.near_at == TUESDAY - timedelta(hours=6, minutes=15)

    async def test_gives_none_where_there_is_no_row(self, city: Database, world: World) -> None:
        async with city.reading() as session:
            bare = await worlds.load(session, now=NOON)
        limits = type(bare.limits)(calendar=bare.limits.calendar)
        case = await report(city, World(**{**vars(bare), "limits": limits}))

        assert (case.due_at, case.limit_rule, case.due_provisional) == (None, None, False)


class TestRest:
    async def test_with_the_work_shifts_the_end_by_its_length(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world)
        await put(city, case, "on_site")
        monday, wednesday = NOON + timedelta(days=3), NOON + timedelta(days=5)
        heard = await frames(city, "city")

        await follow(city, world, moved(case, "suspended", monday, ground="rectification"))
        resting = await read(city, case.case_no)
        await follow(city, world, moved(case, "on_site", wednesday))
        running = await read(city, case.case_no)

        assert (resting.paused_at, resting.due_at) == (monday, TUESDAY)
        # Monday and Tuesday do not count.
        assert (running.paused_at, running.due_at) == (None, TUESDAY + timedelta(days=2))
        assert running.version == case.version + 2
        assert await said(city, case) == [ClockChange.RESTED, ClockChange.WENT_ON]
        assert (await changes_of(city, case))[1].due_after == running.due_at
        assert await frames(city, "city") == heard + 2

    async def test_in_one_batch_is_the_same(self, city: Database, world: World) -> None:
        case = await report(city, world, urgency="urgent")
        await put(city, case, "signed")
        first, last = NOON + timedelta(hours=1), NOON + timedelta(hours=4)

        await follow(
            city,
            world,
            moved(case, "suspended", first, ground="rectification"),
            moved(case, "accepted", last),
        )

        assert (await read(city, case.case_no)).due_at == NOON + timedelta(hours=27)

    async def test_stops_the_timer_and_going_on_sets_it(self, city: Database, world: World) -> None:
        case = await report(city, world, urgency="urgent")
        await put(city, case, "on_site")
        async with city.transaction() as session:
            await arm_clocks(session, [CaseRouted(case_no=case.case_no)], NOON, world=lambda: world)
        armed = await timer(city, case)

        await follow(city, world, moved(case, "suspended", NOON, ground="testing"))
        resting = await timer(city, case)
        await follow(city, world, moved(case, "on_site", NOON + timedelta(hours=2)))

        assert (armed, resting) == (NOON + timedelta(hours=18), None)
        assert await timer(city, case) == NOON + timedelta(hours=20)

    @pytest.mark.parametrize(
        ("state", "changes", "history"),
        [
            ("signed", {"ground": "testing"}, [ClockChange.NOT_RESTED]),
            ("on_site", {"ground": "dispute"}, [ClockChange.NOT_RESTED]),
            # A part's rest, or an assistant's, is not the case's.
            ("on_site", {"ground": "testing", "role": "part"}, []),
            ("on_site", {"ground": "testing", "role": "assist"}, []),
        ],
    )
    async def test_is_none_where_no_row_allows_it(
        self,
        city: Database,
        world: World,
        state: str,
        changes: dict[str, Any],
        history: list[ClockChange],
    ) -> None:
        case = await report(city, world)
        await put(city, case, state)

        await follow(city, world, moved(case, "suspended", NOON, **changes))

        assert (await read(city, case.case_no)).paused_at is None
        assert await said(city, case) == history

    async def test_of_a_post_is_not_ended_by_the_work(self, city: Database, world: World) -> None:
        case = await report(city, world)
        await rest(city, world, case, ground="dispute", state="to_judge")
        await put(city, case, "signed")

        await follow(city, world, moved(case, "accepted", NOON + timedelta(hours=1)))
        resting = await read(city, case.case_no)
        await go_on(city, world, case, NOON + timedelta(hours=48))

        assert resting.paused_at == NOON
        assert (await read(city, case.case_no)).paused_at is None
        assert await said(city, case) == [ClockChange.RESTED, ClockChange.WENT_ON]

    @pytest.mark.parametrize("by", ["work", "judgement"])
    async def test_ends_where_the_case_may_not_rest_any_more(
        self, city: Database, world: World, by: str
    ) -> None:
        case = await report(city, world, urgency="urgent")
        await rest(city, world, case, ground="dispute", state="to_judge")
        later = NOON + timedelta(hours=5)

        if by == "work":
            await put(city, case, "en_route")
            await follow(city, world, moved(case, "en_route", later), now=later)
        else:
            await put(city, case, "routed")
            async with city.transaction() as session:
                news = [CaseRouted(case_no=case.case_no)]
                await arm_clocks(session, news, later, world=lambda: world)

        found = await read(city, case.case_no)
        assert (found.paused_at, found.due_at) == (None, NOON + timedelta(hours=29))
        assert await timer(city, case) == found.near_at

    async def test_of_a_post_needs_a_row_and_a_clock_that_runs(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world)

        with pytest.raises(RestNotAllowed):
            await rest(city, world, case, ground="testing", state="routed")
        with pytest.raises(ClockIllegalMove):
            await go_on(city, world, case, NOON)
        with pytest.raises(ClockStands):
            await rest(city, world, case, ground="dispute", state="closed")


async def rest(city: Database, world: World, case: Case, *, ground: str, state: str) -> None:
    await put(city, case, state)
    async with city.transaction() as session:
        row = (await session.scalars(select(Case).where(col(Case.id) == case.id))).one()
        await operations.rest(session, case=row, ground=ground, account="a", world=world, now=NOON)


async def go_on(city: Database, world: World, case: Case, now: datetime) -> None:
    async with city.transaction() as session:
        row = (await session.scalars(select(Case).where(col(Case.id) == case.id))).one()
        await operations.go_on(session, case=row, account="a", world=world, now=now)


class TestExtension:
    @pytest.fixture
    async def case(self, city: Database, world: World) -> Case:
        case = await report(city, world)
        await put(city, case, "on_site")
        return case

    async def ask(
        self,
        city: Database,
        world: World,
        case: Case,
        by: Principal,
        now: datetime = NOON,
        **changes: Any,
    ) -> Any:
        wanted = ExtensionIn(**{"id": uuid4(), "value": 2, "reason": "等待鉴定"} | changes)
        async with city.transaction() as session:
            row = (await session.scalars(select(Case).where(col(Case.id) == case.id))).one()
            return await extensions.ask(
                session, case=row, wanted=wanted, principal=by, world=world, now=now
            )

    async def answer(
        self, city: Database, world: World, case: Case, asked: UUID, by: Principal, approve: bool
    ) -> Any:
        async with city.transaction() as session:
            row = (await session.scalars(select(Case).where(col(Case.id) == case.id))).one()
            return await extensions.answer(
                session,
                case=row,
                extension_id=asked,
                said=AnswerIn(approve=approve, reason="同意" if approve else "不同意"),
                principal=by,
                world=world,
                now=NOON + timedelta(hours=1),
            )

    async def test_that_is_approved_gives_more_time_once(
        self, city: Database, world: World, case: Case
    ) -> None:
        officer, district = person(Role.OFFICER, "team:YZ-T1"), person(node="district:990101")
        asked = await self.ask(city, world, case, officer)
        waiting = await alerts(city)

        answered = await self.answer(city, world, case, asked.id, district, True)
        again = await self.answer(city, world, case, asked.id, district, True)

        assert waiting == [(operations.ASKED, case.case_no, "district:990101")]
        assert (answered.state, again.state) == ("approved", "approved")
        assert (await read(city, case.case_no)).due_at == TUESDAY + timedelta(days=2)
        assert await said(city, case) == [ClockChange.EXTENSION_ASKED, ClockChange.EXTENDED]
        assert await alerts(city) == []
        with pytest.raises(NoExtension):
            await self.ask(city, world, case, officer)
        with pytest.raises(ExtensionAnswered):
            await self.answer(city, world, case, asked.id, district, False)

    async def test_that_is_refused_changes_no_date_and_may_be_asked_for_again(
        self, city: Database, world: World, case: Case
    ) -> None:
        asked = await self.ask(city, world, case, person())

        refused = await self.answer(city, world, case, asked.id, person(), False)

        assert refused.state == ExtensionState.REFUSED
        assert (await read(city, case.case_no)).due_at == TUESDAY
        later = NOON + timedelta(hours=2)
        assert (await self.ask(city, world, case, person(), later, value=1)).state == "asked"
        assert await said(city, case) == [
            ClockChange.EXTENSION_ASKED,
            ClockChange.EXTENSION_REFUSED,
            ClockChange.EXTENSION_ASKED,
        ]

    async def test_asked_for_twice_by_one_id_is_one(
        self, city: Database, world: World, case: Case
    ) -> None:
        by, same = person(), uuid4()

        first = await self.ask(city, world, case, by, id=same)
        again = await self.ask(city, world, case, by, id=same)

        assert first.id == again.id
        with pytest.raises(ExtensionOpen):
            await self.ask(city, world, case, by)
        with pytest.raises(ExtensionOpen):
            await self.ask(city, world, case, by, id=same, value=1)

    async def test_is_within_what_the_row_gives(
        self, city: Database, world: World, case: Case
    ) -> None:
        for value in (2.5, 3):
            with pytest.raises(ExtensionTooLong):
                await self.ask(city, world, case, person(), value=value)
        await put(city, case, "closed")
        with pytest.raises(ClockStands):
            await self.ask(city, world, case, person())

    async def test_is_answered_by_another_person_of_the_level(
        self, city: Database, world: World, case: Case
    ) -> None:
        asker = person()
        asked = await self.ask(city, world, case, asker)

        with pytest.raises(ExtensionOwn):
            await self.answer(city, world, case, asked.id, asker, True)
        with pytest.raises(NotApprover):
            await self.answer(city, world, case, asked.id, person(node="township:990101001"), True)


async def ring(city: Database, world: World, *cases: Case, now: datetime) -> None:
    dues = [Due(case.case_no, now, {}) for case in cases]
    async with city.transaction() as session:
        await warn(session, dues=dues, world=world, now=now)


class TestWarning:
    async def test_goes_to_the_team_in_time_and_to_the_district_when_late(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world, urgency="urgent")
        nearly, late = NOON + timedelta(hours=18), NOON + timedelta(hours=24)

        await ring(city, world, case, now=nearly)
        first, next_at = await alerts(city), await timer(city, case)
        await ring(city, world, case, now=late)

        assert first == [(operations.NEAR, case.case_no, f"team:{case.team}")]
        assert next_at == late
        assert await alerts(city) == [(operations.PASSED, case.case_no, "district:990101")]

    async def test_after_an_outage_says_the_last_thing_once(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world, urgency="urgent")

        await ring(city, world, case, now=NOON + timedelta(days=3))

        assert await alerts(city) == [(operations.PASSED, case.case_no, "district:990101")]

    async def test_is_put_off_with_the_date(self, city: Database, world: World) -> None:
        case = await report(city, world, urgency="urgent")

        await ring(city, world, case, now=NOON + timedelta(hours=1))

        assert await alerts(city) == []
        assert await timer(city, case) == case.near_at

    async def test_is_not_given_while_the_clock_rests_or_after_the_work(
        self, city: Database, world: World
    ) -> None:
        resting = await report(city, world, urgency="urgent")
        handled = await report(city, world, urgency="urgent", number=2)
        await rest(city, world, resting, ground="dispute", state="to_judge")
        await put(city, handled, "handled")

        await ring(city, world, resting, handled, now=NOON + timedelta(days=3))

        assert await alerts(city) == []

    async def test_ends_when_the_work_is_done(self, city: Database, world: World) -> None:
        case = await report(city, world, urgency="urgent")
        await ring(city, world, case, now=NOON + timedelta(days=3))
        await put(city, case, "closed")

        await follow(city, world, moved(case, "done", NOON + timedelta(days=3)))

        assert await alerts(city) == []
        assert await timer(city, case) is None

    async def test_ends_when_more_time_is_given(self, city: Database, world: World) -> None:
        case = await report(city, world, urgency="urgent")
        now = NOON + timedelta(hours=20)
        await ring(city, world, case, now=now)

        async with city.transaction() as session:
            row = (await session.scalars(select(Case).where(col(Case.id) == case.id))).one()
            await operations.extend(
                session,
                case=row,
                by=12,
                extension_id=uuid4(),
                account="a",
                world=world,
                now=now,
            )

        assert await alerts(city) == []
        assert await timer(city, case) == NOON + timedelta(hours=27)


NEW_YEAR = [
    WorkDay(day=date(2027, 1, 1), kind="holiday", name="元旦", source="通知"),
    WorkDay(day=date(2027, 1, 4), kind="holiday", name="元旦", source="通知"),
]
LAST_DAYS = datetime(2026, 12, 30, 6, 0, tzinfo=UTC)


async def publish(city: Database, days: Sequence[WorkDay], now: datetime) -> World:
    async with city.transaction() as session:
        rows = [WorkDay(**row.model_dump()) for row in days]
        await mending.publish_days(session, days=rows, now=now)
    return await load(city, now)


async def mend(city: Database, world: World, now: datetime, most: int = 100) -> int:
    """Reckon anew all there is; tell in how many goes."""
    last, goes = None, 0
    while True:
        async with city.transaction() as session:
            last = await mending.reckon_anew(session, world=world, after=last, most=most, now=now)
        goes += 1
        if last is None:
            return goes


def test_a_year_is_published_by_a_file_and_read_back(
    city_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEDOOR_DATABASE_URL", city_url)
    file, bad = tmp_path / "2027.csv", tmp_path / "bad.csv"
    header = "day,kind,name,hours,source\n"
    file.write_text(
        f"{header}2027-01-01,holiday,元旦,,通知\n2027-01-02,make_up,元旦,,通知\n", "utf-8"
    )
    bad.write_text(f"{header}2027-01-01,feast,元旦,,通知\n", "utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(commands.cli, arguments)
        return result.exit_code, result.output.strip()

    assert run("show", "2027") == (0, "2027 is not published: it goes by weekdays.")
    assert run("import", str(bad)) == (
        2,
        "bad.csv:2 kind: 'feast' is not one of holiday, make_up, short",
    )
    assert run("import", str(file)) == (0, "2 days of 2027.")
    assert run("show") == (0, "2026 2027")
    assert run("show", "2027") == (
        0,
        "2027-01-01 Fri holiday 元旦\n2027-01-02 Sat make_up 元旦",
    )


class TestCalendar:
    async def test_of_a_year_that_becomes_published_mends_the_dates_that_reach_it(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world, now=LAST_DAYS)
        before = await mend(city, world, LAST_DAYS)

        published = await publish(city, NEW_YEAR, LAST_DAYS)
        await mend(city, published, LAST_DAYS)
        mended = await read(city, case.case_no)

        assert before == 1
        # By weekdays: Thursday and Friday. The notice frees Friday and Monday.
        assert (case.due_at, case.due_provisional) == (
            datetime(2027, 1, 1, 12, 0, tzinfo=UTC),
            True,
        )
        assert (mended.due_at, mended.due_provisional) == (
            datetime(2027, 1, 5, 12, 0, tzinfo=UTC),
            False,
        )
        (row,) = await changes_of(city, case)
        assert (row.what, row.due_before, row.due_after) == (
            ClockChange.RECKONED,
            case.due_at,
            mended.due_at,
        )
        assert await timer(city, case) == mended.near_at

    async def test_keeps_rests_and_extensions_when_it_mends(
        self, city: Database, world: World
    ) -> None:
        case = await report(city, world, now=LAST_DAYS)
        await put(city, case, "on_site")
        rested = moved(case, "suspended", LAST_DAYS, ground="testing")
        went_on = moved(case, "on_site", LAST_DAYS + timedelta(days=1))
        await follow(city, world, rested, went_on)

        published = await publish(city, NEW_YEAR, LAST_DAYS)
        await mend(city, published, LAST_DAYS)

        assert (await read(city, case.case_no)).due_at == datetime(2027, 1, 6, 12, tzinfo=UTC)

    async def test_mends_all_in_goes_and_never_waits_for_one_that_stays(
        self, city: Database, world: World
    ) -> None:
        made = [await report(city, world, now=LAST_DAYS, number=n) for n in range(1, 6)]
        published = await publish(city, NEW_YEAR, LAST_DAYS)

        goes = await mend(city, published, LAST_DAYS, most=2)

        assert goes == 3
        assert not any([(await read(city, case.case_no)).due_provisional for case in made])

    async def test_that_is_amended_mends_again(self, city: Database, world: World) -> None:
        case = await report(city, world, now=NOON)
        amended = WorkDay(day=date(2026, 11, 24), kind="holiday", name="临时放假", source="通知")

        published = await publish(city, [amended], NOON)
        doubted = await read(city, case.case_no)
        await mend(city, published, NOON)
        mended = await read(city, case.case_no)

        assert (doubted.due_at, doubted.due_provisional) == (TUESDAY, True)
        assert (mended.due_at, mended.due_provisional) == (TUESDAY + timedelta(days=1), False)

    async def test_that_is_missing_is_said_until_it_comes(
        self, city: Database, world: World
    ) -> None:
        autumn, winter = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
        heard = [await self.watch(city, world, autumn), await self.watch(city, world, winter)]
        published = await publish(city, NEW_YEAR, winter)

        heard.append(await self.watch(city, published, winter))

        assert heard == [[], [(CALENDAR, "2027", "city")], []]

    async def test_that_is_missing_is_said_when_a_case_reaches_it(
        self, city: Database, world: World
    ) -> None:
        await report(city, world, now=LAST_DAYS)

        heard = await self.watch(city, world, NOON)
        again = await self.watch(city, world, NOON)

        assert heard == again == [(CALENDAR, "2027", "city")]

    async def watch(
        self, city: Database, world: World, now: datetime
    ) -> list[tuple[str, str, str]]:
        async with city.transaction() as session:
            await watch_calendar(session, world=world, now=now)
        return await alerts(city)
