"""Taking missions and parts out of the plan; the timing of what is near them is noted, to be settled later."""

from dispatch.solver.problem import VISIT, Arrays
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.state import COUNT, WORTH, Scratch, State, unlink
from dispatch.solver.search.timing import push, touch


@kernel
def remove(p: Arrays, s: State, w: Scratch, i: int) -> None:
    """Take a mission out of the plan; the timing of its neighbours is noted, not yet settled."""
    sites, width = p.gain.shape
    push(w.dirty, i)
    for node in range(i * width, i * width + s.n_nodes[i]):
        after, before = p.where[s.next[node]], p.where[s.prev[node]]
        if after < sites:
            push(w.forward, after)
        if before < sites:
            push(w.backward, before)
        unlink(p, s, node)
    s.n_nodes[i] = 0
    s.start[i] = -1
    worth = -VISIT
    for k in range(p.n_due[i]):
        u = s.server[i, k]
        if u >= 0:
            s.worked[u] -= p.minutes[i, k]
            worth += p.gain[i, k]
            s.server[i, k] = -1
        else:
            worth -= p.loss[i, k]
    s.total[WORTH] -= worth
    s.total[COUNT] -= 1


@kernel
def drop_unit(p: Arrays, s: State, w: Scratch, i: int, u: int) -> None:
    """Take a unit's part out of a mission, and its crew and the mission with it if nothing is left."""
    width = p.gain.shape[1]
    first = i * width
    v = s.aboard[u]
    others, crew_others = 0, 0
    stay, longest = 0, 0
    for k in range(p.n_due[i]):
        x = s.server[i, k]
        if x < 0 or x == u:
            continue
        others += 1
        work = 0
        for k2 in range(p.n_due[i]):
            if s.server[i, k2] == x:
                work += p.minutes[i, k2]
        longest = max(longest, work)
        if s.aboard[x] == v:
            crew_others += 1
            stay = max(stay, work)
    if others == 0:
        remove(p, s, w, i)
        return
    touch(p, s, w, i)
    for k in range(p.n_due[i]):
        if s.server[i, k] == u:
            s.server[i, k] = -1
            s.worked[u] -= p.minutes[i, k]
            s.total[WORTH] -= p.gain[i, k] + p.loss[i, k]
    s.longest[i] = longest
    node = first
    while s.crew[node] != v:
        node += 1
    if crew_others > 0:
        s.stay[node] = stay
        return
    unlink(p, s, node)
    last = first + s.n_nodes[i] - 1
    if node != last:
        s.crew[node] = s.crew[last]
        s.stay[node] = s.stay[last]
        s.ready[node] = s.ready[last]
        s.due[node] = s.due[last]
        s.prev[node] = s.prev[last]
        s.next[node] = s.next[last]
        s.next[s.prev[node]] = node
        s.prev[s.next[node]] = node
    s.n_nodes[i] -= 1
