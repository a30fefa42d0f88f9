"""The search: what it answers keeps every rule, and the same question has the same answer."""

from dataclasses import replace
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.solver.check import check
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.plan import Plan, read_plan
from dispatch.solver.problem import problem_of
from dispatch.solver.search.plans import plan_of, state_of
from dispatch.solver.solve import Progress, solve
from dispatch.solver.stopping import Cancellable, MaxIterations, MaxRuntime
from tests.solver import example
from tests.solver.days import days

# The first example compiles the kernel.
patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def worked_example() -> Instance:
    return read_instance(example.as_bytes(example.instance_document()))


class TestSolve:
    def test_finds_the_optimum_of_the_worked_example(self, worked_example: Instance) -> None:
        result = solve(problem_of(worked_example), stop=MaxIterations(2000), seed=1)

        assert result.verdict.objective_20 == 20 * 19.35

    @patient
    @given(day=days(), seed=st.integers(0, 5), workers=st.integers(1, 2))
    def test_every_plan_keeps_every_rule_and_is_worth_what_the_search_says(
        self, day: Instance, seed: int, workers: int
    ) -> None:
        heard: list[Progress] = []
        result = solve(
            problem_of(day),
            stop=MaxIterations(300),
            seed=seed,
            workers=workers,
            progress=heard.append,
        )

        verdict = check(result.plan, day)

        assert verdict.violations == ()
        assert verdict.objective_20 == heard[-1].objective_20

    @patient
    @given(day=days(), workers=st.integers(1, 2))
    def test_the_same_seed_and_iterations_give_the_same_plan(
        self, day: Instance, workers: int
    ) -> None:
        problem = problem_of(day)
        first = solve(problem, stop=MaxIterations(200), seed=7, workers=workers)
        again = solve(problem, stop=MaxIterations(200), seed=7, workers=workers)

        assert first.plan == again.plan
        assert first.iterations == again.iterations

    @patient
    @given(day=days())
    def test_a_warm_start_is_never_made_worse(self, day: Instance) -> None:
        problem = problem_of(day)
        before = solve(problem, stop=MaxIterations(100), seed=1)
        after = solve(problem, stop=MaxIterations(20), seed=2, warm=before.plan)

        assert before.verdict.objective_20 is not None
        assert after.verdict.objective_20 is not None
        assert after.verdict.objective_20 >= before.verdict.objective_20

    def test_a_day_on_which_nothing_is_possible_gives_the_empty_plan(
        self, worked_example: Instance
    ) -> None:
        nobody = replace(
            worked_example,
            units=tuple(replace(unit, shift=(500, 515)) for unit in worked_example.units),
        )
        result = solve(problem_of(nobody), stop=MaxIterations(100), seed=1)

        assert result.plan == Plan()
        assert result.verdict.objective_20 == -1000

    def test_a_search_that_is_cancelled_gives_the_best_plan_so_far(
        self, worked_example: Instance
    ) -> None:
        told = Event()
        told.set()
        result = solve(problem_of(worked_example), stop=Cancellable(MaxRuntime(60), told), seed=1)

        assert result.verdict.feasible
        assert result.iterations == 0

    def test_a_warm_plan_that_cannot_be_timed_is_refused(self, worked_example: Instance) -> None:
        plan = read_plan(example.plan_b(), worked_example)
        hurried = replace(
            worked_example,
            units=tuple(replace(unit, shift=(510, 560)) for unit in worked_example.units),
        )
        with pytest.raises(ValueError, match="cannot be timed"):
            solve(problem_of(hurried), stop=MaxIterations(10), seed=1, warm=plan)


class TestLayout:
    def test_a_plan_laid_out_and_written_down_again_is_the_same(
        self, worked_example: Instance
    ) -> None:
        problem = problem_of(worked_example)
        for document in (example.plan_a(), example.plan_b()):
            plan = read_plan(document, worked_example)

            assert plan_of(problem, state_of(problem, plan)) == plan
