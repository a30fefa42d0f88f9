"""A decision can be explained from what was stored, in both languages, whatever was decided."""

from typing import Any

import orjson
import pytest

from command import routing
from command.competence.explain import explain
from command.competence.values import Competence
from command.world import World
from core.clock import utcnow
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


def decided(world: World, kind: str, code: str, place: Any) -> tuple[Competence, Any]:
    """Decide, and keep the decision as a database would."""
    category = {"scheme": "LOCAL-YZ", "kind": kind, "code": code}
    report, now = make_report(category=category, location=place), utcnow()
    chosen = routing.choose(report, world, routing.locate(report, world, now), now)
    return chosen.decision, orjson.loads(orjson.dumps(chosen.why))


def tell(world: World, kept: Any, *, reason: str, team: str | None, lang: Lang) -> dict[str, Any]:
    """Explain what was kept of a decision about M01."""
    return explain(
        kept,
        key=("LOCAL-YZ", "matter", "M01"),
        reason=reason,
        team=team,
        book=world.book,
        area_name=world.area_name,
        lang=lang,
    )


def told(world: World, kind: str, code: str, place: Any, lang: Lang) -> dict[str, Any]:
    """Decide and explain."""
    decision, kept = decided(world, kind, code, place)
    return tell(world, kept, reason=decision.reason, team=decision.team, lang=lang)


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
        assert story["sentence"].endswith(("。", ".", "？", "?"))
        assert story["rule"]["text"]
        assert all(other["team_name"] and other["why"] for other in story["rejected"])


def test_a_rule_that_is_gone_leaves_the_rest_of_the_story(yunze: World) -> None:
    _, kept = decided(yunze, "matter", "M01", PLACES[0])
    gone = {"id": "YZ-R170", "version": 99}

    again = tell(yunze, {**kept, "rule": gone}, reason="routed_empowered", team="YZ-T1", lang="zh")

    story = told(yunze, "matter", "M01", PLACES[0], "zh")
    assert again["rule"] == {**gone, "text": None, "source": ""}
    assert again["steps"][:-1] == story["steps"][:-1]
    assert again["steps"][-1]["answer"] == story["steps"][-1]["answer"]


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (
            {"lon": 87.03, "lat": 43.03},
            "占道摆摊（M01） → 事项“对占道摆摊的处罚”（YZ-01），由综合执法（城市管理）行使"
            "（2026-01-01 起，依据：云泽市事项分类(虚构)）；东湖街道在 {day} 已赋权，"
            "本项在其清单内，由东湖街道综合行政执法队办理，以东湖街道办事处名义。",
            "占道摆摊 (M01) → item 对占道摆摊的处罚 (YZ-01), held by Comprehensive enforcement"
            " (城市管理) since 2026-01-01 under 云泽市事项分类(虚构); 东湖街道 is empowered on {day}"
            " and lists the item, so 东湖街道综合行政执法队 goes, in the name of 东湖街道办事处.",
        ),
        (
            {"lon": 87.15, "lat": 43.05},
            "占道摆摊（M01） → 事项“对占道摆摊的处罚”（YZ-01），由综合执法（城市管理）行使"
            "（2026-01-01 起，依据：云泽市事项分类(虚构)）；南市街道在 {day} 没有自己的清单，"
            "实行属地管理，由南市街道综合行政执法队办理，以云东区综合行政执法局名义。",
            "占道摆摊 (M01) → item 对占道摆摊的处罚 (YZ-01), held by Comprehensive enforcement"
            " (城市管理) since 2026-01-01 under 云泽市事项分类(虚构); 南市街道 has no own list on"
            " {day} and a squad is posted there, so 南市街道综合行政执法队 goes, in the name of"
            " 云东区综合行政执法局.",
        ),
    ],
)
def test_the_sentence_reads_in_one_breath(yunze: World, place: Any, zh: str, en: str) -> None:
    day = utcnow().astimezone(yunze.city.zone).date().isoformat()

    assert told(yunze, "matter", "M01", place, "zh")["sentence"] == zh.format(day=day)
    assert told(yunze, "matter", "M01", place, "en")["sentence"] == en.format(day=day)


def test_what_an_earlier_release_kept_is_told_still(yunze: World) -> None:
    kept = {
        "facts": {
            "class": "known", "kind": "matter", "place": "inside", "items": "one",
            "holder": "comprehensive", "form": "empowered", "listed": True, "squad": "able",
        },
        "items": ["YZ-01"],
        "law_day": "2026-11-20",
        "filing_day": "2026-11-20",
        "township": "990101001",
        "boundaries": 1,
        "edition": 1,
        "rule": {"id": "YZ-R090", "version": 1},
        "rows": ["00000000-0000-0000-0000-000000000000"],
        "rejected": [{"team": "YZ-E-ZD", "why": "county_not_first"}],
        "question": None,
    }  # fmt: skip

    story = tell(yunze, kept, reason="routed_empowered", team="YZ-T1", lang="zh")

    assert [step["step"] for step in story["steps"]] == [
        "enforce", "item", "holder", "place", "form", "conclusion",
    ]  # fmt: skip
    assert story["rejected"][0]["team_name"] == "云东区综合行政执法局直属中队"
    assert "东湖街道" in story["sentence"]
