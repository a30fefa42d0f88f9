"""Instructions over HTTP: issued and closed by command posts, read and signed by officers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from core.auth.values import Principal, Role
from core.clock import iso, utcnow
from core.ending import once
from core.errors import Forbidden
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, require
from core.words import Moment
from dispatch.instructions import operations, queries
from dispatch.instructions.values import (
    InstructionIn,
    InstructionOut,
    InstructionsOut,
    ReceiveIn,
)

router = APIRouter(prefix="/api/v1/instructions", tags=["instructions"])

Post = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]
Officer = Annotated[Principal, Depends(require(Role.OFFICER))]


class ReceivedOut(BaseModel):
    """What is noted, now or at the first time of asking."""

    done: UUID


@router.post(
    "",
    summary="Tell units something",
    responses={
        200: {"model": InstructionOut},
        **documented(400, 401, 403, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: InstructionIn}),
)
async def issue_instruction(
    request: Request,
    principal: Post,
    wanted: Annotated[InstructionIn, Depends(json_body(InstructionIn))],
) -> dict[str, Any]:
    """Tell units of the caller's scope; the same instruction again gets the one that is."""
    state = request.app.state
    told = operations.address(wanted, node=principal.node, roster=state.world().roster)

    async def work() -> None:
        async with state.database.transaction() as session:
            await operations.issue(
                session, wanted=wanted, told=told, principal=principal, now=utcnow()
            )

    await once(work)
    return await _read(request, principal, wanted.id)


@router.get(
    "",
    summary="Instructions",
    responses={200: {"model": InstructionsOut}, **documented(401, 422, 503)},
)
async def list_instructions(
    request: Request,
    principal: SignedIn,
    before: Annotated[Moment | None, Query(description="Issued before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """List the instructions of the caller's scope, newest first, with how far they came."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_page(session, node=principal.scope, before=before, limit=limit)
        counts = await queries.count_by_state(
            session, instruction_ids=[one.id for one in found], node=principal.scope
        )
    return {
        "items": [{**queries.said(one), "counts": counts[one.id]} for one in found],
        "next": iso(found[-1].issued_at) if len(found) == limit else None,
    }


@router.get(
    "/{instruction_id}",
    summary="One instruction",
    responses={200: {"model": InstructionOut}, **documented(401, 404, 422, 503)},
)
async def read_instruction(
    request: Request, principal: SignedIn, instruction_id: UUID
) -> dict[str, Any]:
    """Give one instruction with the receipts of the caller's scope."""
    return await _read(request, principal, instruction_id)


@router.post(
    "/{instruction_id}/acts",
    summary="Read or sign an instruction",
    responses={
        200: {"model": ReceivedOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: ReceiveIn}),
)
async def receive_instruction(
    request: Request,
    principal: Officer,
    instruction_id: UUID,
    act: Annotated[ReceiveIn, Depends(json_body(ReceiveIn))],
) -> dict[str, str]:
    """Note that the caller's unit has read it, or signs for it; the same again gets the same answer."""
    if principal.unit is None:
        raise Forbidden("This account belongs to no unit.")
    async with request.app.state.database.transaction() as session:
        await operations.receive(
            session,
            instruction_id=instruction_id,
            unit=principal.unit,
            account=str(principal.account_id),
            receive=act,
            now=utcnow(),
        )
    return {"done": str(act.id)}


@router.post(
    "/{instruction_id}/close",
    summary="Close an instruction",
    responses={200: {"model": InstructionOut}, **documented(401, 403, 404, 422, 503)},
)
async def close_instruction(
    request: Request, principal: Post, instruction_id: UUID
) -> dict[str, Any]:
    """Take it back, or be content with those who have signed."""
    async with request.app.state.database.transaction() as session:
        await operations.close(
            session, instruction_id=instruction_id, principal=principal, now=utcnow()
        )
    return await _read(request, principal, instruction_id)


async def _read(request: Request, principal: Principal, instruction_id: UUID) -> dict[str, Any]:
    async with request.app.state.database.reading() as session:
        found = await queries.get(session, instruction_id=instruction_id, node=principal.scope)
        receipts = await queries.list_receipts(
            session, instruction_ids=[found.id], node=principal.scope
        )
    return queries.picture(found, receipts.get(found.id, []))
