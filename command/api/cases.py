"""Cases over HTTP: lists, one case with its whole story, and a person's judgement."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import FileResponse, Response

from command import story
from command.cases import operations as cases
from command.cases import queries
from command.cases.lifecycle import CaseState
from core import files
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.files import IMAGES, FileNotFound, FileStore
from core.http import SignedIn, documented, language, require

router = APIRouter(tags=["cases"])

Judge = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]


@router.get("/api/v1/cases", summary="Cases", responses=documented(401, 422))
async def list_cases(
    request: Request,
    principal: SignedIn,
    state: Annotated[list[CaseState], Query(description="Only these states")] = [],  # noqa: B006
    before: Annotated[
        str | None, Query(max_length=40, description="Numbers before this one")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """List the cases in the caller's scope, newest first; `next` is the `before` of the next page."""
    world = request.app.state.world()
    async with request.app.state.database.reading() as session:
        found = await queries.list_page(
            session, node=principal.scope, states=state, before=before, limit=limit
        )
    return {
        "items": [queries.picture(case, world) for case in found],
        "next": found[-1].case_no if len(found) == limit else None,
    }


@router.get("/api/v1/cases/{case_no}", summary="One case", responses=documented(401, 404))
async def read_case(request: Request, principal: SignedIn, case_no: str) -> dict[str, Any]:
    """Give one case with its story: why this team, what happened, tasks, files."""
    lang = language(request.headers.get("accept-language"))
    async with request.app.state.database.reading() as session:
        return await story.tell(
            session,
            case_no=case_no,
            principal=principal,
            world=request.app.state.world(),
            lang=lang,
        )


class Assignment(BaseModel):
    """A person's judgement: which team, why, and which version of the case was read."""

    model_config = ConfigDict(extra="forbid")

    team: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    version: Annotated[int, Field(ge=1)]


@router.post(
    "/api/v1/cases/{case_no}/assign",
    summary="Send a case to a team",
    responses=documented(401, 403, 404, 409, 422),
)
async def assign_case(
    request: Request, principal: Judge, case_no: str, assignment: Assignment
) -> dict[str, Any]:
    """Send a case that waits for judgement to the team a person has chosen."""
    world = request.app.state.world()
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        await cases.assign(
            session,
            case=case,
            team=assignment.team,
            reason=assignment.reason,
            version=assignment.version,
            account=str(principal.account_id),
            world=world,
            now=utcnow(),
        )
        return queries.picture(case, world)


@router.get("/api/v1/files/{file_id}", summary="A file of a case", responses=documented(401, 404))
async def read_file(request: Request, principal: SignedIn, file_id: UUID) -> Response:
    """Give a file of a case in the caller's scope, or one the caller handed in."""
    store: FileStore = request.app.state.files
    async with request.app.state.database.reading() as session:
        row = await files.get(session, file_id=file_id)
        mine = row.owner == str(principal.account_id)
        if not mine and not await queries.holds_file(
            session, file_id=file_id, node=principal.scope
        ):
            raise FileNotFound("There is no such file.")
    drawable = row.media_type in {kind for _, kind in IMAGES}
    return FileResponse(
        store.path_of(row.sha256),
        media_type=row.media_type,
        filename=f"{file_id}",
        content_disposition_type="inline" if drawable else "attachment",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )
