"""Taking missions out, near each other in place and time, so that their gaps can serve new ones together.

After the slack induction by string removals of Christiaens and Vanden Berghe (2020), for routes that
meet: a mission leaves all its crews at once.
"""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.chance import below, uniform
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.removal import remove
from dispatch.solver.search.state import Scratch, State
from dispatch.solver.search.timing import push, settle_backward, settle_forward


@kernel
def take_out(p: Arrays, s: State, w: Scratch, i: int) -> None:
    """Remove a mission and let the next recreate try its site."""
    remove(p, s, w, i)
    push(w.pool, i)


@kernel
def settle(p: Arrays, s: State, w: Scratch) -> None:
    """Bring all starts up to date after removals."""
    settle_forward(p, s, w)
    settle_backward(p, s, w)


@kernel
def ruin_strings(
    p: Arrays, s: State, w: Scratch, seed: int, count: int, longest: int, span: int
) -> None:
    """Remove short strings of successive missions from the routes that pass near a site.

    `span` is how many minutes a string may begin away from the first one's time.
    """
    sites, width = p.gain.shape
    taken = 0
    centre = -1
    for n in range(-1, p.near.shape[1]):
        i = seed if n < 0 else p.near[seed, n]
        if s.n_nodes[i] == 0:
            continue
        if centre < 0:
            centre = s.start[i]
        if abs(s.start[i] - centre) > span:
            continue
        node = i * width + below(w.rng, s.n_nodes[i])
        length = 1 + below(w.rng, longest)
        back = below(w.rng, length)
        while back > 0 and p.where[s.prev[node]] < sites:
            node = s.prev[node]
            back -= 1
        while length > 0:
            here = p.where[node]
            if here >= sites:
                break
            node = s.next[node]
            take_out(p, s, w, here)
            taken += 1
            length -= 1
        if taken >= count:
            break
    settle(p, s, w)


@kernel
def ruin_near(p: Arrays, s: State, w: Scratch, seed: int, count: int, keep: float) -> None:
    """Remove missions near a site, each kept with some chance."""
    for n in range(-1, p.near.shape[1]):
        i = seed if n < 0 else p.near[seed, n]
        if s.n_nodes[i] == 0 or (n >= 0 and uniform(w.rng) < keep):
            continue
        take_out(p, s, w, i)
        count -= 1
        if count <= 0:
            break
    settle(p, s, w)


@kernel
def ruin_route(p: Arrays, s: State, w: Scratch, v: int) -> None:
    """Remove all missions of a vehicle."""
    sites = p.gain.shape[0]
    head = len(p.where) - 2 * len(p.base) + 2 * v
    while p.where[s.next[head]] < sites:
        take_out(p, s, w, p.where[s.next[head]])
    settle(p, s, w)
