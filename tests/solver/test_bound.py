"""What is proven holds: for every fleet, every crew, and however little time there was."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from dispatch.solver.bound import bound
from dispatch.solver.bounding.building import models_of
from dispatch.solver.bounding.model import Scale
from dispatch.solver.bounding.stops import stops
from dispatch.solver.check import check_document
from dispatch.solver.document import load
from dispatch.solver.instance import Agency, Due, Instance, Site, Unit, read_instance
from tests.solver.example import ROOT, as_bytes, instance_document

CARRIED = ROOT / "bench" / "missions"


@pytest.fixture
def example() -> Instance:
    return read_instance(as_bytes(instance_document()))


@pytest.mark.parametrize(
    "name", ["hz-12-s1-v1of3", "hz-12-s1-vall", "hz-60-s1-v1of3", "hz-60-s1-vall"]
)
def test_no_published_plan_is_worth_more_than_the_bound(name: str) -> None:
    day = read_instance(CARRIED / "instances" / f"{name}.json.gz")
    (path,) = (CARRIED / "plans").glob(f"{name}.json*")

    proven = bound(day, 60, passes=10, threads=1)

    value = check_document(load(path).value, day).objective_20
    assert value is not None
    assert value <= proven.value_20 < proven.trivial_20


def test_the_optimum_of_twelve_sites_is_bounded_within_a_tenth() -> None:
    with (CARRIED / "best_known.csv").open(encoding="utf-8") as file:
        best = {row["instance"]: float(row["objective"]) for row in csv.DictReader(file)}

    proven = bound(
        read_instance(CARRIED / "instances" / "hz-12-s1-v1of3.json.gz"), 60, passes=150, threads=1
    )

    assert proven.gap(round(20 * best["hz-12-s1-v1of3"])) < 0.1


def test_the_same_passes_prove_the_same_on_any_number_of_threads() -> None:
    day = read_instance(CARRIED / "instances" / "hz-60-s1-vall.json.gz")

    one, two = (bound(day, 60, passes=12, threads=threads) for threads in (1, 2))

    assert (one.value_20, one.passes, one.proofs) == (two.value_20, two.passes, two.proofs)


def test_more_vehicles_never_lower_the_trivial_bound_and_few_vehicles_prove_less() -> None:
    few, all_ = (
        bound(read_instance(CARRIED / "instances" / f"hz-60-s1-{fleet}.json.gz"), 60, passes=30)
        for fleet in ("v1of3", "vall")
    )

    assert few.trivial_20 == all_.trivial_20
    assert few.value_20 < all_.value_20


def test_no_time_still_proves(example: Instance) -> None:
    assert 387 <= bound(example, 0).value_20 <= 420


def test_nobody_to_go_proves_what_is_lost(example: Instance) -> None:
    nobody_fits = replace(
        example, units=tuple(replace(u, agencies=frozenset({3})) for u in example.units)
    )
    nobody_fits = replace(nobody_fits, agencies=(*example.agencies, Agency("X", None)))

    assert bound(nobody_fits, 0).value_20 == -1000


def test_districts_that_share_no_agency_are_bounded_apart(example: Instance) -> None:
    elsewhere = len(example.agencies)
    twice = replace(
        example,
        agencies=example.agencies * 2,
        sites=example.sites
        + tuple(
            replace(s, due=tuple(replace(d, agency=d.agency + elsewhere) for d in s.due))
            for s in example.sites
        ),
        units=example.units
        + tuple(
            replace(u, agencies=frozenset(a + elsewhere for a in u.agencies)) for u in example.units
        ),
    )

    assert len(list(models_of(twice))) == 2 * len(list(models_of(example)))
    assert bound(twice, 0, passes=20).value_20 == 2 * bound(example, 0, passes=20).value_20


class TestStops:
    def test_one_unit_works_its_items_one_after_another(self) -> None:
        assert sorted(stops([30, 20], [[0], [0]], 0)) == [(20, (1,)), (30, (0,)), (50, (0, 1))]

    def test_two_units_work_side_by_side(self) -> None:
        assert sorted(stops([30, 20], [[0], [1]], 0)) == [(20, (1,)), (30, (0, 1))]

    def test_work_is_dealt_so_that_the_longest_is_short(self) -> None:
        assert (40, (0, 1, 2)) in stops([30, 20, 20], [[0, 1], [0, 1], [0, 1]], 0)


class TestScale:
    def test_rounds_in_favour_of_the_bound(self) -> None:
        scale = Scale(3)

        assert scale.up(7) * 8 >= 7 * 12
        assert scale.down(7) * 8 <= 7 * 12
        assert scale.twentieths(scale.up(7)) >= 7

    def test_huge_weights_are_still_bounded(self, example: Instance) -> None:
        heavy = replace(
            example,
            sites=tuple(
                replace(s, due=tuple(replace(d, weight=1_000_000) for d in s.due))
                for s in example.sites
            ),
        )

        proven = bound(heavy, 0, passes=5)

        assert 20 * (4_000_000 - 2) - 66 <= proven.value_20 <= 20 * (4_000_000 - 2) + 1000


def test_a_way_round_may_be_quicker_and_the_bound_knows() -> None:
    """Straight to the site takes 100 minutes, over the other place 20."""
    document = instance_document()
    document["travel"]["minutes"] = [[0, 10, 100], [10, 0, 10], [100, 10, 0]]
    day = read_instance(as_bytes(document))

    (model, *_) = models_of(day)

    assert int(np.max(model.teams[0].graph.travel)) <= 20


def make_site(items: int) -> Site:
    due = tuple(Due(agency, 10, 1, False) for agency in range(items))
    return Site("S", None, 1, ((540, 1000),), due, frozenset())


def test_a_unit_with_very_many_agencies_is_bounded_all_the_same(example: Instance) -> None:
    day = replace(
        example,
        agencies=tuple(Agency(f"A{a}", None) for a in range(12)),
        sites=(make_site(12),),
        units=(Unit("U", frozenset(range(12)), 0, (500, 1050), None),),
    )

    assert 20 * 12 - 20 - 22 <= bound(day, 0, passes=3).value_20 <= 220
