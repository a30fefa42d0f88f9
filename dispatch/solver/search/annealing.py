"""Simulated annealing: take apart, fill, keep what is better or not much worse."""

import math

from dispatch.solver.search.kernel import kernel

from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.crews import change_crews
from dispatch.solver.search.recreate import invite, learn_worth, recreate, set_prices
from dispatch.solver.search.ruin import ruin_near, ruin_route, ruin_strings
from dispatch.solver.search.state import WORTH, copy
from dispatch.solver.search.timing import push, rank_all

TUNE = (0.01, 10.0, 0.01, 0.6, 12.0, 3.0, 2.0, 100.0, 1.0)


@kernel
def construct(p, s, w, best, mode):
    """Fill a plan greedily with all sites that it does not visit."""
    learn = 0.2
    for u in range(len(p.unit_base)):
        w.worth[u] = 2.0
    set_prices(p, s, w, learn)
    for i in range(len(p.n_due)):
        push(w.loose if s.n_nodes[i] > 0 else w.pool, i)
    recreate(p, s, w, 0.0, mode)
    learn_worth(p, s, w, 1.0)
    copy(best, s)


@kernel
def anneal(p, s, current, home, best, w, iterations, temperature, tune, trial, stats):
    """Run some iterations at one temperature.

    A change of crews is on trial for a while: what it is worth shows only after its surroundings have
    been planned anew. `home` is the plan to return to if it fails.
    """
    sites = p.gain.shape[0]
    for it in range(iterations):
        rank_all(s, uniform(w.rng))
        set_prices(p, s, w, tune[3] * uniform(w.rng))
        kind = 0
        dice = uniform(w.rng)
        seed = below(w.rng, sites)
        if trial[0] > 0:
            seed = trial[1]
            hop = below(w.rng, 2 * p.near.shape[1] // 3 + 1)
            if hop < p.near.shape[1] and uniform(w.rng) < 0.7:
                seed = p.near[seed, hop]
        if dice < tune[0] and trial[0] == 0:
            kind = 1
            copy(home, current)
            seed = change_crews(p, s, w)
            if seed < 0:
                seed = below(w.rng, sites)
            trial[0] = 1 + int(tune[7] * uniform(w.rng))
            trial[1] = seed
        elif dice < 0.6:
            kind = 2
            ruin_strings(p, s, w, seed, 1 + below(w.rng, int(tune[1])), 4, 120 if uniform(w.rng) < 0.5 else 1440)
        elif dice < 0.97:
            kind = 3
            ruin_near(p, s, w, seed, 1 + below(w.rng, int(tune[1])), 0.5 * uniform(w.rng))
        else:
            kind = 4
            ruin_route(p, s, w, below(w.rng, len(p.base)))
        invite(p, s, w, seed, int(tune[4]), int(tune[5]))
        mode = int(tune[6])
        if mode > 3:
            mode = below(w.rng, mode - 4)
        recreate(p, s, w, tune[2], mode)
        gained = s.total[WORTH] - current.total[WORTH]
        stats[kind, 0] += 1
        if gained >= 0 or kind == 1 or uniform(w.rng) < math.exp(gained / temperature):
            if gained > 0:
                stats[kind, 1] += 1
            copy(current, s)
            if s.total[WORTH] > best.total[WORTH]:
                stats[kind, 2] += 1
                copy(best, s)
        else:
            copy(s, current)
        if trial[0] > 0:
            trial[0] -= 1
            if trial[0] == 0:
                gained = current.total[WORTH] - home.total[WORTH]
                stats[0, 0] += 1
                if gained > 0:
                    stats[0, 1] += 1
                if gained < 0 and uniform(w.rng) >= math.exp(gained / (tune[8] * temperature)):
                    copy(current, home)
                    copy(s, home)
                else:
                    stats[0, 2] += 1
        if it % 512 == 511:
            learn_worth(p, current, w, 0.2)
