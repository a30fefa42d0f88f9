"""Why something is not in the plan."""

from dataclasses import replace

import pytest

from dispatch.solver.explain import Reason, explain
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.plan import Plan, read_plan
from tests.solver import example


@pytest.fixture
def day() -> Instance:
    return read_instance(example.as_bytes(example.instance_document()))


def reasons(day: Instance, plan: Plan, site: int = 0) -> list[Reason]:
    return [absence.reason for absence in explain(day, plan, site)]


class TestExplain:
    def test_a_complete_visit_needs_no_reason(self, day: Instance) -> None:
        assert reasons(day, read_plan(example.plan_b(), day)) == []

    def test_somebody_is_free_but_it_was_not_worth_it(self, day: Instance) -> None:
        assert set(reasons(day, Plan())) == {Reason.WORTH_LESS}

    def test_nobody_holds_the_agency(self, day: Instance) -> None:
        assert set(reasons(replace(day, units=()), Plan())) == {Reason.NO_UNIT}

    def test_all_who_hold_it_are_recused(self, day: Instance) -> None:
        site = replace(day.sites[0], recused=frozenset(range(len(day.units))))

        assert set(reasons(replace(day, sites=(site, *day.sites[1:])), Plan())) == {Reason.RECUSED}

    def test_there_is_no_vehicle(self, day: Instance) -> None:
        assert set(reasons(replace(day, vehicles=()), Plan())) == {Reason.NO_VEHICLE}

    def test_nobody_can_be_there_in_time(self, day: Instance) -> None:
        site = replace(day.sites[0], windows=((511, 515),))

        assert set(reasons(replace(day, sites=(site, *day.sites[1:])), Plan())) == {
            Reason.OUT_OF_REACH
        }

    def test_whoever_could_is_at_the_limit_of_work(self, day: Instance) -> None:
        units = tuple(replace(unit, max_work=10) for unit in day.units)

        assert set(reasons(replace(day, units=units), Plan())) == {Reason.LIMIT}

    def test_whoever_could_is_busy_and_the_plan_says_where(self, day: Instance) -> None:
        plan = read_plan(example.plan_b(), day)
        other = replace(plan, missions=tuple(m for m in plan.missions if m.site == 1))
        start = other.missions[0].start
        site = replace(day.sites[0], windows=((start - 10, start + 50),))
        absences = explain(replace(day, sites=(site, *day.sites[1:])), other, 0)

        assert {absence.reason for absence in absences} == {Reason.BUSY}
        assert absences[0].instead == (1,)
