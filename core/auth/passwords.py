"""Passwords: argon2id in threads of its own, never on the event loop nor within a transaction."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.auth.errors import LoginBusy

# OWASP's first choice for argon2id; one lane each, since two hashes run at a time.
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_THREADS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

AT_ONCE: Final = 64
"""Sign-ins under way; at some 50 ms a hash the last one waits under two seconds."""

DUMMY_HASH: Final = (
    "$argon2id$v=19$m=47104,t=1,p=1$4lrEsYO4JeaOHQGoa4gJBQ"
    "$0000000000000000000000000000000000000000000"
)
"""Matches nothing; checking it costs an unknown user the time of a known one."""

R = TypeVar("R")
_under_way = 0


@contextmanager
def sign_in_place() -> Iterator[None]:
    """Take a place among the sign-ins under way, before anything is done for this one.

    :raises LoginBusy: when all places are taken
    """
    global _under_way
    if _under_way >= AT_ONCE:
        raise LoginBusy(retry_after_s=2)
    _under_way += 1
    try:
        yield
    finally:
        _under_way -= 1


async def hash_password(password: str) -> str:
    """Hash a password for storing, ahead of the transaction that stores it."""
    return await _in_thread(_HASHER.hash, password)


async def verify_password(password: str, *, stored: str | None) -> bool:
    """Check a password, in the same time whether there is an account or not (`stored` is None)."""
    matches = await _in_thread(_matches, stored or DUMMY_HASH, password)
    return matches and stored is not None


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _in_thread(work: Callable[..., R], *given: str) -> R:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *given)
