"""Hand-over sheets over HTTP: made by the system, remarked on and signed by two people."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from command.handover import operations, queries
from command.handover.values import (
    HandoverIn,
    HandoverOut,
    HandoversOut,
    RemarkIn,
    SignatureIn,
)
from core.auth.values import Principal, Role
from core.clock import iso, utcnow
from core.ending import once
from core.http import JSON, body_read_by_hand, documented, json_body, require
from core.scope import sees
from core.words import Moment
from field_units.rules import is_on_duty

router = APIRouter(prefix="/api/v1/handovers", tags=["handovers"])

Post = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]
CHANGES = (400, 401, 403, 408, 409, 413, 415, 422, 503)


@router.post(
    "",
    summary="Make the sheet of a shift",
    responses={200: {"model": HandoverOut}, **documented(*CHANGES)},
    openapi_extra=body_read_by_hand({JSON: HandoverIn}),
)
async def make_handover(
    request: Request,
    principal: Post,
    wanted: Annotated[HandoverIn, Depends(json_body(HandoverIn))],
) -> dict[str, Any]:
    """Count for the caller's node what whoever comes must know; the same request again gives the same sheet."""
    state = request.app.state
    now = utcnow()
    world = state.world()
    local = now.astimezone(world.city.zone)
    on_duty = [
        unit.code
        for unit in world.roster.units.values()
        if sees(principal.node, **world.roster.nodes_of(unit.code))
        and is_on_duty(unit, local, state.duties.of(unit.code))
    ]

    async def work() -> None:
        await operations.make(
            state.database, wanted=wanted, principal=principal, on_duty=sorted(on_duty), now=now
        )

    await once(work)
    async with state.database.reading() as session:
        return await _picture(session, wanted.id, principal)


@router.get(
    "",
    summary="Hand-over sheets",
    responses={200: {"model": HandoversOut}, **documented(401, 403, 422, 503)},
)
async def list_handovers(
    request: Request,
    principal: Post,
    before: Annotated[Moment | None, Query(description="Made before")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """List the sheets of the caller's node, newest first; the city's operators see every node's."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_page(session, node=principal.node, before=before, limit=limit)
        entries = await queries.list_entries(session, handover_ids=[one.id for one in found])
    return {
        "items": [queries.picture(one, entries[one.id]) for one in found],
        "next": iso(found[-1].made_at) if len(found) == limit else None,
    }


@router.get(
    "/{handover_id}",
    summary="One hand-over sheet",
    responses={200: {"model": HandoverOut}, **documented(401, 403, 404, 422, 503)},
)
async def read_handover(request: Request, principal: Post, handover_id: UUID) -> dict[str, Any]:
    """Give one sheet with its remarks and signatures."""
    async with request.app.state.database.reading() as session:
        return await _picture(session, handover_id, principal)


@router.post(
    "/{handover_id}/remarks",
    summary="Add to a sheet",
    responses={200: {"model": HandoverOut}, **documented(*CHANGES, 404)},
    openapi_extra=body_read_by_hand({JSON: RemarkIn}),
)
async def remark_on_handover(
    request: Request,
    principal: Post,
    handover_id: UUID,
    wanted: Annotated[RemarkIn, Depends(json_body(RemarkIn))],
) -> dict[str, Any]:
    """Add a remark, until both have signed; the same remark again is the one that is."""
    async with request.app.state.database.transaction() as session:
        await operations.remark(
            session, handover_id=handover_id, wanted=wanted, principal=principal, now=utcnow()
        )
        return await _picture(session, handover_id, principal)


@router.post(
    "/{handover_id}/signatures",
    summary="Sign a sheet",
    responses={200: {"model": HandoverOut}, **documented(*CHANGES, 404)},
    openapi_extra=body_read_by_hand({JSON: SignatureIn}),
)
async def sign_handover(
    request: Request,
    principal: Post,
    handover_id: UUID,
    wanted: Annotated[SignatureIn, Depends(json_body(SignatureIn))],
) -> dict[str, Any]:
    """Sign as the one who leaves, or, after him, as the one who comes."""
    async with request.app.state.database.transaction() as session:
        await operations.sign(
            session, handover_id=handover_id, wanted=wanted, principal=principal, now=utcnow()
        )
        return await _picture(session, handover_id, principal)


async def _picture(
    session: AsyncSession, handover_id: UUID, principal: Principal
) -> dict[str, Any]:
    sheet = await queries.get(session, handover_id=handover_id, node=principal.node)
    entries = await queries.list_entries(session, handover_ids=[sheet.id])
    return queries.picture(sheet, entries[sheet.id])
