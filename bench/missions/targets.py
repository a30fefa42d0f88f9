"""What was promised, and whether it was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean
from typing import Final

from bench.missions.measuring import EARLY_S, Measured

LEAD: Final = {"v1of3": 1.06, "v2of3": 1.22, "vall": 1.28}
"""Over the best peer, as a geometric mean over these sizes."""
MEDIUM: Final = ("60", "200", "500")
SMALL: Final = ("8", "12")
SMALL_SHARE: Final = 0.995
EARLY_SHARE: Final = {"200": 0.95, "city": 0.97}
GAP: Final = {"60": 0.20, "200": 0.30}
CITY_LEAD: Final = 1.05


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: at least, or at most, so much."""

    name: str
    wanted: float
    found: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.found <= self.wanted if self.at_most else self.found >= self.wanted


def judge(measured: Sequence[Measured], best_known: Mapping[str, float]) -> list[Target]:
    """Compare what was measured with all promises that it says something about."""
    found = []
    for fleet, least in LEAD.items():
        ratios = [
            one.ratio
            for one in measured
            if one.case.fleet == fleet and one.case.size in MEDIUM and one.ratio
        ]
        if ratios:
            found.append(Target(f"{fleet}: ours ÷ best peer", least, exp(fmean(map(log, ratios)))))
            if fleet == "v1of3":
                found.append(Target("v1of3: least of them", 1.0, min(ratios)))
    for one in measured:
        found += _judge_one(one, best_known.get(one.case.name))
    return found


def _judge_one(one: Measured, best: float | None) -> Iterable[Target]:
    name, size = one.case.name, one.case.size
    if size in SMALL and best:
        yield Target(f"{name}: worst ÷ best known", SMALL_SHARE, one.worst / best)
    if size == "city" and best:
        yield Target(f"{name}: ours ÷ best known", CITY_LEAD, one.mean / best)
    if one.early:
        early = fmean(run.objective for run in one.early)
        share = f"{name}: after {EARLY_S[size]:g} s ÷ after {one.seconds:g} s"
        yield Target(share, EARLY_SHARE[size], early / one.mean)
    if one.bound is not None:
        top = max([run.objective for run in one.ours] + ([best] if best else []))
        yield Target(f"{name}: bound ÷ best − 1", GAP[size], one.bound / top - 1, at_most=True)
