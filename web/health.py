"""Health over HTTP for machines: alive, ready with reasons, metrics."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import PlainTextResponse, Response

from core import metrics

router = APIRouter(tags=["health"])


class AliveOut(BaseModel):
    """The process answers."""

    ok: bool


class CheckOut(BaseModel):
    """One part of the platform; `reason` is a key, `facts` what belongs to it."""

    name: str
    ok: bool
    reason: str | None
    facts: dict[str, Any]


class HealthOut(BaseModel):
    """How every part is."""

    ok: bool
    checks: list[CheckOut]


class ReadyOut(HealthOut):
    """Whether this process can take requests, and how every part is."""

    ready: bool


@router.get("/healthz", summary="Alive", responses={200: {"model": AliveOut}})
async def alive() -> dict[str, bool]:
    """Answer: that is all there is to say."""
    return {"ok": True}


@router.get(
    "/readyz",
    summary="Ready, with reasons",
    responses={
        200: {"model": ReadyOut},
        503: {"model": ReadyOut, "description": "Not ready"},
    },
)
async def ready(request: Request) -> Response:
    """Tell how every part is; 503 when this process cannot take requests.

    A worker, a relay or a Redis that is away is told, but is no reason to take a process that still
    accepts events out of service.
    """
    report: dict[str, Any] = await request.app.state.health.report()
    is_ready: bool = await request.app.state.health.is_ready()
    return Response(
        orjson.dumps({"ready": is_ready, **report}),
        status_code=200 if is_ready else 503,
        media_type="application/json",
    )


@router.get("/metrics", summary="Metrics (Prometheus)", response_class=PlainTextResponse)
async def show_metrics(request: Request) -> Response:
    """Give this process's metrics."""
    state = request.app.state
    metrics.WAITING.set(state.intake.waiting)
    metrics.SOCKETS.set(sum(1 for _ in state.hub.lines))
    for check in await state.health.checks():
        metrics.CHECKS.labels(check.name).set(check.ok)
    body, media_type = metrics.exposition()
    return Response(body, media_type=media_type)
