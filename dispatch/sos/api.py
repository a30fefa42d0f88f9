"""Calls for help over HTTP: raised by officers, answered by whoever hears them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from core.auth.values import Principal, Role
from core.clock import utcnow
from core.errors import Forbidden
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, require
from dispatch.sos import calling, operations, queries
from dispatch.sos.values import Caller, SosActIn, SosIn, SosListOut, SosOut

router = APIRouter(prefix="/api/v1/sos", tags=["sos"])

Officer = Annotated[Principal, Depends(require(Role.OFFICER))]
Answering = Annotated[Principal, Depends(require(Role.OFFICER, Role.OPERATOR, Role.SUPERVISOR))]


class CalledForHelpOut(BaseModel):
    """The call is heard, now or at the first time of asking."""

    done: UUID


@router.post(
    "",
    summary="Call for help",
    responses={
        200: {"model": CalledForHelpOut},
        **documented(400, 401, 403, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: SosIn}),
)
async def call_for_help(
    request: Request, principal: Officer, call: Annotated[SosIn, Depends(json_body(SosIn))]
) -> dict[str, str]:
    """Call the nearest units and every console; pressing again makes an open call loud again."""
    if principal.unit is None:
        raise Forbidden("This account belongs to no unit.")
    state = request.app.state
    by = Caller(str(principal.account_id), principal.name, principal.unit)
    await calling.call(
        state.database, state.nearest, call=call, by=by, unit=principal.unit, now=utcnow()
    )
    return {"done": str(call.id)}


@router.get(
    "",
    summary="Open calls for help",
    responses={200: {"model": SosListOut}, **documented(401, 503)},
)
async def list_sos(request: Request, principal: SignedIn) -> dict[str, Any]:
    """List the calls that are not over: of the caller's scope, or those his unit was called on for."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_open(session, node=principal.scope)
    return {"items": [queries.picture(sos) for sos in found]}


@router.get(
    "/{sos_id}",
    summary="One call for help",
    responses={200: {"model": SosOut}, **documented(401, 404, 422, 503)},
)
async def read_sos(request: Request, principal: SignedIn, sos_id: UUID) -> dict[str, Any]:
    """Give one call, over or not."""
    async with request.app.state.database.reading() as session:
        return queries.picture(await queries.get(session, sos_id=sos_id, node=principal.scope))


@router.post(
    "/{sos_id}/acts",
    summary="Answer a call for help",
    responses={
        200: {"model": SosOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: SosActIn}),
)
async def answer_sos(
    request: Request,
    principal: Answering,
    sos_id: UUID,
    act: Annotated[SosActIn, Depends(json_body(SosActIn))],
) -> dict[str, Any]:
    """Acknowledge, take, call off, close or call it a false alarm; the same act again changes nothing."""
    by = Caller(str(principal.account_id), principal.name, principal.unit)
    async with request.app.state.database.transaction() as session:
        sos = await operations.act(
            session, sos_id=sos_id, act=act, by=by, node=principal.scope, now=utcnow()
        )
    return queries.picture(sos)
