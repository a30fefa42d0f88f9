"""Choosing a unit: how long one choice takes among three thousand, with what the database is asked for it."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from sqlalchemy import text

from bench.figures import Figure, Pace, percentile
from bench.stand import Stand
from command import world as worlds
from command.world import World
from core.clock import utcnow
from core.db import Database
from dispatch import push
from dispatch.push import Forces
from dispatch.tasks.operations import draft
from dispatch.tasks.values import NewTask, Want
from field_units.presence import Presence
from field_units.values import Position

UNITS: Final = 3_000
RATE: Final = 50.0
DONE: Final = 200_000
"""Tasks of the past half year: what continuity and rest are looked up in."""
LOOKS: Final = 2_000
NEAREST: Final = 3

_PAST: Final = text(
    "INSERT INTO task (id, case_no, state, version, team, unit, field, brief, why, moves, created_at,"
    " changed_at, ended, role, cell, by_hand)"
    " SELECT gen_random_uuid(), 'P-' || n, CASE WHEN n % 50 = 0 THEN 'accepted' ELSE 'done' END, 1,"
    " unit.team, unit.code, '城市管理', '{}', '{}', '[]', at, at, n % 50 <> 0, 'lead',"
    " (36000 + n % 300) || ':' || (9000 + n % 200), false"
    " FROM generate_series(1, :count) AS n"
    " JOIN (SELECT *, row_number() OVER (ORDER BY code) AS i FROM unit) AS unit"
    "   ON unit.i = 1 + n % (SELECT count(*) FROM unit),"
    " LATERAL (SELECT now() - n * interval '75 seconds' AS at) AS moment"
)


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure choices at the pace at which a city makes them, and the question who is near."""
    town = stand.town(units=UNITS)
    with stand.database(town) as url:
        return stand.ask(url, lambda database: _measure(database, pace))


async def _measure(database: Database, pace: Pace) -> list[Figure]:
    now = utcnow()
    async with database.transaction() as session:
        await session.execute(_PAST, {"count": pace.count(DONE, 5_000)})
    async with database.transaction() as session:
        await session.execute(text("ANALYZE task"))
    async with database.reading() as session:
        world = await worlds.load(session, now=now)
    presence = Presence(None, prefix="bench")  # type: ignore[arg-type]
    _scatter(world, presence, now)
    forces = Forces(
        roster=world.roster,
        zone=world.city.zone,
        positions=presence.where,
        weights=world.weights,
    )
    tasks = _tasks(world, now, count=pace.count(int(RATE * 20), 100))
    await _choose(database, tasks[:50], forces, every_s=0.0)
    taken = await _choose(database, tasks, forces, every_s=1 / RATE)
    ranked = [_timed(lambda task=task: _rank(forces, task)) for task in tasks]  # type: ignore[misc]
    fits = world.roster.units.__contains__
    near = [
        _timed(
            lambda task=task: presence.near(  # type: ignore[misc]
                task.lon,
                task.lat,
                most=NEAREST,
                within_m=20_000,
                bases=world.roster.bases,
                fits=fits,
                now=now,
                stale=timedelta(seconds=world.weights.position_stale_s),
            )
        )
        for task in tasks
        for _ in range(max(1, LOOKS // len(tasks)))
    ]
    largest = max(len(units) for units in world.roster.by_team.values())
    where = f"{len(world.roster.units):,} units with positions, teams of up to {largest}"
    return [
        Figure(
            name="choosing.p50",
            value=percentile(taken, 0.5),
            unit="ms",
            method=f"dispatch.push.rank at {RATE:g} choices/s: two questions to PostgreSQL (open tasks, rest "
            f"and continuity in {pace.count(DONE, 5_000):,} tasks; who stands back) and "
            f"the ranking; {len(taken):,} choices; {where}",
        ),
        Figure(
            name="choosing.p95",
            value=percentile(taken, 0.95),
            unit="ms",
            most=2,
            method="of the same choices",
        ),
        Figure(
            name="choosing.ranking.p95",
            value=percentile(ranked, 0.95),
            unit="ms",
            method="the ranking of a team's units alone, in memory",
        ),
        Figure(
            name="choosing.nearest.p95",
            value=percentile(near, 0.95),
            unit="ms",
            most=2,
            method=f"Presence.near: the {NEAREST} nearest units of any team, for a call for help; {where}",
        ),
    ]


def _scatter(world: World, presence: Presence, now: datetime) -> None:
    chance = np.random.default_rng(3)
    for unit in world.roster.units.values():
        east, north = chance.normal(0, 0.02, 2).tolist()
        at = now - timedelta(seconds=float(chance.uniform(0, 60)))
        presence.put(unit.code, Position(unit.lon + east, unit.lat + north, at))


def _tasks(world: World, now: datetime, *, count: int) -> list[NewTask]:
    chance = np.random.default_rng(4)
    units = list(world.roster.units.values())
    tasks = []
    for number in chance.integers(0, len(units), count).tolist():
        unit = units[number]
        team = world.roster.teams[unit.team]
        east, north = chance.normal(0, 0.01, 2).tolist()
        want = Want(
            case_no=f"B-{number}",
            team=team.code,
            field=min(team.fields),
            district=team.district,
            township=team.township,
            lon=unit.lon + east,
            lat=unit.lat + north,
            brief={"urgency": "general"},
        )
        tasks.append(draft(want, now=now))
    return tasks


async def _choose(
    database: Database, tasks: list[NewTask], forces: Forces, *, every_s: float
) -> list[float]:
    taken: list[float] = []
    begin = time.perf_counter()
    # In a transaction, as the relay chooses.
    async with database.transaction() as session:
        for number, task in enumerate(tasks):
            await asyncio.sleep(max(0.0, begin + number * every_s - time.perf_counter()))
            began = time.perf_counter()
            await push.rank(session, task=task, forces=forces, asked=set(), now=utcnow())
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def _rank(forces: Forces, task: NewTask) -> object:
    return forces.rank(task, loads={}, declined=(), now=utcnow())


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
