"""Drafts of the catalogue over HTTP: upload or type, see what it does, try it on past cases, publish, go back."""

import asyncio
from datetime import date
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, WithJsonSchema
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile

from command.api.differences import told
from command.api.proposals import (
    DraftOut,
    DraftsOut,
    PublishedOut,
    PublishIn,
    RollbackIn,
    RuleDraftIn,
    RuleIn,
)
from command.catalogue import diff, workbook
from command.catalogue.diff import Changes
from command.catalogue.facts import Facts, Rule, Span
from command.catalogue.faults import Fault
from command.catalogue.queries import load_facts
from command.catalogue.workbook import FormName, Imported
from command.competence.simulation import Simulator
from command.competence.snapshot import Snapshot, compile_facts
from command.publishing import decision_table, operations, past, queries
from command.publishing.examination import Examination, examine
from command.publishing.models import CatalogueDraft
from command.world import World
from core.auth import queries as accounts
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.http import (
    JSON,
    SignedIn,
    body_read_by_hand,
    documented,
    json_body,
    language,
    require,
    require_media_type,
    validation_error,
)
from core.texts import Lang

router = APIRouter(tags=["catalogue"])

FORM: Final = "multipart/form-data"

Admin = Annotated[Principal, Depends(require(Role.ADMIN))]


class UploadIn(BaseModel):
    """The form a workbook comes in; `township` may come several times."""

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]
    form: FormName
    valid_from: date
    township: list[str] = []


@router.get(
    "/api/v1/catalogue/drafts",
    summary="Drafts of the catalogue",
    responses={200: {"model": DraftsOut}, **documented(401, 503)},
)
async def list_drafts(request: Request, _: SignedIn) -> dict[str, Any]:
    """List the drafts, newest first."""
    async with request.app.state.database.reading() as session:
        found = await queries.list_drafts(session)
    return {"items": [_line(draft) for draft in found]}


@router.post(
    "/api/v1/catalogue/drafts",
    status_code=201,
    summary="Propose a change of the catalogue",
    responses={
        201: {"model": DraftOut, "description": "Kept as a draft: nothing is in force yet"},
        200: {"model": DraftOut, "description": "Something is wrong in it: nothing was kept"},
        **documented(400, 401, 403, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({FORM: UploadIn, JSON: RuleDraftIn}),
)
async def propose(request: Request, principal: Admin, response: Response) -> dict[str, Any]:
    """Take in a workbook, or the decision table as it was typed, and tell what it would do."""
    require_media_type(request, FORM, JSON)
    world: World = request.app.state.world()
    facts = world.book.facts
    lang = language(request.headers.get("accept-language"))
    if request.headers["content-type"].lower().startswith(JSON):
        typed = await json_body(RuleDraftIn)(request)
        kind, title, valid_from = "rules", typed.title, typed.valid_from
        rules = [rule_of(row, author=principal.name) for row in typed.rules]
        imported = Imported(decision_table.compare(facts, rules, day=valid_from), ())
    else:
        kind, title, valid_from, imported = await _imported(request, facts, lang)
    if imported.faults:
        response.status_code = 200
        return _refused(kind, title, valid_from, imported.faults, principal, lang)
    async with request.app.state.database.transaction() as session:
        draft = await operations.propose(
            session,
            changes=imported.changes,
            kind=kind,
            title=title,
            valid_from=valid_from,
            by=str(principal.account_id),
            now=utcnow(),
        )
    return await _told(request, draft, facts, imported.changes, lang)


@router.get(
    "/api/v1/catalogue/drafts/{draft_id}",
    summary="One draft",
    responses={200: {"model": DraftOut}, **documented(401, 404, 409, 422, 503)},
)
async def read_draft(request: Request, _: SignedIn, draft_id: UUID) -> dict[str, Any]:
    """Give a draft: what it changes against the edition in force, and what the checks find."""
    lang = language(request.headers.get("accept-language"))
    draft, facts, changes = await open_draft(request, draft_id)
    return await _told(request, draft, facts, changes, lang)


@router.post(
    "/api/v1/catalogue/drafts/{draft_id}/publish",
    summary="Publish a draft",
    responses={
        200: {"model": PublishedOut},
        **documented(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: PublishIn}),
)
async def publish(
    request: Request,
    principal: Admin,
    draft_id: UUID,
    form: Annotated[PublishIn, Depends(json_body(PublishIn))],
) -> dict[str, int]:
    """Put a draft in force from its day on; every process decides by it within two seconds."""
    edition = await operations.publish(
        request.app.state.database,
        draft_id=draft_id,
        accepted={one.hole: one.reason for one in form.accept},
        by=str(principal.account_id),
        now=utcnow(),
    )
    await request.app.state.world.refresh()
    return {"edition": edition}


@router.post(
    "/api/v1/catalogue/rollback",
    summary="Go back to an older edition",
    responses={
        200: {"model": PublishedOut},
        **documented(400, 401, 403, 404, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({JSON: RollbackIn}),
)
async def roll_back(
    request: Request,
    principal: Admin,
    form: Annotated[RollbackIn, Depends(json_body(RollbackIn))],
) -> dict[str, int]:
    """Publish a new edition that says what an older one said. Nothing is deleted."""
    edition = await operations.roll_back(
        request.app.state.database,
        edition=form.edition,
        by=str(principal.account_id),
        now=utcnow(),
    )
    await request.app.state.world.refresh()
    return {"edition": edition}


async def open_draft(request: Request, draft_id: UUID) -> tuple[CatalogueDraft, Facts, Changes]:
    """Read a draft with the facts it is made to: those in force, or those of its time once it is not open.

    :raises DraftNotFound: when there is no such draft
    :raises DraftStale: when a row it changes was changed meanwhile
    """
    facts: Facts = request.app.state.world().book.facts
    async with request.app.state.database.reading() as session:
        draft = await queries.get(session, draft_id=draft_id)
        if draft.state != "open":
            facts = await load_facts(session, edition=draft.base)
    return draft, facts, diff.from_json(draft.changes, facts)


def rule_of(row: RuleIn, *, author: str) -> Rule:
    """Make a row of the decision table from what was typed."""
    return Rule(
        id=row.id,
        version=0,
        priority=row.priority,
        when=row.when,
        then=row.then,
        text_zh=row.text_zh,
        text_en=row.text_en,
        author=author,
        span=Span(row.valid_from, row.valid_to),
        source=row.source,
    )


async def _imported(
    request: Request, facts: Facts, lang: Lang
) -> tuple[FormName, str, date, Imported]:
    async with request.form(max_files=1, max_fields=300) as form:
        file, kind, valid_from = _read(form, lang)
        content = await file.read()
        name = file.filename or ""
        townships = [str(code) for code in form.getlist("township")]
    imported = await asyncio.to_thread(
        workbook.read,
        content,
        name=name,
        form=kind,
        facts=facts,
        valid_from=valid_from,
        townships=townships,
    )
    return kind, name, valid_from, imported


def _read(form: FormData, lang: Lang) -> tuple[UploadFile, FormName, date]:
    """Read what comes with a file.

    :raises InvalidInput: naming each part that is missing or wrong
    """
    wrong: list[ErrorDetails] = []
    file, kind = form.get("file"), form.get("form")
    if not isinstance(file, UploadFile):
        wrong.append({"type": "missing", "loc": ("file",), "msg": "", "input": None})
    if kind not in get_args(FormName):
        context = {"expected": ", ".join(repr(name) for name in get_args(FormName))}
        wrong.append(
            {"type": "literal_error", "loc": ("form",), "msg": "", "input": None, "ctx": context}
        )
    try:
        valid_from = date.fromisoformat(str(form.get("valid_from")))
    except ValueError:
        wrong.append(
            {"type": "date_from_datetime_parsing", "loc": ("valid_from",), "msg": "", "input": None}
        )
    if wrong:
        raise validation_error(wrong, lang)
    return file, kind, valid_from  # type: ignore[return-value]


async def _told(
    request: Request, draft: CatalogueDraft, facts: Facts, changes: Changes, lang: Lang
) -> dict[str, Any]:
    world: World = request.app.state.world()
    told_so_far = {
        **_line(draft),
        "by": await _name_of(request, draft.by),
        "errors": [],
        "diff": told(changes, world),
    }
    if draft.state != "open":
        return {**told_so_far, "problems": [], "effect": {"open_cases": 0, "changed": 0}}
    after = diff.apply(facts, changes)
    found = await asyncio.to_thread(examine, facts, after, day=draft.valid_from)
    # A table that means nothing decides nothing.
    moved = None if found.wrong else await _effect(request, draft, after)
    return {
        **told_so_far,
        "problems": _problems(found, lang),
        "effect": moved or {"open_cases": 0, "changed": 0},
    }


async def _name_of(request: Request, by: str) -> str:
    """Give the name of an account; who proposed something on the command line is named as typed."""
    try:
        account_id = UUID(by)
    except ValueError:
        return by
    async with request.app.state.database.reading() as session:
        names = await accounts.list_names(session, account_ids=[account_id])
    return names.get(account_id, by)


async def _effect(request: Request, draft: CatalogueDraft, after: Facts) -> dict[str, int]:
    """Count the open cases that would be another team's, were they filed under the draft."""
    before: Snapshot = request.app.state.world().snapshot
    compiled = await asyncio.to_thread(compile_facts, after)
    simulator = Simulator(before, compiled, filed_on=draft.valid_from)
    await past.replay(request.app.state.database, simulator, only_open=True)
    counted = simulator.result()
    return {"open_cases": counted.acts, "changed": counted.changed}


def _line(draft: CatalogueDraft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "kind": draft.kind,
        "title": draft.title,
        "state": draft.state,
        "at": draft.at,
        "valid_from": draft.valid_from,
    }


def _refused(
    kind: str,
    title: str,
    valid_from: date,
    faults: tuple[Fault, ...],
    principal: Principal,
    lang: Lang,
) -> dict[str, Any]:
    return {
        "id": None,
        "kind": kind,
        "title": title,
        "state": "refused",
        "at": utcnow(),
        "valid_from": valid_from,
        "by": principal.name,
        "errors": [
            {
                "sheet": fault.sheet,
                "row": fault.row or None,
                "column": fault.column or None,
                "rule": fault.rule,
                "detail": fault.said(lang),
            }
            for fault in faults
        ],
        "diff": {"opened": 0, "closed": 0, "changed": 0, "rows": []},
        "problems": [],
        "effect": {"open_cases": 0, "changed": 0},
    }


def _problems(found: Examination, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "id": problem.id,
            "check": problem.check,
            "weight": problem.weight,
            "detail": problem.said(lang),
        }
        for problem in found.made
    ]
