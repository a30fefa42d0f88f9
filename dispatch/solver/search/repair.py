"""Small repairs of a plan that is under way."""

from dispatch.solver.problem import Arrays
from dispatch.solver.search.crews import head_of
from dispatch.solver.search.extension import extend
from dispatch.solver.search.insertion import best_insertion, insert
from dispatch.solver.search.kernel import kernel
from dispatch.solver.search.removal import drop_unit, remove
from dispatch.solver.search.ruin import settle
from dispatch.solver.search.state import WORTH, Scratch, State, copy
from dispatch.solver.search.timing import NEVER, forget, push, touch

NO_WAY, NO_VICTIM = -2, -1


@kernel
def urge(p: Arrays, s: State, home: State, w: Scratch, i: int, tries: int, urgent: int) -> int:
    """Take a site in, if need be in the place of one mission nearby, which may find another place.

    Answers the mission that gave way, NO_VICTIM or NO_WAY. `urgent` is the worth of an item that
    nothing may push out; `home` keeps the plan as it was.
    """
    copy(home, s)
    for v in range(len(p.base)):
        w.price[v] = 0.0
    best, victim = 0, NO_WAY
    if best_insertion(p, s, w, i, 0.0) > 0.0:
        insert(p, s, w, i)
        complete = True
        for k in range(p.n_due[i]):
            complete &= s.server[i, k] >= 0
        if complete:
            return NO_VICTIM
        best, victim = s.total[WORTH] - home.total[WORTH], NO_VICTIM
        copy(s, home)
    for n in range(p.near.shape[1]):
        if tries == 0:
            break
        j = p.near[i, n]
        if s.n_nodes[j] == 0 or s.start[j] < p.now[0] or holds_urgent(p, s, j, urgent):
            continue
        tries -= 1
        if displace(p, s, w, i, j):
            gained = s.total[WORTH] - home.total[WORTH]
            if gained > best:
                best, victim = gained, j
        copy(s, home)
    if victim >= 0:
        displace(p, s, w, i, victim)
    elif victim == NO_VICTIM:
        best_insertion(p, s, w, i, 0.0)
        insert(p, s, w, i)
    return victim


@kernel
def holds_urgent(p: Arrays, s: State, j: int, urgent: int) -> bool:
    """Tell whether a mission serves an item that nothing may push out."""
    held = False
    for k in range(p.n_due[j]):
        held |= s.server[j, k] >= 0 and p.gain[j, k] >= urgent
    return held


@kernel
def displace(p: Arrays, s: State, w: Scratch, i: int, j: int) -> bool:
    """Put site i in where mission j was, and mission j elsewhere if it can be; tell whether i is in."""
    remove(p, s, w, j)
    settle(p, s, w)
    if best_insertion(p, s, w, i, 0.0) <= 0.0:
        return False
    insert(p, s, w, i)
    if best_insertion(p, s, w, j, 0.0) > 0.0:
        insert(p, s, w, j)
    return True


@kernel
def take_away(p: Arrays, s: State, w: Scratch, i: int) -> None:
    """Remove a mission."""
    remove(p, s, w, i)
    settle(p, s, w)


@kernel
def lose_unit(p: Arrays, s: State, w: Scratch, u: int) -> None:
    """Take a unit out of all missions that have not begun; what it leaves open is noted in `loose`."""
    sites = p.gain.shape[0]
    node = s.next[head_of(p, s.aboard[u])]
    while p.where[node] < sites:
        i = p.where[node]
        node = s.next[node]
        if s.start[i] < p.now[0]:
            continue
        for k in range(p.n_due[i]):
            if s.server[i, k] == u:
                drop_unit(p, s, w, i, u)
                push(w.loose, i)
                break
    settle(p, s, w)


@kernel
def come_late(p: Arrays, s: State, w: Scratch, site: int, now: int) -> None:
    """Time a mission anew and resolve what a delay has made impossible: a crew that comes too late leaves the mission.

    What is left open is noted in `loose`.
    """
    sites = p.gain.shape[0]
    touch(p, s, w, site)
    settle(p, s, w)
    while True:
        late, node = -1, -1
        for i in range(sites):
            if s.n_nodes[i] > 0 and s.start[i] > now and (late < 0 or s.rank[i] < s.rank[late]):
                guilty = guilty_node(p, s, i)
                if guilty >= 0:
                    late, node = i, guilty
        if late < 0:
            break
        v = s.crew[node]
        for r in range(s.n_member[v]):
            u = s.member[v, r]
            for k in range(p.n_due[late]):
                if s.server[late, k] == u:
                    drop_unit(p, s, w, late, u)
                    push(w.loose, late)
                    break
        settle(p, s, w)


@kernel
def guilty_node(p: Arrays, s: State, i: int) -> int:
    """Find the crew that makes a mission impossible: last to arrive, or not home in time; or -1."""
    width = p.gain.shape[1]
    worst, arrival = -1, -1
    for node in range(i * width, i * width + s.n_nodes[i]):
        before, after = s.prev[node], s.next[node]
        at = s.ready[before] + p.travel[p.where[before], i]
        if at > arrival:
            worst, arrival = node, at
        if (
            p.where[after] >= p.gain.shape[0]
            and s.ready[node] + p.travel[i, p.where[after]] > s.due[after]
        ):
            return node
    return worst if s.start[i] >= NEVER else -1


@kernel
def refill(p: Arrays, s: State, w: Scratch) -> int:
    """Put back what was left open, wherever it still fits; tell how many sites stay unvisited."""
    for v in range(len(p.base)):
        w.price[v] = 0.0
    lost = 0
    for q in range(w.loose.size[0]):
        i = w.loose.items[q]
        if s.n_nodes[i] == 0 and best_insertion(p, s, w, i, 0.0) > 0.0:
            insert(p, s, w, i)
        if s.n_nodes[i] == 0:
            lost += 1
            continue
        while extend(p, s, w, i):
            pass
    forget(w.loose)
    forget(w.dirty)
    return lost
