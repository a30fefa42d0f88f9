"""Raising alerts, taking them in hand, ending them: each with its frame and its history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core import channels, ending
from core.bulk import BulkInsert, among
from core.ids import new_id
from dispatch.alerts import queries
from dispatch.alerts.models import Alert
from dispatch.alerts.values import NewAlert
from dispatch.errors import AlertOver

SYSTEM: Final = "system"

_COLUMNS: Final = (
    "id", "kind", "subject", "node", "level", "district", "township", "team", "unit", "task_id",
    "case_no", "raised_at", "due_at", "facts",
)  # fmt: skip
_PICTURED: Final = tuple(SQLModel.metadata.tables["alert"].columns)
"""Rows, not objects: hundreds may be told of at once."""
_RAISE: Final = BulkInsert(
    SQLModel.metadata.tables["alert"],
    _COLUMNS,
    order_by="kind, subject",
    # Whoever is called on anew has not acknowledged.
    tail="ON CONFLICT (kind, subject) WHERE ended_at IS NULL DO UPDATE SET"
    " node = excluded.node, level = excluded.level, due_at = excluded.due_at,"
    " facts = excluded.facts, acknowledged_at = CASE WHEN alert.level = excluded.level"
    " THEN alert.acknowledged_at END, acknowledged_by = CASE WHEN alert.level = excluded.level"
    " THEN alert.acknowledged_by END",
    returning=_PICTURED,
)
_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["alert_history"],
    ("id", "alert_id", "at", "what", "actor", "node", "level", "subject"),
)


async def raise_alerts(session: AsyncSession, *, alerts: Sequence[NewAlert], now: datetime) -> None:
    """Raise alerts. One that is open already climbs to the new level, where nobody has acknowledged it yet."""
    rows = [
        (
            new_id(), new.kind, new.subject, new.node, new.level, new.district, new.township,
            new.team, new.unit, new.task_id, new.case_no, now, new.due_at, dict(new.facts),
        )
        for new in alerts
    ]  # fmt: skip
    raised = sorted(await _RAISE.run(session, rows), key=lambda alert: alert.id)
    _tell(session, raised, what="raised", actor=SYSTEM, now=now)


async def acknowledge(
    session: AsyncSession, *, alert_id: UUID, node: str, account: UUID, name: str, now: datetime
) -> Alert:
    """Take an alert in hand; again, or after somebody else, changes nothing.

    :raises AlertNotFound: when there is none of that id within the node.
    :raises AlertOver: when there is nothing to take in hand any more.
    """
    alert = await queries.get(session, alert_id=alert_id, node=node)
    if alert.ended_at is not None:
        raise AlertOver("This alert is over.", alert=str(alert_id))
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = now, account
        alert.facts = {**alert.facts, "acknowledged_name": name}
        _tell(session, [alert], what="acknowledged", actor=str(account), now=now)
    return alert


async def end(
    session: AsyncSession, *, kinds: Collection[str], subjects: Collection[str], now: datetime
) -> None:
    """End the open alerts of these kinds about these subjects; where there is none, nothing."""
    if subjects:
        ended = await session.execute(_END, {"kinds": kinds, "subjects": subjects, "now": now})
        _tell(session, ended, what="ended", actor=SYSTEM, now=now)


async def pass_on(
    session: AsyncSession,
    *,
    kind: str,
    followers: Mapping[str, tuple[UUID, Mapping[str, Any]]],
    now: datetime,
) -> None:
    """Let open alerts be about the tasks that follow: by old subject, the new one and the facts that change."""
    found = await queries.list_about(session, kind=kind, subjects=followers.keys())
    for old, alert in found.items():
        task_id, facts = followers[old]
        alert.subject, alert.task_id = str(task_id), task_id
        alert.facts = {**alert.facts, **facts}
    _tell(session, found.values(), what="passed_on", actor=SYSTEM, now=now)


def _tell(
    session: AsyncSession, alerts: Iterable[Any], *, what: str, actor: str, now: datetime
) -> None:
    rows = []
    for alert in alerts:
        channels.publish(
            session,
            name="alert.changed",
            data=queries.picture(alert),
            channels=queries.channels_for(alert),
            at=now,
        )
        rows.append((new_id(), alert.id, now, what, actor, alert.node, alert.level, alert.subject))
    ending.later(session, _HISTORY, rows)


_END: Final = (
    update(Alert)
    .where(among(col(Alert.kind), "kinds"))
    .where(among(col(Alert.subject), "subjects"))
    .where(col(Alert.ended_at).is_(None))
    .values(ended_at=bindparam("now"))
    .returning(*_PICTURED)
    .execution_options(synchronize_session=False)
)
