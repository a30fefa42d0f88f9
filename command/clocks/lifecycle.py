"""The states of an extension that was asked for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from command.errors import ExtensionAnswered


class ExtensionState(StrEnum):
    """Where an extension stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


MOVES: Final[Mapping[ExtensionState, frozenset[ExtensionState]]] = {
    ExtensionState.ASKED: frozenset({ExtensionState.APPROVED, ExtensionState.REFUSED}),
    ExtensionState.APPROVED: frozenset(),
    ExtensionState.REFUSED: frozenset(),
}


def move(state: ExtensionState, to: ExtensionState) -> ExtensionState:
    """Make a move.

    :raises ExtensionAnswered: when it was answered already.
    """
    if to not in MOVES[state]:
        raise ExtensionAnswered("This extension was answered already.", state=state.value)
    return to
