"""The best day of one team at given prices: a dynamic programme over minutes with a short memory.

A day is a chain of stops, and a stop may begin at any minute its gain allows. The state is where the
team is, when, and which of the site's neighbours it has been to (ng-routes: Baldacci, Mingozzi and
Roberti 2011). Forgetting all but the neighbours allows some days that visit a site twice, so the
value found is never below that of the best true day: a bound, and a close one.

Values are whole numbers below 2**24 in float32, where they are exact and 16 minutes fit one vector.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LANES: Final = 16
"""Minutes that are computed at once."""
NEVER: Final = np.float32(-1e9)
"""The gain of a stop that may not begin, and the value of a state that cannot be."""
HARDLY: Final = np.float32(-1e8)
"""What lies below cannot be either, whatever was added to it."""
MEMORY: Final = 5
"""Neighbours that are remembered at most."""
EXACT: Final = 1 << 24
"""Whole numbers up to here are exact in float32."""
UNTOUCHED: Final = 1 << 20

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Graph(NamedTuple):
    """What a team may do: n sites and its base, as node n. Times count from the start of its day."""

    span: int
    """Minutes of its day."""
    travel: NDArray[np.int32]
    """Shape (n + 1, n + 1), minutes; obeys the triangle inequality."""
    cost: Floats
    """Shape (n + 1, n + 1): what driving is charged."""
    near: NDArray[np.int32]
    """Shape (n, n - 1): the other sites, the nearest first."""
    last: Ints
    """Shape (n,): the last minute at which a stop can begin."""
    option_from: Ints
    """Shape (n + 1,): the options of site i are option_from[i] to option_from[i + 1]."""
    stay: Ints
    """Shape (options,): minutes of the longest work."""
    row: Ints
    """Shape (options,): the row of the table of gains."""
    shift: int
    """The column of the table of gains at which this day starts."""
    memory: int
    """Neighbours remembered; a state's memory is a number below 2**memory."""
    link: NDArray[np.uint8]
    """Shape (n, memory + 1, n): what site j remembers when the team comes from i and remembered
    neighbour b there; the last is i itself. 255 where neighbour b is j."""


class Found(NamedTuple):
    """The best day: its value and the state in which it ends."""

    value: float
    site: int
    end: int
    memory: int


@njit(cache=True, nogil=True, error_model="numpy")
def remember(graph: Graph, i: int, m: int, to: NDArray[np.uint8]) -> None:
    """Write down, for every next site, the memory there; 255 where the site was visited lately."""
    n = graph.near.shape[0]
    for j in range(n):
        to[j] = graph.link[i, graph.memory, j]
    for b in range(graph.memory):
        if m >> b & 1:
            for j in range(n):
                to[j] |= graph.link[i, b, j]


@njit(cache=True, nogil=True, error_model="numpy")
def best_day(
    graph: Graph, gains: Floats, live: NDArray[np.bool_], step: int, degree: int, arrive: Floats
) -> Found:
    """Find the best day and leave in `arrive` what `stops_of` needs to tell it.

    :param gains: shape (rows, minutes): the gain of an option that begins at a minute
    :param live: which sites can gain at all; the others are left out
    :param step: minutes worked off at once, at most LANES and the shortest stay
    :param degree: how many of the nearest sites may follow a site: all of them for a proof
    :param arrive: at least n * 2**memory rows of span + 2 * LANES + 1: the best value of being at a
        site with a memory, ready to begin a stop at a minute
    """
    n = graph.near.shape[0]
    span = graph.span
    masks = 1 << graph.memory
    width = span + 2 * LANES + 1
    first = np.full(n * masks, UNTOUCHED, np.int64)
    done = np.full(n * masks, HARDLY, np.float32)
    ends = np.empty(LANES, np.float32)
    over = np.empty((masks, LANES), np.float32)
    kept = np.empty(masks, np.int64)
    rise = np.empty(masks, np.float32)
    to = np.empty(n, np.uint8)
    best = np.float32(0)
    best_i, best_t, best_m = -1, -1, 0
    for j in range(n):
        t = graph.travel[n, j]
        if live[j] and t <= graph.last[j]:
            first[j * masks] = t
            arrive[j * masks, :width] = NEVER
            arrive[j * masks, t] = -graph.cost[n, j]
    begin = 0
    while begin <= span:
        for i in range(n):
            if not live[i]:
                continue
            count = 0
            for m in range(masks):
                r = i * masks + m
                if first[r] >= begin + LANES:
                    continue
                for k in range(LANES):
                    ends[k] = NEVER
                top = HARDLY
                for o in range(graph.option_from[i], graph.option_from[i + 1]):
                    start = begin - graph.stay[o]
                    if start + LANES <= first[r]:
                        continue
                    row = graph.row[o]
                    column = graph.shift + start
                    for k in range(max(0, -start), LANES):
                        v = arrive[r, start + k] + gains[row, column + k]
                        ends[k] = v if v > ends[k] else ends[k]
                for k in range(LANES):
                    top = ends[k] if ends[k] > top else top
                # A state is idle when one that remembers less was worth as much, no later.
                bar = done[r]
                if top <= bar:
                    continue
                for q in range(m):
                    if q & m == q and done[i * masks + q] > bar:
                        bar = done[i * masks + q]
                if top <= bar:
                    continue
                for k in range(LANES):
                    over[count, k] = bar
                for c in range(count):
                    if kept[c] & m == kept[c]:
                        for k in range(LANES):
                            v = over[c, k]
                            over[count, k] = v if v > over[count, k] else over[count, k]
                top = HARDLY
                for k in range(LANES):
                    v = ends[k]
                    bar = over[count, k]
                    ends[k] = v if v > bar else NEVER
                    over[count, k] = v if v > bar else bar
                    top = ends[k] if ends[k] > top else top
                if top <= HARDLY:
                    continue
                kept[count] = m
                rise[count] = done[r]
                early = -1
                home = graph.cost[i, n]
                close = span - graph.travel[i, n] - begin
                for k in range(LANES):
                    if ends[k] > HARDLY:
                        if early < 0:
                            early = k
                        if k < step and ends[k] > rise[count]:
                            rise[count] = ends[k]
                        if k <= close and ends[k] - home > best:
                            best = ends[k] - home
                            best_i, best_t, best_m = i, begin + k, m
                count += 1
                remember(graph, i, m, to)
                for e in range(degree):
                    j = graph.near[i, e]
                    s = begin + graph.travel[i, j]
                    if s > span:
                        break
                    if to[j] == 255 or not live[j] or s + early > graph.last[j]:
                        continue
                    r = j * masks + to[j]
                    if first[r] == UNTOUCHED:
                        arrive[r, :width] = NEVER
                    first[r] = min(first[r], s + early)
                    cost = graph.cost[i, j]
                    for k in range(LANES):
                        v = ends[k] - cost
                        arrive[r, s + k] = v if v > arrive[r, s + k] else arrive[r, s + k]
            for c in range(count):
                done[i * masks + kept[c]] = rise[c]
        # Waiting is free: who has arrived is still there a minute later.
        for r in range(n * masks):
            if first[r] < begin + step:
                since = max(begin, first[r])
                v = arrive[r, since - 1] if since > 0 else NEVER
                for t in range(since, min(begin + step, span + 1)):
                    v = arrive[r, t] if arrive[r, t] > v else v
                    arrive[r, t] = v
        begin += step
    for r in range(n * masks):
        if first[r] == UNTOUCHED:
            arrive[r, 0] = np.float32(-2e9)
    return Found(float(best), best_i, best_t, best_m)


@njit(cache=True, nogil=True, error_model="numpy")
def stops_of(
    graph: Graph, gains: Floats, live: NDArray[np.bool_], found: Found, arrive: Floats, stops: Ints
) -> int:
    """Tell the stops of the day found, the last first: rows (option, start); return how many.

    The way back is searched, not stored: a day has few stops, and storing would double the work.
    """
    n = graph.near.shape[0]
    masks = 1 << graph.memory
    never = np.float32(-1.5e9)
    to = np.empty(n, np.uint8)
    i, t, m = found.site, found.end, found.memory
    value = found.value + graph.cost[i, n]
    count = 0
    while True:
        r = i * masks + m
        start = -1
        for o in range(graph.option_from[i], graph.option_from[i + 1]):
            s = t - graph.stay[o]
            if s >= 0:
                gain = gains[graph.row[o], graph.shift + s]
                if gain > HARDLY and arrive[r, s] > HARDLY and arrive[r, s] + gain == value:
                    start = s
                    value = arrive[r, s]
                    stops[count, 0] = o
                    stops[count, 1] = s
                    count += 1
                    break
        if start < 0:
            return -1
        if m == 0 and graph.travel[n, i] <= start and value == -graph.cost[n, i]:
            return count
        back = False
        for j in range(n):
            if j == i or not live[j]:
                continue
            for q in range(masks):
                r = j * masks + q
                if arrive[r, 0] < never:
                    continue
                remember(graph, j, q, to)
                if to[i] != m:
                    continue
                for end in range(start - graph.travel[j, i], -1, -1):
                    for o in range(graph.option_from[j], graph.option_from[j + 1]):
                        s = end - graph.stay[o]
                        if s < 0:
                            continue
                        gain = gains[graph.row[o], graph.shift + s]
                        if gain > HARDLY and arrive[r, s] > HARDLY:
                            v = arrive[r, s] + gain
                            if v - graph.cost[j, i] == value:
                                back = True
                                value = v
                                break
                    if back:
                        t = end
                        break
                if back:
                    m = q
                    break
            if back:
                i = j
                break
        if not back:
            return -1
