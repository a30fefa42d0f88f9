"""`python -m bench.missions.year [SEED…]`: place generated years of 500,000 visits and prove how good.

Writes bench/results/year.svg: how full each agency is, week by week.
"""

import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import numpy as np

from dispatch.solver.year import LEFT_OUT, Ints, Year, place_year, warm_up
from dispatch.solver.year_check import check_year

VISITS: Final = 500_000
DAYS: Final = 250
DISTRICTS: Final = 13
TOWNSHIPS: Final = 12
"""Of each district."""
DEMAND: Final = np.array([0.26, 0.22, 0.16, 0.11, 0.09, 0.07, 0.05, 0.04])
"""How often each of the eight agencies is due, relative to the others."""
LOAD: Final = 0.85
"""Minutes that agencies have, as a part of those due."""
SEASONAL: Final = 0.2
"""Part of the visits that are tied to a quarter of the year."""
PICTURE: Final = Path(__file__).parents[1] / "results" / "year.svg"
SEEDS: Final = (1, 2, 3)


def generate(seed: int, visits: int = VISITS) -> Year:
    """Invent a year: 1 + Poisson(1.6) agencies a visit, 16 to 40 minutes each, windows of 15 to 120 days."""
    draw = np.random.default_rng(seed)
    townships, agencies = DISTRICTS * TOWNSHIPS, len(DEMAND)
    district_of = np.repeat(np.arange(DISTRICTS), TOWNSHIPS)
    size = draw.gamma(4, 1, townships)
    township = draw.choice(townships, visits, p=size / size.sum())
    due = np.minimum(1 + draw.poisson(1.6, visits), agencies)
    # The greatest keys are a sample without replacement by weight (Efraimidis and Spirakis 2006).
    ranked = np.argsort(-(draw.random((visits, agencies)) ** (1 / DEMAND)), axis=1)
    agency = ranked[np.arange(agencies) < due[:, None]]
    item_from = np.concatenate([[0], np.cumsum(due)])
    minutes = draw.integers(16, 41, len(agency))
    weight = np.add.reduceat(draw.integers(1, 11, len(agency)), item_from[:-1])
    first = draw.integers(0, DAYS - 14, visits)
    last = np.minimum(first + draw.integers(15, 121, visits) - 1, DAYS - 1)
    quarter = np.arange(DAYS) * 4 // DAYS
    calendar = np.concatenate([np.ones((1, DAYS), bool), quarter == np.arange(4)[:, None]])
    tied = draw.random(visits) < SEASONAL
    season = np.where(tied, 1 + quarter[(first + last) // 2], 0)
    demand = np.zeros((DISTRICTS, agencies))
    np.add.at(demand, (np.repeat(district_of[township], due), agency), minutes)
    rhythm = 1 + 0.15 * np.sin(np.arange(DAYS) / DAYS * 2 * np.pi)
    capacity = demand[:, :, None] * (LOAD / DAYS * rhythm / rhythm.mean())
    usual = np.bincount(township, minlength=townships) / DAYS
    cap = np.repeat(np.ceil(1.2 * usual)[:, None], DAYS, axis=1)
    return Year(
        calendar=calendar,
        capacity=capacity.astype(np.int32),
        cap=cap.astype(np.int32),
        district_of=district_of.astype(np.int32),
        township=township.astype(np.int32),
        season=season.astype(np.int32),
        first=first.astype(np.int32),
        last=last.astype(np.int32),
        weight=weight.astype(np.int32),
        item_from=item_from.astype(np.int64),
        agency=agency.astype(np.int32),
        minutes=minutes.astype(np.int32),
    )


def draw_weeks(year: Year, day: Ints) -> str:
    """Draw how full the agencies of all districts are by the week of five days, as an SVG."""
    visit = np.repeat(np.arange(len(day)), np.diff(year.item_from))
    done = day[visit] != LEFT_OUT
    agencies, weeks = year.capacity.shape[1], DAYS // 5
    used = np.zeros((agencies, weeks))
    np.add.at(used, (year.agency[done], day[visit[done]] // 5), year.minutes[done])
    had = year.capacity.sum(axis=0).reshape(agencies, weeks, 5).sum(axis=2)
    cells = "".join(
        f'<rect x="{40 + 12 * week}" y="{20 + 24 * agency}" width="11" height="22" '
        f'fill="hsl(210 60% {95 - 60 * max(0.0, 2 * part - 1):.0f}%)"><title>{part:.1%}</title></rect>'
        for agency, parts in enumerate(used / np.maximum(had, 1))
        for week, part in enumerate(parts)
    )
    names = "".join(
        f'<text x="4" y="{36 + 24 * agency}">A{agency + 1}</text>' for agency in range(agencies)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {60 + 12 * weeks} {40 + 24 * agencies}" '
        f'font-family="sans-serif" font-size="12"><text x="40" y="14">Minutes used of those there are, '
        f"by agency and week: white half or less, dark all</text>{cells}{names}</svg>\n"
    )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(seeds: Sequence[int]) -> None:
    """Place one year for each seed, check it, and print what it took."""
    warm_up()
    say(
        "seed   wall s    CPU s   weight placed      proven at most     gap  of all weight  peak MB"
    )
    for seed in seeds:
        year = generate(seed)
        began, worked = perf_counter(), process_time()
        placement = place_year(year)
        took, work = perf_counter() - began, process_time() - worked
        if breaches := check_year(year, placement.day):
            raise SystemExit(f"seed {seed}: {breaches[:3]}")
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(
            f"{seed:4} {took:8.2f} {work:8.2f} {placement.weight:15,} {placement.bound:19,} "
            f"{placement.gap:7.2%} {placement.weight / year.weight.sum():14.1%} {peak_mb:8.0f}"
        )
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw_weeks(year, placement.day), "utf-8")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SEEDS)
