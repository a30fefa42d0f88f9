"""Duty: the three ways a unit may stand, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from field_units.errors import IllegalDuty


class Duty(StrEnum):
    """How a unit stands: may be sent, rests for a while, or is not at work."""

    ON = "on"
    BREAK = "break"
    OFF = "off"


class DutyDo(StrEnum):
    """What a crew says of its duty."""

    SIGN_ON = "sign_on"
    SIGN_OFF = "sign_off"
    START_BREAK = "start_break"
    END_BREAK = "end_break"


MOVES: Final[Mapping[Duty, Mapping[DutyDo, Duty]]] = {
    Duty.OFF: {DutyDo.SIGN_ON: Duty.ON},
    Duty.ON: {DutyDo.SIGN_OFF: Duty.OFF, DutyDo.START_BREAK: Duty.BREAK},
    Duty.BREAK: {DutyDo.END_BREAK: Duty.ON, DutyDo.SIGN_OFF: Duty.OFF},
}
SAYS: Final[Mapping[DutyDo, Duty]] = {
    DutyDo.SIGN_ON: Duty.ON,
    DutyDo.SIGN_OFF: Duty.OFF,
    DutyDo.START_BREAK: Duty.BREAK,
    DutyDo.END_BREAK: Duty.ON,
}


def move(duty: Duty, do: DutyDo) -> Duty | None:
    """Make a move; None when the unit stands so already, for two phones of one crew say the same.

    :raises IllegalDuty: when the table has no such move
    """
    to = MOVES[duty].get(do)
    if to is not None:
        return to
    if SAYS[do] is duty:
        return None
    raise IllegalDuty(
        f"A unit whose duty is {duty} cannot {do}.",
        duty=duty.value,
        wanted=do.value,
        allowed=sorted(word.value for word in MOVES[duty]),
    )
