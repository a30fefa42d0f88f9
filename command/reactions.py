"""What command does about news: a routed case wants a unit; a task's move is its case's move."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

import dispatch.reactions
from command.cases import operations as cases
from command.cases import queries
from command.cases.judging import REASON
from command.cases.lifecycle import CaseState
from command.events import CaseRouted
from command.world import World
from dispatch import push
from dispatch.events import TaskMoved
from dispatch.push import Forces
from dispatch.tasks.operations import UNANSWERING
from dispatch.tasks.values import Role, Want

NOBODYS: Final = frozenset({CaseState.TO_JUDGE, CaseState.CLOSED})
"""Where no unit has anything to do about a case."""
DECIDED_BY_HAND: Final = frozenset({"assigned", *REASON.values()})


async def send_out(
    session: AsyncSession,
    events: Sequence[CaseRouted],
    now: datetime,
    *,
    world: Callable[[], World],
    forces: Callable[[], Forces],
) -> None:
    """Push a task for every case that has a team."""
    found = await queries.list_wanting(session, case_nos=[event.case_no for event in events])
    cases.hold(session, found)
    wants = [one for case in found for one in list_wants(case, world())]
    await push.push(session, wants=wants, forces=forces(), now=now)


def list_wants(case: Any, world: World) -> list[Want]:
    """Say what a case asks, and of whom: of its team; on a border also of the teams across it.

    Whoever is nearest may be first there: their units are rivals, and who accepts first works it. Once a
    person has named a team, only that is asked.
    """
    across = dict.fromkeys(
        team for _, team in case.neighbours or () if team is not None and team != case.team
    )
    if not across or case.reason in DECIDED_BY_HAND:
        return [want(case, world, team=case.team, role=Role.LEAD)]
    return [want(case, world, team=team, role=Role.RIVAL) for team in (case.team, *across)]


def want(case: Any, world: World, *, team: str | None, role: Role) -> Want:
    """Say what a case asks of a team, with what the officer must know of it."""
    return Want(
        case_no=case.case_no,
        role=role,
        team=team or "",
        field=case.field or "",
        district=case.district,
        township=case.township,
        lon=case.lon,
        lat=case.lat,
        subject=(case.report.get("subject") or {}).get("uscc"),
        by_hand=not world.sending.is_automatic(
            case.team or "", (case.scheme, case.kind, case.code)
        ),
        brief={
            "title": case.title,
            "class_name": world.book.class_name((case.scheme, case.kind, case.code)),
            "urgency": case.urgency,
            "address": case.address,
            "township_name": world.area_name(case.township),
            "team_name": world.team_name(team),
            "description": case.report.get("description"),
            "reason": case.reason,
        },
    )


async def ask_the_next(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    forces: Callable[[], Forces],
) -> None:
    """Offer what a unit declined, or did not answer, to the next one, unless its case is over meanwhile."""
    left = [event for event in events if event.state in UNANSWERING]
    if not left:
        return
    found = await queries.list_locked(session, case_nos={event.case_no for event in left})
    over = {case.case_no for case in found if case.state in NOBODYS}
    await dispatch.reactions.ask_the_next(session, left, now, forces=forces, over=over)


async def follow_tasks(
    session: AsyncSession,
    events: Sequence[TaskMoved],
    now: datetime,
    *,
    world: Callable[[], World],
) -> None:
    """Move the cases whose tasks have moved."""
    await cases.follow(session, moves=events, world=world(), now=now)
