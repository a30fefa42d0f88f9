"""A decision can be explained from what was stored, in both languages, whatever was decided."""

import json
from typing import Any

import pytest

from command.routing import operations as routing
from command.routing import rules
from command.routing.explain import explain
from command.routing.values import Route
from command.world import World
from core.texts import Lang
from tests.factories import make_report

PLACES: list[dict[str, Any] | None] = [
    {"lon": 87.03, "lat": 43.03},
    {"lon": 87.15, "lat": 43.05},
    {"lon": 87.05, "lat": 43.15},
    {"lon": 87.15, "lat": 43.15},
    {"lon": 87.05, "lat": 43.05},
    {"lon": 87.03, "lat": 43.03, "township_code": "990101002"},
    {"township_code": "990101003", "township_scheme": "old_list"},
    None,
]
CLASSES = [("matter", f"M0{number}") for number in range(10)] + [("component", "C01")]


def decided(world: World, kind: str, code: str, place: Any) -> tuple[Route, Any]:
    """Decide, and keep the decision as a database would."""
    report = make_report(
        category={"scheme": "LOCAL-YZ", "kind": kind, "code": code}, location=place
    )
    fact, district, township, _, _ = routing.locate(report, world)
    day = report.occurred_at.date()
    route = rules.choose_team(
        key=report.key,
        place=fact,
        district=district,
        township=township,
        law_day=day,
        filing_day=day,
        book=world.book,
        roster=world.roster,
        boundaries=world.city.version,
    )
    return route, json.loads(json.dumps(route.why))


def told(world: World, kind: str, code: str, place: Any, lang: Lang) -> dict[str, Any]:
    """Decide and explain."""
    route, kept = decided(world, kind, code, place)
    return explain(kept, reason=route.reason, team=route.team, world=world, lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_decision_reads_as_sentences(yunze: World, place: Any, lang: Lang) -> None:
    for kind, code in CLASSES:
        story = told(yunze, kind, code, place, lang)

        steps = story["steps"]
        assert steps[-1]["step"] == "conclusion"
        assert len({step["step"] for step in steps}) == len(steps)
        for step in steps:
            for text in (step["question"], step["answer"]):
                assert text
                assert not text.startswith(("why.", "reason."))
        assert story["reason"]
        assert story["rule"]["text"]
        assert all(other["team_name"] and other["why"] for other in story["rejected"])


def test_a_rule_that_is_gone_leaves_the_rest_of_the_story(yunze: World) -> None:
    _, kept = decided(yunze, "matter", "M01", PLACES[0])
    gone = {"id": "YZ-R090", "version": 99}

    again = explain(
        {**kept, "rule": gone}, reason="routed_empowered", team="YZ-T1", world=yunze, lang="zh"
    )

    story = told(yunze, "matter", "M01", PLACES[0], "zh")
    assert again["rule"] == {**gone, "text": None, "source": ""}
    assert again["steps"][:-1] == story["steps"][:-1]
    assert again["steps"][-1]["answer"] == story["steps"][-1]["answer"]
