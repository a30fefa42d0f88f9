"""Whose time it was: a case's time shared out among those who had it in hand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from command.cases.lifecycle import CaseState
from command.clocks.rules import running_us
from command.clocks.values import Holder, Stretch
from dispatch.limits.values import Period, TimeUnit
from dispatch.limits.work_calendar import WorkCalendar

STOPPED: Final = frozenset({CaseState.HANDLED, CaseState.CLOSED})
"""Where the limit on handling ends: whoever checks the work has time of his own."""
_US: Final = 1_000_000


class Held(NamedTuple):
    """From a moment on a case was in a state, with a team or with none."""

    at: datetime
    state: str
    team: str | None


class Rest(NamedTuple):
    """The clock rested, and on what ground; still does where `to` is None."""

    from_: datetime
    to: datetime | None
    ground: str | None


def stopped_at(held: Sequence[Held]) -> datetime | None:
    """Tell when the work was done, None while it is not: what was merged may have come back since."""
    at = None
    for row in held:
        at = (at or row.at) if row.state in STOPPED else None
    return at


def charge(
    calendar: WorkCalendar,
    unit: TimeUnit,
    *,
    held: Sequence[Held],
    rests: Sequence[Rest],
    now: datetime,
) -> list[Stretch]:
    """Share a case's time out, from its first moment to its end or now, without a gap.

    Who waits for judgement waits for the centre; from then on the time is the team's, whichever unit it
    sends; while the clock rests it is nobody's.
    """
    end = stopped_at(held) or now
    found: list[Stretch] = []
    for period, row in _held_by(held, end):
        waits = row.state == CaseState.TO_JUDGE or row.team is None
        holder, team = (Holder.CENTRE, None) if waits else (Holder.TEAM, row.team)
        for part, rest in _cut(period, rests):
            stretch = (
                Stretch(holder, team, *part, running_us(calendar, unit, *part) // _US)
                if rest is None
                else Stretch(Holder.NOBODY, team, *part, 0, rest.ground)
            )
            _append(found, stretch)
    return found


def _held_by(held: Sequence[Held], end: datetime) -> Iterator[tuple[Period, Held]]:
    for number, row in enumerate(held):
        until = held[number + 1].at if number + 1 < len(held) else end
        if row.at < min(until, end):
            yield Period(row.at, min(until, end)), row


def _cut(period: Period, rests: Sequence[Rest]) -> Iterator[tuple[Period, Rest | None]]:
    """Cut a period where the clock stopped and went on."""
    at = period.from_
    for rest in rests:
        begin = max(at, rest.from_)
        end = min(period.to, rest.to or period.to)
        if begin >= end:
            continue
        if at < begin:
            yield Period(at, begin), None
        yield Period(begin, end), rest
        at = end
    if at < period.to:
        yield Period(at, period.to), None


def _append(found: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch, to the one before where the holder stays the same."""
    last = found[-1] if found else None
    if last and (last.holder, last.team, last.ground, last.to) == (
        stretch.holder,
        stretch.team,
        stretch.ground,
        stretch.from_,
    ):
        found[-1] = last._replace(to=stretch.to, used_s=last.used_s + stretch.used_s)
    else:
        found.append(stretch)
