"""A city's day planned by many workers: each district is a job, and its plan a file written once.

The folder of the day is all that they share. `instance.json` (or `.json.gz`) is put there first; a job adds
`district-N.json`, whole or not at all. So whoever is killed takes nothing along but what he was thinking,
a job that runs twice does nothing the second time, and asking again asks for what is missing only.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from rq import Queue

from core.queue import TIMEOUT_S, enqueue
from dispatch.solver.check import check
from dispatch.solver.city import District, merge, split
from dispatch.solver.document import load
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.plan import Plan, plan_to_json, read_plan
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import BrokenPlan, solve, warm_up
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
    _, districts = _read_day(folder)
    missing = [n for n in range(len(districts)) if not _plan_file(folder, n).exists()]
    for n in missing:
        await enqueue(
            queue, plan_district, folder=str(folder), district=n, seconds=seconds, seed=seed
        )
    return len(missing)


def plan_district(*, folder: str, district: int, seconds: float, seed: int, **_: Any) -> None:
    """Plan one district of a day, unless it is planned already."""
    place = _plan_file(Path(folder), district)
    if place.exists():
        return
    day = _read_day(Path(folder))[1][district].instance
    warm_up()
    plan = solve(problem_of(day), stop=MaxRuntime(seconds), seed=seed).plan
    _write_whole(place, json.dumps(plan_to_json(plan, day), ensure_ascii=False))


def find_plan(folder: Path) -> Plan | None:
    """Merge the plans of all districts to the plan of the city, checked whole; None while one is missing.

    :raises BadPlan: when a file is not the plan of its district
    :raises BrokenPlan: when the whole breaks a rule
    """
    instance, districts = _read_day(folder)
    places = [_plan_file(folder, n) for n in range(len(districts))]
    if not all(place.exists() for place in places):
        return None
    plan = merge(
        [
            (district, read_plan(load(place).value, district.instance))
            for district, place in zip(districts, places, strict=True)
        ]
    )
    verdict = check(plan, instance)
    if not verdict.feasible:
        raise BrokenPlan(f"{instance.name}: {verdict.violations[:3]}")
    return plan


def _read_day(folder: Path) -> tuple[Instance, tuple[District, ...]]:
    """Read the day and cut it; the same instance falls into the same districts in every process."""
    packed = folder / "instance.json.gz"
    instance = read_instance(packed if packed.exists() else folder / "instance.json")
    return instance, split(instance)


def _plan_file(folder: Path, district: int) -> Path:
    return folder / f"district-{district}.json"


def _write_whole(place: Path, text: str) -> None:
    """Write a file so that it is there whole and safe on disk, or not at all."""
    part = place.with_name(f".{place.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
