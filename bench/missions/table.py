"""The table for people."""

from collections.abc import Sequence
from statistics import fmean

from bench.missions.measuring import Measured
from bench.missions.targets import Target


def to_markdown(measured: Sequence[Measured], targets: Sequence[Target]) -> str:
    """Write what everybody reached, a peer's published value in brackets, and the targets."""
    peers = sorted({peer for one in measured for peer in one.peers.keys() | one.published.keys()})
    lines = [
        f"| instance | seconds | ours, mean | worst | {' | '.join([*peers, 'ours ÷ best peer'])} |",
        "|---|" + "---:|" * (len(peers) + 4),
        *(f"| {' | '.join(_cells(one, peers))} |" for one in measured),
        "",
        "| target | wanted | found | met |",
        "|---|---:|---:|---|",
    ]
    for target in targets:
        wanted = f"{'≤' if target.at_most else '≥'} {target.wanted:g}"
        met = "yes" if target.met else "**no**"
        lines.append(f"| {target.name} | {wanted} | {target.found:.3f} | {met} |")
    return "\n".join(lines) + "\n"


def _cells(one: Measured, peers: Sequence[str]) -> list[str]:
    ratio = "–" if one.ratio is None else f"{one.ratio:.3f}"
    values = [_peer(one, peer) for peer in peers]
    return [
        one.case.name,
        f"{one.seconds:g}",
        f"{one.mean:.2f}",
        f"{one.worst:.2f}",
        *values,
        ratio,
    ]


def _peer(one: Measured, peer: str) -> str:
    runs = one.peers.get(peer)
    now = f"{fmean(run.objective for run in runs):.2f}" if runs else "–"
    return f"{now} ({one.published[peer]:.2f})" if peer in one.published else now
