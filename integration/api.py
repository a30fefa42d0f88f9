"""The platforms' door: events in, one by one or many, and every stage back."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from starlette.responses import Response

from command.cases import queries as cases
from command.cases.lifecycle import CaseState
from command.cases.values import CaseOut, Stage, StageOut
from command.intake import Door, Outcome, TakenIn
from command.judging import supplements
from core import channels
from core.clock import utcnow
from core.ending import once
from core.errors import DomainError, NotFound
from core.http import (
    JSON,
    body_read_by_hand,
    documented,
    json_body,
    language,
    lets_in,
    problem_body,
    refusal_of,
    require_media_type,
)
from core.http.problems import SCHEMA as PROBLEM
from core.http.problems import status_of
from core.texts import Lang
from integration import rows, values
from integration.door import PlatformDoor
from integration.errors import EventNotFound
from integration.values import EventIn, SupplementIn

router = APIRouter(tags=["platforms"])

LINES: Final = "application/x-ndjson"
BREATH: Final = 100
"""Rows read before others get their turn on this process."""
PAGE: Final = 1_000


class TakenInOut(BaseModel):
    """The case an event has become."""

    case_no: str
    state: CaseState
    stage: Stage
    received_at: AwareDatetime


class RowOut(BaseModel):
    """What became of one row of a batch: as a single event would have been answered."""

    index: int
    status: Annotated[int, Field(description="200, 201, or the problem's status")]
    case_no: str | None = None
    state: CaseState | None = None
    stage: Stage | None = None
    received_at: AwareDatetime | None = None
    problem: Annotated[dict[str, Any] | None, Field(description="A Problem")] = None


class EventOut(CaseOut):
    """The case an event has become, and the stages it went through."""

    stages: list[StageOut]


class ChangeOut(BaseModel):
    """A frame of the platform's own channel."""

    seq: int
    name: str
    at: AwareDatetime
    data: CaseOut


class ChangesOut(BaseModel):
    """What is new: ask with `last` next time; `head` is the last number there is."""

    items: list[ChangeOut]
    last: int
    head: int


@lets_in(
    platform={
        "type": "http",
        "scheme": "bearer",
        "description": "A platform's token, made by `onedoor platforms token CODE`.",
    }
)
async def platform_of(request: Request) -> str:
    """Let in a platform by its bearer token."""
    door: PlatformDoor = request.app.state.platforms
    return await door.who(request.headers.get("authorization", ""))


Platform = Annotated[str, Depends(platform_of)]


@router.post(
    "/api/v1/events",
    status_code=201,
    summary="Report one event",
    responses={
        201: {"model": TakenInOut, "description": "Taken in: a new case"},
        200: {
            "model": TakenInOut,
            "description": "Reported before with the same content: its first case",
        },
        **documented(400, 401, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: EventIn}),
)
async def report_event(request: Request, platform: Platform) -> Response:
    """Take in one event: answered once it is safe, the same event again gets the same case."""
    require_media_type(request, JSON, assumed=True)
    lang = language(request.headers.get("accept-language"))
    intake: Door = request.app.state.intake
    event = _read(await request.body(), lang)
    if isinstance(event, DomainError):
        raise event
    outcome = await intake.submit(values.to_report(event, platform=platform))
    if isinstance(outcome, DomainError):
        raise outcome
    return _json(outcome.to_json(), 201 if outcome.new else 200)


@router.post(
    "/api/v1/events:batch",
    summary="Report many events",
    responses={200: {"model": list[RowOut]}, **documented(400, 401, 408, 413, 415, 503)},
    openapi_extra=body_read_by_hand(
        {
            JSON: Annotated[list[EventIn], Field(min_length=1, max_length=rows.ROWS)],
            LINES: "An EventIn as JSON on each line, at most 5,000 lines.",
        }
    ),
)
async def report_batch(request: Request, platform: Platform) -> Response:
    """Take in up to 5,000 events (16 MB) in order; each row gets its own answer."""
    require_media_type(request, JSON, LINES, assumed=True)
    lang = language(request.headers.get("accept-language"))
    intake: Door = request.app.state.intake
    parted = rows.split(await request.body())
    read: list[EventIn | DomainError] = []
    for index, row in enumerate(parted):
        if index % BREATH == 0:
            await asyncio.sleep(0)
        read.append(_read(row, lang))
    reports = [values.to_report(e, platform=platform) for e in read if isinstance(e, EventIn)]
    outcomes = iter(await intake.submit_all(reports))
    answers = [
        _row(index, next(outcomes) if isinstance(event, EventIn) else event, lang)
        for index, event in enumerate(read)
    ]
    return _json(answers, 200)


def _read(body: bytes, lang: Lang) -> EventIn | DomainError:
    try:
        return values.read(body)
    except ValidationError as wrong:
        return refusal_of(wrong, body, lang)


def _row(index: int, outcome: Outcome, lang: Lang) -> dict[str, Any]:
    if isinstance(outcome, TakenIn):
        status = 201 if outcome.new else 200
        return {"index": index, "status": status, **outcome.to_json()}
    return {"index": index, "status": status_of(outcome), "problem": problem_body(outcome, lang)}


@router.get(
    "/api/v1/events/{source_event_id:path}",
    summary="What became of an event",
    responses={200: {"model": EventOut}, **documented(401, 404, 503)},
)
async def read_event(request: Request, platform: Platform, source_event_id: str) -> dict[str, Any]:
    """Give the case a platform's event became, and every stage it went through."""
    async with request.app.state.database.reading() as session:
        found = await cases.find_reported(
            session, platform=platform, source_event_ids=[source_event_id]
        )
        case = found.get(source_event_id)
        if case is None:
            raise EventNotFound("There is no such event.", source_event_id=source_event_id)
        history = await cases.list_history(session, case=case)
        return {
            **cases.told(case, request.app.state.world()),
            "stages": cases.stages(history),
        }


@router.post(
    "/api/v1/supplements/{source_event_id:path}",
    status_code=201,
    summary="Add what was asked for",
    responses={
        201: {"model": TakenInOut, "description": "Added: the case is judged again"},
        200: {"model": TakenInOut, "description": "Added before with the same content"},
        **documented(400, 401, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: SupplementIn}),
)
async def supplement_event(
    request: Request,
    platform: Platform,
    source_event_id: str,
    said: Annotated[SupplementIn, Depends(json_body(SupplementIn))],
) -> Response:
    """Add to an event what its platform was asked for (退补): once, the same again gets the same answer."""
    world = request.app.state.world()

    async def add() -> Response:
        async with request.app.state.database.transaction() as session:
            found = await cases.find_reported(
                session, platform=platform, source_event_ids=[source_event_id]
            )
            if source_event_id not in found:
                raise EventNotFound("There is no such event.", source_event_id=source_event_id)
            case_no = found[source_event_id].case_no
            case = (await cases.list_to_merge(session, case_nos={case_no}))[case_no]
            new = await supplements.add(
                session,
                case=case,
                supplement_id=said.supplement_id,
                content=values.supplement_content(said),
                world=world,
                now=utcnow(),
            )
            told = cases.told(case, world)
            answer = {name: told[name] for name in TakenInOut.model_fields}
            return _json(answer, 201 if new else 200)

    return await once(add)


@router.get(
    "/api/v1/changes",
    summary="Every stage since",
    responses={200: {"model": ChangesOut}, **documented(401, 422, 503)},
)
async def list_changes(
    request: Request,
    platform: Platform,
    since: Annotated[int, Query(ge=0, le=2**62, description="The last number you have")] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
) -> dict[str, Any]:
    """Give the frames of the platform's own channel after a number: in order, without a gap.

    `last` is what to ask with next; `head` the last number there is.
    """
    channel = f"platform:{platform}"
    async with request.app.state.database.reading() as session:
        head = await channels.find_head(session, channel=channel)
        frames = await channels.list_since(session, channel=channel, seq=since, most=limit)
    return {
        "items": channels.as_json(frames),
        # All there is has been told up to the head, though a restore may have left numbers out.
        "last": frames[-1].seq if len(frames) == limit else head,
        "head": head,
    }


SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "event-1": values.schema,
    "change-1": partial(ChangeOut.model_json_schema, mode="serialization"),
    "problem-1": lambda: PROBLEM,
}
"""The forms platforms send and get, each at an address that stays."""


@cache
def _write_schema(name: str) -> bytes:
    return orjson.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"/schemas/{name}.json",
            **SCHEMAS[name](),
        }
    )


@router.get("/schemas/{name}.json", summary="A published form", include_in_schema=False)
async def read_schema(name: str) -> Response:
    """Give a published JSON Schema."""
    if name not in SCHEMAS:
        raise NotFound("There is no such schema.")
    return Response(_write_schema(name), media_type="application/schema+json")


def _json(content: object, status: int) -> Response:
    return Response(orjson.dumps(content), status_code=status, media_type="application/json")
