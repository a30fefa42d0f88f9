"""What follows from a task's moves alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from dispatch.tasks.lifecycle import TaskState

AT_WORK: Final = frozenset({TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SITE})


def happened_at(move: Mapping[str, Any]) -> datetime:
    """Tell when a move was made: what the phone said, which was judged, or when we heard of it."""
    return datetime.fromisoformat(move["device_at"] or move["at"])


def working_spans(
    moves: Sequence[Mapping[str, Any]], *, now: datetime
) -> list[tuple[datetime, datetime]]:
    """Tell when a unit was at work on a task: from its yes to its end, without the time it rested.

    Where it was before, between and after is no business of whoever looks back at the task.
    """
    spans: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for move in moves:
        at, works = happened_at(move), TaskState(move["state"]) in AT_WORK
        if works and since is None:
            since = at
        elif not works and since is not None:
            spans.append((since, at))
            since = None
    if since is not None:
        spans.append((since, now))
    return [(start, end) for start, end in spans if start < end]
