"""Publishing: a draft is proposed, answered for, put in force, taken back; nothing is ever lost."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command import world as worlds
from command.catalogue.diff import Changes
from command.catalogue.facts import Facts, Holder, Span, TownshipItem
from command.catalogue.queries import load_facts
from command.catalogue.versions import Change
from command.errors import (
    DraftBroken,
    DraftNotFound,
    DraftNotOpen,
    DraftStale,
    EditionUnknown,
    HolesOpen,
)
from command.intake import TakenIn, take_in
from command.publishing import decision_table, operations, queries
from command.publishing.examination import Examination, examine
from command.publishing.models import Publication
from core.db import Database
from core.ids import new_id
from tests.factories import make_report

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = date(2026, 12, 1)
BY = "admin"


async def read(database: Database, *, edition: int | None = None) -> Facts:
    async with database.reading() as session:
        return await load_facts(session, edition=edition)


async def propose(database: Database, changes: Changes) -> UUID:
    async with database.transaction() as session:
        draft = await operations.propose(
            session,
            changes=changes,
            kind="full",
            title="试",
            valid_from=DAY,
            by=BY,
            now=NOW,
        )
        return draft.id


async def publications(session: AsyncSession) -> list[Publication]:
    """List what was published, the newest first."""
    return list(
        await session.scalars(select(Publication).order_by(col(Publication.edition).desc()))
    )


async def publish(
    database: Database, draft: UUID, accepted: Mapping[str, str] | None = None
) -> int:
    return await operations.publish(
        database, draft_id=draft, accepted=accepted or {}, by=BY, now=NOW
    )


def giving(township: str, item: str) -> Changes:
    change = Change()
    span = Span(DAY)
    row = TownshipItem(id="", span=span, township=township, item=item, published_on=DAY)
    change.open("township_items", row)
    return change.made()


def letting_go(facts: Facts, item: str) -> Changes:
    change = Change()
    for holder in facts.holders:
        if holder.item == item:
            change.close("holders", holder, day=DAY)
    return change.made()


async def test_a_draft_is_in_force_when_it_is_published_and_not_before(city: Database) -> None:
    before = await read(city)
    draft = await propose(city, giving("990101001", "YZ-03"))
    assert await read(city) == before

    edition = await publish(city, draft)

    after = await read(city)
    assert edition == after.edition == before.edition + 1
    assert {row.item for row in after.township_items} == {"YZ-01", "YZ-03", "YZ-08", "YZ-09"}
    async with city.reading() as session:
        (publication,) = await publications(session)
        assert (publication.edition, publication.by, publication.draft) == (edition, BY, draft)
        (kept,) = await queries.list_drafts(session)
        assert kept.state == "published"


async def test_a_hole_blocks_until_somebody_answers_for_it_with_a_reason(city: Database) -> None:
    before = await read(city)
    draft = await propose(city, letting_go(before, "YZ-07"))

    for accepted in ({}, {"no_holder:YZ-07": " "}, {"no_holder:YZ-01": "另一处"}):
        with pytest.raises(HolesOpen) as refused:
            await publish(city, draft, accepted)
        assert refused.value.facts["holes"] == ["no_holder:YZ-07"]
    assert await read(city) == before, "a refusal leaves nothing, not even an edition"

    edition = await publish(city, draft, {"no_holder:YZ-07": "下月由林水局接回"})

    async with city.reading() as session:
        (publication,) = await publications(session)
    assert publication.accepted == [{"hole": "no_holder:YZ-07", "reason": "下月由林水局接回"}]
    assert publication.edition == edition


async def test_a_hole_that_was_there_before_blocks_nobody(city: Database) -> None:
    first = await propose(city, letting_go(await read(city), "YZ-07"))
    await publish(city, first, {"no_holder:YZ-07": "下月由林水局接回"})

    await publish(city, await propose(city, giving("990101001", "YZ-03")))


async def test_nobody_can_answer_for_facts_that_contradict_themselves(city: Database) -> None:
    change = Change()
    change.open("holders", Holder(id="", item="YZ-99", line="comprehensive", field="城市管理"))

    with pytest.raises(DraftBroken) as refused:
        await publish(city, await propose(city, change.made()))

    assert refused.value.facts["problems"] == ["unknown_name:holders:item:YZ-99"]


async def test_a_table_that_the_engine_cannot_read_is_never_in_force(city: Database) -> None:
    facts = await read(city)
    rules = [replace(rule, then={"team": "nobody"}) for rule in facts.rules[:1]]
    changes = decision_table.compare(facts, [*rules, *facts.rules[1:]], day=DAY)

    with pytest.raises(DraftBroken):
        await publish(city, await propose(city, changes))


async def test_a_draft_is_published_or_dropped_once(city: Database) -> None:
    published = await propose(city, giving("990101001", "YZ-03"))
    dropped = await propose(city, giving("990101001", "YZ-04"))
    await publish(city, published)
    async with city.transaction() as session:
        await operations.drop(session, draft_id=dropped)

    for draft in (published, dropped):
        with pytest.raises(DraftNotOpen):
            await publish(city, draft)
        with pytest.raises(DraftNotOpen):
            async with city.transaction() as session:
                await operations.drop(session, draft_id=draft)
    with pytest.raises(DraftNotFound):
        await publish(city, new_id())


async def test_two_drafts_that_change_different_rows_are_both_published(city: Database) -> None:
    drafts = [await propose(city, giving("990101001", item)) for item in ("YZ-03", "YZ-04")]

    found = await asyncio.gather(*(publish(city, draft) for draft in drafts))

    assert len(set(found)) == 2
    assert {"YZ-03", "YZ-04"} <= {row.item for row in (await read(city)).township_items}


async def test_of_two_drafts_that_change_one_row_the_second_is_stale(city: Database) -> None:
    facts = await read(city)
    accepted = {"no_holder:YZ-07": "下月由林水局接回"}
    first = await propose(city, letting_go(facts, "YZ-07"))
    second = await propose(city, letting_go(facts, "YZ-07"))
    await publish(city, first, accepted)

    with pytest.raises(DraftStale):
        await publish(city, second, accepted)


async def test_going_back_is_a_new_edition_that_says_what_the_old_one_said(city: Database) -> None:
    before = await read(city)
    await publish(city, await propose(city, giving("990101001", "YZ-03")))
    between = await read(city)

    edition = await operations.roll_back(city, edition=before.edition, by=BY, now=NOW)

    after = await read(city)
    assert after == replace(before, edition=edition)
    assert await read(city, edition=between.edition) == between
    async with city.reading() as session:
        latest, *_ = await publications(session)
    assert latest.restores == before.edition


@pytest.mark.parametrize("edition", [0, 2, 99])
async def test_nobody_goes_back_to_an_edition_that_was_not(city: Database, edition: int) -> None:
    with pytest.raises(EditionUnknown):
        await operations.roll_back(city, edition=edition, by=BY, now=NOW)


class Examining:
    """Examinations that wait: each is the real one, once it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.count = 0
        monkeypatch.setattr(operations, "examine", self._examine)

    def _examine(self, before: Facts, after: Facts, *, day: date) -> Examination:
        self.count += 1
        self.begun.release()
        assert self.go.wait(60)
        return examine(before, after, day=day)

    async def wait_for(self, count: int) -> None:
        """Wait until so many examinations have begun."""
        for _ in range(count):
            assert await asyncio.to_thread(self.begun.acquire, timeout=60)


class TestWhileADraftIsExamined:
    async def test_reports_are_taken_in(
        self, city: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft, examining = await propose(city, giving("990101001", "YZ-03")), Examining(monkeypatch)
        publishing = asyncio.create_task(publish(city, draft))
        await examining.wait_for(1)

        async with city.transaction() as session:
            world = await worlds.load(session, now=NOW)
            (outcome,) = take_in(
                session, reports=[make_report()], numbers=[1], world=world, now=NOW
            )

        assert isinstance(outcome, TakenIn)
        assert not publishing.done()
        examining.go.set()
        assert await publishing == world.edition + 1

    async def test_another_may_be_published_and_it_is_examined_anew(
        self, city: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = await read(city)
        drafts = [await propose(city, giving("990101001", item)) for item in ("YZ-03", "YZ-04")]
        examining = Examining(monkeypatch)
        publishing = [asyncio.create_task(publish(city, draft)) for draft in drafts]
        await examining.wait_for(2)

        examining.go.set()
        found = await asyncio.gather(*publishing)

        assert sorted(found) == [before.edition + 1, before.edition + 2]
        assert examining.count == 3
        assert {"YZ-03", "YZ-04"} <= {row.item for row in (await read(city)).township_items}

    async def test_of_two_that_change_one_row_one_is_stale(
        self, city: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        facts = await read(city)
        accepted = {"no_holder:YZ-07": "下月由林水局接回"}
        drafts = [await propose(city, letting_go(facts, "YZ-07")) for _ in range(2)]
        examining = Examining(monkeypatch)
        publishing = [asyncio.create_task(publish(city, draft, accepted)) for draft in drafts]
        await examining.wait_for(2)

        examining.go.set()
        found = await asyncio.gather(*publishing, return_exceptions=True)

        assert {type(one) for one in found} == {int, DraftStale}
        assert (await read(city)).edition == facts.edition + 1

    async def test_it_may_be_dropped_and_is_not_published(
        self, city: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = await read(city)
        draft, examining = await propose(city, giving("990101001", "YZ-03")), Examining(monkeypatch)
        publishing = asyncio.create_task(publish(city, draft))
        await examining.wait_for(1)

        async with city.transaction() as session:
            await operations.drop(session, draft_id=draft)
        examining.go.set()

        with pytest.raises(DraftNotOpen):
            await publishing
        assert await read(city) == before
