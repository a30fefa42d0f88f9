"""How the kernel is compiled: cached beside the source, without the interpreter's lock.

Nothing in the kernel allocates, so the counting of references, which would cost more than the search
itself, is left out.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


OPTIONS: Final[dict[str, Any]] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
}


def kernel(function: Function) -> Function:
    """Compile a function of the kernel when it is first called."""
    compiled: Function = njit(**OPTIONS)(function)
    return compiled


def inlined(function: Function) -> Function:
    """Compile a function into each of its callers: where a call would cost as much as the work."""
    compiled: Function = njit(**OPTIONS, inline="always")(function)
    return compiled
