"""Who is competent, cell by cell of Yunze's table (tests/cities/yunze/README.md), and why."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.catalogue.values import Span
from command.routing import rules
from command.routing.values import PlaceFact, Route
from command.world import World
from tests.factories import YUNZE

DAY = date(2026, 11, 20)
TOWNSHIPS = {"东湖": "990101001", "南市": "990101002", "北山": "990102100", "石门": "990102201"}
EVERYWHERE = {
    "two holders": "two_holders",
    "several items": "several_items",
    "outside holder": "outside_holder",
    "no item": "no_item",
    "not enforcement": "not_enforcement",
}
SIGNS = {
    "YZ-T1": "东湖街道办事处",
    "YZ-T2": "云东区综合行政执法局",
    "YZ-T4": "云西县综合行政执法局",
    "YZ-E-ZD": "云东区综合行政执法局",
    "YZ-E-LS": "云东区综合行政执法局",
    "YZ-E-HB": "云东区生态环境局",
    "YZ-W-ZD": "云西县综合行政执法局",
}
REASON = {
    "YZ-T1": "routed_empowered",
    "YZ-T2": "routed_posted",
    "YZ-T4": "routed_posted",
    "YZ-E-ZD": "routed_district",
    "YZ-E-LS": "routed_district",
    "YZ-E-HB": "routed_professional",
    "YZ-W-ZD": "routed_district",
}


def cells() -> list[tuple[str, str, str, str]]:
    """Read the README's table: (kind, code, township, what is written in the cell)."""
    found = []
    for line in (YUNZE / "README.md").read_text("utf-8").splitlines():
        name, *cell = [part.strip() for part in line.strip("|").split("|")]
        named = re.match(r"(component )?([MC]\d\d) ", name)
        if named is None:
            continue
        kind, code = ("component" if named[1] else "matter"), named[2]
        words = cell[1:] if cell[2] else [cell[1].removesuffix(", everywhere")] * len(TOWNSHIPS)
        found += [(kind, code, town, word) for town, word in zip(TOWNSHIPS, words, strict=True)]
    return found


def decide(
    world: World,
    code: str,
    township: str | None,
    *,
    kind: str = "matter",
    place: PlaceFact = "inside",
    law_day: date = DAY,
    filing_day: date = DAY,
    **changed: Any,
) -> Route:
    code_of = TOWNSHIPS.get(township or "")
    return rules.choose_team(
        key=("LOCAL-YZ", kind, code),
        place=place,
        district=world.city.townships[code_of].district if code_of else None,
        township=code_of,
        law_day=law_day,
        filing_day=filing_day,
        book=changed.get("book", world.book),
        roster=changed.get("roster", world.roster),
        boundaries=world.city.version,
    )


class TestTheTable:
    def test_has_a_row_for_every_class_of_the_city(self, yunze: World) -> None:
        assert {(kind, code) for kind, code, _, _ in cells()} == {
            (kind, code) for _, kind, code in yunze.book.classes
        }

    @pytest.mark.parametrize(("kind", "code", "township", "written"), cells())
    def test_is_what_the_rules_decide(
        self, yunze: World, kind: str, code: str, township: str, written: str
    ) -> None:
        route = decide(yunze, code, township, kind=kind)

        team = written.split(" ")[0].rstrip(",")
        if team in SIGNS:
            assert (route.team, route.reason, route.body) == (team, REASON[team], SIGNS[team])
            assert route.field in yunze.roster.teams[team].fields
        else:
            wanted = EVERYWHERE.get(written, "no_team")
            assert (route.team, route.reason, route.body) == (None, wanted, None)


class TestDays:
    def test_an_act_before_the_catalogue_began_has_no_item(self, yunze: World) -> None:
        assert decide(yunze, "M01", "东湖", law_day=date(2025, 12, 31)).reason == "no_item"
        assert decide(yunze, "M01", "东湖", law_day=date(2026, 1, 1)).team == "YZ-T1"

    def test_a_filing_before_the_rules_began_has_no_rule(self, yunze: World) -> None:
        route = decide(yunze, "M01", "东湖", filing_day=date(2025, 12, 31))

        assert (route.team, route.reason, route.why["rule"]) == (None, "no_rule", None)

    def test_an_old_act_belongs_to_whoever_has_the_power_when_it_is_filed(
        self, yunze: World
    ) -> None:
        (power,) = yunze.book.powers[TOWNSHIPS["东湖"]]
        taken_back = date(2026, 7, 1)
        granted = replace(power, span=Span(date(2026, 1, 1), taken_back))
        posted = replace(power, id="later", form="posted", name_used="", span=Span(taken_back))
        book = replace(yunze.book, powers={TOWNSHIPS["东湖"]: (granted, posted)})
        act = date(2026, 6, 30)

        last = decide(yunze, "M01", "东湖", law_day=act, filing_day=act, book=book)
        late = decide(yunze, "M01", "东湖", law_day=act, filing_day=taken_back, book=book)

        assert (last.reason, last.body) == ("routed_empowered", "东湖街道办事处")
        assert (late.reason, late.body) == ("routed_posted", "云东区综合行政执法局")

    def test_an_item_struck_off_the_list_goes_back_to_the_district(self, yunze: World) -> None:
        key = (TOWNSHIPS["东湖"], "YZ-01")
        (listed,) = yunze.book.lists[key]
        struck = replace(listed, span=Span(date(2026, 1, 1), DAY))
        book = replace(yunze.book, lists={key: (struck,)})

        route = decide(yunze, "M01", "东湖", book=book)

        assert (route.team, route.reason) == ("YZ-E-ZD", "routed_district")


class TestSquads:
    def test_an_empowered_squad_that_cannot_do_what_is_listed_leaves_it_to_the_district(
        self, yunze: World
    ) -> None:
        (listed,) = yunze.book.lists[TOWNSHIPS["东湖"], "YZ-01"]
        book = replace(yunze.book, lists={(TOWNSHIPS["东湖"], "YZ-07"): (listed,)})

        route = decide(yunze, "M08", "东湖", book=book)

        assert (route.team, route.reason) == ("YZ-E-LS", "routed_district")
        assert route.why["facts"]["listed"] is True
        assert route.why["facts"]["squad"] == "unable"

    def test_a_listed_item_of_a_professional_field_is_the_townships_own(self, yunze: World) -> None:
        (listed,) = yunze.book.lists[TOWNSHIPS["东湖"], "YZ-01"]
        book = replace(yunze.book, lists={(TOWNSHIPS["东湖"], "YZ-05"): (listed,)})
        squad = yunze.roster.squads[TOWNSHIPS["东湖"]]
        able = replace(squad, fields=squad.fields | {"生态环境"})
        roster = replace(yunze.roster, squads={TOWNSHIPS["东湖"]: able})

        route = decide(yunze, "M04", "东湖", book=book, roster=roster)

        assert (route.team, route.field, route.body) == ("YZ-T1", "生态环境", "东湖街道办事处")

    def test_a_township_without_a_name_of_its_own_signs_as_its_squads_body(
        self, yunze: World
    ) -> None:
        (power,) = yunze.book.powers[TOWNSHIPS["东湖"]]
        book = replace(yunze.book, powers={TOWNSHIPS["东湖"]: (replace(power, name_used=""),)})

        assert decide(yunze, "M01", "东湖", book=book).body == "云东区综合行政执法局"


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "reason"),
        [
            ("missing", "no_place"),
            ("outside", "outside_city"),
            ("contradiction", "place_contradiction"),
        ],
    )
    def test_a_place_in_doubt_is_judged_by_a_person(
        self, yunze: World, place: PlaceFact, reason: str
    ) -> None:
        assert decide(yunze, "M01", None, place=place).reason == reason

    def test_a_class_nobody_knows_is_judged_wherever_it_is(self, yunze: World) -> None:
        assert decide(yunze, "M99", "东湖").reason == "unknown_class"
        assert decide(yunze, "M99", None, place="outside").reason == "unknown_class"


class TestTheQuestion:
    @pytest.mark.parametrize(
        ("code", "zh"),
        [("M02", "噪声来自生产设备还是经营场所？"), ("M03", "倾倒者是个人还是单位？")],
    )
    def test_is_kept_where_an_answer_would_settle_it(
        self, yunze: World, code: str, zh: str
    ) -> None:
        route = decide(yunze, code, "南市")

        assert route.why["question"]["zh"] == zh
        assert route.why["question"]["en"].endswith("?")

    def test_is_not_asked_where_there_is_a_team(self, yunze: World) -> None:
        assert decide(yunze, "M01", "南市").why["question"] is None


class TestWhy:
    def test_names_rule_rows_days_and_versions(self, yunze: World) -> None:
        (link,) = yunze.book.mapped["LOCAL-YZ", "matter", "M01"]
        (power,) = yunze.book.powers[TOWNSHIPS["东湖"]]
        (listed,) = yunze.book.lists[TOWNSHIPS["东湖"], "YZ-01"]

        why = decide(yunze, "M01", "东湖", law_day=date(2026, 11, 19)).why

        assert why["rule"] == {"id": "YZ-R090", "version": 1}
        assert why["rows"] == [link.id, power.id, listed.id]
        assert (why["law_day"], why["filing_day"]) == ("2026-11-19", "2026-11-20")
        assert (why["boundaries"], why["edition"]) == (yunze.city.version, yunze.edition)
        assert why["items"] == ["YZ-01"]
        assert why["facts"] == {
            "class": "known",
            "kind": "matter",
            "place": "inside",
            "items": "one",
            "holder": "comprehensive",
            "form": "empowered",
            "listed": True,
            "squad": "able",
        }

    @pytest.mark.parametrize(
        ("code", "township", "rejected"),
        [
            ("M01", "东湖", [("YZ-E-ZD", "county_not_first")]),
            ("M07", "东湖", [("YZ-T1", "squad_not_asked")]),
            ("M08", "南市", [("YZ-T2", "squad_not_asked")]),
            ("M04", "石门", [("YZ-T4", "squad_not_asked")]),
            ("M01", "北山", []),
        ],
    )
    def test_names_each_team_that_was_not_taken(
        self, yunze: World, code: str, township: str, rejected: list[tuple[str, str]]
    ) -> None:
        why = decide(yunze, code, township).why

        assert [(other["team"], other["why"]) for other in why["rejected"]] == rejected

    def test_names_the_version_in_force_on_the_day(self, yunze: World) -> None:
        changes = date(2026, 11, 1)
        old = next(rule for rule in yunze.book.rules if rule.id == "YZ-R110")
        new = replace(old, version=2, span=Span(changes))
        ended = replace(old, span=Span(date(2026, 1, 1), changes))
        rest = [rule for rule in yunze.book.rules if rule.id != "YZ-R110"]
        rules_ = tuple(sorted([*rest, ended, new], key=lambda rule: rule.priority))
        book = replace(yunze.book, rules=rules_)

        before = decide(yunze, "M01", "南市", filing_day=date(2026, 10, 31), book=book)
        after = decide(yunze, "M01", "南市", filing_day=changes, book=book)

        assert before.why["rule"] == {"id": "YZ-R110", "version": 1}
        assert after.why["rule"] == {"id": "YZ-R110", "version": 2}


@given(
    code=st.sampled_from(["M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M99"]),
    kind=st.sampled_from(["matter", "component"]),
    township=st.sampled_from([*TOWNSHIPS, None]),
    place=st.sampled_from(["inside", "outside", "missing", "contradiction"]),
    law_day=st.dates(date(2025, 12, 30), date(2026, 1, 2)),
    filing_day=st.dates(date(2025, 12, 30), date(2026, 1, 2)),
)
def test_nothing_in_doubt_gets_a_team(
    yunze: World,
    code: str,
    kind: str,
    township: str | None,
    place: PlaceFact,
    law_day: date,
    filing_day: date,
) -> None:
    if place != "inside" or township is None:
        township, place = None, "missing" if place == "inside" else place

    route = decide(
        yunze, code, township, kind=kind, place=place, law_day=law_day, filing_day=filing_day
    )

    assert json.loads(json.dumps(route.why)) == route.why
    if route.team is None:
        assert route.body is None
        return
    team = yunze.roster.teams[route.team]
    assert place == "inside"
    assert len(route.why["items"]) == 1
    assert route.why["facts"]["holder"] in {"comprehensive", "professional"}
    assert team.district == yunze.city.townships[TOWNSHIPS[township or ""]].district
    assert team.township in {None, TOWNSHIPS[township or ""]}
    assert route.field in team.fields
