"""Cases received, by township and hour: what the map tints and its slider walks through."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, Field

from command.cases import inflow
from core.clock import utcnow
from core.http import SignedIn, documented

router = APIRouter(tags=["cases"])

DAYS_MOST: Final = 7
HOURS_A_DAY: Final = 24


class InflowRowOut(BaseModel):
    """What one township received, hour by hour; without a code, what lies in no township."""

    township: str | None
    counts: list[int]


class InflowOut(BaseModel):
    """Cases received by township and hour; the last hour is the running one."""

    from_: Annotated[AwareDatetime, Field(alias="from")]
    hours: int
    items: list[InflowRowOut]


@router.get(
    "/api/v1/inflow",
    summary="Cases received, by township and hour",
    responses={200: {"model": InflowOut}, **documented(401, 422, 503)},
)
async def read_inflow(
    request: Request,
    principal: SignedIn,
    days: Annotated[int, Query(ge=1, le=DAYS_MOST, description="How far back")] = 1,
) -> dict[str, Any]:
    """Count the cases that came in within the caller's scope, by township and hour of these days."""
    hours = days * HOURS_A_DAY
    from_ = inflow.first_hour(utcnow(), hours)
    async with request.app.state.database.reading() as session:
        found = await inflow.count(session, node=principal.scope, from_=from_, hours=hours)
    return {
        "from": from_,
        "hours": hours,
        "items": [{"township": code, "counts": found[code]} for code in sorted(found, key=str)],
    }
