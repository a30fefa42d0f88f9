"""One operation looked back at, over HTTP: for those who answer for it, since it tells where officers were."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, Field

from command import replay
from command.cases.lifecycle import CaseState
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.http import documented, language, require
from dispatch.tasks.lifecycle import TaskState

router = APIRouter(tags=["cases"])

Overseer = Annotated[Principal, Depends(require(Role.OPERATOR, Role.SUPERVISOR))]


class MarkOut(BaseModel):
    """Something that happened: the case moved, a unit's task did, or an instruction told (`told`)."""

    at: AwareDatetime
    kind: Literal["case", "task", "told"]
    state: CaseState | TaskState | None
    unit: str | None
    unit_name: str | None
    words: str | None
    by: str | None
    """Who issued the instruction."""


class TrailOut(BaseModel):
    """Where a unit was while it worked on the case: longitude, latitude (CGCS2000), seconds since 1970."""

    unit: str
    unit_name: str | None
    points: list[Annotated[list[float], Field(min_length=3, max_length=3)]]


class ReplayOut(BaseModel):
    """One operation on one clock; until it has `ended`, `to` is now."""

    case_no: str
    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime
    ended: bool
    marks: list[MarkOut]
    trails: list[TrailOut]


@router.get(
    "/api/v1/cases/{case_no}/replay",
    summary="One operation on one clock",
    responses={200: {"model": ReplayOut}, **documented(401, 403, 404, 503)},
)
async def read_replay(request: Request, principal: Overseer, case_no: str) -> dict[str, Any]:
    """Give what happened around a case in the caller's scope, and the trails of the units that worked it."""
    lang = language(request.headers.get("accept-language"))
    async with request.app.state.database.reading() as session:
        return await replay.replay(
            session, case_no=case_no, node=principal.scope, lang=lang, now=utcnow()
        )
