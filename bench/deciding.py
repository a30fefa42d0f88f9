"""Deciding: how long one case takes, how many go in a second, and what a large catalogue costs to compile."""

import gc
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from bench import cities, province
from bench.figures import Figure, Pace
from bench.stand import Stand
from command.catalogue import folder
from command.catalogue.facts import Facts
from command.competence.bulk import decide_many
from command.competence.columns import AskedMany
from command.competence.decide import decide
from command.competence.snapshot import Snapshot, compile_facts
from command.competence.values import Asked

SINGLE: Final = 20_000
DRAWN: Final = 50_000
"""Different acts; a larger number repeats them in another order."""
LAST_DAY: Final = date(2026, 11, 20)


class World(NamedTuple):
    """A catalogue and acts in it."""

    name: str
    snapshot: Snapshot
    asked: list[Asked]


def measure(stand: Stand, pace: Pace) -> list[Figure]:
    """Measure deciding in the sample city, then in the largest catalogue there will be."""
    del stand
    count = pace.count(1_000_000, 100_000)
    facts = folder.read(cities.SAMPLE)
    city = World(
        "the sample city",
        compile_facts(facts),
        make_asked(facts, DRAWN, first=date(2022, 1, 1), last=LAST_DAY),
    )
    figures = [
        *_measure_world("competence", city, count, most_us=10),
        Figure(
            name="competence.compile.city",
            value=_best_s(lambda: compile_facts(facts), 5),
            unit="s",
            method="compile_facts() of the sample city, best of 5",
        ),
    ]
    facts = province.make_facts()
    began = time.perf_counter()
    snapshot = compile_facts(facts)
    took = time.perf_counter() - began
    large = World(
        "6,000 items, 200 townships",
        snapshot,
        make_asked(facts, DRAWN, first=province.FIRST_DAY, last=province.LAST_DAY),
    )
    return [
        *figures,
        *_measure_world("competence.large", large, count, most_us=None),
        Figure(
            name="competence.large.compile",
            value=took,
            unit="s",
            most=10,
            method="compile_facts() of 6,000 items and their holders, 200 townships and 18 rules in "
            "10 versions each, and 1,200,000 list rows (every item on every township's list); once",
        ),
    ]


def make_asked(facts: Facts, count: int, *, first: date, last: date) -> list[Asked]:
    """Draw acts of mapped classes anywhere, filed up to half a year later; some tell subject and sum."""
    chance = np.random.default_rng(4)
    keys = sorted({row.key for row in facts.class_items})
    places = sorted(facts.townships)
    span = (last - first).days
    acted = chance.integers(0, span, count)
    filed = np.minimum(acted + chance.integers(0, 180, count), span - 1)
    amounts = (None, 500.0, 20_000.0, 200_000.0)
    drawn = zip(
        chance.integers(0, len(keys), count).tolist(),
        chance.integers(0, len(places), count).tolist(),
        acted.tolist(),
        filed.tolist(),
        chance.integers(0, len(amounts), count).tolist(),
        chance.integers(0, 4, count).tolist(),
        strict=True,
    )
    return [
        Asked(
            key=keys[key],
            place="inside",
            district=facts.townships[places[place]][1],
            township=places[place],
            law_day=first + timedelta(days=acts),
            filing_day=first + timedelta(days=files),
            subject="unit" if tells == 1 else "person" if tells == 2 else None,
            amount=amounts[amount],
        )
        for key, place, acts, files, amount, tells in drawn
    ]


def _measure_world(name: str, world: World, count: int, *, most_us: float | None) -> list[Figure]:
    where = f"{world.name}, acts and townships at random on random days"
    # What was compiled stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    asked = AskedMany.of(world.asked).part(_shuffled(count))
    rate = count / _best_s(lambda: decide_many(asked, world.snapshot), 3)
    single = world.asked[:SINGLE]
    once = _best_s(lambda: _decide_each(single, world.snapshot), 5) / SINGLE
    gc.unfreeze()
    return [
        Figure(
            name=f"{name}.single",
            value=once * 1e6,
            unit="us",
            most=most_us,
            method=f"decide() in a plain loop over {SINGLE:,} acts, best of 5 whole loops; {where}",
        ),
        Figure(
            name=f"{name}.bulk",
            value=rate,
            unit="cases/s",
            least=300_000,
            method=f"decide_many() of {count:,} acts in memory, one core, best of 3; {where}",
        ),
    ]


def _decide_each(asked: list[Asked], snapshot: Snapshot) -> None:
    for act in asked:
        decide(act, snapshot)


def _shuffled(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.random.default_rng(5).permutation(np.resize(np.arange(DRAWN), count))


def _best_s(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best
