"""A city: cut into districts that share nothing, and put together again."""

from dataclasses import replace

from dispatch.solver.city import merge, plan_city, split
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve
from dispatch.solver.stopping import MaxIterations
from tests.solver import example


def twin_city() -> Instance:
    return read_instance(example.as_bytes(example.twin_city_document()))


class TestSplit:
    def test_what_shares_no_agency_unit_or_base_is_a_district(self) -> None:
        districts = split(twin_city())

        assert [d.sites for d in districts] == [(0, 1), (2, 3)]
        assert [d.units for d in districts] == [(0, 1, 2), (3, 4, 5)]
        assert districts[1].instance.sites[0].recused == {2}

    def test_a_unit_that_holds_agencies_of_both_joins_them(self) -> None:
        city = twin_city()
        both = replace(city.units[0], agencies=frozenset(range(len(city.agencies))))

        assert len(split(replace(city, units=(both, *city.units[1:])))) == 1


class TestPlanCity:
    def test_plans_of_districts_merge_to_a_plan_of_the_city_that_keeps_every_rule(self) -> None:
        city = twin_city()
        plans = [
            (d, solve(problem_of(d.instance), stop=MaxIterations(2000), seed=1).plan)
            for d in split(city)
        ]

        assert {mission.site for mission in merge(plans).missions} == {0, 1, 2, 3}

    def test_a_city_is_worth_what_its_districts_are(self) -> None:
        result = plan_city(twin_city(), seconds=0.4, seed=1, workers=2)

        assert result.verdict.feasible
        assert {mission.site for mission in result.plan.missions} == {0, 1, 2, 3}
