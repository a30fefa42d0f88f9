"""Changing cases: every move through the table, with its history and its frame."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from command.cases import lifecycle, queries
from command.cases.lifecycle import CaseState
from command.cases.models import Attachment, Case, CaseFile
from command.cases.values import NewCase
from command.errors import CaseChanged, TeamElsewhere, TeamUnknown
from command.events import AttachmentsReported, CaseRouted
from command.world import World
from core import channels, ending, outbox
from core.bulk import BulkInsert, BulkUpdate
from core.clock import iso
from core.ids import new_id
from dispatch.events import TaskMoved

SYSTEM: Final = "system"

_CASES: Final = BulkInsert(
    SQLModel.metadata.tables["case"],
    (
        "id", "case_no", "platform", "source_event_id", "state", "version", "reason", "scheme",
        "kind", "code", "urgency", "title", "address", "lon", "lat", "district", "township",
        "team", "field", "item", "body", "occurred_at", "received_at", "changed_at", "report",
        "why",
    ),
    # Two processes that were sent the same events in another order must not wait for each other.
    order_by="platform, source_event_id",
)  # fmt: skip
_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["case_history"],
    (
        "id", "case_id", "at", "from_state", "to_state", "reason", "actor", "team", "unit",
        "task_id", "rule",
    ),
)  # fmt: skip
_MOVES: Final = BulkUpdate(
    SQLModel.metadata.tables["case"],
    key="id",
    columns=("state", "reason", "version", "unit", "changed_at"),
)


def insert_new(
    session: AsyncSession, *, cases: Sequence[NewCase], world: World, now: datetime
) -> None:
    """Write new cases, with history, frames and news.

    Should one of their events have a case already, the transaction ends in `AlreadyThere`.
    """
    ending.later(session, _CASES, [_values(case) for case in cases])
    ending.later(
        session,
        _HISTORY,
        [
            (
                new_id(), case.id, now, None, case.state, case.reason,
                f"platform:{case.platform}", case.team, None, None, case.rule,
            )
            for case in cases
        ],
    )  # fmt: skip
    for case in cases:
        _announce(session, case, world, now)
        if case.state == CaseState.ROUTED:
            outbox.record(session, CaseRouted(case_no=case.case_no), at=now)
        if named := case.report.get("attachments"):
            session.add_all(
                Attachment(
                    case_no=case.case_no,
                    url=file["url"],
                    sha256=file.get("sha256"),
                    media_type=file.get("media_type"),
                )
                for file in named
            )
            outbox.record(session, AttachmentsReported(case_no=case.case_no), at=now)


async def follow(
    session: AsyncSession, *, moves: Sequence[TaskMoved], world: World, now: datetime
) -> None:
    """Let cases follow what became of their tasks."""
    found = await queries.list_locked(session, case_nos={move.case_no for move in moves})
    cases = {case.case_no: case for case in found}
    history: list[tuple[object, ...]] = []
    for move in moves:
        case = cases[move.case_no]
        task_id = UUID(move.task_id)
        for to, reason in _FOLLOWS[move.state]:
            case.unit = None if to is CaseState.ROUTED else move.unit
            history.append(
                _move(case, to, reason=reason, actor=move.actor, task_id=task_id, now=now)
            )
            _announce(session, case, world, now)
        for file in move.files or ():
            await session.merge(
                CaseFile(
                    case_no=case.case_no, file_id=UUID(file), kind="photo", task_id=task_id, at=now
                )
            )
    await _MOVES.run(
        session, [(c.id, c.state, c.reason, c.version, c.unit, c.changed_at) for c in found]
    )
    ending.later(session, _HISTORY, history)


_FOLLOWS: Final[dict[str, tuple[tuple[CaseState, str], ...]]] = {
    "offered": ((CaseState.SENT, "offered"),),
    "accepted": ((CaseState.SIGNED, "accepted"),),
    "declined": ((CaseState.ROUTED, "declined"),),
    "en_route": ((CaseState.EN_ROUTE, "departed"),),
    "on_site": ((CaseState.ON_SITE, "arrived"),),
    # One task did all there was to do and no re-check is asked for: the system closes the case.
    "done": ((CaseState.HANDLED, "finished"), (CaseState.CLOSED, "all_done")),
}


async def assign(
    session: AsyncSession,
    *,
    case: Case,
    team: str,
    reason: str,
    version: int,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Send a case that waits for judgement to the team a person has chosen.

    :raises CaseChanged: when somebody changed it since it was read.
    :raises TeamUnknown: when there is no such team.
    :raises TeamElsewhere: when the case's place is not the team's.
    :raises CaseIllegalMove: when it does not wait for judgement.
    """
    if case.version != version:
        raise CaseChanged("The case was changed meanwhile.", version=case.version, state=case.state)
    facts = world.roster.teams.get(team)
    if facts is None:
        raise TeamUnknown("There is no such team.", team=team, errors=[_at_team("unknown")])
    if not facts.serves(district=case.district, township=case.township):
        raise TeamElsewhere(
            "This team serves another place.", team=team, errors=[_at_team("elsewhere")]
        )
    wanted = next(
        (
            name
            for name in world.book.fields_of((case.scheme, case.kind, case.code))
            if name in facts.fields
        ),
        None,
    )
    case.team, case.body = facts.code, facts.body
    case.field = wanted or min(facts.fields, default=None)
    if case.district is None:
        case.district = facts.district
    case.why = {**case.why, "judged": {"by": account, "reason": reason, "at": iso(now)}}
    moved = _move(case, CaseState.ROUTED, reason="assigned", actor=account, now=now)
    ending.later(session, _HISTORY, [moved])
    _announce(session, case, world, now)
    outbox.record(session, CaseRouted(case_no=case.case_no), at=now)


def _at_team(rule: str) -> dict[str, str]:
    return {"in": "body", "pointer": "/team", "rule": rule, "detail": ""}


def _move(
    case: Case | NewCase,
    to: CaseState,
    *,
    reason: str,
    actor: str,
    now: datetime,
    task_id: UUID | None = None,
) -> tuple[object, ...]:
    """Move a case and give the history row of it, in the order of `_HISTORY`."""
    before = CaseState(case.state)
    case.state = lifecycle.move(before, to)
    case.reason = reason
    case.version += 1
    case.changed_at = now
    return (
        new_id(), case.id, now, before, to, reason, actor, case.team, case.unit, task_id, None,
    )  # fmt: skip


def _announce(session: AsyncSession, case: Case | NewCase, world: World, now: datetime) -> None:
    channels.publish(
        session,
        name="case.changed",
        data=queries.picture(case, world),
        channels=queries.channels_for(case),
        at=now,
    )


def _values(c: NewCase) -> tuple[object, ...]:
    return (
        c.id, c.case_no, c.platform, c.source_event_id, c.state, c.version, c.reason, c.scheme,
        c.kind, c.code, c.urgency, c.title, c.address, c.lon, c.lat, c.district, c.township,
        c.team, c.field, c.item, c.body, c.occurred_at, c.received_at, c.changed_at, c.report,
        c.why,
    )  # fmt: skip
