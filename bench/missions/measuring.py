"""What is measured of one instance."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

from bench.missions.cases import Case
from bench.missions.runs import Failed, Run, choose_size, run_bound, run_ours, run_peer

SECONDS: Final = {"8": 2.0, "12": 2.0, "city": 60.0}
USUAL_S: Final = 10.0
EARLY_S: Final = {"200": 1.0, "city": 15.0}
"""When an early plan is looked at, too."""
BOUND_S: Final = 60.0
BOUNDED: Final = ("60", "200")


@dataclass(slots=True)
class Measured:
    """All runs on one instance."""

    case: Case
    seconds: float
    ours: list[Run] = field(default_factory=list)
    early: list[Run] = field(default_factory=list)
    peers: dict[str, list[Run]] = field(default_factory=dict)
    published: dict[str, float] = field(default_factory=dict)
    bound: float | None = None

    @property
    def mean(self) -> float:
        """The mean of our plans' values."""
        return fmean(run.objective for run in self.ours)

    @property
    def worst(self) -> float:
        """The least of our plans' values."""
        return min(run.objective for run in self.ours)

    @property
    def best_peer(self) -> float | None:
        """The best peer's value: of each, the better of its mean in this run and what is published."""
        means = [fmean(run.objective for run in runs) for runs in self.peers.values() if runs]
        return max([*means, *self.published.values()], default=None)

    @property
    def ratio(self) -> float | None:
        """Our mean divided by the best peer's value."""
        best = self.best_peer
        return self.mean / best if best is not None and best > 0 else None


def usual_seconds(case: Case) -> float:
    """The seconds that the targets give to an instance of this size."""
    return SECONDS.get(case.size, USUAL_S)


def measure(
    case: Case,
    *,
    seconds: float,
    seeds: Sequence[int],
    peers: Iterable[str],
    published: dict[str, float],
) -> Measured:
    """Run us and the peers, one after another; a run that fails is told and left out.

    :raises Failed: when it is ours that fails
    """
    found = Measured(case, seconds, published=published)
    found.ours = [told(run_ours(case, seconds=seconds, seed=seed)) for seed in seeds]
    if case.size in EARLY_S:
        early_s = EARLY_S[case.size]
        found.early = [told(run_ours(case, seconds=early_s, seed=seed)) for seed in seeds]
    if case.size in BOUNDED and case.fleet == "vall":
        found.bound = run_bound(case, seconds=BOUND_S)
    if case.size == "city":
        return found
    size = None
    for peer in peers:
        size = size or choose_size(case, seed=seeds[0])
        found.peers[peer] = []
        for seed in seeds:
            try:
                run = run_peer(case, peer, seconds=seconds, seed=seed, size=size)
            except Failed as failed:
                say(f"{case.name} {peer}: {failed}")
            else:
                found.peers[peer].append(told(run))
    return found


def told(run: Run) -> Run:
    """Say what a run reached."""
    teams = f"teams of {run.team_size}" if run.team_size else ""
    say(
        f"{run.case:<18} {run.who:<12} {run.seconds:>4g} s seed {run.seed} "
        f"{run.objective:>10.2f} {teams}"
    )
    return run


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
