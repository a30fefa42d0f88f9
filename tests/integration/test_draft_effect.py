"""What a draft would do to the cases that are open."""

from datetime import UTC, date, datetime
from typing import Any

from command import world as worlds
from command.catalogue import diff
from command.catalogue.facts import Facts, Span, TownshipItem
from command.catalogue.queries import load_facts
from command.catalogue.versions import Change
from command.competence.snapshot import compile_facts
from command.intake import take_in
from command.publishing import effect
from core.db import Database
from integration.values import EventIn, to_report
from tests.platform import make_event

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = date(2026, 12, 1)
DONGHU = {"lon": 87.02, "lat": 43.02, "crs": "CGCS2000"}
NANSHI = {"lon": 87.15, "lat": 43.05, "crs": "CGCS2000"}


async def report(database: Database, *events: dict[str, Any]) -> None:
    async with database.transaction() as session:
        world = await worlds.load(session, now=NOW)
        reports = [
            to_report(EventIn.model_validate(make_event(**event)), platform="wangge")
            for event in events
        ]
        numbers = range(1, len(reports) + 1)
        take_in(session, reports=reports, numbers=list(numbers), world=world, now=NOW)


def of_class(number: int, code: str, location: dict[str, Any]) -> dict[str, Any]:
    category = {"scheme": "LOCAL-YZ", "kind": "matter", "code": code}
    return {"source_event_id": f"EV-{number}", "category": category, "location": location}


def giving(facts: Facts, township: str, item: str) -> Facts:
    change = Change()
    row = TownshipItem(id="", span=Span(DAY), township=township, item=item, published_on=DAY)
    change.open("township_items", row)
    return diff.apply(facts, change.made())


async def test_cases_that_would_be_another_teams_are_told_and_counted(city: Database) -> None:
    await report(
        city, of_class(1, "M07", DONGHU), of_class(2, "M07", NANSHI), of_class(3, "M02", DONGHU)
    )
    async with city.reading() as session:
        facts = await load_facts(session)
        cases = await effect.list_open(session)

    found = effect.measure(
        cases,
        before=compile_facts(facts),
        after=compile_facts(giving(facts, "990101001", "YZ-03")),
        day=DAY,
    )

    assert found.open_cases == 3
    (moved,) = found.moved
    assert (moved.township, moved.before, moved.after) == ("990101001", "YZ-E-ZD", "YZ-T1")
    assert found.by_team == {"YZ-E-ZD": (1, 0), "YZ-T1": (0, 1), "YZ-T2": (1, 1), None: (1, 1)}
    assert found.by_township == {"990101001": 1}


async def test_from_another_day_on_nothing_moves_before_it(city: Database) -> None:
    await report(city, of_class(1, "M07", DONGHU))
    async with city.reading() as session:
        facts = await load_facts(session)
        cases = await effect.list_open(session)

    found = effect.measure(
        cases,
        before=compile_facts(facts),
        after=compile_facts(giving(facts, "990101001", "YZ-03")),
        day=date(2026, 11, 30),
    )

    assert found.moved == ()
