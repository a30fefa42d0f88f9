"""Time limits, and the clocks of cases: let one rest, ask for more time, answer."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from command.cases import queries
from command.cases.values import CaseOut
from command.clocks import extensions, operations
from command.clocks.telling import picture_limit, tell_extension
from command.clocks.values import AnswerIn, ExtensionIn, ExtensionOut, LimitOut, RestIn
from command.errors import CaseChanged
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, require

router = APIRouter(tags=["clocks"])

Post = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]
Worker = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER))]
REFUSED = documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503)


class GroundOut(BaseModel):
    """On what ground a clock may rest, in which states of its case."""

    ground: str
    states: list[str]
    valid_from: str | None
    valid_to: str | None
    source: str


class LimitsOut(BaseModel):
    """The city's time limits, the grounds of rests, and the years whose work days are published."""

    limits: list[LimitOut]
    grounds: list[GroundOut]
    published: list[int]


@router.get(
    "/api/v1/time-limits",
    summary="Time limits",
    responses={200: {"model": LimitsOut}, **documented(401, 503)},
)
async def list_limits(request: Request, principal: SignedIn) -> dict[str, Any]:
    """List every row of time limits, in force or not, with its source."""
    limits = request.app.state.world().limits
    return {
        "limits": [picture_limit(row) for row in limits.rows],
        "grounds": [
            {
                "ground": row.ground,
                "states": sorted(row.states),
                "valid_from": row.from_.isoformat() if row.from_ else None,
                "valid_to": row.to.isoformat() if row.to else None,
                "source": row.source,
            }
            for row in limits.grounds
        ],
        "published": sorted(limits.calendar.published),
    }


@router.post(
    "/api/v1/cases/{case_no}/clock",
    summary="Let a case's clock rest or go on",
    responses={200: {"model": CaseOut}, **REFUSED},
    openapi_extra=body_read_by_hand({JSON: RestIn}),
)
async def rest_clock(
    request: Request,
    principal: Post,
    case_no: str,
    said: Annotated[RestIn, Depends(json_body(RestIn))],
) -> dict[str, Any]:
    """Stop a case's clock on a ground the rows allow in its state, or let it go on."""
    world, account = request.app.state.world(), str(principal.account_id)
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        if case.version != said.version:
            raise CaseChanged(
                "The case was changed meanwhile.", version=case.version, state=case.state
            )
        if said.ground is not None:
            await operations.rest(
                session,
                case=case,
                ground=said.ground,
                account=account,
                world=world,
                now=utcnow(),
            )
        else:
            await operations.go_on(session, case=case, account=account, world=world, now=utcnow())
        return queries.picture(case, world)


@router.post(
    "/api/v1/cases/{case_no}/extensions",
    status_code=201,
    summary="Ask for more time",
    responses={
        201: {"model": ExtensionOut},
        200: {"model": ExtensionOut, "description": "It was asked for before"},
        **REFUSED,
    },
    openapi_extra=body_read_by_hand({JSON: ExtensionIn}),
)
async def ask_extension(
    request: Request,
    response: Response,
    principal: Worker,
    case_no: str,
    wanted: Annotated[ExtensionIn, Depends(json_body(ExtensionIn))],
) -> dict[str, Any]:
    """Ask for more time; the same id again gets what became of it."""
    world, now = request.app.state.world(), utcnow()
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        asked = await extensions.ask(
            session, case=case, wanted=wanted, principal=principal, world=world, now=now
        )
        if asked.asked_at != now:
            response.status_code = 200
        limit = operations.limit_row(case, world)
        return await tell_extension(session, extension=asked, limit=limit)


@router.post(
    "/api/v1/cases/{case_no}/extensions/{extension_id}/answer",
    summary="Answer an extension",
    responses={200: {"model": ExtensionOut}, **REFUSED},
    openapi_extra=body_read_by_hand({JSON: AnswerIn}),
)
async def answer_extension(
    request: Request,
    principal: Post,
    case_no: str,
    extension_id: UUID,
    said: Annotated[AnswerIn, Depends(json_body(AnswerIn))],
) -> dict[str, Any]:
    """Approve or refuse more time, at the level the limit's row names or above."""
    world = request.app.state.world()
    async with request.app.state.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node=principal.scope, lock=True)
        answered = await extensions.answer(
            session,
            case=case,
            extension_id=extension_id,
            said=said,
            principal=principal,
            world=world,
            now=utcnow(),
        )
        limit = operations.limit_row(case, world)
        return await tell_extension(session, extension=answered, limit=limit)
