"""Check a placement of a year by the rules alone: it shares no code with what placed it."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from dispatch.solver.year import LEFT_OUT, Ints, Year


class Breach(NamedTuple):
    """A rule that is broken, and where."""

    rule: str
    """SHAPE, WINDOW, SEASON, CAPACITY or CAP."""
    where: tuple[int, ...]
    """The visit; or district, agency and day; or township and day."""


def check_year(year: Year, day: Ints) -> tuple[Breach, ...]:
    """Name every rule a placement breaks, in the order of the rules; none when it may be published."""
    if day.shape != year.weight.shape:
        return (Breach("SHAPE", day.shape),)
    placed = np.flatnonzero(day != LEFT_OUT)
    on = day[placed]
    outside = (on < year.first[placed]) | (on > year.last[placed])
    breaches = [Breach("WINDOW", (int(v),)) for v in placed[outside]]
    within = placed[~outside]
    closed = ~year.calendar[year.season[within], day[within]]
    breaches += [Breach("SEASON", (int(v),)) for v in within[closed]]
    used = np.zeros(year.capacity.shape, np.int64)
    visit = np.repeat(np.arange(len(day)), np.diff(year.item_from))
    counted = np.isin(visit, within)
    item_visit = visit[counted]
    district = year.district_of[year.township[item_visit]]
    np.add.at(used, (district, year.agency[counted], day[item_visit]), year.minutes[counted])
    for where in np.argwhere(used > year.capacity):
        breaches.append(Breach("CAPACITY", tuple(map(int, where))))
    seen = Counter(zip(year.township[within].tolist(), day[within].tolist(), strict=True))
    for (township, at), visits in sorted(seen.items()):
        if visits > year.cap[township, at]:
            breaches.append(Breach("CAP", (township, at)))
    return tuple(breaches)
