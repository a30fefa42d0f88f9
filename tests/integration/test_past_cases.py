"""What other facts would have done to the cases that are kept: open ones, or those of a period."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from command import world as worlds
from command.cases.models import Case
from command.catalogue import diff
from command.catalogue.book import Book
from command.catalogue.facts import Facts, Span, TownshipItem
from command.catalogue.queries import load_facts
from command.catalogue.versions import Change
from command.competence.columns import AskedMany
from command.competence.decide import decide
from command.competence.explain import asked_again, stored
from command.competence.simulation import Simulation, Simulator
from command.competence.snapshot import Snapshot, compile_facts
from command.competence.values import Asked
from command.intake import take_in
from command.publishing import past
from core.db import Database
from integration.values import EventIn, to_report
from tests.platform import make_event
from tests.unit.competence.chance import Chance

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 8, tzinfo=UTC)
DAY = date(2026, 12, 1)
DONGHU = {"lon": 87.02, "lat": 43.02, "crs": "CGCS2000"}
NANSHI = {"lon": 87.15, "lat": 43.05, "crs": "CGCS2000"}


async def report(database: Database, *events: dict[str, Any], now: datetime = NOW) -> None:
    async with database.transaction() as session:
        world = await worlds.load(session, now=now)
        reports = [
            to_report(EventIn.model_validate(make_event(**event)), platform="wangge")
            for event in events
        ]
        numbers = [int(event["source_event_id"].removeprefix("EV-")) for event in events]
        take_in(session, reports=reports, numbers=numbers, world=world, now=now)


def of_class(number: int, code: str, location: dict[str, Any]) -> dict[str, Any]:
    category = {"scheme": "LOCAL-YZ", "kind": "matter", "code": code}
    return {"source_event_id": f"EV-{number}", "category": category, "location": location}


def giving(facts: Facts, township: str, item: str) -> Facts:
    change = Change()
    row = TownshipItem(id="", span=Span(DAY), township=township, item=item, published_on=DAY)
    change.open("township_items", row)
    return diff.apply(facts, change.made())


async def tried(city: Database, *, filed_on: date = DAY, **which: Any) -> Simulation:
    """Try that 东湖街道 gets an item of M07 on DAY."""
    async with city.reading() as session:
        facts = await load_facts(session)
    simulator = Simulator(
        compile_facts(facts),
        compile_facts(giving(facts, "990101001", "YZ-03")),
        filed_on=filed_on,
    )
    await past.replay(city, simulator, **which)
    return simulator.result()


async def test_cases_that_would_be_another_teams_are_told_and_counted(city: Database) -> None:
    await report(
        city, of_class(1, "M07", DONGHU), of_class(2, "M07", NANSHI), of_class(3, "M02", DONGHU)
    )

    found = await tried(city, only_open=True)

    assert found.acts == 3
    (moved,) = found.moved
    assert (moved.asked.township, moved.before, moved.after) == ("990101001", "YZ-E-ZD", "YZ-T1")
    assert found.by_team == {"YZ-E-ZD": (1, 0), "YZ-T1": (0, 1), "YZ-T2": (1, 1), None: (1, 1)}
    assert found.by_township == {"990101001": (2, 1), "990101002": (1, 0)}


async def test_from_another_day_on_nothing_moves_before_it(city: Database) -> None:
    await report(city, of_class(1, "M07", DONGHU))

    found = await tried(city, filed_on=date(2026, 11, 30), only_open=True)

    assert (found.acts, found.moved) == (1, ())


async def test_a_closed_case_is_past_but_not_open(city: Database) -> None:
    await report(city, of_class(1, "M07", DONGHU), of_class(2, "M07", NANSHI))
    async with city.transaction() as session:
        await session.execute(
            update(Case).where(col(Case.township) == "990101001").values(state="closed")
        )

    assert (await tried(city, only_open=True)).acts == 1
    assert (await tried(city)).acts == 2


async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(
    city: Database,
) -> None:
    await report(city, of_class(1, "M07", DONGHU))
    await report(city, of_class(2, "M07", DONGHU), of_class(3, "M07", NANSHI), now=LATER)

    assert (await tried(city)).acts == 3
    assert (await tried(city, first=LATER)).acts == 2
    assert (await tried(city, last=LATER)).acts == 1
    assert (await tried(city, first=NOW, last=LATER)).acts == 1
    assert (await tried(city, first=LATER, last=LATER)).acts == 0


async def test_a_case_of_before_anybody_kept_what_was_asked_is_left_out(city: Database) -> None:
    await report(city, of_class(1, "M07", DONGHU), of_class(2, "M07", NANSHI))
    async with city.transaction() as session:
        old = await session.scalar(select(Case).where(col(Case.township) == "990101001"))
        assert old is not None
        old.why = {name: value for name, value in old.why.items() if name != "asked"}

    assert (await tried(city)).acts == 1


class Listening(Simulator):
    """A simulator that notes what it is asked."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        super().__init__(before, after)
        self.heard: list[tuple[str, Asked]] = []

    def add(self, names: Sequence[str], acts: AskedMany) -> None:
        self.heard += [(name, acts.at(row)) for row, name in enumerate(names)]
        super().add(names, acts)


@pytest.mark.parametrize("block", [1, 4, 5, 7, 100])
async def test_every_case_is_asked_once_as_it_was_kept(
    city: Database, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(past, "BLOCK", block)
    chance = Chance(block)
    facts = chance.facts()
    snapshot, book = compile_facts(facts), Book(facts)
    acts = [chance.asked() for _ in range(20)]
    await report(city, *(of_class(number, "M07", DONGHU) for number in range(20)))
    async with city.transaction() as session:
        cases = list(await session.scalars(select(Case).order_by(col(Case.id))))
        for case, act in zip(cases, acts, strict=True):
            case.scheme, case.kind, case.code = act.key
            case.why = stored(decide(act, snapshot), act, book, boundaries=1)
    simulator = Listening(snapshot, snapshot)

    await past.replay(city, simulator)

    assert simulator.heard == [(case.case_no, act) for case, act in zip(cases, acts, strict=True)]
    for case, act in zip(cases, acts, strict=True):
        assert asked_again(case.why, key=act.key) == act
    assert (simulator.result().acts, simulator.result().changed) == (20, 0)
