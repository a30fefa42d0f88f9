"""Simulating and routing: a draft on past cases in memory and in the database, and a file of acts."""

import asyncio
import csv
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from bench import cities, deciding, province
from bench.figures import Figure, Pace
from bench.stand import Stand
from command.cases.models import Case
from command.catalogue.book import Book
from command.catalogue.facts import Facts
from command.catalogue.queries import load_facts
from command.competence.batches import NEEDED, read_batches
from command.competence.columns import AskedMany
from command.competence.decide import decide
from command.competence.explain import stored
from command.competence.offline import Offline
from command.competence.routing import ask, route_file
from command.competence.simulation import Simulator
from command.competence.snapshot import compile_facts
from command.publishing import past
from core.clock import utcnow
from core.db import Database
from main import settle

FIRST_DAY: Final = date(2022, 1, 1)
KINDS: Final = 2_000
"""Different cases in the database; a larger number repeats them under other ids."""
TICK_S: Final = 0.001


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure a simulation in memory and from the database, then a file and what of it is deciding."""
    count = pace.count(1_000_000, 50_000)
    figures = [_simulated(count), *_routed(count)]
    with stand.database(stand.town()) as url:
        kept = stand.ask(url, lambda database: _kept(database, pace.count(200_000, 20_000)))
    return [*figures, *kept]


def _simulated(count: int) -> Figure:
    facts = province.make_facts()
    before, after = compile_facts(facts), compile_facts(_draft(facts))
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


def _draft(facts: Facts) -> Facts:
    """Let every second township be one with a posted squad."""
    plain = tuple(replace(row, form="posted") for row in facts.township_powers[::2])
    return replace(facts, township_powers=(*plain, *facts.township_powers[1::2]))


async def _kept(database: Database, count: int) -> list[Figure]:
    """Try a draft on the cases of a database, while a clock on the same loop tells how long it was kept waiting."""
    async with database.reading() as session:
        facts = await load_facts(session)
    await _fill(database, facts, count)
    simulator = Simulator(compile_facts(facts), compile_facts(_draft(facts)))
    settle()  # as the server does once it has loaded its world
    waits: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK_S)
            waits.append(time.perf_counter() - began - TICK_S)

    ticking = asyncio.create_task(tick())
    began = time.perf_counter()
    await past.replay(database, simulator)
    took = time.perf_counter() - began
    ticking.cancel()
    found = simulator.result()
    return [
        Figure(
            name="simulate.kept",
            value=found.acts / took,
            unit="cases/s",
            method=f"{found.acts:,} cases of the sample city in PostgreSQL read in blocks of {past.BLOCK:,} "
            "and decided by the facts in force and by a draft, as the simulation of a draft on the screen does; "
            "one process",
        ),
        Figure(
            name="simulate.kept.held",
            value=max(waits) * 1000,
            unit="ms",
            method="of it, the longest that the process's loop was kept from other work, by a clock on the loop",
        ),
    ]


async def _fill(database: Database, facts: Facts, count: int) -> None:
    """Put cases with their decisions into the database: some, then the same under other ids."""
    snapshot, book, now = compile_facts(facts), Book(facts), utcnow()
    acts = deciding.make_asked(facts, KINDS, first=FIRST_DAY, last=deciding.LAST_DAY)
    async with database.transaction() as session:
        for number, act in enumerate(acts):
            found = decide(act, snapshot)
            session.add(
                Case(
                    case_no=f"{number}",
                    platform="bench",
                    source_event_id=f"{number}",
                    state="routed" if found.team else "to_judge",
                    reason=found.reason,
                    scheme=act.key[0],
                    kind=act.key[1],
                    code=act.key[2],
                    urgency="general",
                    title="-",
                    district=act.district,
                    township=act.township,
                    team=found.team,
                    item=found.item,
                    occurred_at=now,
                    received_at=now,
                    changed_at=now,
                    report={"description": "-" * 500},
                    why=stored(found, act, book, boundaries=1),
                )
            )
    given: dict[str, Any] = {"times": count // KINDS - 1}
    async with database.transaction() as session:
        await session.execute(text(_REPEAT), given)
        await session.execute(text('ANALYZE "case"'))


_NEW: Final = {
    "id": "CAST(lpad(to_hex(n), 8, '0') || substr(CAST(one.id AS text), 9) AS uuid)",
    "case_no": "one.case_no || '-' || n",
    "source_event_id": "one.source_event_id || '-' || n",
}
_COLUMNS: Final = tuple(Case.model_fields)
_REPEAT: Final = (
    f'INSERT INTO "case" ({", ".join(_COLUMNS)}) '
    f"SELECT {', '.join(_NEW.get(name, f'one.{name}') for name in _COLUMNS)} "
    'FROM generate_series(1, :times) AS n, "case" AS one'
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
