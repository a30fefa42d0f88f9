"""The states of a task and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dispatch.errors import IllegalMove


class TaskState(StrEnum):
    """Where a task stands. `waiting` has no unit yet; the rest belong to one."""

    WAITING = "waiting"
    OFFERED = "offered"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"


MOVES: Final[Mapping[TaskState, frozenset[TaskState]]] = {
    TaskState.WAITING: frozenset({TaskState.OFFERED}),
    # An acknowledgement may be lost or never sent: an answer proves delivery as well.
    TaskState.OFFERED: frozenset({TaskState.DELIVERED, TaskState.ACCEPTED, TaskState.DECLINED}),
    TaskState.DELIVERED: frozenset({TaskState.ACCEPTED, TaskState.DECLINED}),
    # A crew that is asked about the street it stands in need not set out.
    TaskState.ACCEPTED: frozenset({TaskState.EN_ROUTE, TaskState.ON_SITE}),
    TaskState.EN_ROUTE: frozenset({TaskState.ON_SITE}),
    TaskState.ON_SITE: frozenset({TaskState.DONE}),
    TaskState.DECLINED: frozenset(),
    TaskState.DONE: frozenset(),
}

ENDED: Final = frozenset(state for state, onward in MOVES.items() if not onward)
UNANSWERED: Final = frozenset({TaskState.OFFERED, TaskState.DELIVERED})


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
