"""Earliest and latest starts of all missions, kept true by following only what changed.

A mission starts when its last crew is there and a window is open; it must start early enough for each
of its crews to reach its next stop in time. So the earliest start of a mission follows from those
before it on its crews' routes, and the latest from those behind. The graph has no circle (`State.rank`
rises along every route), so following changes until nothing changes any more ends, and a plan keeps
all rules exactly if no mission's earliest start is later than its latest.
"""

from dispatch.solver.search.kernel import kernel

NEVER = 9999
"""A start that no day has: the plan is not possible."""


@kernel
def open_from(p, i, arrival, longest):
    """Find the first start from `arrival` on at which `longest` minutes of work fit a window."""
    for w in range(2):
        begin = max(arrival, p.opens[i, w])
        if begin + longest <= p.closes[i, w]:
            return begin
    return NEVER


@kernel
def open_until(p, i, deadline, longest):
    """Find the last start up to `deadline` at which `longest` minutes of work fit a window."""
    for w in range(1, -1, -1):
        begin = min(deadline, p.closes[i, w] - longest)
        if begin >= p.opens[i, w]:
            return begin
    return -1


@kernel
def earliest(p, s, i):
    """Tell the earliest start of a mission from what its crews do before."""
    arrival = 0
    first = i * p.gain.shape[1]
    for node in range(first, first + s.n_nodes[i]):
        before = s.prev[node]
        arrival = max(arrival, s.ready[before] + p.travel_to[i, p.where[before]])
    return open_from(p, i, arrival, s.longest[i])


@kernel
def latest(p, s, i):
    """Tell the latest start of a mission from what its crews do after."""
    deadline = NEVER
    first = i * p.gain.shape[1]
    for node in range(first, first + s.n_nodes[i]):
        after = s.next[node]
        deadline = min(deadline, s.due[after] - p.travel[i, p.where[after]] - s.stay[node])
    return open_until(p, i, deadline, s.longest[i])


@kernel
def push(queue, i):
    """Note that a mission's start must be looked at again."""
    if not queue.noted[i]:
        queue.noted[i] = 1
        queue.items[queue.size[0]] = i
        queue.size[0] += 1


@kernel
def pop(queue, rank, sign):
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
    return i


@kernel
def settle_forward(p, s, w):
    """Bring the earliest starts of the noted missions, and of all that follow, up to date.

    Answers whether they are all possible.
    """
    sites, width = p.gain.shape
    possible = True
    while w.forward.size[0] > 0:
        i = pop(w.forward, s.rank, 1.0)
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
def settle_backward(p, s, w):
    """Bring the latest starts of the noted missions, and of all before them, up to date."""
    sites, width = p.gain.shape
    while w.backward.size[0] > 0:
        i = pop(w.backward, s.rank, -1.0)
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
def settle_all(p, s, w):
    """Compute all starts anew. Answers whether the plan is possible."""
    for i in range(p.gain.shape[0]):
        if s.n_nodes[i] > 0:
            push(w.forward, i)
            push(w.backward, i)
    settle_backward(p, s, w)
    return settle_forward(p, s, w)


@kernel
def rank_all(s, share):
    """Rank the missions anew, between their earliest and their latest starts.

    Both rise along every route, and so does any mixture of the two. The share of slack decides which
    of two missions that know nothing of each other counts as the earlier one, and with it where new
    missions can go.
    """
    for i in range(len(s.rank)):
        if s.n_nodes[i] > 0:
            s.rank[i] = s.start[i] + share * (s.latest[i] - s.start[i])
