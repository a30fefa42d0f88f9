"""Alerts over HTTP: taking one in hand."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from core.auth.values import Principal, Role
from core.clock import utcnow
from core.http import documented, require
from dispatch.alerts import operations as alerts
from dispatch.alerts import queries
from dispatch.alerts.values import AlertOut

router = APIRouter(tags=["alerts"])

Acting = Annotated[Principal, Depends(require(Role.OPERATOR, Role.OFFICER))]


@router.post(
    "/api/v1/alerts/{alert_id}/acknowledge",
    summary="Take an alert in hand",
    responses={200: {"model": AlertOut}, **documented(401, 403, 404, 409, 422, 503)},
)
async def acknowledge_alert(request: Request, principal: Acting, alert_id: UUID) -> dict[str, Any]:
    """Say that one looks after it: it climbs no further. Again, or after somebody else, changes nothing."""
    async with request.app.state.database.transaction() as session:
        alert = await alerts.acknowledge(
            session,
            alert_id=alert_id,
            node=principal.scope,
            account=principal.account_id,
            name=principal.name,
            now=utcnow(),
        )
    return queries.picture(alert)
