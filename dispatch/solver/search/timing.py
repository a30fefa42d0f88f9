"""Earliest and latest starts of all missions, kept true by following only what changed.

A mission starts when its last crew is there and a window is open; it must start early enough for each
of its crews to reach its next stop in time. So the earliest start of a mission follows from those
before it on its crews' routes, and the latest from those behind. The graph has no circle (`State.rank`
rises along every route), so following changes until nothing changes any more ends, and a plan keeps
all rules exactly if no mission's earliest start is later than its latest.
"""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.state import Floats, Queue, Scratch, State

NEVER = 9999
"""A start that no day has: the plan is not possible."""


@kernel
def open_from(p: Arrays, i: int, arrival: int, longest: int) -> int:
    """Find the first start from `arrival` on at which `longest` minutes of work fit a window."""
    for w in range(2):
        begin = max(arrival, p.opens[i, w])
        if begin + longest <= p.closes[i, w]:
            return int(begin)
    return NEVER


@kernel
def open_until(p: Arrays, i: int, deadline: int, longest: int) -> int:
    """Find the last start up to `deadline` at which `longest` minutes of work fit a window."""
    for w in range(1, -1, -1):
        begin = min(deadline, p.closes[i, w] - longest)
        if begin >= p.opens[i, w]:
            return int(begin)
    return -1


@kernel
def earliest(p: Arrays, s: State, i: int) -> int:
    """Tell the earliest start of a mission from what its crews do before."""
    arrival = 0
    first = i * p.gain.shape[1]
    for node in range(first, first + s.n_nodes[i]):
        before = s.prev[node]
        arrival = max(arrival, max(s.ready[before], s.since[i]) + p.travel_to[i, p.where[before]])
    return open_from(p, i, arrival, s.longest[i])


@kernel
def latest(p: Arrays, s: State, i: int) -> int:
    """Tell the latest start of a mission from what its crews do after."""
    deadline = NEVER
    first = i * p.gain.shape[1]
    for node in range(first, first + s.n_nodes[i]):
        after = s.next[node]
        deadline = min(deadline, s.due[after] - p.travel[i, p.where[after]] - s.stay[node])
    return open_until(p, i, deadline, s.longest[i])


@kernel
def push(queue: Queue, i: int) -> None:
    """Note that a mission's start must be looked at again."""
    if not queue.noted[i]:
        queue.noted[i] = 1
        queue.items[queue.size[0]] = i
        queue.size[0] += 1


@kernel
def forget(queue: Queue) -> None:
    """Forget all that is noted."""
    for q in range(queue.size[0]):
        queue.noted[queue.items[q]] = 0
    queue.size[0] = 0


@kernel
def pop(queue: Queue, rank: Floats, sign: float) -> int:
    """Take the noted mission of the lowest rank (sign 1) or the highest (sign -1).

    In this order hardly any mission is looked at twice.
    """
    best = 0
    for q in range(1, queue.size[0]):
        if sign * rank[queue.items[q]] < sign * rank[queue.items[best]]:
            best = q
    i = queue.items[best]
    queue.size[0] -= 1
    queue.items[best] = queue.items[queue.size[0]]
    queue.noted[i] = 0
    return int(i)


@kernel
def touch(p: Arrays, s: State, w: Scratch, i: int) -> None:
    """Note a mission and its neighbours on all its crews' routes for the timing."""
    sites, width = p.gain.shape
    push(w.forward, i)
    push(w.backward, i)
    for node in range(i * width, i * width + s.n_nodes[i]):
        after, before = p.where[s.next[node]], p.where[s.prev[node]]
        if after < sites:
            push(w.forward, after)
        if before < sites:
            push(w.backward, before)


@kernel
def settle_forward(p: Arrays, s: State, w: Scratch) -> bool:
    """Bring the earliest starts of the noted missions, and of all that follow, up to date.

    Answers whether they are all possible.
    """
    sites, width = p.gain.shape
    possible = True
    while w.forward.size[0] > 0:
        i = pop(w.forward, s.rank, 1.0)
        push(w.dirty, i)
        if s.n_nodes[i] == 0:
            continue
        begin = earliest(p, s, i)
        moved = begin != s.start[i]
        s.start[i] = begin
        if begin > s.latest[i]:
            possible = False
        for node in range(i * width, i * width + s.n_nodes[i]):
            leave = min(begin + s.stay[node], NEVER)
            if moved or leave != s.ready[node]:
                s.ready[node] = leave
                after = p.where[s.next[node]]
                if after < sites:
                    push(w.forward, after)
    return possible


@kernel
def settle_backward(p: Arrays, s: State, w: Scratch) -> None:
    """Bring the latest starts of the noted missions, and of all before them, up to date."""
    sites, width = p.gain.shape
    while w.backward.size[0] > 0:
        i = pop(w.backward, s.rank, -1.0)
        push(w.dirty, i)
        if s.n_nodes[i] == 0:
            continue
        begin = latest(p, s, i)
        moved = begin != s.latest[i]
        s.latest[i] = begin
        for node in range(i * width, i * width + s.n_nodes[i]):
            if moved or s.due[node] != begin:
                s.due[node] = begin
                before = p.where[s.prev[node]]
                if before < sites:
                    push(w.backward, before)


@kernel
def settle_all(p: Arrays, s: State, w: Scratch) -> bool:
    """Compute all starts anew. Answers whether the plan is possible."""
    for i in range(p.gain.shape[0]):
        if s.n_nodes[i] > 0:
            push(w.forward, i)
            push(w.backward, i)
    settle_backward(p, s, w)
    return settle_forward(p, s, w)


@kernel
def rank_all(s: State, share: float) -> None:
    """Rank the missions anew, between their earliest and their latest starts.

    Both rise along every route, and so does any mixture of the two. The share of slack decides which
    of two missions that know nothing of each other counts as the earlier one, and with it where new
    missions can go.
    """
    for i in range(len(s.rank)):
        if s.n_nodes[i] > 0:
            s.rank[i] = s.start[i] + share * (s.latest[i] - s.start[i])
