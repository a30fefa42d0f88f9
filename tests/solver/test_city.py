"""A city: cut into districts that share nothing, and put together again."""

from dataclasses import replace

from dispatch.solver.city import merge, plan_city, split
from dispatch.solver.instance import Due, Instance, Site, Unit, read_instance
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve
from dispatch.solver.stopping import MaxIterations
from tests.solver import example


def twin_city() -> Instance:
    """The worked example twice: another place is the base of the twin, its agencies are others."""
    one = read_instance(example.as_bytes(example.instance_document()))
    shift = len(one.agencies)

    def twin_site(site: Site) -> Site:
        due = tuple(Due(d.agency + shift, d.minutes, d.weight, d.must) for d in site.due)
        return replace(
            site,
            id=site.id + "'",
            due=due,
            recused=frozenset(u + len(one.units) for u in site.recused),
        )

    def twin_unit(unit: Unit) -> Unit:
        agencies = frozenset(a + shift for a in unit.agencies)
        return replace(unit, id=unit.id + "'", agencies=agencies, base=1)

    return replace(
        one,
        agencies=one.agencies + tuple(replace(a, id=a.id + "'") for a in one.agencies),
        sites=one.sites + tuple(map(twin_site, one.sites)),
        units=one.units + tuple(map(twin_unit, one.units)),
        vehicles=one.vehicles + tuple(replace(v, id=v.id + "'", base=1) for v in one.vehicles),
    )


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
