"""A plan under the search: missions as nodes of linked routes.

Each crew at a mission is a *node*: mission i owns the nodes i*K .. i*K+K-1 and uses the first n of them.
A vehicle's route is a doubly linked list of nodes between a head and a tail node of its own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.problem import VISIT, Arrays
from dispatch.solver.search.kernel import inlined, kernel

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

WORTH, COUNT = 0, 1
"""Places in `State.total`: worth of the plan in twentieths (driving paid), number of missions."""


class State(NamedTuple):
    """A plan as the kernel changes it; `allocate` makes it, `copy` overwrites one with another."""

    start: Ints
    """[S] earliest start; -1 where the site is not visited."""
    latest: Ints
    """[S] latest start that keeps everything after it possible."""
    since: Ints
    """[S] when a mission was taken in: nobody sets out for it earlier."""
    longest: Ints
    """[S] longest work of a unit there."""
    rank: NDArray[np.float64]
    """[S] a key that rises along every route: missions in this order never wait in a circle."""
    server: Ints
    """[S, K] the unit that serves an item, or -1."""
    n_nodes: Ints
    """[S] crews that take part."""
    crew: Ints
    prev: Ints
    next: Ints
    stay: Ints
    """[N] nodes: the vehicle, its stops before and after, and how long it stays."""
    ready: Ints
    """[N] when the vehicle leaves the node at the earliest (head: start of the crew's shift)."""
    due: Ints
    """[N] when it must be there at the latest (tail: end of the crew's shift)."""
    aboard: Ints
    """[U] the vehicle of a unit, or -1."""
    member: Ints
    """[V, R] the units in a vehicle."""
    n_member: Ints
    worked: Ints
    """[U] minutes of on-site work."""
    total: NDArray[np.int64]


class Queue(NamedTuple):
    """Sites noted for later, each once."""

    items: Ints
    noted: NDArray[np.uint8]
    size: NDArray[np.int64]


class Gaps(NamedTuple):
    """Places in routes where a crew could take a site in: one row for each, `n` of them in use."""

    crew: Ints
    before: Ints
    after: Ints
    """The nodes between which the gap lies."""
    arrival: Ints
    """When the crew is at the site at the earliest."""
    leave: Ints
    """When it must leave the site at the latest."""
    way: Ints
    """Minutes of driving that the detour costs."""
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    """Ranks of the nodes before and after."""
    promise: NDArray[np.float64]
    """Missions anchored in this gap seldom score higher."""
    mask: Ints
    """Bits of the items that the crew may serve there."""


class Option(NamedTuple):
    """One way to visit a site: which crews through which gaps, and who serves what."""

    crew: Ints
    before: Ints
    server: Ints
    """[K] the unit for each item, or -1."""
    number: NDArray[np.int64]
    """[1] how many crews."""
    rank: NDArray[np.float64]
    """[1] the rank of the new mission."""


class Scratch(NamedTuple):
    """Work space of one search, so that the kernel never allocates while it runs."""

    forward: Queue
    backward: Queue
    gaps: Gaps
    best: Option
    trial: Option
    least: NDArray[np.float64]
    """[K] what it costs at least to have an item served by another crew."""
    chosen: Ints
    """[K] gaps chosen by the way under trial."""
    stay: Ints
    """[K] minutes that the crew of a chosen gap would stay."""
    load: Ints
    """[U] minutes of a unit in the way under trial."""
    price: NDArray[np.float64]
    """[V] worth of a minute of a vehicle's crew, in twentieths."""
    worth: NDArray[np.float64]
    """[U] worth that a minute of a unit has earned lately, in twentieths."""
    dirty: Queue
    """Sites at which the trial plan may differ from the current one."""
    pool: Queue
    """Sites to be tried by the next recreate."""
    loose: Queue
    """Visited sites that could perhaps take one more item."""
    key: NDArray[np.float64]
    """[S] the order in which the pool is tried."""
    rng: NDArray[np.uint64]


def allocate(p: Arrays, /) -> State:
    """Make an empty plan: no unit aboard, no mission."""
    n_sites, width = p.gain.shape
    n_units, n_vehicles = len(p.unit_base), len(p.base)
    nodes = n_sites * width
    total = nodes + 2 * n_vehicles
    state = State(
        start=np.full(n_sites, -1, np.int64),
        latest=np.zeros(n_sites, np.int64),
        since=np.zeros(n_sites, np.int64),
        longest=np.zeros(n_sites, np.int64),
        rank=np.zeros(n_sites, np.float64),
        server=np.full((n_sites, width), -1, np.int64),
        n_nodes=np.zeros(n_sites, np.int64),
        crew=np.full(total, -1, np.int64),
        prev=np.full(total, -1, np.int64),
        next=np.full(total, -1, np.int64),
        stay=np.zeros(total, np.int64),
        ready=np.zeros(total, np.int64),
        due=np.zeros(total, np.int64),
        aboard=np.full(n_units, -1, np.int64),
        member=np.full((n_vehicles, max(1, int(p.room.max(initial=0)))), -1, np.int64),
        n_member=np.zeros(n_vehicles, np.int64),
        worked=np.zeros(n_units, np.int64),
        total=np.zeros(2, np.int64),
    )
    for v in range(n_vehicles):
        head, tail = nodes + 2 * v, nodes + 2 * v + 1
        state.crew[head] = state.crew[tail] = v
        state.next[head], state.prev[tail] = tail, head
    return state


def scratch(p: Arrays, /, seed: int) -> Scratch:
    """Make the work space of one search; the seed decides all its chances."""
    n_sites, width = p.gain.shape
    nodes = len(p.where)

    def ints(n: int) -> Ints:
        return np.zeros(max(n, 1), np.int64)

    def queue() -> Queue:
        return Queue(ints(n_sites), np.zeros(n_sites + 1, np.uint8), np.zeros(1, np.int64))

    def option() -> Option:
        return Option(ints(width), ints(width), ints(width), np.zeros(1, np.int64), np.zeros(1))

    return Scratch(
        forward=queue(),
        backward=queue(),
        gaps=Gaps(
            crew=ints(nodes),
            before=ints(nodes),
            after=ints(nodes),
            arrival=ints(nodes),
            leave=ints(nodes),
            way=ints(nodes),
            low=np.zeros(nodes + 1),
            high=np.zeros(nodes + 1),
            promise=np.zeros(nodes + 1),
            mask=ints(nodes),
        ),
        best=option(),
        trial=option(),
        least=np.zeros(width),
        chosen=ints(width),
        stay=ints(width),
        load=ints(len(p.unit_base)),
        price=np.zeros(len(p.base) + 1),
        worth=np.zeros(len(p.unit_base) + 1),
        dirty=queue(),
        pool=queue(),
        loose=queue(),
        key=np.zeros(n_sites + 1),
        rng=np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64 | 1], np.uint64),
    )


@kernel
def overwrite(to: Ints, of: Ints) -> None:
    """Copy a vector over another."""
    for i in range(len(to)):
        to[i] = of[i]


@kernel
def overwrite_table(to: Ints, of: Ints) -> None:
    """Copy a table over another."""
    for i in range(to.shape[0]):
        for j in range(to.shape[1]):
            to[i, j] = of[i, j]


@kernel
def copy(to: State, of: State) -> None:
    """Overwrite a plan with another of the same problem."""
    overwrite(to.start, of.start)
    overwrite(to.latest, of.latest)
    overwrite(to.since, of.since)
    overwrite(to.longest, of.longest)
    for i in range(len(to.rank)):
        to.rank[i] = of.rank[i]
    overwrite(to.n_nodes, of.n_nodes)
    overwrite(to.crew, of.crew)
    overwrite(to.prev, of.prev)
    overwrite(to.next, of.next)
    overwrite(to.stay, of.stay)
    overwrite(to.ready, of.ready)
    overwrite(to.due, of.due)
    overwrite(to.aboard, of.aboard)
    overwrite(to.n_member, of.n_member)
    overwrite(to.worked, of.worked)
    overwrite(to.total, of.total)
    overwrite_table(to.server, of.server)
    overwrite_table(to.member, of.member)


@kernel
def copy_dirty(p: Arrays, to: State, of: State, dirty: Queue) -> None:
    """Overwrite a plan with another that differs from it at the noted sites only; forget them."""
    width = p.gain.shape[1]
    for q in range(dirty.size[0]):
        i = dirty.items[q]
        dirty.noted[i] = 0
        to.start[i] = of.start[i]
        to.latest[i] = of.latest[i]
        to.since[i] = of.since[i]
        to.longest[i] = of.longest[i]
        to.n_nodes[i] = of.n_nodes[i]
        for k in range(width):
            to.server[i, k] = of.server[i, k]
        for node in range(i * width, i * width + of.n_nodes[i]):
            copy_node(to, of, node)
    dirty.size[0] = 0
    for node in range(p.gain.size, len(p.where)):
        copy_node(to, of, node)
    overwrite(to.aboard, of.aboard)
    overwrite(to.n_member, of.n_member)
    overwrite(to.worked, of.worked)
    overwrite(to.total, of.total)
    overwrite_table(to.member, of.member)


@inlined
def copy_node(to: State, of: State, node: int) -> None:
    """Overwrite one node."""
    to.crew[node] = of.crew[node]
    to.prev[node] = of.prev[node]
    to.next[node] = of.next[node]
    to.stay[node] = of.stay[node]
    to.ready[node] = of.ready[node]
    to.due[node] = of.due[node]


@kernel
def link(p: Arrays, s: State, node: int, before: int) -> None:
    """Put a node into its vehicle's route behind another one, and pay the way."""
    after = s.next[before]
    s.prev[node], s.next[node] = before, after
    s.next[before] = node
    s.prev[after] = node
    here, a, b = p.where[node], p.where[before], p.where[after]
    s.total[WORTH] -= p.travel[a, here] + p.travel[here, b] - p.travel[a, b]


@kernel
def unlink(p: Arrays, s: State, node: int) -> None:
    """Take a node out of its vehicle's route, and take the way back."""
    before, after = s.prev[node], s.next[node]
    s.next[before] = after
    s.prev[after] = before
    here, a, b = p.where[node], p.where[before], p.where[after]
    s.total[WORTH] += p.travel[a, here] + p.travel[here, b] - p.travel[a, b]


@kernel
def site_worth(p: Arrays, s: State, i: int) -> int:
    """Worth of a visited site without its driving: items served, items left out, the visit."""
    worth = -VISIT
    for k in range(p.n_due[i]):
        if s.server[i, k] >= 0:
            worth += p.gain[i, k]
        else:
            worth -= p.loss[i, k]
    return worth


@kernel
def set_shift(p: Arrays, s: State, v: int) -> None:
    """Set when a vehicle may leave and must be back, from the shifts of its crew."""
    nodes = p.gain.size
    from_, to = 0, 1440
    for r in range(s.n_member[v]):
        u = s.member[v, r]
        from_ = max(from_, p.unit_from[u])
        to = min(to, p.unit_to[u])
    s.ready[nodes + 2 * v] = from_
    s.due[nodes + 2 * v + 1] = to


@kernel
def board(p: Arrays, s: State, u: int, v: int) -> None:
    """Let a unit ride in a vehicle that has room."""
    s.aboard[u] = v
    s.member[v, s.n_member[v]] = u
    s.n_member[v] += 1
    set_shift(p, s, v)


@kernel
def alight(p: Arrays, s: State, u: int) -> None:
    """Take a unit that has no work out of its vehicle."""
    v = s.aboard[u]
    last = s.n_member[v] - 1
    for r in range(last + 1):
        if s.member[v, r] == u:
            s.member[v, r] = s.member[v, last]
            s.member[v, last] = -1
            break
    s.n_member[v] = last
    s.aboard[u] = -1
    set_shift(p, s, v)
