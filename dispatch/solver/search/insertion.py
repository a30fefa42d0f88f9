"""The best way to take a site into the plan.

A *gap* is a place in a crew's route where the site would fit. A new mission takes a set of gaps whose
ranks overlap: then some rank lies between all that comes before and all that comes after, so no circle
of waiting can arise, and the earliest starts before it and the latest behind it do not depend on it.
For each gap and window the mission is tried to start as soon as that crew is there (the *anchor*);
then each item goes to the unit that costs least: one that is there anyway, or another crew that has
arrived by then. An option that passes these tests keeps every rule; nothing has to be undone.
"""

from dispatch.solver.problem import VISIT, Arrays
from dispatch.solver.search.chance import uniform
from dispatch.solver.search.kernel import inlined, kernel
from dispatch.solver.search.state import COUNT, WORTH, Scratch, State, link
from dispatch.solver.search.timing import (
    NEVER,
    settle_backward,
    settle_forward,
    touch,
)

NOTHING = -1e18
"""Score of a site that cannot be taken in."""
WAITING = 0.5
"""What a minute of waiting costs, as a share of a minute of staying or driving."""
LAST = 1e9
"""Rank behind all missions."""


@inlined
def servable(p: Arrays, s: State, i: int, v: int) -> int:
    """Tell the items of a site that some unit of a vehicle may serve, within its limit of work."""
    mask = 0
    for r in range(s.n_member[v]):
        u = s.member[v, r]
        bits = p.can[i, u]
        if bits and s.worked[u] + 40 > p.unit_limit[u]:
            for k in range(p.n_due[i]):
                if bits >> k & 1 and s.worked[u] + p.minutes[i, k] > p.unit_limit[u]:
                    bits &= ~(1 << k)
        mask |= bits
    return mask


@inlined
def gather(p: Arrays, s: State, w: Scratch, i: int, blink: float) -> int:
    """List the gaps through which a site could be visited; some are overlooked by chance."""
    sites, width = p.gain.shape
    nodes = sites * width
    g = w.gaps
    n = 0
    quickest = NEVER
    for k in range(p.n_due[i]):
        quickest = min(quickest, p.minutes[i, k])
    first, last = p.opens[i, 0], p.closes[i, 0]
    if p.closes[i, 1] > last:
        last = p.closes[i, 1]
    to, from_ = p.travel_to[i], p.travel[i]
    for v in range(len(p.base)):
        if s.n_member[v] == 0:
            continue
        mask = servable(p, s, i, v)
        if mask == 0:
            continue
        before = nodes + 2 * v
        tail = before + 1
        while before != tail:
            after = s.next[before]
            a, b = p.where[before], p.where[after]
            arrival = max(first, max(s.ready[before], p.now[0]) + to[a])
            leave = min(last, s.due[after] - from_[b])
            if arrival + quickest > last:
                break
            if arrival + quickest <= leave and (blink == 0.0 or uniform(w.rng) >= blink):
                g.crew[n] = v
                g.before[n] = before
                g.after[n] = after
                g.arrival[n] = arrival
                g.leave[n] = leave
                g.way[n] = to[a] + from_[b] - p.travel[a, b]
                g.low[n] = s.rank[a] if a < sites else -1.0
                g.high[n] = s.rank[b] if b < sites else LAST
                g.mask[n] = mask
                n += 1
            before = after
    return n


@kernel
def best_insertion(p: Arrays, s: State, w: Scratch, i: int, blink: float) -> float:
    """Find the best way to visit a site: `w.best` tells it, the answer is its score in twentieths.

    The score is the worth of what is served, less the driving and the priced minutes of the crews.
    """
    g = w.gaps
    n = gather(p, s, w, i, blink)
    best = NOTHING
    if n == 0:
        return best
    floor = -VISIT
    for k in range(p.n_due[i]):
        floor -= p.loss[i, k]
    promise(p, w, i, n, floor)
    while True:
        a = 0
        for c in range(1, n):
            if g.promise[c] > g.promise[a]:
                a = c
        if g.promise[a] <= best:
            break
        g.promise[a] = NOTHING
        for window in range(2):
            begin = max(g.arrival[a], p.opens[i, window])
            limit = p.closes[i, window] - begin
            if limit <= 0 or begin >= g.leave[a]:
                continue
            score = anchored(p, s, w, i, n, a, begin, limit, floor)
            if score > best:
                best = score
                w.best.number[0] = w.trial.number[0]
                w.best.rank[0] = w.trial.rank[0]
                for j in range(w.trial.number[0]):
                    w.best.crew[j] = g.crew[w.chosen[j]]
                    w.best.before[j] = g.before[w.chosen[j]]
                for k in range(p.n_due[i]):
                    w.best.server[k] = w.trial.server[k]
    return best


@inlined
def promise(p: Arrays, w: Scratch, i: int, n: int, floor: int) -> None:
    """Set for each gap a score that missions with this anchor seldom surpass.

    Not a bound: a crew that joins for several items is counted for each as if it came for that one alone.
    """
    g = w.gaps
    for k in range(p.n_due[i]):
        w.least[k] = p.gain[i, k] + p.loss[i, k]
    for c in range(n):
        price = w.price[g.crew[c]]
        way = g.way[c] * (1.0 + price)
        for k in range(p.n_due[i]):
            if g.mask[c] >> k & 1:
                w.least[k] = min(w.least[k], way + price * p.minutes[i, k])
    for c in range(n):
        price = w.price[g.crew[c]]
        quickest = NEVER
        score = floor - g.way[c] * (1.0 + price)
        for k in range(p.n_due[i]):
            score += p.gain[i, k] + p.loss[i, k]
            if g.mask[c] >> k & 1:
                quickest = min(quickest, p.minutes[i, k])
            else:
                score -= max(0.0, w.least[k])
        g.promise[c] = score - price * quickest


@inlined
def anchored(
    p: Arrays, s: State, w: Scratch, i: int, n: int, a: int, begin: int, limit: int, floor: int
) -> float:
    """Score the mission that starts at `begin`, when the crew of gap `a` is there."""
    g = w.gaps
    server = w.trial.server
    first = -1
    for k in range(p.n_due[i]):
        server[k] = -1
        if first < 0 and g.mask[a] >> k & 1:
            m = p.minutes[i, k]
            if m <= limit and begin + m <= g.leave[a]:
                v = g.crew[a]
                for r in range(s.n_member[v]):
                    u = s.member[v, r]
                    if p.can[i, u] >> k & 1 and s.worked[u] + m <= p.unit_limit[u]:
                        first = k
                        server[k] = u
                        break
    if first < 0:
        return NOTHING
    low, high = g.low[a], g.high[a]
    w.chosen[0] = a
    w.load[server[first]] = p.minutes[i, first]
    w.stay[0] = p.minutes[i, first]
    crews = 1
    price = w.price[g.crew[a]]
    score = floor + p.gain[i, first] + p.loss[i, first] - g.way[a]
    score -= price * (g.way[a] + w.stay[0] + WAITING * (begin - g.arrival[a]))
    for k in range(p.n_due[i]):
        if k == first:
            continue
        m = p.minutes[i, k]
        if m > limit:
            continue
        cheapest = float(p.gain[i, k] + p.loss[i, k])
        who, through = -1, -1
        for j in range(crews):
            c = w.chosen[j]
            if g.mask[c] >> k & 1 == 0:
                continue
            v = g.crew[c]
            for r in range(s.n_member[v]):
                u = s.member[v, r]
                if p.can[i, u] >> k & 1 == 0:
                    continue
                work = w.load[u] + m
                if (
                    work > limit
                    or begin + work > g.leave[c]
                    or s.worked[u] + work > p.unit_limit[u]
                ):
                    continue
                cost = w.price[v] * max(0, work - w.stay[j])
                if cost < cheapest:
                    cheapest, who, through = cost, u, j
        if cheapest > 0.0:
            for c in range(n):
                if (
                    g.mask[c] >> k & 1 == 0
                    or g.arrival[c] > begin
                    or begin + m > g.leave[c]
                    or min(high, g.high[c]) - max(low, g.low[c]) < 1e-6
                ):
                    continue
                v = g.crew[c]
                cost = g.way[c] + w.price[v] * (g.way[c] + m + WAITING * (begin - g.arrival[c]))
                if cost >= cheapest:
                    continue
                there = False
                for j in range(crews):
                    there |= g.crew[w.chosen[j]] == v
                if there:
                    continue
                for r in range(s.n_member[v]):
                    u = s.member[v, r]
                    if p.can[i, u] >> k & 1 and s.worked[u] + m <= p.unit_limit[u]:
                        cheapest, who, through = cost, u, -1 - c
                        break
        if who < 0:
            continue
        if through < 0:
            c = -1 - through
            low, high = max(low, g.low[c]), min(high, g.high[c])
            through = crews
            w.chosen[crews] = c
            w.stay[crews] = 0
            crews += 1
        server[k] = who
        w.load[who] += m
        w.stay[through] = max(w.stay[through], w.load[who])
        score += p.gain[i, k] + p.loss[i, k] - cheapest
    for k in range(p.n_due[i]):
        if server[k] >= 0:
            w.load[server[k]] = 0
    w.trial.number[0] = crews
    w.trial.rank[0] = float(begin) if low < begin < high else 0.5 * (low + high)
    return float(score)


@kernel
def insert(p: Arrays, s: State, w: Scratch, i: int) -> None:
    """Put a site into the plan the way `w.best` tells."""
    width = p.gain.shape[1]
    o = w.best
    s.rank[i] = o.rank[0]
    s.since[i] = p.now[0]
    s.n_nodes[i] = o.number[0]
    s.longest[i] = 0
    worth = -VISIT
    for k in range(p.n_due[i]):
        u = o.server[k]
        s.server[i, k] = u
        if u >= 0:
            w.load[u] += p.minutes[i, k]
            s.worked[u] += p.minutes[i, k]
            worth += p.gain[i, k]
        else:
            worth -= p.loss[i, k]
    for j in range(o.number[0]):
        node = i * width + j
        s.crew[node] = o.crew[j]
        s.stay[node] = 0
        for r in range(s.n_member[o.crew[j]]):
            s.stay[node] = max(s.stay[node], w.load[s.member[o.crew[j], r]])
        s.longest[i] = max(s.longest[i], s.stay[node])
        link(p, s, node, o.before[j])
    for k in range(p.n_due[i]):
        if o.server[k] >= 0:
            w.load[o.server[k]] = 0
    s.total[WORTH] += worth
    s.total[COUNT] += 1
    touch(p, s, w, i)
    settle_forward(p, s, w)
    settle_backward(p, s, w)
