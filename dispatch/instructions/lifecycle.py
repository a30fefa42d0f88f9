"""How far an instruction has come with one unit."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class ReceiptState(StrEnum):
    """已送达, 已读, 已签收: each holds what came before it."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    SIGNED = "signed"


MOVES: Final[Mapping[ReceiptState, frozenset[ReceiptState]]] = {
    # An acknowledgement may be lost: who has read or signed has got it.
    ReceiptState.SENT: frozenset({ReceiptState.DELIVERED, ReceiptState.READ, ReceiptState.SIGNED}),
    ReceiptState.DELIVERED: frozenset({ReceiptState.READ, ReceiptState.SIGNED}),
    ReceiptState.READ: frozenset({ReceiptState.SIGNED}),
    ReceiptState.SIGNED: frozenset(),
}


def is_ahead(state: ReceiptState, to: ReceiptState) -> bool:
    """Tell whether there is anything left to do: what is read need not be delivered any more."""
    return to in MOVES[state]
