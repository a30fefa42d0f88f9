"""The ladder: how long it takes to fire what is due among many timers, and whether anybody else notices."""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlmodel import col

import main
from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.machine import cpu_s
from bench.stand import Stand, Town
from command import world as worlds
from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.world import World
from core import timers
from core.clock import utcnow
from core.db import Database
from core.ids import new_id
from core.timers import Timer, Watch
from dispatch import climbing
from dispatch.ladder.operations import KIND
from dispatch.push import Forces
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.operations import insert
from dispatch.tasks.values import NewTask
from field_units.values import UnitFacts

OPEN: Final = 100_000
DUE: Final = 200
LEFT: Final = 20_000
CHUNK: Final = 5_000
ASKED_EVERY_S: Final = 0.02
ASKED_S: Final = 40.0
MINUTE: Final = timedelta(minutes=1)


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure a sweep over many timers, and the drain of what an outage has left."""
    # Round the clock: by day and by night somebody else can be asked.
    town = stand.town(units=cities.UNITS)
    with stand.database(town) as url:
        swept = stand.ask(url, lambda database: _sweep(database, pace))
    with stand.database(town) as url:
        drained = _drain(stand, url, town, pace)
    how = (
        "PostgreSQL with fsync and synchronous_commit on, the sample city with 1,000 units that are on duty; "
        "every timer is that of a task which nobody has answered"
    )
    return [
        Figure(
            name="ladder.sweep",
            value=percentile(swept["ms"], 0.5),
            unit="ms",
            most=100,
            method=f"median of {len(swept['ms'])} sweeps over {swept['open']:,} open timers of which {DUE} are "
            f"due: select, claim, raise {DUE} alerts with their frames and history, set the next moment, "
            f"commit; slowest {max(swept['ms']):.1f} ms; {how}",
        ),
        Figure(
            name="ladder.drain",
            value=drained["rate"],
            unit="timers/s",
            least=1_000,
            method=f"{drained['due']:,} timers left due by an outage, fired by one `onedoor relay` process, from "
            f"the first to the last; each raises an alert at the post its age calls for, and gives its task up "
            f"for another unit to be asked; {how}",
        ),
        Figure(
            name="ladder.drain.requests.p99",
            value=percentile(drained["asked_ms"], 0.99),
            unit="ms",
            most=100,
            method=f"of {len(drained['asked_ms'])} requests to one web process on the same cores during the drain, "
            f"POST /api/v1/events and GET /api/v1/cases by turns, one every {ASKED_EVERY_S * 1000:.0f} ms whether "
            f"or not the last was answered; from when each was due (p50 {percentile(drained['asked_ms'], 0.5):.1f} ms)",
        ),
        Figure(
            name="ladder.drain.cpu",
            value=drained["cpu_us"],
            unit="us/timer",
            method="processor time of the relay by timers fired",
        ),
    ]


async def _sweep(database: Database, pace: Pace) -> dict[str, Any]:
    now = utcnow()
    async with database.reading() as session:
        world = await worlds.load(session, now=now)
    forces = Forces(roster=world.roster, zone=world.city.zone, positions={}, ladder=world.ladder)
    alarm = main.give(climbing.climb, {"forces": lambda: forces})
    watch = Watch(database, {KIND: alarm}, batch=DUE)
    count = pace.count(OPEN, 10_000)
    sweeps = pace.count(7, 3)
    # Every sweep finds its own tasks due, an hour after those of the one before.
    hours = [timedelta(hours=number) for number in range(1, sweeps + 1)]
    for hour in hours:
        await _leave(database, count=DUE, wanted_at=now + hour, at=now + hour + 46 * MINUTE)
    await _leave(database, count=count - DUE * sweeps, wanted_at=now, at=now + timedelta(days=9))
    async with database.transaction() as session:
        await session.execute(text("ANALYZE timer"))
    took_ms = []
    for hour in hours:
        began = time.perf_counter()
        fired = await watch.fire(now=now + hour + 46 * MINUTE)
        took_ms.append((time.perf_counter() - began) * 1000)
        if fired != DUE:
            raise RuntimeError(f"{fired} timers fired, not {DUE}")
    return {"ms": took_ms, "open": count}


def _drain(stand: Stand, url: str, town: Town, pace: Pace) -> dict[str, Any]:
    due = pace.count(LEFT, 1_000)
    now = utcnow()
    stand.ask(
        url,
        lambda d: _leave(
            d, count=due, wanted_at=now - 46 * MINUTE, at=now - MINUTE, with_cases=True
        ),
    )
    with stand.web(url) as (port, _):
        plan = stand.plan(
            "asking",
            port=port,
            platform=town.platform,
            console=town.console,
            events=cities.make_events(town.folder, count=500),
            placeholder=cities.ID,
            lines=32,
            every_s=ASKED_EVERY_S,
            seconds=pace.of(ASKED_S, 25),
        )
        with stand.running("asking", plan) as asking, stand.relay(url) as relay:
            spent = -cpu_s(relay.pid)
            began, ended, left = stand.ask(url, lambda d: _watch(d, due))
            spent += cpu_s(relay.pid)
            asked = stand.finish("asking", asking, within_s=120)
    meanwhile = [(ms, status) for at, ms, status in asked if began <= at <= ended]
    if strange := {status for _, status in meanwhile} - {200, 201}:
        raise RuntimeError(f"requests were answered {strange}")
    return {
        "rate": left / (ended - began),
        "due": due,
        "asked_ms": [ms for ms, _ in meanwhile],
        "cpu_us": spent / left * 1e6,
    }


async def _watch(database: Database, due: int) -> tuple[float, float, int]:
    """Tell from when to when, by the steady clock, timers that were due were fired, and how many."""
    waiting = select(func.count()).where(col(Timer.kind) == KIND).where(col(Timer.at) < utcnow())
    first: tuple[float, int] | None = None
    while True:
        async with database.reading() as session:
            left = await session.scalar(waiting) or 0
        now = time.monotonic()
        if left < due and first is None:
            first = now, left
        if left == 0 and first is not None:
            return first[0], now, first[1]
        await asyncio.sleep(0.05)


async def _leave(
    database: Database,
    *,
    count: int,
    wanted_at: datetime,
    at: datetime,
    with_cases: bool = False,
) -> None:
    """Leave tasks that nobody has answered since a moment, each with its timer.

    `with_cases`: somebody will react to what becomes of them, and needs their cases.
    """
    async with database.reading() as session:
        world = await worlds.load(session, now=utcnow())
    units = list(world.roster.units.values())
    for start in range(0, count, CHUNK):
        tasks = [
            _task(world, units[number % len(units)], wanted_at)
            for number in range(start, min(start + CHUNK, count))
        ]
        async with database.transaction() as session:
            await insert(session, tasks=tasks)
            timers.set_(session, [(KIND, task.id.hex, at, {"climbed": 0}) for task in tasks])
            if with_cases:
                session.add_all(_case(task) for task in tasks)


def _task(world: World, unit: UnitFacts, wanted_at: datetime) -> NewTask:
    team = world.roster.teams[unit.team]
    return NewTask(
        id=new_id(),
        case_no=f"B-{new_id().hex}",
        team=team.code,
        field=min(team.fields),
        district=team.district,
        township=team.township,
        lon=unit.lon,
        lat=unit.lat,
        brief={
            **dict.fromkeys(("address", "class_name", "township_name", "description")),
            "title": "占道摆摊",
            "urgency": "urgent",
            "team_name": team.name,
            "unit_name": unit.name,
            "reason": "routed_posted",
        },
        created_at=wanted_at,
        changed_at=wanted_at,
        state=TaskState.SEEN,
        unit=unit.code,
        offered_at=wanted_at,
        wanted_at=wanted_at,
        accept_by=wanted_at + 30 * MINUTE,
        arrive_by=wanted_at + 60 * MINUTE,
    )


def _case(task: NewTask) -> Case:
    return Case(
        case_no=task.case_no,
        platform="bench",
        source_event_id=task.case_no,
        state=CaseState.SENT,
        reason="offered",
        scheme="bench",
        kind="bench",
        code="1",
        urgency=task.brief["urgency"],
        title=task.brief["title"],
        lon=task.lon,
        lat=task.lat,
        district=task.district,
        township=task.township,
        team=task.team,
        field=task.field,
        unit=task.unit,
        occurred_at=task.created_at,
        received_at=task.created_at,
        changed_at=task.created_at,
        report={},
        why={},
    )
