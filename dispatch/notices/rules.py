"""How often a notice is tried, what an answer means for it, and where a push may go. Pure."""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Final, NamedTuple
from urllib.parse import SplitResult

WAITS_S: Final = (2, 10, 30, 120, 300)
"""How long after each failure it is tried again; after the last it is dead. Together some eight minutes:
a notice is for now, and the ladder goes on without it."""
GONE: Final = frozenset({404, 410})
"""The browser has unsubscribed (RFC 8030 §7.3)."""
LATER: Final = frozenset({408, 425, 429})
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Outcome(NamedTuple):
    """What became of a try: sent (`error` None), or why not, whether to try again, and not before when."""

    error: str | None = None
    again: bool = False
    wait_s: float = 0
    gone: bool = False


def judge(status: int, *, retry_after: str | None = None) -> Outcome:
    """Tell what an answer means; `retry_after` is the header of that name, of which only seconds are read."""
    if 200 <= status < 300:
        return Outcome()
    error = f"answered_{status}"
    if status in GONE:
        return Outcome(error, gone=True)
    if status >= 500 or status in LATER:
        asked = retry_after if retry_after and retry_after.isdecimal() else "0"
        return Outcome(error, again=True, wait_s=float(asked))
    return Outcome(error)


def next_try(tries: int, *, asked_s: float = 0) -> timedelta | None:
    """Tell how long to wait after this many tries; None when it was tried as often as is sensible.

    Who says when to come back is not asked sooner, unless he would have us wait for ever.
    """
    if tries > len(WAITS_S):
        return None
    return timedelta(seconds=max(WAITS_S[tries - 1], min(asked_s, WAITS_S[-1])))


def may_push_to(parts: SplitResult, *, production: bool) -> bool:
    """Tell whether a push may go to an address: over TLS, or on this very machine where nothing is at stake."""
    if parts.scheme == "https":
        return True
    return not production and parts.scheme == "http" and parts.hostname in LOCAL


def is_this_machine(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is this very machine's."""
    return address.is_loopback
