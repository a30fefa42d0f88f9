"""Filling a plan: sites are put in one by one, the best way each, by an order that chance decides."""

from dispatch.solver.search.kernel import kernel

from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.insertion import NOTHING, best_insertion, extend, insert
from dispatch.solver.search.timing import push


@kernel
def set_prices(p, s, w, share):
    """Price a minute of each crew at a share of what its units earn."""
    for v in range(len(p.base)):
        price = 0.0
        for r in range(s.n_member[v]):
            price += w.worth[s.member[v, r]]
        w.price[v] = share * price


@kernel
def learn_worth(p, s, w, weight):
    """Learn what a minute of each kind of unit earns in a plan, mixed into what is known."""
    kinds = 0
    for u in range(len(p.unit_kind)):
        kinds = max(kinds, p.unit_kind[u] + 1)
    earned = w.key
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
def invite(p, s, w, seed, count, far):
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
def rank_pool(p, w, mode):
    """Sort the pool by a random measure: any, worth, or worth per minute of work."""
    pool = w.pool
    n = pool.size[0]
    for q in range(n):
        i = pool.items[q]
        pool.noted[i] = 0
        key = uniform(w.rng)
        if mode > 0:
            worth, minutes = 0.0, 20.0
            for k in range(p.n_due[i]):
                worth += p.gain[i, k]
                minutes += p.minutes[i, k]
            key = worth * (0.7 + 0.6 * key)
            if mode == 2:
                key /= minutes
        w.key[i] = key
    for q in range(1, n):
        i = pool.items[q]
        key = w.key[i]
        r = q - 1
        while r >= 0 and w.key[pool.items[r]] < key:
            pool.items[r + 1] = pool.items[r]
            r -= 1
        pool.items[r + 1] = i


@kernel
def recreate(p, s, w, blink, mode):
    """Fill the plan from the pool, in one pass (modes 0-2) or the best score first (mode 3)."""
    pool = w.pool
    if mode < 3:
        rank_pool(p, w, mode)
        for q in range(pool.size[0]):
            i = pool.items[q]
            if best_insertion(p, s, w, i, blink) > 0.0:
                insert(p, s, w, i)
                push(w.loose, i)
        pool.size[0] = 0
    else:
        n = 0
        for q in range(pool.size[0]):
            i = pool.items[q]
            pool.noted[i] = 0
            score = best_insertion(p, s, w, i, blink)
            if score > 0.0:
                w.key[i] = score
                pool.items[n] = i
                n += 1
        while n > 0:
            top, second = 0, 0.0
            for q in range(1, n):
                if w.key[pool.items[q]] > w.key[pool.items[top]]:
                    second = w.key[pool.items[top]]
                    top = q
                elif w.key[pool.items[q]] > second:
                    second = w.key[pool.items[q]]
            i = pool.items[top]
            score = best_insertion(p, s, w, i, 0.0)
            if score >= second and score > 0.0:
                insert(p, s, w, i)
                push(w.loose, i)
            if score >= second or score <= 0.0:
                n -= 1
                pool.items[top] = pool.items[n]
            else:
                w.key[i] = score
        pool.size[0] = 0
    for q in range(w.loose.size[0]):
        i = w.loose.items[q]
        w.loose.noted[i] = 0
        if s.n_nodes[i] > 0:
            while extend(p, s, w, i):
                pass
    w.loose.size[0] = 0
