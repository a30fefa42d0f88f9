"""Reading alerts: always within a node of the organisation."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.clock import iso
from core.scope import channels_of, within
from dispatch.alerts.models import Alert
from dispatch.errors import AlertNotFound


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on alerts inside a node: what it is about, or who is called on."""
    about = within(
        node,
        {
            "district": col(Alert.district),
            "township": col(Alert.township),
            "team": col(Alert.team),
            "unit": col(Alert.unit),
        },
    )
    return or_(about, col(Alert.node) == node)


def channels_for(alert: Any) -> list[str]:
    """Name the channels an alert is told on: those of the posts that `in_scope` shows it to.

    A unit may get it and take it in hand; its phones are told by what the alert is about.
    """
    return [
        *channels_of(district=alert.district, township=alert.township, team=alert.team),
        alert.node,
    ]


def picture(alert: Any) -> dict[str, Any]:
    """Give an alert as the wire shows it (docs/wire.md, ALERT)."""
    return {
        "id": str(alert.id),
        "kind": alert.kind,
        "subject": alert.subject,
        "node": alert.node,
        "level": alert.level,
        "team": alert.team,
        "unit": alert.unit,
        "task_id": str(alert.task_id) if alert.task_id else None,
        "case_no": alert.case_no,
        "raised_at": iso(alert.raised_at),
        "due_at": iso(alert.due_at) if alert.due_at else None,
        "acknowledged_at": iso(alert.acknowledged_at) if alert.acknowledged_at else None,
        "acknowledged_by": str(alert.acknowledged_by) if alert.acknowledged_by else None,
        "ended": alert.ended_at is not None,
        "facts": alert.facts,
    }


async def list_open(session: AsyncSession, *, node: str) -> list[Alert]:
    """List the alerts in a node that are not over, oldest first."""
    return list(
        await session.scalars(
            select(Alert)
            .where(in_scope(node))
            .where(col(Alert.ended_at).is_(None))
            .order_by(col(Alert.id))
        )
    )


async def list_of_kind(session: AsyncSession, *, kind: str) -> list[Alert]:
    """List the alerts of a kind that are not over, wherever."""
    return list(
        await session.scalars(
            select(Alert).where(col(Alert.kind) == kind).where(col(Alert.ended_at).is_(None))
        )
    )


_ABOUT: Final = (
    select(Alert)
    .where(col(Alert.kind) == bindparam("kind"))
    .where(among(col(Alert.subject), "subjects"))
    .where(col(Alert.ended_at).is_(None))
    .order_by(col(Alert.id))
    .with_for_update()
)


async def list_about(
    session: AsyncSession, *, kind: str, subjects: Collection[str]
) -> dict[str, Alert]:
    """Give the open alerts of a kind about these subjects, held until the end, by subject."""
    found = await session.scalars(
        _ABOUT, {"kind": kind, "subjects": subjects}, execution_options={"populate_existing": True}
    )
    return {alert.subject: alert for alert in found}


async def get(session: AsyncSession, *, alert_id: UUID, node: str) -> Alert:
    """Read one alert of a node, held until the end.

    :raises AlertNotFound: when there is none of that id within the node.
    """
    alert = await session.scalar(
        select(Alert).where(col(Alert.id) == alert_id).where(in_scope(node)).with_for_update()
    )
    if alert is None:
        raise AlertNotFound("There is no such alert.", alert=str(alert_id))
    return alert
