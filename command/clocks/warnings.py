"""Who is warned: of a case that is nearly due, of one that is late, and of a calendar that has a gap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases.models import Case
from command.clocks import queries
from command.clocks.charges import STOPPED
from command.clocks.operations import NEAR, PASSED, TIMER
from command.world import World
from core import timers
from core.clock import iso
from core.scope import WHOLE
from core.timers import Due
from dispatch.alerts import operations as alerts
from dispatch.alerts import queries as open_alerts
from dispatch.alerts.values import NewAlert

BUSY: Final = timedelta(seconds=5)
"""When a case is looked at again that somebody had in hand."""
CALENDAR: Final = "calendar_missing"
"""An alert; its subject is the year."""
EXPECTED: Final = "calendar_expected_month"
"""The parameter that says from which month on the next year's notice is missed."""


async def warn(session: AsyncSession, *, dues: Sequence[Due], world: World, now: datetime) -> None:
    """Warn of those cases that are nearly due or late by now, and say when to look again."""
    found = await queries.list_to_warn(session, case_nos=[due.subject for due in dues])
    raised: list[NewAlert] = []
    late: list[str] = []
    for due in dues:
        case = found.get(due.subject)
        if case is None:
            timers.set_(session, [(TIMER, due.subject, now + BUSY, {})])
        elif not _runs(case) or case.due_at is None or case.near_at is None:
            continue
        elif now < case.near_at:
            timers.set_(session, [(TIMER, case.case_no, case.near_at, {})])
        elif now < case.due_at:
            raised.append(_alert(case, NEAR, f"team:{case.team}" if case.team else WHOLE))
            timers.set_(session, [(TIMER, case.case_no, case.due_at, {})])
        else:
            late.append(case.case_no)
            node = f"district:{case.district}" if case.district else WHOLE
            raised.append(_alert(case, PASSED, node))
    await alerts.end(session, kinds=[NEAR], subjects=late, now=now)
    if raised:
        await alerts.raise_alerts(session, alerts=raised, now=now)


async def watch_calendar(session: AsyncSession, *, world: World, now: datetime) -> None:
    """Say as long as the next year's notice is missed, or an open case reaches into a year without one."""
    day = now.astimezone(world.city.zone).date()
    calendar = world.limits.calendar
    first_unknown = calendar.known_until(now).astimezone(world.city.zone).year
    month = world.snapshot.parameter(EXPECTED, day)
    missed = (
        first_unknown <= day.year
        or (first_unknown == day.year + 1 and month is not None and day.month >= month)
        or await queries.has_provisional(session)
    )
    year = str(first_unknown)
    said = await open_alerts.list_of_kind(session, kind=CALENDAR)
    over = [alert.subject for alert in said if not missed or alert.subject != year]
    await alerts.end(session, kinds=[CALENDAR], subjects=over, now=now)
    if missed and not any(alert.subject == year for alert in said):
        alert = NewAlert(
            kind=CALENDAR,
            subject=year,
            node=WHOLE,
            level=WHOLE,
            due_at=calendar.known_until(now),
            facts={"year": first_unknown},
        )
        await alerts.raise_alerts(session, alerts=[alert], now=now)


def _runs(case: Case) -> bool:
    return case.state not in STOPPED and case.paused_at is None


def _alert(case: Case, kind: str, node: str) -> NewAlert:
    return NewAlert(
        kind=kind,
        subject=case.case_no,
        node=node,
        level=node.partition(":")[0],
        district=case.district,
        township=case.township,
        team=case.team,
        case_no=case.case_no,
        due_at=case.due_at,
        facts={
            "title": case.title,
            "urgency": case.urgency,
            "rule": case.limit_rule,
            "received_at": iso(case.received_at),
            "provisional": case.due_provisional,
        },
    )
