"""Who rides with whom: units change vehicles inside the search.

A unit that changes leaves its parts behind; missions keep what others do there, and the recreate that
follows gives the open items to whoever comes by.
"""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.removal import drop_unit
from dispatch.solver.search.ruin import ruin_route, settle, take_out
from dispatch.solver.search.state import Scratch, State, alight, board
from dispatch.solver.search.timing import push


@kernel
def head_of(p: Arrays, v: int) -> int:
    """Tell the head node of a vehicle's route; its tail is the next number."""
    return len(p.where) - 2 * len(p.base) + 2 * v


@kernel
def free_unit(p: Arrays, s: State, w: Scratch, u: int) -> None:
    """Take a unit out of all missions; sites it leaves unvisited or with open items are noted."""
    sites = p.gain.shape[0]
    node = s.next[head_of(p, s.aboard[u])]
    while p.where[node] < sites:
        i = p.where[node]
        node = s.next[node]
        for k in range(p.n_due[i]):
            if s.server[i, k] == u:
                drop_unit(p, s, w, i, u)
                push(w.pool if s.n_nodes[i] == 0 else w.loose, i)
                break
    settle(p, s, w)


@kernel
def keep_shift(p: Arrays, s: State, w: Scratch, v: int) -> None:
    """Remove the first or last missions of a vehicle that its new crew's shift does not allow."""
    sites = p.gain.shape[0]
    head, tail = head_of(p, v), head_of(p, v) + 1
    while p.where[s.next[head]] < sites:
        i = p.where[s.next[head]]
        push(w.forward, i)
        if s.ready[head] + p.travel[p.where[head], i] <= s.latest[i]:
            break
        take_out(p, s, w, i)
    settle(p, s, w)
    while p.where[s.prev[tail]] < sites:
        node = s.prev[tail]
        i = p.where[node]
        push(w.backward, i)
        if s.ready[node] + p.travel[i, p.where[tail]] <= s.due[tail]:
            break
        take_out(p, s, w, i)
        settle(p, s, w)
    settle(p, s, w)


@kernel
def note_route(p: Arrays, s: State, w: Scratch, v: int) -> None:
    """Note all sites on a vehicle's route as perhaps able to take one more item."""
    sites = p.gain.shape[0]
    node = s.next[head_of(p, v)]
    while p.where[node] < sites:
        push(w.loose, p.where[node])
        node = s.next[node]


@kernel
def change_crews(p: Arrays, s: State, w: Scratch) -> int:
    """Move a unit to another vehicle of its base, swap it, or merge two crews; answer a site nearby or -1."""
    u = below(w.rng, len(p.unit_base))
    v = s.aboard[u]
    other = below(w.rng, 0) - 1
    seen = 0
    for x in range(len(p.base)):
        if x != v and p.base[x] == p.unit_base[u] and p.room[x] > 0:
            seen += 1
            if below(w.rng, seen) == 0:
                other = x
    if other < 0:
        return -1
    sites = p.gain.shape[0]
    near = -1
    if p.where[s.next[head_of(p, other)]] < sites:
        near = p.where[s.next[head_of(p, other)]]
    if v >= 0 and p.where[s.next[head_of(p, v)]] < sites:
        near = p.where[s.next[head_of(p, v)]]
    roomy = s.n_member[other] < p.room[other]
    if (
        v >= 0
        and roomy
        and uniform(w.rng) < 0.3
        and s.n_member[v] + s.n_member[other] <= p.room[other]
    ):
        ruin_route(p, s, w, v)
        while s.n_member[v] > 0:
            x = s.member[v, 0]
            alight(p, s, x)
            board(p, s, x, other)
    else:
        if v >= 0:
            free_unit(p, s, w, u)
            alight(p, s, u)
        if s.n_member[other] > 0 and (not roomy or uniform(w.rng) < 0.5):
            x = s.member[other, below(w.rng, s.n_member[other])]
            free_unit(p, s, w, x)
            alight(p, s, x)
            if v >= 0:
                board(p, s, x, v)
        board(p, s, u, other)
    if v >= 0 and s.n_member[v] > 0:
        keep_shift(p, s, w, v)
        note_route(p, s, w, v)
    keep_shift(p, s, w, other)
    note_route(p, s, w, other)
    return near


@kernel
def idle(p: Arrays, s: State, v: int) -> bool:
    """Tell whether a vehicle has no stop."""
    return bool(p.where[s.next[head_of(p, v)]] >= p.gain.shape[0])


@kernel
def deal_units(p: Arrays, s: State, w: Scratch) -> None:
    """Deal the units that sit nowhere to the idle vehicles of their bases, evenly.

    Those ride together who are due at the same sites.
    """
    n_units = len(p.unit_base)
    for u in range(n_units):
        if s.aboard[u] >= 0:
            continue
        emptiest = -1
        for v in range(len(p.base)):
            if p.base[v] != p.unit_base[u] or s.n_member[v] >= p.room[v] or not idle(p, s, v):
                continue
            if emptiest < 0 or s.n_member[v] < s.n_member[emptiest]:
                emptiest = v
        if emptiest >= 0:
            board(p, s, u, emptiest)
    shared = p.shared
    for _ in range(200 * n_units):
        u, x = below(w.rng, n_units), below(w.rng, n_units)
        v, y = s.aboard[u], s.aboard[x]
        if (
            v < 0
            or y < 0
            or v == y
            or p.base[v] != p.base[y]
            or not idle(p, s, v)
            or not idle(p, s, y)
        ):
            continue
        gained = 0.0
        for r in range(s.n_member[v]):
            mate = s.member[v, r]
            if mate != u:
                gained += (
                    shared[p.unit_kind[mate], p.unit_kind[x]]
                    - shared[p.unit_kind[mate], p.unit_kind[u]]
                )
        for r in range(s.n_member[y]):
            mate = s.member[y, r]
            if mate != x:
                gained += (
                    shared[p.unit_kind[mate], p.unit_kind[u]]
                    - shared[p.unit_kind[mate], p.unit_kind[x]]
                )
        if gained > 0:
            alight(p, s, u)
            alight(p, s, x)
            board(p, s, u, y)
            board(p, s, x, v)
