"""The crowd: what it costs to tell all phones the same, and what happens when all come back at once."""

from contextlib import ExitStack
from statistics import median
from typing import Final

from bench import cities
from bench.figures import Figure, Pace, percentile
from bench.machine import cpu_s
from bench.stand import Stand
from core.preflight import free_port
from core.supervisor import answers

HEARERS: Final = 10_000
LETTERS: Final = 400
PHONES: Final = 5_000
CALM_S: Final = 3.0
WATCHED_S: Final = 20.0
"""How long other requests are sent; more than the storm may last."""
OTHERS: Final = 50


def measure_broadcast(stand: Stand, pace: Pace) -> list[Figure]:
    """Tell ten thousand sockets the same, by the hub and by bare writes, in turns."""
    count = pace.count(HEARERS, 1_000)
    port = free_port()
    with stand.database(stand.town()) as url:
        calling = stand.plan(
            "calling",
            database_url=url,
            port=port,
            sockets=count,
            calls=pace.count(21, 5),
            letters=LETTERS,
        )
        ready = stand.answer_of("ready")
        ready.unlink(missing_ok=True)
        listening = stand.plan(
            "listening",
            port=port,
            sockets=[("/ws/field", "nobody")] * count,
            record=False,
            ack=False,
            ready=str(ready),
        )
        with (
            stand.running("calling", calling, ready=lambda: answers("127.0.0.1", port)) as caller,
            stand.running("listening", listening, ready=ready.exists),
        ):
            used = stand.finish("calling", caller, within_s=300)
    hub, bare = (median(used[way]) / count * 1e6 for way in ("hub", "bare"))
    how = (
        f"{count:,} sockets on one channel, a frame of {LETTERS} letters; processor time of the server "
        "until all is written, the kernel's share of it included; median of "
        f"{len(used['hub'])} calls, in turns with bare ones; clients in their own process"
    )
    return [
        Figure(name="broadcast", value=hub, unit="us/socket", method=how),
        Figure(
            name="broadcast.bare",
            value=bare,
            unit="us/socket",
            method="transport.write of the same bytes to each of the same sockets",
        ),
        Figure(
            name="broadcast.ratio",
            value=hub / bare,
            unit="x bare",
            most=1.6,
            method="broadcast / broadcast.bare",
        ),
    ]


def measure_reconnect(stand: Stand, pace: Pace) -> list[Figure]:
    """Cut five thousand phones at once and let them come back at once, while events are reported."""
    count = pace.count(PHONES, 1_000)
    town = stand.town(units=cities.UNITS, phones=count)
    events = cities.make_events(town.folder, count=1_000)
    with ExitStack() as stack:
        url = stack.enter_context(stand.database(town))
        port, web = stack.enter_context(stand.web(url))
        ready = stand.answer_of("ready")
        ready.unlink(missing_ok=True)
        storming = stand.plan(
            "storming",
            port=port,
            sockets=[("/ws/field", token) for token in town.phones[:count]],
            record=False,
            ack=False,
            ready=str(ready),
            calm_s=CALM_S,
        )
        storm = stack.enter_context(stand.running("storming", storming, ready=ready.exists))
        arrivals = stand.plan(
            "arrivals",
            port=port,
            path="/api/v1/events",
            token=town.platform,
            lines=16,
            rate=OTHERS,
            seconds=CALM_S + pace.of(WATCHED_S, 6),
            seed=5,
            events=events,
            placeholder=cities.ID,
            mark="STRM",
        )
        others = stack.enter_context(stand.running("arrivals", arrivals))
        used = cpu_s(web.pid)
        sent = stand.finish("arrivals", others, within_s=120)
        used = cpu_s(web.pid) - used
        back = stand.finish("storming", storm, within_s=180)
    during = [
        (event["answered_ns"] - event["sent_ns"]) / 1e6 if event["status"] == 201 else 60_000.0
        for event in sent["events"]
        if back["began_ns"] <= event["sent_ns"] <= back["ended_ns"]
    ]
    if back["lost"]:
        raise RuntimeError(f"{back['lost']} phones did not come back.")
    return [
        Figure(
            name="reconnect",
            value=max(back["waited_ms"]) / 1e3,
            unit="s",
            most=15,
            method=f"{count:,} phones cut at once that come back at once, each with the number it heard last: "
            f"until the last is served (the median one after {percentile(back['waited_ms'], 0.5) / 1e3:.1f} s; "
            f"{back['turned_away']} times one was turned away and came again a second later)",
        ),
        Figure(
            name="reconnect.cpu",
            value=used / count * 1e6,
            unit="us/phone",
            method="processor time of the web process by phone, their leaving and the events included",
        ),
        Figure(
            name="reconnect.others.p99",
            value=percentile(during, 0.99),
            unit="ms",
            most=200,
            method=f"POST /api/v1/events meanwhile, {OTHERS}/s at random moments ({len(during)} events, "
            f"p50 {percentile(during, 0.5):.1f} ms)",
        ),
    ]
