"""A draft tried on past cases, over HTTP: how many would go elsewhere, which, and how the load shifts."""

import asyncio
from datetime import date, datetime, time
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from command.api.drafts import Admin, open_draft
from command.api.proposals import PeriodIn, SimulationOut
from command.catalogue import diff
from command.competence.simulation import Simulation, Simulator
from command.competence.snapshot import compile_facts
from command.errors import DraftBroken
from command.publishing import past
from command.world import World
from core.http import JSON, body_read_by_hand, documented, json_body

router = APIRouter(tags=["catalogue"])

TOLD: Final = 500
"""Cases that change their team and are told one by one; all are counted."""


@router.post(
    "/api/v1/catalogue/drafts/{draft_id}/simulate",
    summary="Try a draft on past cases",
    responses={
        200: {"model": SimulationOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: PeriodIn}),
)
async def simulate(
    request: Request,
    _: Admin,
    draft_id: UUID,
    period: Annotated[PeriodIn, Depends(json_body(PeriodIn))],
) -> dict[str, Any]:
    """Decide every past case of a period as if it were filed under the draft, and as things are.

    It answers when all are decided: some seconds for each hundred thousand on a busy machine.
    """
    world: World = request.app.state.world()
    draft, facts, changes = await open_draft(request, draft_id)

    def prepared() -> Simulator:
        before, after = compile_facts(facts), compile_facts(diff.apply(facts, changes))
        return Simulator(before, after, filed_on=draft.valid_from)

    try:
        simulator = await asyncio.to_thread(prepared)
    except ValueError as unreadable:
        raise DraftBroken(problems=[str(unreadable)]) from unreadable
    await past.replay(
        request.app.state.database,
        simulator,
        first=_begin(period.first, world),
        last=_begin(period.last, world),
    )
    return {"from": period.first, "to": period.last, **_told(simulator.result(), world)}


def _begin(day: date | None, world: World) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), world.city.zone)


def _told(found: Simulation, world: World) -> dict[str, Any]:
    return {
        "cases": found.acts,
        "changed": found.changed,
        "by_team": [
            {"code": team or "", "name": world.team_name(team) or "", "before": had, "after": has}
            for team, (had, has) in found.by_team.items()
        ],
        "by_township": [
            {
                "code": code or "",
                "name": world.area_name(code) or "",
                "cases": cases,
                "changed": changed,
            }
            for code, (cases, changed) in found.by_township.items()
            if changed
        ],
        "moved": [
            {
                "case_no": one.name,
                "what": world.book.class_name(one.asked.key) or "",
                "township": world.area_name(one.asked.township) or "",
                "before": world.team_name(one.before) or "",
                "after": world.team_name(one.after) or "",
            }
            for one in found.moved[:TOLD]
        ],
    }
