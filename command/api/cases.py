"""Cases over HTTP: lists, one case with its whole story, and a person's judgement."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import FileResponse, Response

from command import story
from command.api.answers import RejectedOut, RuleOut, StepOut
from command.cases import judging, queries
from command.cases.judging import Ruling
from command.cases.lifecycle import CaseState
from command.cases.values import CaseOut, StageOut, SubjectOut
from command.clocks.values import ClockOut
from command.competence.values import Confidence
from command.judging.values import JudgementOut, MergedOut, SupplementOut
from core import files
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.files import IMAGES, OPAQUE, FileNotFound, FileStore
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, language, require
from core.words import Words
from dispatch.tasks.values import MoveOut, ReturnCode, TaskOut

router = APIRouter(tags=["cases"])

Judge = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]


class CasesOut(BaseModel):
    """A page of cases, newest first; `next` is null on the last page."""

    items: list[CaseOut]
    next: str | None


class StateChangeOut(BaseModel):
    """Between which states."""

    from_: Annotated[CaseState | None, Field(alias="from")]
    to: CaseState


class HistoryOut(BaseModel):
    """What happened to a case, and who did it."""

    at: AwareDatetime
    actor: str
    actor_kind: Literal["person", "platform", "system"]
    move: StateChangeOut
    reason: str
    team: str | None
    unit: str | None
    rule: str | None


class JudgedOut(BaseModel):
    """A person's judgement."""

    by: UUID
    reason: str
    at: AwareDatetime


class RulingOut(BaseModel):
    """A recorded decision that named a team."""

    kind: Ruling
    team: str
    reason: str
    by: UUID
    at: AwareDatetime


class ReturnOut(BaseModel):
    """That a team's unit sent the case back, and why."""

    team: str | None
    unit: str
    code: ReturnCode
    at: AwareDatetime


class AssistingOut(BaseModel):
    """A team that helps the one that goes."""

    team: str
    team_name: str | None


class WhyTeamOut(BaseModel):
    """Why this team, or why nobody yet, in the language that was asked for."""

    sentence: str
    rule: RuleOut | None
    reason: str
    confidence: Confidence
    signing_body: str | None
    commanding_body: str | None
    supervising_body: str | None
    assisting: list[AssistingOut]
    steps: list[StepOut]
    rejected: list[RejectedOut]
    question: str | None
    judged: JudgedOut | None
    rulings: list[RulingOut]
    returns: list[ReturnOut]
    interim: str | None
    """Who deals with what is urgent while it is disputed: who received it first."""
    edition: int


class AttachmentOut(BaseModel):
    """A file that a platform named. Its address is never told: nobody's browser is to open it."""

    id: UUID | None
    url_host: str | None
    media_type: str | None
    bytes: int | None
    state: Literal["waiting", "stored", "refused"]
    reason: str | None


class FileOut(BaseModel):
    """A file that an officer handed in."""

    id: UUID
    media_type: str
    bytes: int


class ToldMoveOut(MoveOut):
    """A move with what the officer said."""

    reason: str | None = None
    result: str | None = None
    note: str | None = None
    files: list[FileOut] = Field(default_factory=list)


class ToldTaskOut(TaskOut):
    """A task whose moves say all."""

    moves: list[ToldMoveOut]  # type: ignore[assignment]


class StoryOut(CaseOut):
    """One case with its whole story."""

    description: str | None
    subject: SubjectOut | None
    signed_by: str | None
    stages: list[StageOut]
    clock: ClockOut | None
    history: list[HistoryOut]
    why: WhyTeamOut
    attachments: list[AttachmentOut]
    tasks: list[ToldTaskOut]
    judgements: list[JudgementOut]
    supplements: list[SupplementOut]
    merged: list[MergedOut]
    """What is merged into it, of the reader's scope."""


@router.get(
    "/api/v1/cases",
    summary="Cases",
    responses={200: {"model": CasesOut}, **documented(401, 422, 503)},
)
async def list_cases(
    request: Request,
    principal: SignedIn,
    state: Annotated[list[CaseState], Query(description="Only these states")] = [],  # noqa: B006
    before: Annotated[
        Words | None, Query(max_length=40, description="Numbers before this one")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    text: Annotated[
        Words | None,
        Query(
            max_length=100,
            description="Words, all of which number, title, address, code or subject hold",
        ),
    ] = None,
) -> dict[str, Any]:
    """List the cases in the caller's scope, newest first; `next` is the `before` of the next page."""
    world = request.app.state.world()
    async with request.app.state.database.reading() as session:
        found = await queries.list_page(
            session,
            node=principal.scope,
            states=state,
            before=before,
            limit=limit,
            text=text,
            # Whoever reads a subject masked must not guess it by asking for it.
            with_subjects=principal.role in story.MAY_KNOW,
        )
    return {
        "items": [queries.picture(case, world) for case in found],
        "next": found[-1].case_no if len(found) == limit else None,
    }


@router.get(
    "/api/v1/cases/{case_no}",
    summary="One case",
    responses={200: {"model": StoryOut}, **documented(401, 404, 503)},
)
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
            now=utcnow(),
        )


class Assignment(BaseModel):
    """A person's judgement: which team, why, and which version of the case was read."""

    model_config = ConfigDict(extra="forbid")

    team: Annotated[Words, Field(min_length=1, max_length=64)]
    reason: Annotated[Words, Field(min_length=1, max_length=500)]
    version: Annotated[int, Field(ge=1)]


@router.post(
    "/api/v1/cases/{case_no}/assign",
    summary="Send a case to a team",
    responses={
        200: {"model": CaseOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: Assignment}),
)
async def assign_case(
    request: Request,
    principal: Judge,
    case_no: str,
    assignment: Annotated[Assignment, Depends(json_body(Assignment))],
) -> dict[str, Any]:
    """Send a case that waits for judgement to the team a person has chosen."""
    world = request.app.state.world()
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        await judging.assign(
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


class RulingIn(BaseModel):
    """A recorded decision that names the team (提级、指定管辖); `item` answers which item it is."""

    model_config = ConfigDict(extra="forbid")

    kind: Ruling
    team: Annotated[Words, Field(min_length=1, max_length=64)]
    item: Annotated[Words, Field(min_length=1, max_length=64)] | None = None
    reason: Annotated[Words, Field(min_length=1, max_length=500)]
    version: Annotated[int, Field(ge=1)]


@router.post(
    "/api/v1/cases/{case_no}/rulings",
    summary="Name who deals with a case",
    responses={
        200: {"model": CaseOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: RulingIn}),
)
async def rule_on_case(
    request: Request,
    principal: Judge,
    case_no: str,
    ruling: Annotated[RulingIn, Depends(json_body(RulingIn))],
) -> dict[str, Any]:
    """Record the decision of a district or the city that names the team, and send the case there."""
    world = request.app.state.world()
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        await judging.rule(
            session,
            case=case,
            **ruling.model_dump(),
            account=str(principal.account_id),
            node=principal.node,
            world=world,
            now=utcnow(),
        )
        return queries.picture(case, world)


@router.get(
    "/api/v1/files/{file_id}",
    summary="A file of a case",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The file",
            "content": {kind: {} for kind in (OPAQUE, *(kind for _, kind in IMAGES))},
        },
        206: {"description": "The bytes that `Range` asked for"},
        416: {"description": "There are no such bytes"},
        **documented(401, 404, 422, 503),
    },
)
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
