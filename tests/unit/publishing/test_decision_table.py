"""The decision table as it is typed: rows that say nothing, never win, contradict; what they change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command.catalogue import diff, folder
from command.catalogue.facts import Rule, Span
from command.competence.vocabulary import SITUATION
from command.publishing import decision_table

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)
JUDGE = {"judge": "no_rule"}


def rule(
    id: str,
    priority: int,
    when: Mapping[str, Any],
    then: Mapping[str, Any] = JUDGE,
    *,
    version: int = 1,
    span: Span = Span(),  # noqa: B008  a value
) -> Rule:
    return Rule(
        id=id,
        version=version,
        priority=priority,
        when=when,
        then=then,
        text_zh="",
        text_en="",
        span=span,
    )


def told(*rules: Rule) -> list[str]:
    problems = decision_table.check(rules, day=DAY)
    assert all(problem.said("zh") and problem.said("en") for problem in problems)
    return [problem.id for problem in problems]


class TestCheck:
    def test_yunzes_table_has_nothing_wrong_with_it(self) -> None:
        assert told(*YUNZE.rules) == []

    def test_words_that_mean_nothing_are_told_row_by_row(self) -> None:
        assert told(
            rule("A", 1, {"weather": "rain"}),
            rule("B", 2, {"holder": "ask"}),
            rule("C", 3, {}, {"team": "nobody", "reason": "assigned"}),
        ) == [
            "rule_unknown_key:A:when:weather",
            "rule_unknown_value:B:when:holder",
            "rule_unknown_value:C:then:team",
        ]

    def test_a_row_that_earlier_rows_cover_together_never_wins(self) -> None:
        assert told(
            rule("A", 1, {"kind": "matter"}),
            rule("B", 2, {"kind": "component", "danger": True}),
            rule("C", 3, {"danger": True}),
            rule("D", 4, {}),
        ) == ["rule_never_wins:C"]

    def test_a_row_that_will_win_later_is_not_dead(self) -> None:
        later = date(2027, 1, 1)
        assert (
            told(
                rule("A", 1, {}, span=Span(None, later)),
                rule("B", 2, {"danger": True}, span=Span(later)),
                rule("C", 3, {}, span=Span(later)),
            )
            == []
        )

    def test_a_row_for_what_cannot_be_never_wins(self) -> None:
        rows = rule("A", 1, {"items": "many", "holder": "comprehensive"}), rule("B", 2, {})

        assert told(*rows) == ["rule_never_wins:A"]

    def test_situations_that_no_row_covers_are_told_with_an_example(self) -> None:
        (problem,) = decision_table.check([rule("A", 1, {"danger": True})], day=DAY)

        assert problem.id == "rule_missing"
        assert problem.facts["example"] == "danger=False"

    def test_rows_of_one_priority_that_say_different_things_contradict(self) -> None:
        other = {"judge": "no_item"}
        rows = [rule("A", 1, {"danger": True}), rule("B", 1, {"kind": "matter"}, other)]

        assert told(*rows, rule("C", 2, {})) == ["rule_contradicts:B:A"]

    def test_of_one_id_the_newest_version_alone_counts(self) -> None:
        rows = [rule("A", 1, {"danger": True}), rule("A", 1, {}, version=2)]

        assert told(*rows) == []

    @settings(max_examples=60)
    @given(data=st.data())
    def test_who_wins_is_who_would_win_were_every_situation_tried(
        self, data: st.DataObject
    ) -> None:
        keys = ["danger", "kind", "border"]
        whens = st.dictionaries(st.sampled_from(keys), st.nothing()) | st.fixed_dictionaries(
            {},
            optional={key: st.sampled_from(SITUATION[key]) for key in keys},
        )
        table = [rule(f"R{n}", n, data.draw(whens)) for n in range(data.draw(st.integers(1, 6)))]

        won = set()
        for values in product(*(SITUATION[key] for key in keys)):
            situation = dict(zip(keys, values, strict=True))
            won |= {next((row.id for row in table if row.fits(situation)), "")}

        found = set(told(*table))
        assert {row.id for row in table if f"rule_never_wins:{row.id}" not in found} == won - {""}
        assert ("rule_missing" in found) == ("" in won)


class TestCompare:
    def test_a_table_as_it_is_changes_nothing(self) -> None:
        assert not decision_table.compare(YUNZE, YUNZE.rules, day=DAY)

    def test_a_row_that_says_something_new_is_its_next_version_from_that_day(self) -> None:
        first, *rest = YUNZE.rules
        typed = replace(first, priority=11, version=0, author="改")

        after = diff.apply(YUNZE, decision_table.compare(YUNZE, [typed, *rest], day=DAY))

        old, new = (row for row in after.rules if row.id == first.id)
        assert (old.version, old.span.to) == (1, DAY)
        assert (new.version, new.span, new.priority, new.author) == (2, Span(DAY), 11, "改")

    def test_a_row_that_is_left_out_ends_and_stays_to_be_read(self) -> None:
        first, *rest = YUNZE.rules

        after = diff.apply(YUNZE, decision_table.compare(YUNZE, rest, day=DAY))

        assert [row.span.to for row in after.rules if row.id == first.id] == [DAY]
        assert len(decision_table.in_order(after.rules, DAY)) == len(rest)

    @pytest.mark.parametrize("day", [DAY, date(2026, 1, 1)])
    def test_what_was_typed_is_the_table_of_that_day(self, day: date) -> None:
        typed = [replace(row, priority=row.priority + 1) for row in YUNZE.rules[2:]]

        after = diff.apply(YUNZE, decision_table.compare(YUNZE, typed, day=day))

        assert [(row.id, row.priority) for row in decision_table.in_order(after.rules, day)] == [
            (row.id, row.priority) for row in typed
        ]
