"""The states of a notice and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dispatch.errors import NoticeNotDead


class NoticeState(StrEnum):
    """Where a notice stands. `dead`: tried as often as is sensible; a person may have it tried again."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


MOVES: Final[Mapping[NoticeState, frozenset[NoticeState]]] = {
    NoticeState.WAITING: frozenset({NoticeState.SENT, NoticeState.DEAD}),
    NoticeState.SENT: frozenset(),
    NoticeState.DEAD: frozenset({NoticeState.WAITING}),
}


def move(state: NoticeState, to: NoticeState) -> NoticeState:
    """Make a move.

    :raises NoticeNotDead: when the table has no such move.
    """
    if to not in MOVES[state]:
        raise NoticeNotDead(f"A notice that is {state} cannot become {to}.", state=state.value)
    return to
