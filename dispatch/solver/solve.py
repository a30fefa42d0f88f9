"""The one door to the search: a problem in, a checked plan out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from time import perf_counter
from typing import Final

import numpy as np

from dispatch.solver.check import check
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem, problem_of
from dispatch.solver.search.annealing import anneal, construct
from dispatch.solver.search.crews import deal_units
from dispatch.solver.search.plans import plan_of, state_of
from dispatch.solver.search.state import COUNT, WORTH, Scratch, State, allocate, copy, scratch
from dispatch.solver.smallest import smallest_day
from dispatch.solver.stopping import MaxIterations, Stop
from dispatch.solver.verdict import Verdict

HOT: Final = 250.0
COLD: Final = 4.0
"""Temperatures at the start and the end of the annealing, in twentieths of a point."""
ROUNDS: Final = 100
"""How often in a search the clock is read and progress is told."""
FIRST_ROUND: Final = 10
"""Iterations of the first round; the following ones take their length from it."""
EXCHANGE: Final = 10
"""After so many rounds the worst worker goes on from the best plan."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a search stands."""

    objective_20: int
    """Twenty times the value of the best plan so far."""
    missions: int
    iterations: int
    seconds: float

    @property
    def iterations_per_s(self) -> float:
        """How fast the search runs, all workers together."""
        return self.iterations / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan found, as the independent check sees it."""

    plan: Plan
    verdict: Verdict
    iterations: int
    seconds: float


class BrokenPlan(RuntimeError):
    """The search made a plan that breaks a rule: a bug, and nobody may see the plan."""


def solve(
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    workers: int = 1,
    warm: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Plan a day as well as the allowance permits; what it answers has passed the check.

    The same seed, number of workers and limit of iterations give the same plan. A warm start is
    never made worse.

    :raises ValueError: when the warm plan breaks a rule.
    :raises BrokenPlan: when the search went wrong.
    """
    began = perf_counter()
    team = [_Worker(problem, seed=seed * 1009 + number, warm=warm) for number in range(workers)]
    best = team[0].best
    iterations, share, length = 0, 0.0, FIRST_ROUND
    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(_Worker.start, team))
        while True:
            best = max((worker.best for worker in team), key=lambda state: state.total[WORTH])
            seconds = perf_counter() - began
            before, share = share, stop.spent(iterations=iterations, seconds=seconds)
            if progress:
                worth = int(best.total[WORTH]) + problem.floor
                progress(Progress(worth, int(best.total[COUNT]), iterations, seconds))
            if share >= 1.0:
                break
            if iterations > 0:
                _exchange(team, best, share)
                rate = length / max(share - before, 1e-9)
                length = max(1, int(min(rate * min(1.0 / ROUNDS, 1.0 - share), 4 * length)))
            temperature = HOT * (COLD / HOT) ** share
            list(threads.map(_Worker.run, team, repeat(length), repeat(temperature)))
            iterations += workers * length
    plan = plan_of(problem, best)
    verdict = check(plan, problem.instance)
    if verdict.objective_20 != int(best.total[WORTH]) + problem.floor:
        raise BrokenPlan(f"{problem.instance.name}: {verdict.violations[:3]}")
    return Result(plan, verdict, iterations, perf_counter() - began)


class _Worker:
    """One annealing: its plans and its chances."""

    def __init__(self, problem: Problem, *, seed: int, warm: Plan | None) -> None:
        self._arrays = p = problem.arrays
        self._warm = state_of(problem, warm) if warm else None
        self._work: Scratch = scratch(p, seed)
        self._trial, self.current, self._home, self.best = (allocate(p) for _ in range(4))
        self._probation = np.zeros(2, np.int64)

    def start(self) -> None:
        """Make the first plan: the warm one with units that sit nowhere dealt out, or a greedy one."""
        p, trial = self._arrays, self._trial
        if self._warm:
            copy(trial, self._warm)
        deal_units(p, trial, self._work)
        construct(p, trial, self._work, self.best)
        copy(self.current, self.best)

    def run(self, iterations: int, temperature: float) -> None:
        """Anneal for a while."""
        anneal(
            self._arrays,
            self._trial,
            self.current,
            self._home,
            self.best,
            self._work,
            iterations,
            temperature,
            self._probation,
        )

    def adopt(self, state: State) -> None:
        """Go on from another worker's plan."""
        copy(self.current, state)
        copy(self._trial, state)
        self._probation[0] = 0


def _exchange(team: list[_Worker], best: State, share: float) -> None:
    """Now and then let the worker whose plan is the worst go on from the best one of all."""
    if len(team) > 1 and int(share * ROUNDS) % EXCHANGE == 0:
        worst = min(team, key=lambda worker: int(worker.current.total[WORTH]))
        worst.adopt(best)


def warm_up() -> None:
    """Compile all of the search, or load it compiled."""
    day = problem_of(smallest_day())
    plan = solve(day, stop=MaxIterations(50), seed=1).plan
    solve(day, stop=MaxIterations(1), seed=1, warm=plan)
