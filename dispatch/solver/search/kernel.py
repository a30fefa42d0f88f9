"""How the kernel is compiled: cached beside the source, without the interpreter's lock.

Nothing in the kernel allocates, so the counting of references, which would cost more than the search
itself, is left out.
"""

from collections.abc import Callable
from typing import Any

from numba import njit

Decorator = Callable[[Callable[..., Any]], Any]

kernel: Decorator = njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
inlined: Decorator = njit(
    cache=True, nogil=True, error_model="numpy", _nrt=False, inline="always"
)
