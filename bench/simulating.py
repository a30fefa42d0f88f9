"""Simulating and routing: a draft on a million past cases, and a file of a million acts."""

import csv
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from bench import cities, deciding, province
from bench.figures import Figure, Pace
from bench.stand import Stand
from command.competence.batches import NEEDED, read_batches
from command.competence.columns import AskedMany
from command.competence.offline import Offline
from command.competence.routing import ask, route_file
from command.competence.simulation import Simulator
from command.competence.snapshot import compile_facts

FIRST_DAY: Final = date(2022, 1, 1)


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure a simulation in memory, then a file from reading to writing and what of it is deciding."""
    del stand
    count = pace.count(1_000_000, 50_000)
    return [_simulated(count), *_routed(count)]


def _simulated(count: int) -> Figure:
    facts = province.make_facts()
    plain = tuple(replace(row, form="posted") for row in facts.township_powers[::2])
    draft = replace(facts, township_powers=(*plain, *facts.township_powers[1::2]))
    before, after = compile_facts(facts), compile_facts(draft)
    drawn = deciding.make_asked(
        facts, deciding.DRAWN, first=province.FIRST_DAY, last=province.LAST_DAY
    )
    chosen = np.random.default_rng(6).integers(0, len(drawn), count)
    acts = AskedMany.of(drawn).part(chosen)
    names = [str(number) for number in range(count)]
    began = time.perf_counter()
    simulator = Simulator(before, after)
    simulator.add(names, acts)
    found = simulator.result()
    took = time.perf_counter() - began
    return Figure(
        name="simulate",
        value=took,
        unit="s",
        most=10,
        method=f"{found.acts:,} past cases in memory decided by the facts in force and by a draft that "
        f"changes half the townships ({found.changed:,} change team), counted by team and township; "
        "6,000 items, 200 townships, 10 versions; one process",
    )


def _routed(count: int) -> list[Figure]:
    world = Offline(cities.SAMPLE)
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "acts.csv", Path(scratch) / "routed.csv"
        _write_acts(source, count, world)
        began = time.perf_counter()
        route_file(source, target, city=world.city, snapshot=world.snapshot)
        whole = time.perf_counter() - began
        answering = 0.0
        for batch in read_batches(source, zone=world.city.zone):
            began = time.perf_counter()
            ask(batch, world.city, world.snapshot)
            answering += time.perf_counter() - began
    where = f"{count:,} acts of the sample city with points over its box, days of five years; one process"
    return [
        Figure(
            name="route.file", value=whole, unit="s", method=f"a CSV read, routed, written: {where}"
        ),
        Figure(
            name="route.locate",
            value=answering / count * 1e9,
            unit="ns/act",
            method=f"of it, finding township, neighbours and special areas: {where}",
        ),
    ]


def _write_acts(path: Path, count: int, world: Offline) -> None:
    chance = np.random.default_rng(7)
    west, south, east, north = world.city.bounds
    keys = [row.key for row in world.facts.class_items]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NEEDED)
        for lon, lat, key, minutes in zip(
            chance.uniform(west, east, count).tolist(),
            chance.uniform(south, north, count).tolist(),
            chance.integers(0, len(keys), count).tolist(),
            chance.integers(0, 5 * 365 * 1440, count).tolist(),
            strict=True,
        ):
            day = FIRST_DAY + timedelta(days=minutes // 1440)
            clock = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
            point = f"{lon:.6f}", f"{lat:.6f}", "CGCS2000"
            writer.writerow([*point, *keys[key], f"{day}T{clock}:00+08:00"])
