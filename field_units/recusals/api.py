"""Recusals over HTTP: who stands back from what; an administrator or the command centre records it."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from core.auth.values import Principal, Role
from core.clock import iso, utcnow
from core.http import JSON, body_read_by_hand, documented, json_body, require
from core.words import Words
from field_units.recusals import operations, queries
from field_units.recusals.models import Recusal

router = APIRouter(tags=["units"])

Recorder = Annotated[Principal, Depends(require(Role.ADMIN, Role.OPERATOR))]
Name = Annotated[Words, Field(min_length=1, max_length=64)]


class RecusalIn(BaseModel):
    """That an officer stands back from a subject, or from a district or township."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: Name
    subject: Annotated[Words, Field(min_length=1, max_length=200)] | None = None
    place: Name | None = None
    valid_from: date
    valid_to: date | None = None
    reason: Annotated[Words, Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.subject is None and self.place is None:
            raise ValueError("a recusal names a subject or a place")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is the first day after")
        return self


class RecusalOut(BaseModel):
    """A recusal; `valid_to` is the first day on which it does not hold."""

    id: UUID
    officer: str
    subject: str | None
    place: str | None
    valid_from: date
    valid_to: date | None
    reason: str
    recorded_at: AwareDatetime


class RecusalsOut(BaseModel):
    """The recusals that hold or will, the newest first."""

    items: list[RecusalOut]


@router.get(
    "/api/v1/recusals",
    summary="Who stands back from what",
    responses={200: {"model": RecusalsOut}, **documented(401, 403, 503)},
)
async def list_recusals(request: Request, _: Recorder) -> dict[str, Any]:
    """List the recusals that hold today or later."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_all(session, day=_today(request))
    return {"items": [_picture(recusal) for recusal in found]}


@router.post(
    "/api/v1/recusals",
    status_code=201,
    summary="Record that an officer stands back",
    responses={201: {"model": RecusalOut}, **documented(400, 401, 403, 408, 413, 415, 422, 503)},
    openapi_extra=body_read_by_hand({JSON: RecusalIn}),
)
async def record_recusal(
    request: Request,
    principal: Recorder,
    recusal: Annotated[RecusalIn, Depends(json_body(RecusalIn))],
) -> dict[str, Any]:
    """Record a recusal; it counts from the next choice and the next act on."""
    row = Recusal(**recusal.model_dump(), by=str(principal.account_id), recorded_at=utcnow())
    async with request.app.state.database.transaction() as session:
        await operations.add(session, recusal=row)
    return _picture(row)


@router.post(
    "/api/v1/recusals/{recusal_id}/end",
    summary="End a recusal",
    responses={200: {"model": RecusalOut}, **documented(401, 403, 404, 422, 503)},
)
async def end_recusal(request: Request, _: Recorder, recusal_id: UUID) -> dict[str, Any]:
    """Let an officer work again, from today on."""
    async with request.app.state.database.transaction() as session:
        row = await operations.end(
            session, recusal_id=recusal_id, day=_today(request), now=utcnow()
        )
    return _picture(row)


def _today(request: Request) -> date:
    return utcnow().astimezone(request.app.state.world().city.zone).date()


def _picture(row: Recusal) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "officer": row.officer,
        "subject": row.subject,
        "place": row.place,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "reason": row.reason,
        "recorded_at": iso(row.recorded_at),
    }
