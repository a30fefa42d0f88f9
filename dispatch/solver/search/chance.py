"""Random numbers for the kernel: one word of state that the caller holds, so a run can be repeated."""

import numpy as np

from dispatch.solver.search.kernel import inlined
from dispatch.solver.search.state import Words

SCALE = 2.0**-53


@inlined
def uniform(rng: Words) -> float:
    """Draw from [0, 1): xorshift64 (Marsaglia 2003)."""
    x = rng[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    rng[0] = x
    return np.float64(x >> np.uint64(11)) * SCALE


@inlined
def below(rng: Words, n: int) -> int:
    """Draw a whole number from 0..n-1."""
    return int(uniform(rng) * n)
