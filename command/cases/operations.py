"""Changing cases: every move through the table, with its history and its frame."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from command.cases import lifecycle, queries, rules
from command.cases.lifecycle import CaseState
from command.cases.models import Attachment, Case, CaseFile
from command.cases.values import NewCase
from command.events import AttachmentsReported, CaseRouted
from command.world import World
from core import channels, db, ending, outbox
from core.bulk import BulkHold, BulkInsert, BulkUpdate
from core.ids import new_id
from dispatch.events import TaskMoved
from dispatch.tasks import queries as tasks
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.values import NOBODY, Role

SYSTEM: Final = "system"
MERGED: Final = "merged"
"""Why the tasks of a case are taken back that was merged into another."""

_CASES: Final = BulkInsert(
    SQLModel.metadata.tables["case"],
    (
        "id", "case_no", "platform", "source_event_id", "state", "version", "reason", "scheme",
        "kind", "code", "urgency", "title", "address", "lon", "lat", "district", "township",
        "team", "field", "item", "body", "due_at", "due_provisional", "near_at", "limit_rule",
        "occurred_at", "received_at", "changed_at", "report", "why", "cell",
    ),
    # Two processes that were sent the same events in another order must not wait for each other.
    order_by="platform, source_event_id",
    beside=("report", "why"),
)  # fmt: skip
_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["case_history"],
    (
        "id", "case_id", "at", "from_state", "to_state", "reason", "actor", "team", "unit",
        "task_id", "rule", "other", "followed",
    ),
)  # fmt: skip
_MOVES: Final = BulkUpdate(
    SQLModel.metadata.tables["case"],
    key="id",
    columns=("state", "reason", "version", "team", "unit", "changed_at"),
)
_MOVES_ON: Final = BulkUpdate(
    SQLModel.metadata.tables["case"],
    key="id",
    was="version",
    columns=("state", "reason", "version", "team", "unit", "changed_at"),
)
"""The same of cases that nobody holds."""
_HELD: Final = BulkHold(SQLModel.metadata.tables["case"], key="id", was="version")
_JUDGED: Final = BulkUpdate(SQLModel.metadata.tables["case"], key="id", columns=("why", "hops"))

History = tuple[object, ...]
"""A row of history, in the order of `_HISTORY`."""


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
                f"platform:{case.platform}", case.team, None, None, case.rule, None, None,
            )
            for case in cases
        ],
    )  # fmt: skip
    for case in cases:
        announce(session, case, world, now)
        # A case that waits for a person is nobody's news: he sees it, and its clock is armed with it.
        if case.state == CaseState.ROUTED:
            outbox.record(session, CaseRouted(case_no=case.case_no, armed=True), at=now)
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
    case_nos = {move.case_no for move in moves}
    # Hardly anybody acts on a case while its unit is looked for: should somebody, his change undoes ours.
    held = any(move.state != TaskState.OFFERED for move in moves)
    read = queries.list_locked if held else queries.list_seen
    found = await read(session, case_nos=case_nos)
    seen = {case.id: case.version for case in found}
    cases = {case.case_no: case for case in found}
    others = await tasks.list_rivalries(
        session,
        case_nos={
            one.case_no for one in moves if one.role == Role.RIVAL and one.state in rules.BACK
        },
    )
    returned = await queries.list_why(
        session, case_nos={one.case_no for one in moves if one.state == "returned"}
    )
    dropped = await tasks.list_dropped(
        session,
        ids=[UUID(one.task_id) for one in moves if cases[one.case_no].parted_at is not None],
        reason=MERGED,
    )
    history: list[History] = []
    judged: list[tuple[object, ...]] = []
    for moved in moves:
        case = cases[moved.case_no]
        task_id = UUID(moved.task_id)
        if task_id in dropped:
            # What was done for it before it was merged counts no more, however late it is heard.
            continue
        steps = rules.follow(
            CaseState(case.state),
            task=moved.state,
            role=moved.role,
            others=others.get(case.case_no, NOBODY),
        )
        for to, reason in steps:
            before = queries.channels_for(case)
            if moved.role == Role.LEAD and to is CaseState.SIGNED:
                # On a border the first to accept works it; whose name is on the papers stays.
                case.team = moved.team
            if moved.role in (Role.LEAD, Role.RIVAL):
                case.unit = moved.unit
            if to in (CaseState.ROUTED, CaseState.TO_JUDGE):
                case.unit = None
            if to is CaseState.TO_JUDGE:
                case.team = None
            if moved.state == "returned" and to is CaseState.TO_JUDGE:
                reason, why = rules.sent_back(
                    returned[case.case_no],
                    key=(case.scheme, case.kind, case.code),
                    team=moved.team,
                    unit=moved.unit,
                    code=moved.code or "",
                    snapshot=world.snapshot,
                    book=world.book,
                    now=now,
                )
                returned[case.case_no] = why
                case.hops += 1
                judged.append((case.id, why, case.hops))
            history.append(
                move(case, to, reason=reason, actor=moved.actor, task_id=task_id, now=now)
            )
            leave(session, case, before, now)
            announce(session, case, world, now)
        for file in moved.files or ():
            await session.merge(
                CaseFile(
                    case_no=case.case_no, file_id=UUID(file), kind="photo", task_id=task_id, at=now
                )
            )
    rows = [(c.id, c.state, c.reason, c.version, c.team, c.unit, c.changed_at) for c in found]
    if held:
        await _MOVES.run(session, rows)
    else:
        ending.later(session, _MOVES_ON, [(row[0], seen[row[0]], *row[1:]) for row in rows])
    await _JUDGED.run(session, judged)
    note(session, history)


def hold(session: AsyncSession, cases: Iterable[Any]) -> None:
    """Hold cases as they were read: whoever merges one meanwhile finds its task, or it gets none."""
    ending.later(session, _HELD, [(case.id, case.version) for case in cases])


def leave(
    session: AsyncSession, case: Case | NewCase, before: Sequence[str], now: datetime
) -> None:
    """Tell whoever could see a case, by these channels, and sees it no more."""
    lost = [channel for channel in before if channel not in queries.channels_for(case)]
    if lost:
        channels.publish(
            session,
            name="case.left",
            data={"case_no": case.case_no, "to": case.team},
            channels=lost,
            at=now,
        )


def note(session: AsyncSession, history: Sequence[History]) -> None:
    """Write what happened to cases."""
    ending.later(session, _HISTORY, history)


def move(
    case: Case | NewCase,
    to: CaseState,
    *,
    reason: str,
    actor: str,
    now: datetime,
    task_id: UUID | None = None,
) -> History:
    """Move a case and give the history row of it."""
    before = CaseState(case.state)
    case.state = lifecycle.move(before, to)
    return record(case, before, reason=reason, actor=actor, now=now, task_id=task_id)


def record(
    case: Case | NewCase,
    before: str,
    *,
    reason: str,
    actor: str,
    now: datetime,
    task_id: UUID | None = None,
    other: str | None = None,
) -> History:
    """Give the history row of what has happened to a case that was in the state `before`."""
    case.reason = reason
    case.version += 1
    case.changed_at = now
    return (
        new_id(), case.id, now, before, case.state, reason, actor, case.team, case.unit, task_id,
        None, other, case.followed,
    )  # fmt: skip


def announce(session: AsyncSession, case: Case | NewCase, world: World, now: datetime) -> None:
    """Tell everyone in scope how a case stands now, and those who wait for it under another number."""
    here = queries.channels_for(case)
    if isinstance(case, Case) and case.followed is not None:
        tell_platform(session, case, world, now)
        here.remove(f"platform:{case.platform}")
    channels.publish(
        session, name="case.changed", data=queries.picture(case, world), channels=here, at=now
    )
    if case.members:
        waiting: list[_Told] = session.info.setdefault("told_on", [])
        state = case.followed or case.state
        waiting.append(_Told(case.case_no, state, case.reason, case.told, world, now))
        db.before_commit(session, _tell_on)


def tell_platform(session: AsyncSession, case: Case, world: World, now: datetime) -> None:
    """Tell the platform alone how its case stands, that goes on under another number."""
    channels.publish(
        session,
        name="case.changed",
        data=queries.told(case, world),
        channels=[f"platform:{case.platform}"],
        at=now,
    )


class _Told(NamedTuple):
    """What is to be told on to the platforms of the cases that are merged into one."""

    head: str
    state: str
    reason: str
    said: Mapping[str, Any] | None
    world: World
    now: datetime


async def _tell_on(session: AsyncSession) -> None:
    """Let merged cases follow the ones they were merged into, step by step, and theirs follow them."""
    waiting: list[_Told] = session.info.pop("told_on", [])
    while waiting:
        members = await queries.list_members(session, heads={one.head for one in waiting})
        further: list[_Told] = []
        for one in waiting:
            for case in members:
                if case.merged_into == one.head and case.followed != one.state:
                    follow_head(session, case, one.state, one.said, one.reason, one.now)
                    tell_platform(session, case, one.world, one.now)
                    if case.members:
                        further.append(one._replace(head=case.case_no))
        waiting = further


def follow_head(
    session: AsyncSession,
    case: Case,
    state: str,
    said: Mapping[str, Any] | None,
    reason: str,
    now: datetime,
) -> None:
    """Note that a merged case's platform is told the state of the one it was merged into."""
    case.followed = state
    # On what ground that one was refused is this one's answer, too; what is missing is asked of nobody else.
    case.told = dict(said) if said and "ground" in said else None
    merged = case.reason
    row = record(case, case.state, reason=reason, actor=SYSTEM, now=now, other=case.merged_into)
    case.reason = merged
    note(session, [row])


def _values(c: NewCase) -> tuple[object, ...]:
    return (
        c.id, c.case_no, c.platform, c.source_event_id, c.state, c.version, c.reason, c.scheme,
        c.kind, c.code, c.urgency, c.title, c.address, c.lon, c.lat, c.district, c.township,
        c.team, c.field, c.item, c.body, c.due_at, c.due_provisional, c.near_at, c.limit_rule,
        c.occurred_at, c.received_at, c.changed_at, c.report, c.why, c.cell,
    )  # fmt: skip
