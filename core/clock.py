"""The clock. Only edges (api, jobs, reactions, the command line) read it; the rest is given `now`."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """Read the clock, aware and in UTC, so that no inner function needs to."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """Write a moment the way the wire does: UTC, microseconds, `Z`."""
    # strftime would take seven times as long, and every frame holds four of these.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
