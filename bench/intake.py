"""Intake: how many events a second become cases for ever, against pgbench on the same server."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any, Final

from sqlalchemy import text

from bench import cities
from bench.figures import Figure, Pace
from bench.machine import cpu_s
from bench.stand import Stand, Town
from bench.yardstick import Yardstick
from core.db import Database
from core.preflight import free_port
from core.supervisor import answers

LINES: Final = 64
BATCH_LINES: Final = 16
BATCH: Final = 100
ROWS: Final = text('SELECT count(*), avg(pg_column_size(c.*)) FROM "case" c')
WHERE: Final = (
    "PostgreSQL with fsync and synchronous_commit on, one `onedoor serve` process with production "
    "settings, a fresh copy of the sample city's database; client in its own process on the same cores"
)
AGAINST: Final = (
    "divided by the mean of pgbench just before and just after: 16 clients, prepared, one row per "
    "transaction into an empty 11-column table with a unique key, padded to the size of a case's row"
)


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure single reports, batches, and the comparison, each between two runs of pgbench."""
    town = stand.town()
    events = cities.make_events(town.folder, count=2000)
    seconds = pace.of(10, 2)
    row_bytes = _post(stand, town, events, seconds=1, lines=LINES)["row_bytes"]
    yardstick = Yardstick(stand.server, row_bytes=round(row_bytes), scratch=stand.scratch)
    bar = pace.of(8, 2)

    yardstick.measure(seconds=bar)
    single = _post(stand, town, events, seconds=seconds, lines=LINES)
    yardstick.measure(seconds=bar)
    single_ratio = yardstick.ratio(single["rate"])
    relayed = _post(stand, town, events, seconds=seconds, lines=LINES, relay=True)
    yardstick.measure(seconds=bar)
    relayed_ratio = yardstick.ratio(relayed["rate"])
    batch = _post(stand, town, events, seconds=seconds, lines=BATCH_LINES, rows=BATCH)
    yardstick.measure(seconds=bar)
    batch_ratio = yardstick.ratio(batch["rate"])
    naive = _post_naively(stand, town, events, seconds=seconds)
    yardstick.measure(seconds=bar)

    rates = ", ".join(f"{rate:,.0f}" for rate in yardstick.rates)
    one = f"POST /api/v1/events, {LINES} keep-alive connections, unique events, relay not running; {WHERE}"
    many = f"POST /api/v1/events:batch, {BATCH} events each, {BATCH_LINES} connections; {WHERE}"
    return [
        Figure(
            name="intake.pgbench",
            value=sum(yardstick.rates) / len(yardstick.rates),
            unit="tx/s",
            method=f"mean of the {len(yardstick.rates)} runs ({rates}); rows of {row_bytes:.0f} bytes",
        ),
        Figure(name="intake.single", value=single["rate"], unit="events/s", method=one),
        Figure(
            name="intake.single.ratio",
            value=single_ratio,
            unit="x pgbench",
            least=0.40,
            method=f"intake.single {AGAINST}; aim 0.60",
        ),
        Figure(
            name="intake.single.p99",
            value=single["p99_ms"],
            unit="ms",
            method=f"of the same answers, at full load (p50 {single['p50_ms']:.1f} ms)",
        ),
        Figure(
            name="intake.single.cpu",
            value=single["cpu_us"],
            unit="us/event",
            method="processor time of the web process by its cases, the warm-up included: hardly "
            "moved by what else the machine does",
        ),
        Figure(
            name="intake.single.relayed",
            value=relayed["rate"],
            unit="events/s",
            method="the same with the relay running, which routes what it can on the same cores",
        ),
        Figure(
            name="intake.single.relayed.ratio",
            value=relayed_ratio,
            unit="x pgbench",
            method=f"intake.single.relayed {AGAINST}",
        ),
        Figure(name="intake.batch", value=batch["rate"], unit="events/s", method=many),
        Figure(
            name="intake.batch.ratio",
            value=batch_ratio,
            unit="x pgbench",
            least=1.5,
            method=f"intake.batch {AGAINST}; aim 3",
        ),
        Figure(
            name="intake.batch.cpu",
            value=batch["cpu_us"],
            unit="us/event",
            method="processor time of the web process by its cases",
        ),
        Figure(
            name="intake.naive",
            value=naive["rate"],
            unit="events/s",
            method="bench/naive.py: FastAPI, an SQLModel session per request, one row, nothing else; "
            "same client, same server, one uvicorn process",
        ),
        Figure(
            name="intake.ahead",
            value=single["rate"] / naive["rate"],
            unit="x naive",
            least=5,
            method="intake.single / intake.naive",
        ),
    ]


def _post(
    stand: Stand,
    town: Town,
    events: Sequence[str],
    *,
    seconds: float,
    lines: int,
    rows: int = 1,
    relay: bool = False,
) -> dict[str, Any]:
    """Run web, client and perhaps the relay; adds to what the client found what the server had to do."""
    with stand.database(town) as url, stand.web(url) as (port, web):
        plan = _plan(stand, town, events, port=port, seconds=seconds, lines=lines, rows=rows)
        used = cpu_s(web.pid)
        with stand.relay(url) if relay else nullcontext():
            found = _rush(stand, plan, seconds)
        used = cpu_s(web.pid) - used

        async def read(database: Database) -> tuple[int, float]:
            async with database.reading() as session:
                count, size = (await session.execute(ROWS)).one()
                return int(count), float(size)

        count, size = stand.ask(url, read)
        return {**found, "cpu_us": used / count * 1e6, "row_bytes": size}


def _post_naively(
    stand: Stand, town: Town, events: Sequence[str], *, seconds: float
) -> dict[str, Any]:
    port = free_port()
    argv = [
        *(sys.executable, "-m", "uvicorn", "bench.naive:app", "--port", str(port)),
        *("--no-access-log", "--log-level", "warning"),
    ]
    with (
        stand.database(town) as url,
        stand.running(
            "naive",
            argv,
            {"NAIVE_DATABASE_URL": url},
            lambda: answers("127.0.0.1", port, "/readyz"),
        ),
    ):
        plan = _plan(stand, town, events, port=port, seconds=seconds, lines=LINES, rows=1)
        return _rush(stand, plan, seconds)


def _plan(
    stand: Stand,
    town: Town,
    events: Sequence[str],
    *,
    port: int,
    seconds: float,
    lines: int,
    rows: int,
) -> list[str]:
    return stand.plan(
        "posting",
        port=port,
        path="/api/v1/events" if rows == 1 else "/api/v1/events:batch",
        token=town.platform,
        lines=lines,
        rows=rows,
        warm_s=min(2.0, seconds),
        seconds=seconds,
        events=list(events),
        placeholder=cities.ID,
        mark="BNCH",
    )


def _rush(stand: Stand, argv: Sequence[str], seconds: float) -> dict[str, Any]:
    with stand.running("posting", argv) as process:
        found: dict[str, Any] = stand.finish("posting", process, within_s=seconds + 60)
    if found["failed"]:
        words = (stand.scratch / "posting.log").read_text(errors="replace")
        raise RuntimeError(f"{found['failed']} events were not taken in:\n{words}")
    return found
