"""Small facts of teams: which ways a team can serve a site, how far sites are, what is remembered."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import floyd_warshall

from dispatch.solver.travel import FormulaTravel, Travel

ENUMERATED: Final = 8
"""Items of one team at one site beyond which its stop is not told apart by items."""


def metric(travel: Travel, places: Sequence[int]) -> NDArray[np.int64]:
    """Compute minutes that obey the triangle inequality: a way over other places may be quicker.

    The formula obeys it where the overhead of a leg makes up for what rounding loses.
    """
    minutes = travel.matrix(np.array(places, dtype=np.intp))
    if isinstance(travel, FormulaTravel) and travel.overhead_min >= 2:
        return minutes.astype(np.int64)
    # Zero would mean that there is no way.
    return np.asarray(np.rint(floyd_warshall(minutes + 1e-6)), np.int64)


def stops(
    minutes: Sequence[int], who: Sequence[Sequence[int]], first_item: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """List the ways a team can serve a site: longest work and items, none worse than another.

    :param who: for each item of the site, which of the team's units may do it
    """
    doable = [i for i, able in enumerate(who) if able]
    if len(doable) > ENUMERATED:
        yield min(minutes[i] for i in doable), tuple(first_item + i for i in doable)
        return
    units = 1 + max((unit for able in who for unit in able), default=0)
    quickest: dict[tuple[int, ...], int] = {(): 0}
    loads: dict[tuple[int, ...], set[tuple[int, ...]]] = {(): {(0,) * units}}
    for i in doable:
        for items, ways in list(loads.items()):
            more = {
                tuple(load + minutes[i] * (unit == k) for k, load in enumerate(way))
                for way in ways
                for unit in who[i]
            }
            loads[(*items, i)] = more
            quickest[(*items, i)] = min(map(max, more))
    for items, stay in quickest.items():
        better = any(set(items) < set(others) and time <= stay for others, time in quickest.items())
        if items and not better:
            yield stay, tuple(first_item + i for i in items)


def links(near: NDArray[np.int32], memory: int) -> NDArray[np.uint8]:
    """Tabulate what is remembered on the way from one site to the next: see `Graph.link`."""
    n = len(near)
    known = near[:, :memory]
    place = np.zeros((n, n), np.uint8)
    place[np.arange(n)[:, None], known] = 1 << np.arange(memory, dtype=np.uint8)
    link = np.empty((n, memory + 1, n), np.uint8)
    link[:, memory, :] = place.T
    for b in range(memory):
        link[:, b, :] = place.T[known[:, b]]
        link[np.arange(n), b, known[:, b]] = 255
    return link
