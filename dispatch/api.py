"""Tasks over HTTP, the files that belong to them, and the phone's socket."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Request, WebSocket
from pydantic import BaseModel, WithJsonSchema
from pydantic_core import ErrorDetails
from starlette.datastructures import UploadFile
from starlette.responses import Response

from core import files
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.errors import Forbidden, Unavailable
from core.files import Content, FileEmpty, FileStore
from core.http import (
    JSON,
    SignedIn,
    body_read_by_hand,
    documented,
    json_body,
    language,
    principal_of_socket,
    require,
    require_media_type,
    validation_error,
)
from core.hub import FORBIDDEN
from core.sockets import serve
from dispatch import field_socket
from dispatch.field_socket import Phone
from dispatch.tasks import queries
from dispatch.tasks.values import ActIn, Actor, DoneOut, TaskOut

router = APIRouter(tags=["tasks"])

FORM: Final = "multipart/form-data"
UPLOADS: Final = 64
"""Files on their way in at once, in one process; what they need on disk is bounded by it."""
RETRY_S: Final = 5

Officer = Annotated[Principal, Depends(require(Role.OFFICER))]


class TasksOut(BaseModel):
    """The open tasks of a scope, oldest first."""

    items: list[TaskOut]


class HandedInOut(BaseModel):
    """A file as it is kept. `media_type` says what its first bytes are, not what it was called."""

    id: UUID
    sha256: str
    media_type: str
    bytes: int


class HandIn(BaseModel):
    """The form a file comes in."""

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]


@router.get(
    "/api/v1/tasks",
    summary="Open tasks",
    responses={200: {"model": TasksOut}, **documented(401, 503)},
)
async def list_tasks(request: Request, principal: SignedIn) -> Response:
    """List the open tasks in the caller's scope: an officer's unit's, or a console's node's."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_open(session, node=principal.scope)
    items = [queries.written(task) for task in found]
    return Response(orjson.dumps({"items": items}), media_type=JSON)


@router.get(
    "/api/v1/tasks/{task_id}",
    summary="One task",
    responses={200: {"model": TaskOut}, **documented(401, 404, 422, 503)},
)
async def read_task(request: Request, principal: SignedIn, task_id: UUID) -> dict[str, Any]:
    """Give one task of the caller's scope."""
    async with request.app.state.database.reading() as session:
        task = await queries.get(session, task_id=task_id, node=principal.scope)
    return queries.picture(task)


@router.post(
    "/api/v1/tasks/{task_id}/acts",
    summary="Act on a task",
    responses={
        200: {"model": DoneOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: ActIn}),
)
async def act_on_task(
    request: Request,
    principal: Officer,
    task_id: UUID,
    act: Annotated[ActIn, Depends(json_body(ActIn))],
) -> dict[str, str]:
    """Say what the unit does about a task; the same act again gets the same answer."""
    if principal.unit is None:
        raise Forbidden("This account belongs to no unit.")
    actor = Actor(account=str(principal.account_id), unit=principal.unit)
    refused = await field_socket.do(
        request.app.state.database,
        task_id=task_id,
        act=act,
        actor=actor,
        forces=request.app.state.forces(),
        now=utcnow(),
    )
    if refused is not None:
        raise refused
    return {"done": str(act.id)}


@router.post(
    "/api/v1/files",
    status_code=201,
    summary="Hand in a file",
    responses={
        201: {"model": HandedInOut},
        **documented(400, 401, 403, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({FORM: HandIn}),
)
async def hand_in_file(request: Request, principal: Officer) -> dict[str, Any]:
    """Keep a photo or another file; its id goes into the act that it belongs to."""
    require_media_type(request, FORM)
    with upload_place():
        content = await _keep(request)
    async with request.app.state.database.transaction() as session:
        row = await files.add(
            session, content=content, owner=str(principal.account_id), now=utcnow()
        )
    return {
        "id": str(row.id),
        "sha256": row.sha256,
        "media_type": row.media_type,
        "bytes": row.size,
    }


_under_way = 0


@contextmanager
def upload_place() -> Iterator[None]:
    """Take a place among the files on their way in, before a byte of this one is read.

    :raises Unavailable: when all places are taken
    """
    global _under_way
    if _under_way >= UPLOADS:
        raise Unavailable(retry_after_s=RETRY_S)
    _under_way += 1
    try:
        yield
    finally:
        _under_way -= 1


async def _keep(request: Request) -> Content:
    store: FileStore = request.app.state.files
    async with request.form(max_files=1, max_fields=16) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            lang = language(request.headers.get("accept-language"))
            raise validation_error([_NO_FILE], lang)

        async def chunks() -> AsyncIterator[bytes]:
            while chunk := await file.read(256 * 1024):
                yield chunk

        try:
            return await store.keep(chunks())
        except FileEmpty:
            raise FileEmpty(errors=[_EMPTY]) from None


_NO_FILE: Final[ErrorDetails] = {"type": "missing", "loc": ("file",), "msg": "", "input": None}
_EMPTY: Final = {
    "in": "body",
    "pointer": "/file",
    "rule": "too_short",
    "allowed": {"min_length": 1},
    "detail": "",
}


@router.websocket("/ws/field")
async def field_socket_of(websocket: WebSocket) -> None:
    """Follow the unit's channel (docs/wire.md)."""
    state = websocket.app.state
    principal = await principal_of_socket(websocket, state.database, state.settings, utcnow())
    await websocket.accept()
    if principal.role is not Role.OFFICER or principal.unit is None:
        await websocket.close(FORBIDDEN)
        return
    lang = language(websocket.headers.get("accept-language"))
    phone = Phone(
        principal=principal,
        unit=principal.unit,
        lang=lang,
        database=state.database,
        acks=state.acks,
        presence=state.presence,
        bus=state.bus,
        forces=state.forces,
        roster=lambda: state.world().roster,
        positions=state.positions,
        desk=state.desk,
        nearest=state.nearest,
    )
    channel = f"unit:{principal.unit}"
    line = state.hub.attach(channel=channel, principal=principal)
    await phone.present(online=True)
    try:
        await serve(
            websocket,
            hub=state.hub,
            database=state.database,
            line=line,
            snapshot=phone.snapshot,
            hear=phone.hear,
            lang=lang,
            replay_limit=state.settings.replay_limit,
        )
    finally:
        if not state.hub.online(channel):
            await phone.present(online=False)
