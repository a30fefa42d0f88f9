"""On small days: no plan is worth more than the optimum, no optimum more than the bound."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings

from dispatch.solver.bound import bound
from dispatch.solver.check import check
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.plan import Plan
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve
from dispatch.solver.stopping import MaxIterations
from tests.solver.example import ROOT, as_bytes, instance_document
from tests.solver.oracle import find_optimum
from tests.solver.worlds import small_days

CARRIED = ROOT / "bench" / "missions"
a_few = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("fleet", ["v1of3", "v2of3", "vall"])
def test_the_model_proves_the_published_optimum_of_eight_sites(fleet: str) -> None:
    name = f"hz-8-s1-{fleet}"
    with (CARRIED / "best_known.csv").open(encoding="utf-8") as file:
        published = {row["instance"]: row for row in csv.DictReader(file)}[name]

    optimum = find_optimum(read_instance(CARRIED / "instances" / f"{name}.json.gz"))

    assert optimum.proven
    assert optimum.value_20 == round(20 * float(published["objective"]))


def test_the_worked_example_has_the_optimum_it_says() -> None:
    day = read_instance(as_bytes(instance_document()))

    optimum = find_optimum(day)

    assert (optimum.value_20, optimum.proven) == (387, True)
    assert check(optimum.plan, day).objective_20 == 387


@a_few
@given(small_days())
def test_the_check_and_the_exact_model_agree_on_the_value_of_the_optimum(day: Instance) -> None:
    optimum = find_optimum(day)

    verdict = check(optimum.plan, day)

    assert verdict.violations == ()
    assert verdict.objective_20 == optimum.value_20


@a_few
@given(small_days())
def test_a_plan_is_below_the_optimum_and_the_optimum_below_the_bound(day: Instance) -> None:
    optimum = find_optimum(day)

    plan = solve(problem_of(day), stop=MaxIterations(300), seed=1).plan
    proven = bound(day, 60, passes=20, threads=1)

    assert optimum.proven
    assert worth(plan, day) <= optimum.value_20 <= proven.value_20 <= proven.trivial_20


@a_few
@given(small_days(sites=3, units=2))
def test_the_engine_reaches_the_optimum_of_a_tiny_day(day: Instance) -> None:
    optimum = find_optimum(day)

    plans = [solve(problem_of(day), stop=MaxIterations(2000), seed=seed).plan for seed in (1, 2)]

    assert optimum.proven
    assert max(worth(plan, day) for plan in plans) == optimum.value_20


def worth(plan: Plan, day: Instance) -> int:
    value = check(plan, day).objective_20
    assert value is not None
    return value
