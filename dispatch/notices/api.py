"""Notices over HTTP: browsers subscribe to pushes; an administrator sees what could not be sent."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from core.auth.values import Principal, Role
from core.clock import utcnow
from core.errors import Forbidden
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, require
from core.scope import WHOLE, sees
from dispatch.notices import operations, queries
from dispatch.notices.lifecycle import NoticeState
from dispatch.notices.values import (
    NoticeOut,
    NoticesOut,
    PushKeyOut,
    PushSubscriptionIn,
    SubscribedOut,
)

router = APIRouter(prefix="/api/v1", tags=["notices"])

Officer = Annotated[Principal, Depends(require(Role.OFFICER))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]


@router.get(
    "/push-key",
    summary="The key browsers subscribe with",
    responses={200: {"model": PushKeyOut}, **documented(401, 503)},
)
async def read_push_key(request: Request, _: SignedIn) -> dict[str, Any]:
    """Give the `applicationServerKey` of this platform."""
    return {"key": request.app.state.push_key}


@router.post(
    "/push-subscriptions",
    status_code=201,
    summary="Push to this browser",
    responses={
        201: {"model": SubscribedOut},
        **documented(400, 401, 403, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: PushSubscriptionIn}),
)
async def subscribe(
    request: Request,
    principal: Officer,
    wanted: Annotated[PushSubscriptionIn, Depends(json_body(PushSubscriptionIn))],
) -> dict[str, Any]:
    """Push to this browser what its unit is asked, until the session ends; again changes nothing."""
    if principal.unit is None:
        raise Forbidden("This account belongs to no unit.")
    state = request.app.state
    async with state.database.transaction() as session:
        kept = await operations.subscribe(
            session,
            principal=principal,
            unit=principal.unit,
            wanted=wanted,
            production=state.settings.production,
            now=utcnow(),
        )
    return {"id": str(kept)}


@router.delete(
    "/push-subscriptions/{subscription_id}",
    status_code=204,
    summary="Push to this browser no more",
    responses=documented(401, 403, 404, 422, 503),
)
async def unsubscribe(request: Request, principal: Officer, subscription_id: UUID) -> Response:
    """Forget one of the caller's own subscriptions."""
    async with request.app.state.database.transaction() as session:
        await operations.unsubscribe(session, subscription_id=subscription_id, principal=principal)
    return Response(status_code=204)


@router.get(
    "/notices",
    summary="Notices, the dead ones above all",
    responses={200: {"model": NoticesOut}, **documented(401, 403, 422, 503)},
)
async def list_notices(
    request: Request,
    principal: Admin,
    state: Annotated[NoticeState | None, Query(description="Only in this state")] = None,
    before: Annotated[UUID | None, Query(description="Made before this one")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """List the notices to units in the caller's scope, newest first."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_page(
            session, state=state, units=_units(request, principal), before=before, limit=limit
        )
    return {
        "items": [queries.picture(notice) for notice in found],
        "next": str(found[-1].id) if len(found) == limit else None,
    }


@router.post(
    "/notices/{notice_id}/retry",
    summary="Try a dead notice again",
    responses={200: {"model": NoticeOut}, **documented(401, 403, 404, 409, 422, 503)},
)
async def retry_notice(request: Request, principal: Admin, notice_id: UUID) -> dict[str, Any]:
    """Have a notice sent that was given up, within seconds."""
    async with request.app.state.database.transaction() as session:
        notice = await queries.get(
            session, notice_id=notice_id, units=_units(request, principal), lock=True
        )
        operations.retry(notice, now=utcnow())
        return queries.picture(notice)


def _units(request: Request, principal: Principal) -> set[str] | None:
    """Name the units in the caller's scope; None for all."""
    if principal.scope == WHOLE:
        return None
    roster = request.app.state.world().roster
    return {unit for unit in roster.units if sees(principal.scope, **roster.nodes_of(unit))}
