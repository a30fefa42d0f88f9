"""The benchmark's own promises: teams that may be, plans that keep every rule, arithmetic that is right."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.missions.cases import CARRIED, Case, find_cases, read_baselines, read_best_known
from bench.missions.filling import finish
from bench.missions.measuring import Measured
from bench.missions.runs import OURS, Run
from bench.missions.table import to_markdown
from bench.missions.targets import judge
from bench.missions.teams import deal, worth
from dispatch.solver.check import check
from dispatch.solver.instance import Instance, read_instance
from tests.solver.example import ROOT, as_bytes, instance_document


@pytest.fixture(scope="module")
def day() -> Instance:
    return read_instance(ROOT / "bench" / "missions" / "instances" / "hz-60-s1-v2of3.json.gz")


class TestTeams:
    @pytest.mark.parametrize("size", [1, 2, 3, 4])
    def test_are_dealt_from_one_base_with_seats_for_all(self, day: Instance, size: int) -> None:
        teams = deal(day, size=size, seed=1).teams

        for team in teams:
            seats = sum(day.vehicles[vehicle].seats for vehicle in team.vehicles)
            assert len(team.units) <= size
            assert 2 * len(team.units) <= seats
            assert {day.units[unit].base for unit in team.units} == {team.base}
        for kind in ("units", "vehicles"):
            named = [index for team in teams for index in getattr(team, kind)]
            assert len(set(named)) == len(named)

    def test_gain_what_their_visit_is_worth_and_stay_until_the_last_is_done(self) -> None:
        instance = read_instance(as_bytes(instance_document()))

        dealt = deal(instance, size=2, seed=1)

        both = next(t for t, team in enumerate(dealt.teams) if set(team.units) >= {0, 1})
        assert dealt.gain[both].tolist() == [20 * 13 + 1000 - 20, 20 * 10 - 20]
        assert dealt.stay[both].tolist() == [45, 25]

    def test_gain_nothing_where_they_serve_nobody(self) -> None:
        site = read_instance(as_bytes(instance_document())).sites[1]

        assert (worth(site, []), worth(site, [0])) == (0, 20 * 4 - 10 * 6 - 20)


class TestAFinishedPlan:
    @given(data=st.data(), size=st.integers(1, 4), fill=st.booleans())
    @settings(max_examples=30, deadline=None)
    def test_keeps_every_rule_whatever_the_routes(
        self, day: Instance, data: st.DataObject, size: int, fill: bool
    ) -> None:
        dealt = deal(day, size=size, seed=1)
        order = data.draw(st.permutations(range(len(day.sites))))
        routes = [list(order[t :: len(dealt.teams)]) for t in range(len(dealt.teams))]

        plan = finish(dealt, routes, fill=fill)

        assert check(plan, day).violations == ()

    def test_is_not_made_worse_by_what_still_fits(self, day: Instance) -> None:
        dealt = deal(day, size=3, seed=1)
        routes = [list(range(t, len(day.sites), 9)) for t in range(len(dealt.teams))]

        before, after = (check(finish(dealt, routes, fill=f), day) for f in (False, True))

        assert before.objective_20 is not None
        assert after.objective_20 is not None
        assert after.objective_20 >= before.objective_20


def measured(name: str, ours: list[float], peer: float, **changes: object) -> Measured:
    family, size, _, fleet = name.split("-")
    case = Case(name, Path(name), family, size, fleet)
    one = Measured(case, 10.0)
    one.ours = [Run(name, OURS, 10.0, 1, value, None, 10.0, None) for value in ours]
    one.peers = {"vroom": [Run(name, "vroom", 10.0, 1, peer, peer, 10.0, 3)]}
    for key, value in changes.items():
        setattr(one, key, value)
    return one


class TestTargets:
    def test_compare_our_mean_with_the_best_that_any_peer_ever_reached(self) -> None:
        one = measured("hz-60-s1-v1of3", [110, 120], 90, published={"vroom": 100.0})

        assert (one.mean, one.worst, one.best_peer, one.ratio) == (115, 110, 100, 1.15)

    def test_take_the_geometric_mean_and_the_least_ratio(self) -> None:
        found = judge(
            [measured("hz-60-s1-v1of3", [90], 100), measured("hz-200-s1-v1of3", [160], 100)], {}
        )

        assert [(target.name, round(target.found, 9), target.met) for target in found] == [
            ("v1of3: ours ÷ best peer", 1.2, True),
            ("v1of3: least of them", 0.9, False),
        ]

    def test_say_how_far_the_bound_is_above_the_best_plan(self) -> None:
        (found,) = judge([measured("hz-60-s1-vall", [100], 0, bound=125.0)], {})

        assert (found.found, found.met) == (0.25, False)


def test_the_table_shows_what_was_published_in_brackets() -> None:
    table = to_markdown(
        [measured("hz-60-s1-v1of3", [110], 90, published={"vroom": 100.0, "pyvrp": 80.0})], []
    )

    assert "| hz-60-s1-v1of3 | 10 | 110.00 | 110.00 | – (80.00) | 90.00 (100.00) | 1.100 |" in table


def test_every_instance_that_is_carried_has_a_best_value_and_all_but_cities_have_peers() -> None:
    names = {case.name for case in find_cases() if CARRIED in case.path.parents}

    assert names <= read_best_known().keys()
    for name in names:
        if "city" not in name:
            assert {seconds for seconds in (2, 10) if name in read_baselines(seconds=seconds)}
