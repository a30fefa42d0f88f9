"""Who signs a sheet, and when nothing is added to it any more. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from command.errors import BadSpan, HandoverDone, HandoverNotLeft, SamePerson
from command.handover.values import Side

LONGEST: Final = timedelta(days=7)


def see_span(from_: datetime, to: datetime, *, now: datetime) -> None:
    """See that a span is one a sheet can be made for.

    :raises BadSpan: when it is empty, longer than a week, or not over
    """
    if not from_ < to <= now or to - from_ > LONGEST:
        raise BadSpan("The span must be over, not empty and not longer than a week.")


def see_signature(side: Side, *, account: UUID, signed: Mapping[Side, UUID]) -> None:
    """See that somebody may sign on a side: who leaves first, then another one who comes.

    :raises HandoverDone: when that side is signed
    :raises HandoverNotLeft: when nobody has signed who leaves
    :raises SamePerson: when it would be one person on both sides
    """
    if side in signed:
        raise HandoverDone("This side is signed.", side=side.value)
    if side is Side.COMING:
        if Side.LEAVING not in signed:
            raise HandoverNotLeft("Whoever leaves signs first.")
        if signed[Side.LEAVING] == account:
            raise SamePerson("Nobody hands over to himself.")


def see_open(signed: Mapping[Side, UUID]) -> None:
    """See that a sheet is not taken over yet.

    :raises HandoverDone: when both have signed
    """
    if Side.COMING in signed:
        raise HandoverDone("Both have signed: it stays as it is.", side=Side.COMING.value)
