"""Positions: what three thousand moving units cost while three hundred consoles look on, and how late they see it."""

import time
from typing import Final

from bench.figures import Figure, Pace, percentile
from bench.machine import cpu_s
from bench.stand import Stand

UNITS: Final = 3_000
CONSOLES: Final = 300
EVERY_S: Final = 10.0
BOUNDS: Final = (119.9, 29.9, 120.4, 30.5)
"""Where they move: the built-up part of the sample city and around it."""


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Let every unit's phone say where it is every ten seconds, and every console look at its own part of the map."""
    units, seconds = pace.count(UNITS, 300), pace.of(60, 6)
    town = stand.town(units=UNITS, phones=UNITS)
    with stand.database(town) as url, stand.web(url) as (port, web):
        ready = stand.answer_of("ready")
        ready.unlink(missing_ok=True)
        argv = stand.plan(
            "moving",
            port=port,
            phones=list(town.phones[:units]),
            consoles=[town.console] * pace.count(CONSOLES, 30),
            bounds=BOUNDS,
            every_s=EVERY_S,
            seconds=seconds,
            ready=str(ready),
        )
        with stand.running("moving", argv, ready=ready.exists) as town_process:
            used, began = cpu_s(web.pid), time.monotonic()
            found = stand.finish("moving", town_process, within_s=seconds + 120)
            busy = (cpu_s(web.pid) - used) / (time.monotonic() - began)
    consoles = pace.count(CONSOLES, 30)
    if found["closed"]:
        raise RuntimeError(f"{found['closed']} sockets were closed.")
    how = (
        f"{units:,} phones on their sockets, a position each every {EVERY_S:g} s, {consoles} consoles of the "
        f"city, each with a view of its own of a ninth of the ground; {found['sent']:,} positions, each "
        "100 m or more from the last; one web process, clients in a process of their own"
    )
    return [
        Figure(
            name="positions.cpu",
            value=busy,
            unit="s/s",
            most=0.5,
            method=f"processor time of the web process a second; {how}",
        ),
        Figure(
            name="positions.delay.p50",
            value=percentile(found["delays_ms"], 0.5),
            unit="ms",
            method="from sending a position to reading it on a console, which is told four times a second; "
            f"{len(found['delays_ms']):,} of them on every fifteenth console",
        ),
        Figure(
            name="positions.delay.p99",
            value=percentile(found["delays_ms"], 0.99),
            unit="ms",
            most=500,
            method=f"of the same; the generator was at most {found['late_ms']:.0f} ms late",
        ),
        Figure(
            name="positions.frames",
            value=found["frames"] / consoles / seconds,
            unit="/s",
            most=4.1,
            method=f"frames a second a console reads, of {found['bytes'] / found['frames']:.0f} bytes each",
        ),
    ]
