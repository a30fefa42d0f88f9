"""The states of a call for help and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dispatch.errors import SosIllegalMove


class SosState(StrEnum):
    """Where a call stands. `called_off`: who called says that it was a mistake; somebody else has to believe it."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    TAKEN = "taken"
    CALLED_OFF = "called_off"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"


_OVER: Final = frozenset({SosState.CLOSED, SosState.FALSE_ALARM})

MOVES: Final[Mapping[SosState, frozenset[SosState]]] = {
    SosState.RAISED: frozenset({SosState.ACKNOWLEDGED, SosState.TAKEN, SosState.CALLED_OFF})
    | _OVER,
    # Calling again makes it loud again, whatever was answered before.
    SosState.ACKNOWLEDGED: frozenset({SosState.RAISED, SosState.TAKEN, SosState.CALLED_OFF})
    | _OVER,
    SosState.TAKEN: frozenset({SosState.RAISED, SosState.TAKEN, SosState.CALLED_OFF}) | _OVER,
    # The hand that takes it back may not be free to do otherwise.
    SosState.CALLED_OFF: frozenset({SosState.RAISED, SosState.ACKNOWLEDGED, SosState.TAKEN})
    | _OVER,
    SosState.CLOSED: frozenset(),
    SosState.FALSE_ALARM: frozenset(),
}

ENDED: Final = frozenset(state for state, onward in MOVES.items() if not onward)
LOUD: Final = frozenset({SosState.RAISED, SosState.CALLED_OFF})
"""What somebody has to answer."""


def move(state: SosState, to: SosState) -> SosState:
    """Make a move.

    :raises SosIllegalMove: when the table has no such move.
    """
    if to not in MOVES[state]:
        raise SosIllegalMove(
            f"A call for help that is {state} cannot become {to}.",
            state=state.value,
            wanted=to.value,
            allowed=sorted(onward.value for onward in MOVES[state]),
        )
    return to
