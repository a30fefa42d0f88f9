"""The folder of a city's day: the day itself, and for each district a plan that is there whole or not at all."""

import os
from pathlib import Path

from dispatch.solver.check import check
from dispatch.solver.city import District, merge, split
from dispatch.solver.document import load
from dispatch.solver.instance import Instance, read_instance
from dispatch.solver.plan import Plan, read_plan
from dispatch.solver.solve import BrokenPlan


def find_plan(folder: Path) -> Plan | None:
    """Merge the plans of all districts to the plan of the city, checked whole; None while one is missing.

    :raises BadPlan: when a file is not the plan of its district
    :raises BrokenPlan: when the whole breaks a rule
    """
    instance, districts = read_day(folder)
    places = [plan_file(folder, n) for n in range(len(districts))]
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


def read_day(folder: Path) -> tuple[Instance, tuple[District, ...]]:
    """Read the day and cut it; the same instance falls into the same districts in every process."""
    packed = folder / "instance.json.gz"
    instance = read_instance(packed if packed.exists() else folder / "instance.json")
    return instance, split(instance)


def plan_file(folder: Path, district: int) -> Path:
    """Name the file of a district's plan."""
    return folder / f"district-{district}.json"


def write_whole(place: Path, text: str) -> None:
    """Write a file so that it is there whole and safe on disk, or not at all."""
    part = place.with_name(f".{place.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
