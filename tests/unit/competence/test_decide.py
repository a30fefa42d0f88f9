"""Who is competent in the tiny city, one sentence of the rules at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from command.catalogue.facts import ClassAlias, Facts, Holder, Span, TeamAspect, TownshipItem
from command.competence.decide import decide
from command.competence.explain import tell_choice
from command.competence.snapshot import compile_facts
from command.competence.values import Choice, Competence
from tests.unit.competence.tiny import FACTS, FUMES, LITTER, NOISE, ask, make_rule

CITY = compile_facts(FACTS)


def answer(*asked: Any, **changes: Any) -> Competence:
    return decide(ask(*asked, **changes), CITY)


def in_a_city_with(**rows: Any) -> Any:
    return compile_facts(replace(FACTS, **rows))


class TestTownships:
    def test_an_empowered_one_acts_in_its_own_name_where_its_list_holds_the_item(self) -> None:
        found = answer(township="town", amount=500.0)

        assert (found.team, found.signing_body) == ("town-squad", "town office")
        assert (found.reason, found.confidence) == ("routed_empowered", "certain")

    @pytest.mark.parametrize(
        ("filed", "team"),
        [
            (date(2026, 1, 31), "streets-team"),
            (date(2026, 2, 1), "town-squad"),
            (date(2026, 12, 31), "town-squad"),
            (date(2027, 1, 1), "streets-team"),
        ],
    )
    def test_a_list_counts_from_its_publication_to_its_end(self, filed: date, team: str) -> None:
        assert answer(filing_day=filed, amount=500.0).team == team

    def test_a_list_that_was_not_published_counts_for_nothing(self) -> None:
        secret = TownshipItem(id="t-secret", township="town", item="litter")

        found = decide(ask(amount=500.0), in_a_city_with(township_items=(secret,)))

        assert found.team == "streets-team"

    def test_a_posted_squad_goes_in_the_bureaus_name(self) -> None:
        found = answer(township="camp", amount=500.0)

        assert (found.team, found.signing_body) == ("camp-squad", "bureau")

    def test_a_plain_one_leaves_it_to_the_countys_team_of_the_field(self) -> None:
        assert answer(township="moor").team == "streets-team"

    def test_a_professional_item_never_falls_to_a_posted_squad(self) -> None:
        found = answer(FUMES, "camp")

        assert found.team == "air-team"
        assert [(other.team, other.why) for other in found.rejected] == [
            ("camp-squad", "holder_professional")
        ]


class TestSanctions:
    def test_a_major_one_stays_with_the_county_and_the_squad_assists(self) -> None:
        found = answer(amount=1_000.0)

        assert (found.team, found.assisting) == ("streets-team", ("town-squad",))
        assert found.situation["sanction"] == "major"

    @pytest.mark.parametrize(
        ("subject", "band"), [("unit", "minor"), ("person", "major"), (None, "minor")]
    )
    def test_are_measured_by_the_line_of_the_subject_which_an_item_for_one_alone_tells(
        self, subject: str | None, band: str
    ) -> None:
        assert answer(subject=subject, amount=500.0).situation["sanction"] == band

    def test_of_an_item_for_both_are_unknown_until_the_subject_is_known(self) -> None:
        both = tuple(replace(item, person_max=5_000.0) for item in FACTS.items)

        found = decide(ask(subject=None, amount=500.0), in_a_city_with(items=both))

        assert found.situation["sanction"] == "unknown"

    def test_are_unknown_where_the_range_of_the_item_crosses_the_line(self) -> None:
        assert answer(LITTER).situation["sanction"] == "unknown"
        assert answer(FUMES).situation["sanction"] == "minor"

    def test_a_severe_one_is_major_whatever_the_amount(self) -> None:
        assert answer(amount=1.0, severe=("closure",)).situation["sanction"] == "major"


class TestQuestions:
    def test_several_items_are_a_question_with_its_answers(self) -> None:
        found = answer(NOISE)

        assert (found.team, found.reason, found.confidence) == (None, "several_items", "open")
        assert found.question == "l-night"
        assert found.choices == (
            Choice("night", None, None, "夜", ""),
            Choice("shop", None, None, "店", ""),
        )

    def test_the_answer_settles_which_item_it_is(self) -> None:
        assert answer(NOISE, item="shop").team == "streets-team"

    def test_an_answer_that_names_no_item_in_force_leaves_none(self) -> None:
        assert answer(NOISE, item="nothing").situation["items"] == "none"

    def test_two_holders_are_a_question_until_a_field_is_answered(self) -> None:
        both = Holder(id="h-air", item="litter", line="professional", field="air")
        city = in_a_city_with(holders=(*FACTS.holders, both))

        assert decide(ask(), city).reason == "two_holders"
        assert [choice.field for choice in decide(ask(), city).choices] == ["streets", "air"]
        assert decide(ask(field="air"), city).team == "air-team"

    def test_a_holder_is_offered_by_its_boundary_and_in_english_with_its_line(self) -> None:
        dust = Holder(id="h-air", item="litter", line="professional", field="空气", boundary="扬尘")
        outside = Holder(id="h-out", item="litter", line="outside", field="公安")

        found = decide(ask(), in_a_city_with(holders=(dust, outside)))

        assert [
            (tell_choice(choice, "zh"), tell_choice(choice, "en")) for choice in found.choices
        ] == [
            ("公安", "A body outside this platform (公安)"),
            ("扬尘", "Professional enforcement (空气): 扬尘"),
        ]

    def test_a_holder_in_the_district_beats_one_in_the_whole_city(self) -> None:
        own = Holder(id="h-own", item="litter", area="d", line="professional", field="air")

        found = decide(ask(), in_a_city_with(holders=(*FACTS.holders, own)))

        assert (found.team, found.situation["holder"]) == ("air-team", "professional")

    def test_a_part_that_moved_is_looked_at_by_a_person(self) -> None:
        holders = tuple(replace(row, partial="only at night") for row in FACTS.holders)

        assert decide(ask(amount=1.0), in_a_city_with(holders=holders)).confidence == "advisory"


class TestClasses:
    def test_an_unknown_one_is_for_a_person(self) -> None:
        assert answer(("TINY", "matter", "x")).reason == "unknown_class"

    def test_one_of_another_scheme_is_what_its_alias_means(self) -> None:
        old = ("OLD", "matter", "7")
        city = in_a_city_with(class_aliases=(ClassAlias(id="a", key=old, means=LITTER),))

        found = decide(ask(old, amount=500.0), city)

        assert (found.team, found.item) == ("town-squad", "litter")
        assert found.rows[:2] == ("litter", "a")


class TestDecisions:
    def test_an_upgrade_sends_the_team_it_names(self) -> None:
        found = answer(upgraded_to="city-team")

        assert (found.team, found.reason) == ("city-team", "upgraded")

    def test_an_upgrade_to_a_team_that_is_not_there_is_for_a_person(self) -> None:
        assert answer(upgraded_to="ghosts").reason == "no_team"

    def test_a_second_refusal_is_a_dispute_and_the_first_receiver_stays_with_it(self) -> None:
        found = answer(refusals=2, first_receiver="town-squad")

        assert (found.team, found.reason, found.interim) == (None, "disputed", "town-squad")

    def test_on_a_border_the_neighbours_team_is_told(self) -> None:
        found = answer(near=("camp",), amount=500.0)

        assert (found.team, found.confidence) == ("town-squad", "advisory")
        assert found.neighbours == (("camp", "camp-squad"),)

    def test_signing_and_commanding_follow_the_aspects_of_the_day(self) -> None:
        aspects = (
            TeamAspect(
                id="a-sign",
                span=Span(date(2026, 5, 1)),
                team="streets-team",
                aspect="penalty",
                body="new bureau",
            ),
            TeamAspect(id="a-lead", team="streets-team", aspect="business", body="home office"),
        )
        city = in_a_city_with(team_aspects=aspects)

        before = decide(ask(township="moor", filing_day=date(2026, 4, 30)), city)
        after = decide(ask(township="moor"), city)

        assert (before.signing_body, before.commanding_body) == ("bureau", "home office")
        assert (after.signing_body, after.commanding_body) == ("new bureau", "home office")
        assert {"a-sign", "a-lead"} <= set(after.rows)

    def test_the_newest_version_of_a_rule_counts_alone(self) -> None:
        newer = make_rule("R7", {"form": "none"}, {"judge": "no_item"}, version=2)

        found = decide(ask(amount=500.0), in_a_city_with(rules=(*FACTS.rules, newer)))

        assert found.team == "streets-team"

    def test_no_rule_is_for_a_person(self) -> None:
        assert decide(ask(), in_a_city_with(rules=())).reason == "no_rule"

    def test_nothing_is_known_of_a_city_without_facts(self) -> None:
        assert decide(ask(), compile_facts(Facts(edition=1))).reason == "no_rule"

    def test_every_fact_that_was_used_is_named_in_order(self) -> None:
        assert answer(township="town", amount=500.0).rows == (
            "litter",
            "l-litter",
            "i-litter",
            "h-litter",
            "p-town",
            "t-litter",
            "s-unit",
            "team:town-squad",
            "team:camp-squad",
        )


def test_a_rule_that_sends_nobody_we_know_is_refused() -> None:
    nonsense = make_rule("R1", {}, {"team": "the_army", "reason": "x"})

    with pytest.raises(ValueError, match="R1 v1: 'the_army'"):
        in_a_city_with(rules=(nonsense,))
