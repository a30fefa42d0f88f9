"""Who is competent (谁有权管), over HTTP: the answer with its reasons, and how it changes over time."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from command.api.answers import CompetenceOut, OverTimeOut
from command.api.days import Day
from command.catalogue.book import Book
from command.catalogue.facts import Fact, Severe, Subject
from command.competence import overtime
from command.competence.decide import decide
from command.competence.explain import explain, stored, tell_choice
from command.competence.located import Spot, locate
from command.competence.snapshot import Snapshot, compile_facts
from command.competence.values import Asked, Competence
from command.errors import EditionUnknown
from command.world import World, book_of
from core.clock import utcnow
from core.http import SignedIn, documented, language
from core.texts import Lang, say
from core.words import Words
from grid.values import Crs

router = APIRouter(tags=["competence"])

YEARS_BACK: Final = 5
"""How far back the answer over time begins, should nobody say."""

CrsName = Literal["CGCS2000", "WGS84", "GCJ-02", "BD-09"]


class Question(BaseModel):
    """An act at a place: what is known of it. Days that are not given are today."""

    model_config = ConfigDict(extra="forbid")

    scheme: Annotated[Words, Field(max_length=64)]
    kind: Literal["matter", "component"] = "matter"
    code: Annotated[Words, Field(min_length=1, max_length=32)]
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None
    crs: CrsName = "CGCS2000"
    township: Annotated[Words | None, Field(max_length=16)] = None
    acted_on: Day | None = None
    filed_on: Day | None = None
    subject: Subject | None = None
    amount: Annotated[float | None, Field(ge=0, le=1e12, allow_inf_nan=False)] = None
    severe: list[Severe] = Field(default_factory=list, max_length=4)
    item: Annotated[Words | None, Field(max_length=64)] = None
    field: Annotated[Words | None, Field(max_length=64)] = None
    upgraded_to: Annotated[Words | None, Field(max_length=64)] = None
    danger: bool = False
    edition: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class QuestionOverTime(Question):
    """The same act, asked for a period: from the first of January five years back to next year's end."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@router.get(
    "/api/v1/competence",
    summary="Who is competent",
    responses={200: {"model": CompetenceOut}, **documented(401, 404, 422, 503)},
)
async def read_competence(
    request: Request, _: SignedIn, question: Annotated[Question, Query()]
) -> dict[str, Any]:
    """Tell who may deal with an act: which team, in whose name, and why, as of two dates."""
    world: World = request.app.state.world()
    lang = language(request.headers.get("accept-language"))
    book, snapshot = await _facts(request, world, question.edition)
    asked, spot = _asked(question, world, snapshot)
    return _told(decide(asked, snapshot), asked, spot, book=book, world=world, lang=lang)


@router.get(
    "/api/v1/competence/over-time",
    summary="Who is competent, by day and by sanction",
    responses={200: {"model": OverTimeOut}, **documented(401, 404, 422, 503)},
)
async def read_over_time(
    request: Request, _: SignedIn, question: Annotated[QuestionOverTime, Query()]
) -> dict[str, Any]:
    """Tell how the answer changes from day to day, below and above the line of a major sanction."""
    world: World = request.app.state.world()
    lang = language(request.headers.get("accept-language"))
    book, snapshot = await _facts(request, world, question.edition)
    asked, _spot = _asked(question, world, snapshot)
    first = question.from_ or date(asked.filing_day.year - YEARS_BACK, 1, 1)
    last = max(question.to or date(asked.filing_day.year + 2, 1, 1), first)
    held = decide(asked, snapshot)
    return await asyncio.to_thread(
        _over_time,
        asked._replace(field=asked.field or held.field),
        first,
        last,
        book,
        snapshot,
        lang,
    )


async def _facts(request: Request, world: World, edition: int | None) -> tuple[Book, Snapshot]:
    """Give the facts of an edition, those in force without asking anybody.

    :raises EditionUnknown: when it was not published yet
    """
    if edition is None or edition == world.edition:
        return world.book, world.snapshot
    if edition > world.edition:
        raise EditionUnknown(latest=world.edition)
    async with request.app.state.database.reading() as session:
        book = await book_of(session, edition=edition, world=world)
    return book, await asyncio.to_thread(compile_facts, book.facts)


def _asked(question: Question, world: World, snapshot: Snapshot) -> tuple[Asked, Spot]:
    """Find the place and the days of a question."""
    today = utcnow().astimezone(world.city.zone).date()
    filed_on = question.filed_on or question.acted_on or today
    spot = locate(
        world.city,
        day=filed_on,
        strip_m=snapshot.border_strip_m(filed_on),
        point=_point(question),
        crs=Crs.parse(question.crs),
        township=question.township,
    )
    asked = Asked(
        key=(question.scheme, question.kind, question.code),
        place=spot.place,
        district=spot.district,
        township=spot.township,
        law_day=question.acted_on or filed_on,
        filing_day=filed_on,
        near=spot.near,
        areas=spot.areas,
        subject=question.subject,
        amount=question.amount,
        severe=tuple(question.severe),
        item=question.item,
        field=question.field,
        upgraded_to=question.upgraded_to,
        danger=question.danger,
    )
    return asked, spot


def _point(question: Question) -> tuple[float, float] | None:
    if question.lon is None or question.lat is None:
        return None
    return question.lon, question.lat


def _told(
    found: Competence, asked: Asked, spot: Spot, *, book: Book, world: World, lang: Lang
) -> dict[str, Any]:
    """Put an answer into words."""
    day = asked.filing_day
    told = explain(
        stored(found, asked, book, boundaries=world.city.version),
        key=asked.key,
        reason=found.reason,
        team=found.team,
        book=book,
        area_name=world.area_name,
        lang=lang,
    )

    def team_name(code: str | None) -> str | None:
        team = book.team(code, day) if code else None
        return team.name if team else code

    item = book.item(found.item, asked.law_day) if found.item else None
    return {
        "sentence": told["sentence"],
        "answer": {
            "team": found.team,
            "team_name": team_name(found.team),
            "field": found.field,
            "item": found.item,
            "item_name": item.name if item else None,
            "signing_body": found.signing_body,
            "commanding_body": found.commanding_body,
            "supervising_body": found.supervising_body,
            "assisting": [{"code": code, "name": team_name(code)} for code in found.assisting],
            "interim": found.interim and {"code": found.interim, "name": team_name(found.interim)},
            "procedure": found.procedure._asdict(),
            "confidence": found.confidence,
            "reason": found.reason,
            "reason_text": told["reason"],
        },
        "question": found.question
        and {
            "text": told["question"],
            "choices": [
                {
                    "item": choice.item,
                    "field": choice.field,
                    "subject": choice.subject,
                    "text": tell_choice(choice, lang),
                }
                for choice in found.choices
            ],
        },
        "steps": told["steps"],
        "rejected": told["rejected"],
        "neighbours": [
            {"township": _named(code, world), "team": team, "team_name": team_name(team)}
            for code, team in found.neighbours
        ],
        "situation": dict(found.situation),
        "rule": told["rule"],
        "rows": [_used(row) for row in map(book.row, found.rows) if row is not None],
        "place": {
            "place": spot.place,
            "lon": spot.lon,
            "lat": spot.lat,
            "township": _named(spot.township, world),
            "district": _named(spot.district, world),
            "near": [_named(code, world) for code in spot.near],
            "areas": [
                {"code": code, "name": book.facts.areas.get(code, code)} for code in spot.areas
            ],
            "boundary_version": world.city.version,
        },
        "acted_on": asked.law_day,
        "filed_on": day,
        "edition": found.edition,
    }


def _named(code: str | None, world: World) -> dict[str, str] | None:
    return None if code is None else {"code": code, "name": world.city.name_of(code)}


def _used(row: Fact) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": re.sub(r"(?<!^)(?=[A-Z])", "_", type(row).__name__).lower(),
        "valid_from": row.span.from_,
        "valid_to": row.span.to,
        "source": row.source,
        "invented": row.invented,
    }


def _over_time(
    asked: Asked, first: date, last: date, book: Book, snapshot: Snapshot, lang: Lang
) -> dict[str, Any]:
    days = overtime.change_days(book.facts, first=first, last=last)

    def spans(band: overtime.Band) -> Iterator[dict[str, Any]]:
        for stretch in overtime.stretches(asked, band, snapshot, days=days, last=last):
            answer = stretch.answer
            team = book.team(answer.team, stretch.from_) if answer.team else None
            yield {
                "from": stretch.from_,
                "to": stretch.to,
                "team": answer.team,
                "team_name": team.name if team else answer.team,
                "signing_body": answer.signing_body,
                "reason": answer.reason,
                "reason_text": say(f"reason.{answer.reason}", lang),
            }

    return {
        "from": first,
        "to": last,
        "filed_on": asked.filing_day,
        "bands": [
            {
                "subject": band.subject,
                "least": band.least,
                "most": band.most,
                "asked": band.holds(asked),
                "spans": list(spans(band)),
            }
            for band in overtime.bands(asked, book.facts)
        ],
    }
