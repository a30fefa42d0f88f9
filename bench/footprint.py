"""The footprint: what an idle socket holds, and how long a start takes."""

import signal
import time
from typing import Final

from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.machine import memory_kb
from bench.stand import Stand

SOCKETS: Final = 10_000
SETTLE_S: Final = 5.0


def measure_memory(stand: Stand, pace: Pace) -> list[Figure]:
    """Open ten thousand phones' sockets and see what the web process has grown by."""
    count = pace.count(SOCKETS, 1_000)
    town = stand.town(units=cities.UNITS, phones=SOCKETS)
    with stand.database(town) as url, stand.web(url) as (port, web):
        _hold(stand, port, town.phones[:200], pid=web.pid)
        before = memory_kb(web.pid)
        opened_s, after, closed = _hold(stand, port, town.phones[:count], pid=web.pid)
    if closed:
        raise RuntimeError(f"{closed} sockets were closed.")
    return [
        Figure(
            name="socket.memory",
            value=(after - before) / count,
            unit="kB/socket",
            most=40,
            method=f"VmRSS of the web process with {count:,} phones connected and idle, each with its "
            f"snapshot, minus before ({before / 1024:.0f} MB, after 200 had come and gone); "
            f"settled {SETTLE_S:g} s; client in its own process",
        ),
        Figure(
            name="socket.opening",
            value=count / opened_s,
            unit="sockets/s",
            method="the same sockets: TCP, upgrade, session, snapshot; 32 at a time",
        ),
    ]


def measure_start(stand: Stand, pace: Pace) -> list[Figure]:
    """Start the web process a few times, everything else being up."""
    town = stand.town()
    taken: list[float] = []
    with stand.database(town) as url:
        for _ in range(pace.count(6, 3)):
            began = time.monotonic()
            with stand.web(url):
                taken.append(time.monotonic() - began)
    warm = taken[1:]
    return [
        Figure(
            name="start",
            value=percentile(warm, 0.5),
            unit="s",
            most=3,
            method="from starting `onedoor serve` to /readyz answering 200, PostgreSQL and Valkey up, the "
            f"sample city loaded; median of {len(warm)} after one that warms the disk cache "
            f"({', '.join(f'{s:.2f}' for s in taken)} s)",
        )
    ]


def _hold(stand: Stand, port: int, tokens: object, *, pid: int) -> tuple[float, int, int]:
    """Hold sockets open; gives how long opening took, the server's memory then, and how many broke."""
    ready = stand.answer_of("ready")
    ready.unlink(missing_ok=True)
    assert isinstance(tokens, list)
    argv = stand.plan(
        "listening",
        port=port,
        sockets=[("/ws/field", token) for token in tokens],
        record=False,
        ack=False,
        ready=str(ready),
    )
    with stand.running("listening", argv, ready=ready.exists) as audience:
        time.sleep(SETTLE_S)
        memory = memory_kb(pid)
        audience.send_signal(signal.SIGTERM)
        found = stand.finish("listening", audience, within_s=60)
    time.sleep(1)
    return float(found["opened_s"]), memory, int(found["closed"])
