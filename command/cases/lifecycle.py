"""The states of a case, the moves between them, how it may end, and the stage a platform is told."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from command.errors import CaseIllegalMove


class CaseState(StrEnum):
    """Where a case stands."""

    TO_JUDGE = "to_judge"
    ROUTED = "routed"
    SENT = "sent"
    SIGNED = "signed"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    HANDLED = "handled"
    CLOSED = "closed"


_BACK: Final = frozenset({CaseState.ROUTED, CaseState.TO_JUDGE})
"""Another unit is looked for, or another team: a task was declined, taken away or sent back."""

MOVES: Final[Mapping[CaseState, frozenset[CaseState]]] = {
    CaseState.TO_JUDGE: frozenset({CaseState.ROUTED}),
    # One rival may have said no after the other has said yes.
    CaseState.ROUTED: frozenset({CaseState.SENT, CaseState.SIGNED, CaseState.TO_JUDGE}),
    CaseState.SENT: _BACK | {CaseState.SIGNED},
    CaseState.SIGNED: _BACK | {CaseState.EN_ROUTE, CaseState.ON_SITE},
    CaseState.EN_ROUTE: _BACK | {CaseState.ON_SITE},
    CaseState.ON_SITE: _BACK | {CaseState.HANDLED},
    CaseState.HANDLED: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}

STAGE: Final[Mapping[CaseState, str]] = {
    CaseState.TO_JUDGE: "accepted",
    CaseState.ROUTED: "accepted",
    CaseState.SENT: "dispatched",
    CaseState.SIGNED: "signed",
    CaseState.EN_ROUTE: "signed",
    CaseState.ON_SITE: "arrived",
    CaseState.HANDLED: "handled",
    CaseState.CLOSED: "closed",
}
"""受理, 派遣, 签收, 到场, 处置, 办结: what the platform that reported the event hears."""


class Outcome(StrEnum):
    """How a closed case ended: 办结, 不予受理, 并案. No state of its own: states are not added to within v1."""

    HANDLED = "handled"
    REFUSED = "refused"
    MERGED = "merged"


ENDS: Final[Mapping[Outcome, frozenset[CaseState]]] = {
    # Only what nobody has sent out is refused; what is worked is taken back first.
    Outcome.REFUSED: frozenset({CaseState.TO_JUDGE}),
    # What is handled has its own answer by now.
    Outcome.MERGED: frozenset(CaseState) - {CaseState.HANDLED, CaseState.CLOSED},
}
"""From where a person ends a case; by work it ends along `MOVES`."""


def end(state: CaseState, outcome: Outcome) -> CaseState:
    """End a case by a person's decision.

    :raises CaseIllegalMove: when a case in this state does not end so.
    """
    if state not in ENDS[outcome]:
        raise CaseIllegalMove(
            f"A case that is {state} cannot be {outcome}.",
            state=state.value,
            wanted=outcome.value,
            allowed=sorted(onward.value for onward in MOVES[state]),
        )
    return CaseState.CLOSED


def move(state: CaseState, to: CaseState) -> CaseState:
    """Make a move.

    :raises CaseIllegalMove: when the table has no such move.
    """
    if to not in MOVES[state]:
        raise CaseIllegalMove(
            f"A case that is {state} cannot become {to}.",
            state=state.value,
            wanted=to.value,
            allowed=sorted(onward.value for onward in MOVES[state]),
        )
    return to
