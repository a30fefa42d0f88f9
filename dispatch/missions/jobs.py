"""A city's day planned by many workers: each district is a job, and its plan a file written once.

The folder of the day is all that they share. `instance.json` (or `.json.gz`) is put there first; a job adds
`district-N.json`, whole or not at all. So whoever is killed takes nothing along but what he was thinking,
a job that runs twice does nothing the second time, and asking again asks for what is missing only.
"""

import json
from pathlib import Path
from typing import Any, Final

from rq import Queue

from core.queue import TIMEOUT_S, enqueue
from dispatch.missions.folder import plan_file, read_day, write_whole
from dispatch.solver.plan import plan_to_json
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve, warm_up
from dispatch.solver.stopping import MaxRuntime

LONGEST_S: Final = TIMEOUT_S / 2
"""A district may be planned so long: a job has to load, compile at worst, and write, too."""


async def ask_for_plans(queue: Queue, *, folder: Path, seconds: float, seed: int) -> int:
    """Ask the workers for the districts of a day that have no plan yet, the largest first; tell how many.

    :raises BadInstance: when the day cannot be read
    :raises ValueError: when a district is to be planned longer than a job may run
    :raises Unavailable: when Redis is away; asking again asks for the rest
    """
    if seconds > LONGEST_S:
        raise ValueError(f"A district is planned for {LONGEST_S:g} s at most.")
    _, districts = read_day(folder)
    missing = [n for n in range(len(districts)) if not plan_file(folder, n).exists()]
    for n in missing:
        await enqueue(
            queue, plan_district, folder=str(folder), district=n, seconds=seconds, seed=seed
        )
    return len(missing)


def plan_district(*, folder: str, district: int, seconds: float, seed: int, **_: Any) -> None:
    """Plan one district of a day, unless it is planned already."""
    place = plan_file(Path(folder), district)
    if place.exists():
        return
    day = read_day(Path(folder))[1][district].instance
    warm_up()
    plan = solve(problem_of(day), stop=MaxRuntime(seconds), seed=seed).plan
    write_whole(place, json.dumps(plan_to_json(plan, day), ensure_ascii=False))
