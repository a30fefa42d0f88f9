"""Who is competent, as it is kept: by the city's days, with its reasons, and for good once it is decided."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from command import world as worlds
from command.cases.models import Case, CaseHistory
from command.catalogue import loading
from command.catalogue.book import Book
from command.catalogue.diff import between
from command.catalogue.queries import load_facts
from command.competence.decide import decide
from command.competence.explain import asked_again, stored
from command.competence.snapshot import compile_facts
from command.intake import take_in, take_numbers
from command.keeper import Keeper
from command.world import World
from core import editions
from core.db import Database
from grid.values import EDITION
from tests.factories import make_report

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


async def taken_in(city: Database, world: World, now: datetime = NOW, **changes: Any) -> Case:
    """Take a report in at a moment and read its case back."""
    report = make_report(**changes)
    async with city.transaction() as session:
        number = await take_numbers(session, block=1)
        take_in(session, reports=[report], numbers=[number], world=world, now=now)
    async with city.reading() as session:
        case = await session.scalar(
            select(Case).where(col(Case.source_event_id) == report.source_event_id)
        )
    assert case is not None
    return case


async def posted_from_now_on(city: Database) -> None:
    """Publish that 东湖街道 has only a posted squad."""
    async with city.transaction() as session:
        facts = await load_facts(session)
        changed = replace(
            facts,
            township_powers=tuple(
                replace(power, id=str(uuid4()), form="posted", name_used="")
                if power.township == "990101001"
                else power
                for power in facts.township_powers
            ),
        )
        edition = await editions.publish(session, name=EDITION)
        await loading.write(session, changes=between(facts, changed), edition=edition)


@pytest.fixture
async def world(city: Database) -> World:
    async with city.reading() as session:
        return await worlds.load(session, now=NOW)


class TestKept:
    async def test_with_the_case_are_team_item_body_and_reason(
        self, city: Database, world: World
    ) -> None:
        case = await taken_in(city, world)

        assert (case.state, case.reason, case.team) == ("routed", "routed_empowered", "YZ-T1")
        assert (case.item, case.field, case.body) == ("YZ-01", "城市管理", "东湖街道办事处")
        assert (case.district, case.township) == ("990101", "990101001")
        assert case.why["rule"] == {"id": "YZ-R170", "version": 1}
        assert case.why["facts"]["form"] == "empowered"
        assert case.why["rejected"] == [{"team": "YZ-E-ZD", "why": "later", "step": "rule"}]
        assert (case.why["edition"], case.why["boundaries"]) == (world.edition, world.city.version)
        async with city.reading() as session:
            (row,) = await session.scalars(select(CaseHistory))
        assert (row.rule, row.reason, row.actor) == (
            "YZ-R170 v1",
            "routed_empowered",
            "platform:wangge",
        )

    async def test_with_what_must_be_judged_is_the_question(
        self, city: Database, world: World
    ) -> None:
        case = await taken_in(
            city, world, category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M03"}
        )

        assert (case.state, case.team, case.item, case.body) == ("to_judge", None, None, None)
        assert [choice["answer_zh"] for choice in case.why["choices"]] == ["个人", "单位"]
        assert case.why["question"]["zh"] == "倾倒者是个人还是单位？"
        assert case.why["items"] == ["YZ-03", "YZ-04"]


class TestDays:
    @pytest.mark.parametrize(
        ("utc", "reason"),
        [("2025-12-31T17:59:59", "no_rule"), ("2025-12-31T18:00:00", "routed_empowered")],
    )
    async def test_of_filing_are_the_citys_own(
        self, city: Database, world: World, utc: str, reason: str
    ) -> None:
        now = datetime.fromisoformat(utc).replace(tzinfo=UTC)

        case = await taken_in(city, world, now, occurred_at="2026-01-01T08:00:00+08:00")

        assert case.reason == reason
        assert case.case_no.startswith("20251231" if reason == "no_rule" else "20260101")

    @pytest.mark.parametrize(
        ("occurred_at", "reason"),
        [
            ("2025-12-31T23:59:59+06:00", "no_item"),
            ("2026-01-01T00:00:00+06:00", "routed_empowered"),
            ("2026-01-01T01:59:59+08:00", "no_item"),
            ("2025-12-31T18:00:00Z", "routed_empowered"),
        ],
    )
    async def test_of_the_act_are_the_citys_own(
        self, city: Database, world: World, occurred_at: str, reason: str
    ) -> None:
        assert (await taken_in(city, world, occurred_at=occurred_at)).reason == reason


class TestChange:
    async def test_of_a_townships_power_moves_what_comes_after_it_and_nothing_before(
        self, city: Database
    ) -> None:
        keeper = Keeper(city)
        await keeper.refresh()
        before = keeper()
        earlier = await taken_in(city, before)
        await posted_from_now_on(city)

        await keeper.refresh()

        assert keeper() is not before
        later = await taken_in(city, keeper())
        assert (later.team, later.reason, later.body) == (
            "YZ-T1",
            "routed_posted",
            "云东区综合行政执法局",
        )
        assert later.why["edition"] == earlier.why["edition"] + 1
        async with city.reading() as session:
            kept = await session.get(Case, earlier.id)
        assert kept is not None
        assert (kept.reason, kept.body) == ("routed_empowered", "东湖街道办事处")

    async def test_of_the_rules_leaves_every_decision_as_it_was_when_asked_again(
        self, city: Database, world: World
    ) -> None:
        case = await taken_in(city, world)
        await posted_from_now_on(city)

        async with city.reading() as session:
            then = await load_facts(session, edition=case.why["edition"])
        asked = asked_again(case.why, key=(case.scheme, case.kind, case.code))
        again = decide(asked, compile_facts(then))

        assert (again.team, again.signing_body) == (case.team, case.body)
        assert stored(again, asked, Book(then), boundaries=case.why["boundaries"]) == case.why

    async def test_of_nothing_leaves_the_world_as_it_is(self, city: Database) -> None:
        keeper = Keeper(city)
        await keeper.refresh()
        before = keeper()

        await keeper.refresh()

        assert keeper() is before
