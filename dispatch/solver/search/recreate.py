"""Filling a plan: sites are put in one by one, the best way each, by an order that chance decides."""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.extension import extend
from dispatch.solver.search.insertion import best_insertion, insert
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.state import Scratch, State
from dispatch.solver.search.timing import forget, push

SETTING_OUT = 20
"""Minutes that a visit takes besides its work, for the order in which sites are tried."""


@kernel
def set_prices(p: Arrays, s: State, w: Scratch, share: float) -> None:
    """Price a minute of each crew at a share of what its units earn."""
    for v in range(len(p.base)):
        price = 0.0
        for r in range(s.n_member[v]):
            price += w.worth[s.member[v, r]]
        w.price[v] = share * price


@kernel
def learn_worth(p: Arrays, s: State, w: Scratch, weight: float) -> None:
    """Learn what a minute of each kind of unit earns in a plan, mixed into what is known."""
    kinds = 0
    for u in range(len(p.unit_kind)):
        kinds = max(kinds, p.unit_kind[u] + 1)
    for kind in range(kinds):
        gained, minutes = 0.0, 0.0
        for u in range(len(p.unit_kind)):
            if p.unit_kind[u] == kind:
                minutes += p.unit_to[u] - p.unit_from[u]
        for i in range(len(p.n_due)):
            if s.n_nodes[i] > 0:
                for k in range(p.n_due[i]):
                    if s.server[i, k] >= 0 and p.unit_kind[s.server[i, k]] == kind:
                        gained += min(p.gain[i, k], 1000)
        for u in range(len(p.unit_kind)):
            if p.unit_kind[u] == kind:
                w.worth[u] += weight * (gained / max(minutes, 1.0) - w.worth[u])


@kernel
def invite(p: Arrays, s: State, w: Scratch, seed: int, count: int, far: int) -> None:
    """Add unvisited sites to the pool: the nearest to a site, and some from anywhere."""
    for n in range(p.near.shape[1]):
        if count <= 0:
            break
        i = p.near[seed, n]
        if s.n_nodes[i] == 0 and uniform(w.rng) < 0.7:
            push(w.pool, i)
            count -= 1
    for _ in range(far):
        i = below(w.rng, len(p.n_due))
        if s.n_nodes[i] == 0:
            push(w.pool, i)


@kernel
def sort_pool(p: Arrays, w: Scratch) -> None:
    """Sort the pool by worth per minute of work, blurred by chance."""
    pool = w.pool
    for q in range(pool.size[0]):
        i = pool.items[q]
        worth, minutes = 0.0, float(SETTING_OUT)
        for k in range(p.n_due[i]):
            worth += p.gain[i, k]
            minutes += p.minutes[i, k]
        w.key[i] = worth * (0.7 + 0.6 * uniform(w.rng)) / minutes
    for q in range(1, pool.size[0]):
        i = pool.items[q]
        key = w.key[i]
        r = q - 1
        while r >= 0 and w.key[pool.items[r]] < key:
            pool.items[r + 1] = pool.items[r]
            r -= 1
        pool.items[r + 1] = i


@kernel
def recreate(p: Arrays, s: State, w: Scratch, blink: float) -> None:
    """Fill the plan from the pool, the best way for each site that is worth it; then complete visits."""
    sort_pool(p, w)
    for q in range(w.pool.size[0]):
        i = w.pool.items[q]
        if best_insertion(p, s, w, i, blink) > 0.0:
            insert(p, s, w, i)
            push(w.loose, i)
    forget(w.pool)
    for q in range(w.loose.size[0]):
        i = w.loose.items[q]
        if s.n_nodes[i] > 0:
            while extend(p, s, w, i):
                pass
    forget(w.loose)
