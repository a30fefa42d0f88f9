"""The states of a task and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dispatch.errors import IllegalMove


class TaskState(StrEnum):
    """Where a task stands. `waiting` has no unit yet; the rest belong to one, or did."""

    WAITING = "waiting"
    OFFERED = "offered"
    DELIVERED = "delivered"
    SEEN = "seen"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    SUSPENDED = "suspended"
    SPLIT = "split"
    DONE = "done"
    DECLINED = "declined"
    RETURNED = "returned"
    RECALLED = "recalled"
    REPLACED = "replaced"
    EXPIRED = "expired"


_TAKEN_AWAY: Final = frozenset({TaskState.RECALLED, TaskState.REPLACED, TaskState.SPLIT})
"""What a command post may do about a task that has not ended."""
_ANSWERS: Final = frozenset(
    {TaskState.ACCEPTED, TaskState.DECLINED, TaskState.RETURNED, TaskState.EXPIRED}
)
_LEAVES: Final = frozenset({TaskState.RETURNED, TaskState.SUSPENDED})

MOVES: Final[Mapping[TaskState, frozenset[TaskState]]] = {
    TaskState.WAITING: frozenset({TaskState.OFFERED, TaskState.RECALLED, TaskState.SPLIT}),
    # An acknowledgement may be lost or never sent: an answer proves delivery as well.
    TaskState.OFFERED: _ANSWERS | _TAKEN_AWAY | {TaskState.DELIVERED, TaskState.SEEN},
    TaskState.DELIVERED: _ANSWERS | _TAKEN_AWAY | {TaskState.SEEN},
    TaskState.SEEN: _ANSWERS | _TAKEN_AWAY,
    # A crew that is asked about the street it stands in need not set out.
    TaskState.ACCEPTED: _LEAVES | _TAKEN_AWAY | {TaskState.EN_ROUTE, TaskState.ON_SITE},
    TaskState.EN_ROUTE: _LEAVES | _TAKEN_AWAY | {TaskState.ON_SITE},
    TaskState.ON_SITE: _LEAVES | _TAKEN_AWAY | {TaskState.DONE},
    # It goes on where it stopped: the row remembers (`suspended_from`).
    TaskState.SUSPENDED: _TAKEN_AWAY
    | {TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SITE, TaskState.RETURNED},
    # Its parts are worked; it ends when they have.
    TaskState.SPLIT: frozenset({TaskState.DONE, TaskState.RETURNED, TaskState.RECALLED}),
    TaskState.DONE: frozenset(),
    TaskState.DECLINED: frozenset(),
    TaskState.RETURNED: frozenset(),
    TaskState.RECALLED: frozenset(),
    TaskState.REPLACED: frozenset(),
    TaskState.EXPIRED: frozenset(),
}

ENDED: Final = frozenset(state for state, onward in MOVES.items() if not onward)
UNANSWERED: Final = frozenset({TaskState.OFFERED, TaskState.DELIVERED, TaskState.SEEN})


def move(state: TaskState, to: TaskState) -> TaskState:
    """Make a move.

    :raises IllegalMove: when the table has no such move.
    """
    if to not in MOVES[state]:
        raise IllegalMove(
            f"A task that is {state} cannot become {to}.",
            state=state.value,
            wanted=to.value,
            allowed=sorted(onward.value for onward in MOVES[state]),
        )
    return to
