"""Simulated annealing: take apart, fill, keep what is better or not much worse."""

import math

from dispatch.solver.problem import Arrays
from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.crews import change_crews
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.recreate import invite, learn_worth, recreate, set_prices
from dispatch.solver.search.ruin import ruin_near, ruin_route, ruin_strings
from dispatch.solver.search.state import WORTH, Ints, Scratch, State, copy, copy_dirty
from dispatch.solver.search.timing import forget, push, rank_all

CHANGE_CREWS = 0.01
"""Share of the iterations that change who rides with whom."""
ON_TRIAL = 100
"""Iterations at most that a change of crews has to show its worth."""
STRINGS, NEAR = 0.6, 0.97
"""Up to these shares an iteration removes strings, or missions near each other; else a whole route."""
REMOVED = 10
"""Missions at most that an iteration aims to remove."""
LONGEST_STRING = 4
SAME_TIME_MIN = 120
"""How far apart in time the strings are that are removed together, every other time."""
BLINK = 0.01
"""Chance that a gap is overlooked."""
TIME_PRICE = 0.6
"""Up to this share of what a unit earns in a minute, a minute of it is priced."""
INVITED_NEAR, INVITED_FAR = 12, 3
"""Unvisited sites that are tried besides the removed ones."""
LEARN_EVERY, LEARN = 512, 0.2
"""How often, and with what weight, the earnings are learned anew."""


@kernel
def construct(p: Arrays, s: State, w: Scratch, best: State) -> None:
    """Fill a plan greedily with all sites that it does not visit."""
    for u in range(len(p.unit_base)):
        w.worth[u] = 2.0
    set_prices(p, s, w, 0.2)
    for i in range(len(p.n_due)):
        push(w.loose if s.n_nodes[i] > 0 else w.pool, i)
    recreate(p, s, w, 0.0)
    learn_worth(p, s, w, 1.0)
    copy(best, s)
    forget(w.dirty)


@kernel
def anneal(
    p: Arrays,
    s: State,
    current: State,
    home: State,
    best: State,
    w: Scratch,
    iterations: int,
    temperature: float,
    trial: Ints,
) -> None:
    """Run some iterations at one temperature, in twentieths of a point.

    `s` is the plan that is taken apart, `current` the one last accepted. A change of crews is on trial
    for a while: what it is worth shows only after its surroundings have been planned anew; `home` is
    the plan to return to if it fails. `trial` holds how many iterations are left and where it was.
    """
    sites = p.gain.shape[0]
    for step in range(iterations):
        rank_all(s, uniform(w.rng))
        set_prices(p, s, w, TIME_PRICE * uniform(w.rng))
        seed = below(w.rng, sites)
        if trial[0] > 0 and uniform(w.rng) < 0.7:
            seed = around(p, w, trial[1])
        dice = uniform(w.rng)
        changed = dice < CHANGE_CREWS and trial[0] == 0
        if changed:
            copy(home, current)
            near = change_crews(p, s, w)
            if near >= 0:
                seed = near
            trial[0] = 1 + below(w.rng, ON_TRIAL)
            trial[1] = seed
        elif dice < STRINGS:
            span = SAME_TIME_MIN if uniform(w.rng) < 0.5 else 1440
            ruin_strings(p, s, w, seed, 1 + below(w.rng, REMOVED), LONGEST_STRING, span)
        elif dice < NEAR:
            ruin_near(p, s, w, seed, 1 + below(w.rng, REMOVED), 0.5 * uniform(w.rng))
        else:
            ruin_route(p, s, w, below(w.rng, len(p.base)))
        invite(p, s, w, seed, INVITED_NEAR, INVITED_FAR)
        recreate(p, s, w, BLINK)
        if changed or accepts(w, s.total[WORTH] - current.total[WORTH], temperature):
            copy_dirty(p, current, s, w.dirty)
            if s.total[WORTH] > best.total[WORTH]:
                copy(best, s)
        else:
            copy_dirty(p, s, current, w.dirty)
        if trial[0] > 0:
            trial[0] -= 1
            if trial[0] == 0 and not accepts(
                w, current.total[WORTH] - home.total[WORTH], temperature
            ):
                copy(current, home)
                copy(s, home)
        if step % LEARN_EVERY == LEARN_EVERY - 1:
            learn_worth(p, current, w, LEARN)


@kernel
def accepts(w: Scratch, gained: float, temperature: float) -> bool:
    """Decide by Metropolis whether a plan may replace another."""
    return gained >= 0 or uniform(w.rng) < math.exp(gained / temperature)


@kernel
def around(p: Arrays, w: Scratch, site: int) -> int:
    """Choose a site near another, or itself."""
    hop = below(w.rng, p.near.shape[1] + 1)
    return p.near[site, hop] if hop < p.near.shape[1] else site
