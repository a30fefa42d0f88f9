"""`python -m bench.missions.urgent [INSTANCE…]`: how long it takes to put an urgent visit into a plan under way.

Of a city its largest district is taken. The clock runs from the call to the answer, which has passed the check.
"""

import random
import sys
from dataclasses import replace
from time import perf_counter
from typing import Final

from bench.missions.cases import Case, find_cases
from bench.missions.measuring import say
from dispatch.solver.city import split
from dispatch.solver.instance import read_instance
from dispatch.solver.live import LiveDay, warm_up
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve
from dispatch.solver.stopping import MaxIterations

NAMES: Final = ("hz-500-s1-v1of3", "hz-500-s1-vall", "hz-city-s1-v1of3", "hz-city-s1-vall")
ITERATIONS: Final = 20_000
"""Of the search that makes the plan."""
VISITS: Final = 200
NOW: Final = 600
"""The minute at which they come in."""
WINDOW: Final = (NOW, 1050)


def measure_urgent(case: Case) -> tuple[int, list[float], int]:
    """Plan a day and put visits like its own into it: sites of the day, seconds each, how many were taken in."""
    day = split(read_instance(case.path))[0].instance
    plan = solve(problem_of(day), stop=MaxIterations(ITERATIONS), seed=1).plan
    live = LiveDay(day, plan, now=NOW)
    draw = random.Random(1)
    took, taken = [], 0
    for number in range(VISITS):
        visit = replace(draw.choice(day.sites), id=f"urgent {number}", windows=(WINDOW,))
        began = perf_counter()
        taken += live.insert(visit) is not None
        took.append(perf_counter() - began)
    return len(day.sites), sorted(took), taken


def main(names: tuple[str, ...]) -> None:
    """Measure and print."""
    warm_up()
    say("instance             sites  visits  taken in    p50 ms    p95 ms    max ms")
    for case in find_cases():
        if case.name in names:
            sites, took, taken = measure_urgent(case)
            p50, p95, most = (1000 * took[int(part * VISITS) - 1] for part in (0.5, 0.95, 1))
            say(f"{case.name:20} {sites:5} {VISITS:7} {taken:9} {p50:9.2f} {p95:9.2f} {most:9.2f}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or NAMES)
