"""Orders over HTTP: one, many at once, and who could be sent."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from core.auth.values import Principal, Role
from core.clock import iso, utcnow
from core.db import Database
from core.errors import DomainError
from core.http import JSON, body_read_by_hand, documented, json_body, language, require
from core.http.problems import problem_body
from core.texts import Lang
from dispatch import push
from dispatch.hands import bulk as bulks
from dispatch.hands.orders import Post
from dispatch.hands.values import BulkIn, BulkOut, OrderIn, RankedUnitsOut
from dispatch.push import Forces
from dispatch.tasks import queries
from dispatch.tasks.values import DoneOut

router = APIRouter(tags=["tasks"])

Commander = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]


@router.get(
    "/api/v1/tasks/{task_id}/candidates",
    summary="Who could be sent",
    responses={200: {"model": RankedUnitsOut}, **documented(401, 403, 404, 422, 503)},
)
async def list_candidates(request: Request, principal: Commander, task_id: UUID) -> dict[str, Any]:
    """Rank the units of the task's team that may take it now, with what was weighed."""
    now = utcnow()
    forces: Forces = request.app.state.forces()
    async with request.app.state.database.reading() as session:
        task = await queries.get(session, task_id=task_id, node=principal.scope)
        asked = await queries.list_asked(session, case_nos=[task.case_no])
        ranked = await push.rank(session, task=task, forces=forces, asked=set(), now=now)
    passed = asked.get(task.case_no, set())
    return {
        "items": [
            {
                "unit": one.unit.code,
                "unit_name": one.unit.name,
                "asked": one.unit.code in passed,
                **one.weighed(),
            }
            for one in ranked
        ],
        "at": iso(now),
    }


@router.post(
    "/api/v1/tasks/{task_id}/orders",
    summary="Order something about a task",
    responses={
        200: {"model": DoneOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: OrderIn}),
)
async def order_about_task(
    request: Request,
    principal: Commander,
    task_id: UUID,
    order: Annotated[OrderIn, Depends(json_body(OrderIn))],
) -> dict[str, str]:
    """Send, reassign, recall, split, assist, resume or extend; the same order again gets the same answer."""
    refused = await bulks.carry_out(
        request.app.state.database,
        task_id=task_id,
        order=order,
        post=_post(principal),
        forces=request.app.state.forces(),
        now=utcnow(),
    )
    if refused is not None:
        raise refused
    return {"done": str(order.id)}


@router.post(
    "/api/v1/orders:batch",
    summary="Order something about many tasks",
    responses={
        200: {"model": BulkOut},
        **documented(400, 401, 403, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: BulkIn}),
)
async def order_in_bulk(
    request: Request,
    principal: Commander,
    bulk: Annotated[BulkIn, Depends(json_body(BulkIn))],
) -> dict[str, Any]:
    """Carry out orders one after the other, each for itself, as if each had come alone.

    A dry run does the same and takes all of it back.
    """
    lang = language(request.headers.get("accept-language"))
    database: Database = request.app.state.database
    forces: Forces = request.app.state.forces()
    post = _post(principal)
    if bulk.dry_run:
        answers = await bulks.rehearse(
            database, given=bulk.orders, post=post, forces=forces, now=utcnow()
        )
    else:
        answers = [
            await bulks.carry_out(
                database, task_id=one.task, order=one, post=post, forces=forces, now=utcnow()
            )
            for one in bulk.orders
        ]
    items = [
        _row(one.task, one.id, refused, lang)
        for one, refused in zip(bulk.orders, answers, strict=True)
    ]
    done = sum(item["done"] for item in items)
    return {
        "dry_run": bulk.dry_run,
        "done": done,
        "refused": len(items) - done,
        "items": items,
    }


def _post(principal: Principal) -> Post:
    return Post(account=str(principal.account_id), node=principal.scope)


def _row(task_id: UUID, order_id: UUID, refused: DomainError | None, lang: Lang) -> dict[str, Any]:
    return {
        "task": str(task_id),
        "id": str(order_id),
        "done": refused is None,
        "problem": None if refused is None else problem_body(refused, lang),
    }
