"""Judging over HTTP: decide about a case, see what is like it, and on what grounds one may be refused."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from command.cases import queries as cases
from command.cases.values import CaseOut
from command.judging import queries
from command.judging.operations import judge
from command.judging.values import GroundsOut, JudgementIn, SimilarsOut
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.ending import once
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, require
from core.words import Words

router = APIRouter(tags=["judging"])

Judge = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]


@router.post(
    "/api/v1/cases/{case_no}/judgements",
    summary="Decide about a case",
    responses={
        200: {"model": CaseOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: JudgementIn}),
)
async def judge_case(
    request: Request,
    principal: Judge,
    case_no: str,
    said: Annotated[JudgementIn, Depends(json_body(JudgementIn))],
) -> dict[str, Any]:
    """Accept a case, refuse it, ask its platform for more, merge it with another or take it out again, once."""
    world = request.app.state.world()

    async def decide() -> dict[str, Any]:
        async with request.app.state.database.transaction() as session:
            case = await judge(
                session,
                case_no=case_no,
                said=said,
                account=str(principal.account_id),
                node=principal.scope,
                world=world,
                now=utcnow(),
            )
            return cases.picture(case, world)

    return await once(decide)


class LookIn(BaseModel):
    """What is looked for: the case as it is, or as a form would correct it."""

    model_config = ConfigDict(extra="forbid")

    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None
    scheme: Annotated[Words | None, Field(max_length=64)] = None
    kind: Literal["matter", "component"] | None = None
    code: Annotated[Words | None, Field(max_length=64)] = None


@router.get(
    "/api/v1/cases/{case_no}/similar",
    summary="What may be the same",
    responses={200: {"model": SimilarsOut}, **documented(401, 404, 422, 503)},
)
async def list_similar(
    request: Request, principal: SignedIn, case_no: str, look: Annotated[LookIn, Query()]
) -> dict[str, Any]:
    """List the five cases near by that are most like one, with what speaks for each."""
    world = request.app.state.world()
    async with request.app.state.database.reading() as session:
        case = await cases.get(session, case_no=case_no, node=principal.scope)
        found, reach = await queries.list_similar(
            session,
            case=case,
            key=(look.scheme or case.scheme, look.kind or case.kind, look.code or case.code),
            lon=case.lon if look.lon is None else look.lon,
            lat=case.lat if look.lat is None else look.lat,
            node=principal.scope,
            world=world,
            day=utcnow().astimezone(world.city.zone).date(),
        )
    return {
        "items": [
            {
                "case": case,
                "score": alike.score,
                "kinship": alike.kinship,
                "distance_m": alike.distance_m,
                "apart_s": alike.apart_s,
                "likeness": alike.likeness,
            }
            for case, alike in found
        ],
        "reach": reach
        and {
            "distance_m": reach.distance_m,
            "within_h": reach.within_h,
            "source": reach.source,
            "invented": reach.invented,
        },
    }


@router.get(
    "/api/v1/refusal-grounds",
    summary="Grounds of refusal",
    responses={200: {"model": GroundsOut}, **documented(401, 503)},
)
async def list_grounds(request: Request, _: SignedIn) -> dict[str, Any]:
    """List the grounds on which a case may be refused today, each with its source."""
    world = request.app.state.world()
    day = utcnow().astimezone(world.city.zone).date()
    async with request.app.state.database.reading() as session:
        found = await queries.list_grounds(session, day=day)
    return {"items": [row.model_dump() for row in found]}
