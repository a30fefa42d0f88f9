"""Delivery: from the moment an event is sent until it stands on the console and on the officer's phone."""

import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import text

from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.machine import cpu_s
from bench.stand import Stand
from core.db import Database

WARM_S: Final = 3.0
"""Events sent first: delivered like all others, but not counted among the latencies."""
SETTLE_S: Final = 60.0
TASKS: Final = text(
    "SELECT case_no, extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM task WHERE unit IS NOT NULL"
)
WAITING: Final = text("SELECT count(*) FROM outbox WHERE done_at IS NULL")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: latencies in milliseconds, and whatever did not arrive."""

    rate: float
    console_ms: Sequence[float]
    phones_ms: Sequence[float]
    answered_ms: Sequence[float]
    committed_ms: Sequence[float]
    """From the commit of the offer to the officer's socket."""
    sent: int
    routed: int
    lost: Mapping[str, int]
    """How many, by what became of them."""
    late_p99_ms: float
    web_us: float = 0.0
    relay_us: float = 0.0


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure at 500 events a second, again with phones that acknowledge, and at 1,000."""
    usual = _run(stand, pace, rate=pace.of(500, 100), seconds=pace.of(60, 5))
    acked = _run(stand, pace, rate=pace.of(500, 100), seconds=pace.of(20, 4), ack=True)
    busy = _run(stand, pace, rate=pace.of(1000, 200), seconds=pace.of(20, 4))
    return [
        *_figures("delivery.500", usual, promised=True),
        *_figures("delivery.500.acknowledged", acked, more="phones acknowledge every frame; "),
        *_figures("delivery.1000", busy),
    ]


def _figures(name: str, run: Run, *, promised: bool = False, more: str = "") -> list[Figure]:
    how = (
        f"{more}Poisson arrivals at {run.rate:g}/s in an open loop, {run.sent:,} events, 1,000 phones "
        "and a city console connected, points even over the townships; from writing the POST to "
        "reading the first frame of its case"
    )
    limits: dict[str, float | None] = dict.fromkeys(
        ("console.p50", "console.p99", "phone.p50", "phone.p99")
    )
    if promised:
        limits = {"console.p50": 5, "console.p99": 25, "phone.p50": 10, "phone.p99": 40}
    values = {
        "console.p50": percentile(run.console_ms, 0.50),
        "console.p99": percentile(run.console_ms, 0.99),
        "phone.p50": percentile(run.phones_ms, 0.50),
        "phone.p99": percentile(run.phones_ms, 0.99),
    }
    methods = {
        "console.p50": f"{how}; the generator was at most {run.late_p99_ms:.1f} ms late (p99)",
        "console.p99": "of the same frames",
        "phone.p50": f"of the {run.routed:,} events offered to a unit: from writing the POST to "
        "reading the offer on the unit's socket",
        "phone.p99": "of the same frames",
    }
    figures = [
        Figure(
            name=f"{name}.{part}",
            value=value,
            unit="ms",
            most=limits[part],
            method=methods[part],
        )
        for part, value in values.items()
    ]
    # An acknowledged offer was changed since, and its first commit is forgotten.
    if not more:
        figures += [
            Figure(
                name=f"{name}.committed.{part}",
                value=percentile(run.committed_ms, share),
                unit="ms",
                most=most if promised else None,
                method="from the moment PostgreSQL notes for the offer's commit, just before it is written out, "
                "to reading the offer on the unit's socket",
            )
            for part, share, most in (("p50", 0.50, 3), ("p99", 0.99, 20))
        ]
    return [
        *figures,
        Figure(
            name=f"{name}.answer.p50",
            value=percentile(run.answered_ms, 0.5),
            unit="ms",
            method=f"until the POST is answered (p99 {percentile(run.answered_ms, 0.99):.1f} ms)",
        ),
        Figure(
            name=f"{name}.cpu.web",
            value=run.web_us,
            unit="us/event",
            method="processor time of the web process by events sent",
        ),
        Figure(
            name=f"{name}.cpu.relay",
            value=run.relay_us,
            unit="us/event",
            method="processor time of the relay by events sent",
        ),
        Figure(
            name=f"{name}.lost",
            value=sum(run.lost.values()),
            unit="events",
            most=0,
            method="events not answered 201, not on the console, or offered but not on the phone; "
            f"sockets closed: {dict(run.lost)}",
        ),
    ]


def _run(stand: Stand, pace: Pace, *, rate: float, seconds: float, ack: bool = False) -> Run:
    town = stand.town(units=cities.UNITS, phones=cities.UNITS)
    events = cities.make_events(town.folder, count=pace.count(20_000, 3_000))
    with stand.database(town) as url, stand.web(url) as (port, web), stand.relay(url) as relay:
        ready = stand.answer_of("ready")
        ready.unlink(missing_ok=True)
        sockets = [("/ws/console", town.console), *(("/ws/field", t) for t in town.phones)]
        listening = stand.plan(
            "listening", port=port, sockets=sockets, record=True, ack=ack, ready=str(ready)
        )
        with stand.running("listening", listening, ready=ready.exists) as audience:
            time.sleep(2)
            used = cpu_s(web.pid), cpu_s(relay.pid)
            arrivals = stand.plan(
                "arrivals",
                port=port,
                path="/api/v1/events",
                token=town.platform,
                lines=64,
                rate=rate,
                seconds=seconds + WARM_S,
                seed=11,
                events=events,
                placeholder=cities.ID,
                mark="EVNT",
            )
            with stand.running("arrivals", arrivals) as process:
                sent = stand.finish("arrivals", process, within_s=seconds + 90)
            _await_quiet(stand, url)
            web_s, relay_s = cpu_s(web.pid) - used[0], cpu_s(relay.pid) - used[1]
            audience.send_signal(signal.SIGTERM)
            heard = stand.finish("listening", audience, within_s=120)
        offered = stand.ask(url, _offered)
    run = compare(sent, heard, offered, rate=rate)
    return replace(run, web_us=web_s / run.sent * 1e6, relay_us=relay_s / run.sent * 1e6)


def compare(
    sent: dict[str, Any], heard: dict[str, Any], offered: Mapping[str, int], *, rate: float
) -> Run:
    """Match what was sent with what was heard, and with when the offers were committed."""
    events = sent["events"]
    counted_from = events[0]["sent_ns"] + WARM_S * 1e9
    console: list[float] = []
    phones: list[float] = []
    answered: list[float] = []
    committed: list[float] = []
    lost = Counter({"sockets closed": int(heard["closed"])})
    for event in events:
        seen = heard["console"].get(event["id"])
        rung = heard["phones"].get(event["case_no"])
        is_offered = event["case_no"] in offered
        if event["status"] != 201:
            lost[f"answered {event['status']}"] += 1
            continue
        if seen is None or (is_offered and rung is None):
            lost["not on the console" if seen is None else "not on the phone"] += 1
            continue
        if event["sent_ns"] < counted_from:
            continue
        answered.append((event["answered_ns"] - event["sent_ns"]) / 1e6)
        console.append((seen - event["sent_ns"]) / 1e6)
        if is_offered:
            phones.append((rung - event["sent_ns"]) / 1e6)
            committed.append((rung - offered[event["case_no"]]) / 1e6)
    return Run(
        rate=rate,
        console_ms=console,
        phones_ms=phones,
        answered_ms=answered,
        committed_ms=committed,
        sent=len(events),
        routed=len(offered),
        lost=lost,
        late_p99_ms=sent["late_p99_ms"],
    )


async def _offered(database: Database) -> dict[str, int]:
    """Tell when each offer was committed, on the clock the clients share."""
    apart_ns = time.time_ns() - time.monotonic_ns()
    async with database.reading() as session:
        return {no: int(at * 10**9) - apart_ns for no, at in await session.execute(TASKS)}


def _await_quiet(stand: Stand, url: str) -> None:
    """Wait until the relay has handed over everything, then a moment for the last frames."""

    async def waiting(database: Database) -> int:
        async with database.reading() as session:
            return int((await session.execute(WAITING)).scalar_one())

    patience = time.monotonic() + SETTLE_S
    while stand.ask(url, waiting) and time.monotonic() < patience:
        time.sleep(0.5)
    time.sleep(2)
