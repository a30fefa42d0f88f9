"""The catalogue seen from above, over HTTP: what is wrong, what is covered, what a reform moves."""

import asyncio
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from command.api.catalogue import browse_of, today
from command.api.days import Day
from command.api.drafts import rule_of
from command.api.overviews import ChecksOut, FiguresOut, MatrixOut, ReformOut
from command.api.proposals import RuleProblemsOut, RulesIn
from command.catalogue import workbook
from command.catalogue.browse import Browse
from command.catalogue.facts import Item, ListName
from command.catalogue.workbook import FormName
from command.competence.figures import Candidate, Figures, Share, figures, rank
from command.competence.reform import Held, Moves, moves
from command.errors import DistrictUnknown
from command.publishing import decision_table, past
from command.publishing.coverage import Matrix, Square, draw
from command.publishing.examination import find_problems
from command.world import World
from core.clock import utcnow
from core.http import JSON, SignedIn, body_read_by_hand, documented, json_body, language
from core.words import Words

router = APIRouter(tags=["catalogue"])

CANDIDATES: Final = 20
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(
    "/api/v1/catalogue/figures",
    summary="Figures of the reform",
    responses={200: {"model": FiguresOut}, **documented(401, 422, 503)},
)
async def read_figures(request: Request, _: SignedIn, on: Day | None = None) -> dict[str, Any]:
    """Count how much is comprehensive and covered on a day, each figure with the parts it is made of."""
    world: World = request.app.state.world()
    browse, day = browse_of(request), on or today(world)
    counted = await asyncio.to_thread(figures, browse.facts, day=day)
    best = await asyncio.to_thread(rank, browse.facts, day=day)
    return {
        "on": day,
        "figures": _figures(counted, browse),
        "candidates": [_candidate(one, browse, day) for one in best[:CANDIDATES]],
    }


@router.get(
    "/api/v1/catalogue/reform",
    summary="What moves between two days",
    responses={200: {"model": ReformOut}, **documented(401, 422, 503)},
)
async def read_reform(
    request: Request,
    _: SignedIn,
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to")],
) -> dict[str, Any]:
    """Tell which items, teams and townships differ between two days, most work first."""
    world: World = request.app.state.world()
    browse = browse_of(request)
    async with request.app.state.database.reading() as session:
        work = await past.count_work(session, now=utcnow())
    moved = await asyncio.to_thread(moves, browse.facts, before=first, after=last, work=work)
    return {"from": first, "to": last, **_moved(moved, world, browse, last)}


@router.get(
    "/api/v1/catalogue/checks",
    summary="What is wrong with the catalogue",
    responses={200: {"model": ChecksOut}, **documented(401, 503)},
)
async def read_checks(request: Request, _: SignedIn) -> dict[str, Any]:
    """Run every check on the edition in force, as of today."""
    world: World = request.app.state.world()
    lang = language(request.headers.get("accept-language"))
    found = await asyncio.to_thread(find_problems, world.book.facts, day=today(world))
    return {
        "items": [
            {"id": one.id, "check": one.check, "weight": one.weight, "detail": one.said(lang)}
            for one in found
        ],
        "edition": world.edition,
    }


@router.get(
    "/api/v1/catalogue/matrix",
    summary="Items against townships",
    responses={200: {"model": MatrixOut}, **documented(401, 404, 422, 503)},
)
async def read_matrix(
    request: Request,
    _: SignedIn,
    district: Annotated[Words, Query(max_length=16)],
    on: Day | None = None,
) -> dict[str, Any]:
    """Tell who goes for each item in each township of a district on a day; holes are where nobody does.

    :raises DistrictUnknown: when there is no such district
    """
    world: World = request.app.state.world()
    facts, day = world.book.facts, on or today(world)
    if district not in facts.districts:
        raise DistrictUnknown(district=district)
    townships = [code for code, (_name, of) in facts.townships.items() if of == district]
    matrix = await asyncio.to_thread(
        draw, facts, world.snapshot, day=day, townships=sorted(townships)
    )
    forms = {row.township: row.form for row in facts.township_powers if day in row.span}
    rows = [_matrix_row(item, matrix) for item in matrix.items]
    return {
        "district": {"code": district, "name": facts.districts[district]},
        "on": day,
        "townships": [
            {"code": code, "name": facts.townships[code][0], "form": forms.get(code, "none")}
            for code in matrix.townships
        ],
        "rows": rows,
        "holes": sum(row["holes"] for row in rows),
    }


@router.post(
    "/api/v1/catalogue/rules:check",
    summary="Check a decision table as it is typed",
    responses={
        200: {"model": RuleProblemsOut},
        **documented(400, 401, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: RulesIn}),
)
async def check_rules(
    request: Request, principal: SignedIn, typed: Annotated[RulesIn, Depends(json_body(RulesIn))]
) -> dict[str, Any]:
    """Tell of rows that mean nothing, never win, contradict each other, and of what no row covers."""
    lang = language(request.headers.get("accept-language"))
    day = today(request.app.state.world())
    rules = [rule_of(row, author=principal.name) for row in typed.rules]
    found = await asyncio.to_thread(decision_table.check, rules, day=day)
    return {
        "problems": [
            {
                "rule": str(one.facts.get("rule", "")),
                "part": str(one.facts.get("key") or one.facts.get("part", "")),
                "check": one.check,
                "weight": one.weight,
                "detail": one.said(lang),
            }
            for one in found
        ]
    }


@router.get(
    "/api/v1/catalogue/export",
    summary="The catalogue as a workbook",
    response_class=Response,
    responses={
        200: {"description": "A workbook", "content": {XLSX: {}}},
        **documented(401, 422, 503),
    },
)
async def export(
    request: Request,
    _: SignedIn,
    form: FormName = "full",
    township: Annotated[list[Words], Query(max_length=300)] = [],  # noqa: B006
    which: Annotated[ListName, Query(alias="list")] = "city",
    on: Day | None = None,
) -> Response:
    """Give the catalogue in a form that an import takes again, as it is on a day."""
    world: World = request.app.state.world()
    facts, day = world.book.facts, on or today(world)

    def written() -> bytes:
        if form == "official":
            return workbook.write_official(facts, list=which, day=day)
        if form == "township_list":
            chosen = township or sorted({row.township for row in facts.township_items})
            return workbook.write_township_lists(facts, townships=chosen, day=day)
        return workbook.write_full(facts)

    return Response(
        await asyncio.to_thread(written),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{form}-{day}.xlsx"'},
    )


_OF_TOWNSHIP: Final = {"routed_empowered": "o", "routed_posted": "p"}
_OF_COUNTY: Final = {"routed_professional": "f"}
_LETTERS: Final = {"elsewhere": "x", "person": "?", "hole": "!"}


def _matrix_row(item: Item, matrix: Matrix) -> dict[str, Any]:
    cells = "".join(_letter(matrix.squares[item.code, code]) for code in matrix.townships)
    return {
        "item": item.code,
        "name": item.name,
        "field": item.field,
        "cells": cells,
        "holes": cells.count("!"),
    }


def _letter(square: Square) -> str:
    if square.cell == "township":
        return _OF_TOWNSHIP.get(square.reason, "p")
    if square.cell == "county":
        return _OF_COUNTY.get(square.reason, "d")
    return _LETTERS[square.cell]


def _figures(counted: Figures, browse: Browse) -> list[dict[str, Any]]:
    by_field = [
        {"name": field, "value": len(share.part), "of": len(share.part) + len(share.rest)}
        for field, share in counted.by_field.items()
    ]
    plan = {"target": counted.target, "reported": counted.reported}
    inspected = counted.inspections
    names = {code: browse.versions[code][-1].name for code in (*inspected.part, *inspected.rest)}
    return [
        _figure("comprehensive", counted.comprehensive, by_field, **plan),
        _figure("fields", counted.fields, _parts(counted.fields, {})),
        _figure("inspections", inspected, _parts(inspected, names)),
    ]


def _figure(
    key: str,
    share: Share,
    parts: list[dict[str, Any]],
    *,
    target: float | None = None,
    reported: float | None = None,
) -> dict[str, Any]:
    return {
        "key": key,
        "value": len(share.part),
        "of": len(share.part) + len(share.rest),
        "target": target,
        "reported": reported,
        "parts": parts,
    }


def _parts(share: Share, names: dict[str, str]) -> list[dict[str, Any]]:
    """List what is missing before what is there."""
    return [
        {"name": names.get(code, code), "value": value, "of": 1}
        for codes, value in ((share.rest, 0), (share.part, 1))
        for code in codes
    ]


def _candidate(one: Candidate, browse: Browse, day: date) -> dict[str, Any]:
    item, _ = browse.item_on(one.item, day)
    test = one.test
    return {
        "item": one.item,
        "name": item.name,
        "field": item.field,
        "scores": [
            test.frequent,
            test.close_to_life,
            test.easy_to_find,
            test.weak_force,
            test.fit_skill,
        ],
        "score": one.score,
        "note": test.note,
    }


def _moved(moved: Moves, world: World, browse: Browse, day: date) -> dict[str, Any]:
    return {
        "items": [
            {
                "code": one.item,
                "name": browse.item_on(one.item, day)[0].name,
                "area": world.area_name(one.area or None) or "",
                "before": [_held(row) for row in one.before],
                "after": [_held(row) for row in one.after],
                "cases_a_year": one.work.cases,
                "inspections_a_year": one.work.inspections,
            }
            for one in moved.items
        ],
        "teams": [
            {
                "code": one.team,
                "name": team.name if (team := world.book.team(one.team, day)) else one.team,
                "aspect": one.aspect,
                "before": one.before,
                "after": one.after,
            }
            for one in moved.teams
        ],
        "townships": [
            {
                "code": one.township,
                "name": world.area_name(one.township),
                "before": one.before,
                "after": one.after,
                "given": len(one.given),
                "taken_back": len(one.taken_back),
                "cases_a_year": one.work.cases,
            }
            for one in moved.townships
        ],
    }


def _held(row: Held) -> dict[str, str]:
    return {
        "line": row.line,
        "field": row.field,
        "department": row.department,
        "partial": row.partial,
    }
