"""The clock. Only edges (api, jobs, reactions, the command line) read it; the rest is given `now`."""

from datetime import UTC, datetime
from functools import lru_cache


def utcnow() -> datetime:
    """Read the clock, aware and in UTC, so that no inner function needs to."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)
def iso(moment: datetime) -> str:
    """Write a moment the way the wire does: UTC, microseconds, `Z`."""
    # strftime would take seven times as long; and within a transaction it is mostly one `now`.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
