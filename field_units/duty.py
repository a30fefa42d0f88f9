"""How a unit stands at a moment: what its shift says, and what its crew has said. Pure.

A unit that says nothing is on duty in its shift. A crew may sign off before the shift ends, sign on
beyond it (overtime, which ends by itself), and take a break (which does, too): a word forgotten to be
taken back outlives nobody's patience.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from field_units.lifecycle import Duty, DutyDo, move
from field_units.values import UnitFacts


@dataclass(frozen=True, slots=True)
class Said:
    """What a crew last said of its unit's duty."""

    duty: Duty
    until: datetime | None
    """When the word ends by itself; None: when it is taken back."""
    overtime_until: datetime | None = None
    """How far the crew has signed on beyond its shift; a break in between does not end that."""
    since: datetime | None = None
    """When it was said."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a unit stands, and until when; None: round the clock, or until it is said."""

    duty: Duty
    until: datetime | None

    @property
    def is_on(self) -> bool:
        """Whether the unit may be sent."""
        return self.duty is Duty.ON


def in_shift(unit: UnitFacts, local: datetime) -> bool:
    """Tell whether a local time falls into the unit's shift."""
    minute = local.hour * 60 + local.minute
    if unit.shift_from == unit.shift_to:
        return True
    if unit.shift_from < unit.shift_to:
        return unit.shift_from <= minute < unit.shift_to
    return minute >= unit.shift_from or minute < unit.shift_to


def shift_turns(unit: UnitFacts, local: datetime) -> datetime | None:
    """Tell when the shift ends, or the next one begins; None for round the clock."""
    if unit.shift_from == unit.shift_to:
        return None
    minute = unit.shift_to if in_shift(unit, local) else unit.shift_from
    turn = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
    return turn if turn > local else turn + timedelta(days=1)


def stand(unit: UnitFacts, said: Said | None, local: datetime) -> Stand:
    """Tell how a unit stands, or stood, at a local time; before the last word only its shift is known."""
    if said is not None and said.since is not None and local < said.since:
        said = None
    if said is not None and (said.until is None or local < said.until):
        if said.duty is not Duty.ON or said.until is None:
            return Stand(said.duty, said.until)
        # Overtime that runs into the next shift ends with that.
        turn = shift_turns(unit, local) if in_shift(unit, local) else said.until
        return Stand(Duty.ON, None if turn is None else max(said.until, turn))
    if in_shift(unit, local):
        return Stand(Duty.ON, shift_turns(unit, local))
    if said is not None and said.overtime_until is not None and local < said.overtime_until:
        return Stand(Duty.ON, said.overtime_until)
    return Stand(Duty.OFF, shift_turns(unit, local))


def say(
    unit: UnitFacts,
    said: Said | None,
    do: DutyDo,
    *,
    local: datetime,
    break_lasts: timedelta,
    overtime_lasts: timedelta,
) -> Said | None:
    """Decide what a crew's word comes to; None when it changes nothing.

    :raises IllegalDuty: when the unit stands so that this cannot be said
    """
    to = move(stand(unit, said, local).duty, do)
    if to is None:
        return None
    overtime_until = said.overtime_until if said is not None else None
    working = in_shift(unit, local)
    if to is Duty.BREAK:
        return Said(to, local + break_lasts, overtime_until, local)
    if to is Duty.OFF:
        # Off for the rest of the shift; the next one begins as shifts do.
        return Said(to, shift_turns(unit, local) if working else local, None, local)
    if do is DutyDo.SIGN_ON and not working:
        return Said(to, local + overtime_lasts, local + overtime_lasts, local)
    if working:
        return Said(to, shift_turns(unit, local), overtime_until, local)
    return Said(to, overtime_until, overtime_until, local)
