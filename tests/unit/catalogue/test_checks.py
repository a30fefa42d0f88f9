"""Rows held against rows: what names nothing, what overlaps, what nobody holds, where nobody works."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from command.catalogue import checks, folder
from command.catalogue.facts import Facts, Span, TownshipItem

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)
HALF = date(2026, 6, 1)


def found(facts: Facts, *, day: date = DAY) -> list[tuple[str, str]]:
    problems = checks.check(facts, day=day)
    assert all(problem.said("zh") and problem.said("en") for problem in problems)
    return [(problem.id, problem.weight) for problem in problems]


def spanning(rows: Any, at: int, span: Span) -> Any:
    return tuple(replace(row, span=span) if n == at else row for n, row in enumerate(rows))


def test_yunze_has_nothing_wrong_with_it() -> None:
    assert found(YUNZE) == []


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        (
            replace(YUNZE, holders=YUNZE.holders[1:]),
            ("no_holder:YZ-01", "hole"),
        ),
        (
            replace(YUNZE, township_powers=YUNZE.township_powers[1:]),
            ("no_form:990101001", "hole"),
        ),
        (
            replace(YUNZE, township_items=()),
            ("no_list:990101001", "notice"),
        ),
        (
            replace(
                YUNZE,
                township_items=(
                    *YUNZE.township_items,
                    TownshipItem(id="", township="990101002", item="YZ-01"),
                ),
            ),
            ("list_without_power:990101002", "notice"),
        ),
        (
            replace(YUNZE, teams=tuple(t for t in YUNZE.teams if t.code != "YZ-E-HB")),
            ("no_team_in_field:生态环境", "hole"),
        ),
        (
            replace(YUNZE, listings=spanning(YUNZE.listings, 0, Span(DAY, HALF))),
            ("empty_span:listings:city 2026 YZ-07:2026-12-01", "wrong"),
        ),
        (
            replace(YUNZE, items=(replace(YUNZE.items[0], span=Span(HALF)), *YUNZE.items)),
            ("overlap:items:YZ-01:2026-06-01", "wrong"),
        ),
        (
            replace(YUNZE, entry_tests=(replace(YUNZE.entry_tests[0], item="YZ-99"),)),
            ("unknown_name:entry_tests:item:YZ-99", "wrong"),
        ),
        (
            replace(YUNZE, team_aspects=(replace(YUNZE.team_aspects[0], team="YZ-X"),)),
            ("unknown_name:team_aspects:team:YZ-X", "wrong"),
        ),
    ],
)
def test_a_problem_is_told(facts: Facts, problem: tuple[str, str]) -> None:
    assert problem in found(facts)


def test_days_that_no_version_covers_are_a_gap() -> None:
    old, *rest = YUNZE.items
    items = (
        replace(old, span=Span(date(2026, 1, 1), HALF)),
        replace(old, span=Span(date(2026, 7, 1))),
        *rest,
    )

    assert ("gap:items:YZ-01:2026-07-01", "notice") in found(replace(YUNZE, items=items))


def test_days_on_which_nobody_held_an_item_are_told_whoever_held_it_before() -> None:
    old, *rest = YUNZE.holders
    holders = (
        replace(old, span=Span(date(2026, 1, 1), HALF)),
        replace(old, span=Span(date(2026, 7, 1)), line="professional", field="生态环境"),
        *rest,
    )

    assert ("held_by_nobody:YZ-01::2026-06-01", "notice") in found(replace(YUNZE, holders=holders))


def test_a_hole_is_a_hole_only_on_the_days_it_is_there() -> None:
    facts = replace(YUNZE, holders=spanning(YUNZE.holders, 0, Span(date(2026, 1, 1), DAY)))

    assert found(facts, day=date(2026, 11, 30)) == []
    assert found(facts, day=DAY) == [("no_holder:YZ-01", "hole")]
