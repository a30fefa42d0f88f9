"""A year is placed by the rules, nearly as well as possible, and the proof holds."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from bench.missions.year import generate
from dispatch.solver import placing
from dispatch.solver.year import LEFT_OUT, Year, place_year, warm_up
from dispatch.solver.year_check import Breach, check_year


def make_year(**changes: Any) -> Year:
    """Two visits of half an hour want the same agency within the first two of three days."""
    year = Year(
        calendar=np.ones((1, 3), dtype=bool),
        capacity=np.full((1, 1, 3), 60, np.int32),
        cap=np.full((1, 3), 9, np.int32),
        district_of=np.zeros(1, np.int32),
        township=np.zeros(2, np.int32),
        season=np.zeros(2, np.int32),
        first=np.zeros(2, np.int32),
        last=np.ones(2, np.int32),
        weight=np.array([5, 7], np.int32),
        item_from=np.array([0, 1, 2]),
        agency=np.zeros(2, np.int32),
        minutes=np.full(2, 30, np.int32),
    )
    return replace(year, **changes)


def days(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def test_what_fits_is_placed_whole() -> None:
    placement = place_year(make_year())

    assert (placement.weight, placement.bound) == (12, 12)
    assert check_year(make_year(), placement.day) == ()


def test_the_heavier_visit_is_kept_when_one_must_go() -> None:
    year = make_year(capacity=np.array([[[0, 30, 60]]], np.int32))

    placement = place_year(year)

    assert placement.day.tolist() == [LEFT_OUT, 1]
    assert check_year(year, placement.day) == ()


def test_a_township_sees_no_more_visits_than_its_cap() -> None:
    year = make_year(cap=np.array([[1, 0, 0]], np.int32))

    assert sorted(place_year(year).day.tolist()) == [LEFT_OUT, 0]


def test_a_visit_waits_for_its_season_and_one_without_is_left_out() -> None:
    year = make_year(
        calendar=np.array([[False, True, True], [False, False, True]]), season=days(0, 1)
    )

    assert place_year(year).day.tolist() == [1, LEFT_OUT]


def test_an_empty_year_is_placed() -> None:
    nothing = np.zeros(0, np.int32)
    year = make_year(
        township=nothing, season=nothing, first=nothing, last=nothing, weight=nothing,
        item_from=np.zeros(1, np.int64), agency=nothing, minutes=nothing,
    )  # fmt: skip

    assert (place_year(year).weight, place_year(year).gap) == (0, 0.0)


@pytest.mark.parametrize(
    ("day", "changes", "breach"),
    [
        (days(0), {}, Breach("SHAPE", (1,))),
        (days(0, 2), {}, Breach("WINDOW", (1,))),
        (days(0, -2), {}, Breach("WINDOW", (1,))),
        (days(0, 1), {"calendar": np.array([[True, False, True]])}, Breach("SEASON", (1,))),
        (days(1, 1), {"capacity": np.full((1, 1, 3), 59, np.int32)}, Breach("CAPACITY", (0, 0, 1))),
        (days(1, 1), {"cap": np.ones((1, 3), np.int32)}, Breach("CAP", (0, 1))),
    ],
    ids=lambda given: given.rule if isinstance(given, Breach) else "",
)
def test_the_check_names_the_rule_that_is_broken(
    day: np.ndarray, changes: dict[str, object], breach: Breach
) -> None:
    assert check_year(make_year(**changes), day) == (breach,)


def test_no_placement_of_a_tiny_year_carries_more_than_is_proven() -> None:
    draw = np.random.default_rng(1)
    for _ in range(20):
        year = make_year(
            capacity=draw.integers(0, 60, (1, 1, 3)).astype(np.int32),
            weight=draw.integers(1, 10, 2).astype(np.int32),
        )
        best = max(
            year.weight[np.array(day) != LEFT_OUT].sum()
            for day in product((LEFT_OUT, 0, 1), repeat=2)
            if check_year(year, days(*day)) == ()
        )

        placement = place_year(year)

        assert check_year(year, placement.day) == ()
        assert placement.weight == best <= placement.bound


def test_a_generated_year_keeps_the_rules_and_is_the_same_on_any_number_of_threads() -> None:
    year = generate(4, visits=20_000)

    one, two = (place_year(year, threads=threads) for threads in (1, 2))

    assert check_year(year, one.day) == ()
    assert (one.day == two.day).all()
    assert one.weight <= one.bound < year.weight.sum()


def test_what_set_up_compiles_is_all_that_a_year_needs() -> None:
    kernels = (placing.level, placing.expected_load, placing.place, placing.surplus)
    warm_up()
    compiled = [kernel.signatures for kernel in kernels]

    place_year(generate(1, 2_000))

    assert [kernel.signatures for kernel in kernels] == compiled
