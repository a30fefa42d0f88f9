"""One more item at a site that is visited already."""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.insertion import WAITING, servable
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.state import WORTH, Scratch, State, link
from dispatch.solver.search.timing import (
    NEVER,
    open_from,
    open_until,
    settle_backward,
    settle_forward,
    touch,
)


@kernel
def extend(p: Arrays, s: State, w: Scratch, i: int) -> bool:
    """Let one more item be served at a site that is visited, if it is worth it; tell whether it was."""
    sites, width = p.gain.shape
    first = i * width
    count = s.n_nodes[i]
    deadline = NEVER
    for node in range(first, first + count):
        after = s.next[node]
        deadline = min(deadline, s.due[after] - p.travel[i, p.where[after]] - s.stay[node])
    best, best_k, best_u, best_before = 0.0, -1, -1, -1
    for k in range(p.n_due[i]):
        if s.server[i, k] >= 0:
            continue
        m = p.minutes[i, k]
        worth = p.gain[i, k] + p.loss[i, k]
        for v in range(len(p.base)):
            if s.n_member[v] == 0 or servable(p, s, i, v) >> k & 1 == 0:
                continue
            at = -1
            for node in range(first, first + count):
                if s.crew[node] == v:
                    at = node
            before = -1
            if at < 0:
                before = len(p.where) - 2 * len(p.base) + 2 * v
                while True:
                    after = p.where[s.next[before]]
                    if after >= sites or s.rank[after] > s.rank[i]:
                        break
                    before = s.next[before]
                x, y = p.where[before], p.where[s.next[before]]
                if x < sites and s.rank[x] >= s.rank[i]:
                    continue
                arrival = max(s.ready[before], p.now[0]) + p.travel[x, i]
                longest = max(s.longest[i], m)
                begin = open_from(p, i, max(arrival, s.start[i]), longest)
                if begin + m > s.due[s.next[before]] - p.travel[i, y]:
                    continue
                if begin > open_until(p, i, deadline, longest):
                    continue
                way = p.travel[x, i] + p.travel[i, y] - p.travel[x, y]
                value = worth - way - w.price[v] * (way + m + WAITING * (begin - arrival))
                if value <= best:
                    continue
            for r in range(s.n_member[v]):
                u = s.member[v, r]
                if p.can[i, u] >> k & 1 == 0 or s.worked[u] + m > p.unit_limit[u]:
                    continue
                if at < 0:
                    best, best_k, best_u, best_before = value, k, u, before
                    break
                work = m
                for other in range(p.n_due[i]):
                    if s.server[i, other] == u:
                        work += p.minutes[i, other]
                value = worth - w.price[v] * max(0, work - s.stay[at])
                if value <= best:
                    continue
                longest = max(s.longest[i], work)
                begin = open_from(p, i, s.start[i], longest)
                mine = s.due[s.next[at]] - p.travel[i, p.where[s.next[at]]] - max(work, s.stay[at])
                if begin <= open_until(p, i, min(deadline, mine), longest):
                    best, best_k, best_u, best_before = value, k, u, -1
    if best_k < 0:
        return False
    add_item(p, s, w, i, best_k, best_u, best_before)
    return True


@kernel
def add_item(p: Arrays, s: State, w: Scratch, i: int, k: int, u: int, before: int) -> None:
    """Let a unit serve one more item of a visited site; its crew joins behind `before`, if that is >= 0."""
    first = i * p.gain.shape[1]
    s.server[i, k] = u
    s.worked[u] += p.minutes[i, k]
    s.total[WORTH] += p.gain[i, k] + p.loss[i, k]
    work = 0
    for other in range(p.n_due[i]):
        if s.server[i, other] == u:
            work += p.minutes[i, other]
    if before >= 0:
        node = first + s.n_nodes[i]
        s.n_nodes[i] += 1
        s.crew[node] = s.aboard[u]
        s.stay[node] = 0
        link(p, s, node, before)
    else:
        node = first
        while s.crew[node] != s.aboard[u]:
            node += 1
    s.stay[node] = max(s.stay[node], work)
    s.longest[i] = max(s.longest[i], work)
    touch(p, s, w, i)
    settle_forward(p, s, w)
    settle_backward(p, s, w)
