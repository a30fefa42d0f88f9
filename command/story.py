"""A case's whole story for one reader: why this team, what happened, who was sent, what came in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries
from command.cases.models import Case, CaseHistory
from command.catalogue.book import Book
from command.clocks.telling import tell_clock
from command.competence.explain import explain
from command.judging.telling import tell_judging
from command.world import World, book_of
from core import files
from core.auth import queries as accounts
from core.auth.values import Principal, Role
from core.clock import iso
from core.files import StoredFile
from core.texts import Lang, say
from dispatch.tasks import queries as tasks
from dispatch.tasks.models import Act

MAY_KNOW: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER})
"""Who works the case and so reads whom it is about; everybody else reads it masked."""


async def tell(
    session: AsyncSession,
    *,
    case_no: str,
    principal: Principal,
    world: World,
    lang: Lang,
    now: datetime,
) -> dict[str, Any]:
    """Tell the story of a case in the reader's scope, in the reader's language.

    :raises command.errors.CaseNotFound: when there is none of that number in the scope
    """
    case = await queries.get(session, case_no=case_no, node=principal.scope)
    history = await queries.list_history(session, case=case)
    held = await _list_files(session, case)
    return {
        **queries.picture(case, world),
        "description": case.report.get("description"),
        "subject": _subject(case, principal),
        "signed_by": case.body,
        "stages": queries.stages(history),
        "clock": await tell_clock(session, case=case, history=history, world=world, now=now),
        "history": await _history(session, history, lang),
        "why": explain(
            case.why,
            key=(case.scheme, case.kind, case.code),
            reason=case.reason,
            team=case.team,
            book=await _book_of(session, case, world),
            area_name=world.area_name,
            lang=lang,
        ),
        "attachments": await _attachments(session, case, held),
        "tasks": await _tasks(session, case, principal, held),
        **await tell_judging(
            session,
            case=case,
            node=principal.scope,
            hide=lambda subject: _masked(subject, principal),
        ),
    }


async def _book_of(session: AsyncSession, case: Case, world: World) -> Book:
    """Give the facts a case was decided by: today's, should every row of it still be among them.

    What a release before editions kept names rows that no edition has.
    """
    why = case.why
    if "asked" not in why or all(world.book.row(row_id) is not None for row_id in why["rows"]):
        return world.book
    return await book_of(session, edition=why["edition"], world=world)


async def _list_files(session: AsyncSession, case: Case) -> dict[UUID, StoredFile]:
    linked = await queries.list_files(session, case_no=case.case_no)
    found = await files.list_some(session, file_ids=[link.file_id for link in linked])
    return {file.id: file for file in found}


async def _history(
    session: AsyncSession, history: Sequence[CaseHistory], lang: Lang
) -> list[dict[str, Any]]:
    people = {row.actor: _account(row.actor) for row in history}
    names = await accounts.list_names(
        session, account_ids=[known for known in people.values() if known]
    )
    told = []
    for row in history:
        account = people[row.actor]
        told.append(
            {
                "at": iso(row.at),
                "actor": names.get(account, row.actor) if account else row.actor.split(":")[-1],
                "actor_kind": "person" if account else row.actor.split(":")[0],
                "move": {"from": row.from_state, "to": row.to_state},
                "reason": say(f"reason.{row.reason}", lang),
                "team": row.team,
                "unit": row.unit,
                "rule": row.rule,
            }
        )
    return told


def _account(actor: str) -> UUID | None:
    try:
        return UUID(actor)
    except ValueError:
        return None


async def _attachments(
    session: AsyncSession, case: Case, held: dict[UUID, StoredFile]
) -> list[dict[str, Any]]:
    told = []
    for row in await queries.list_attachments(session, case_no=case.case_no):
        file = held.get(row.file_id) if row.file_id else None
        told.append(
            {
                "id": str(row.file_id) if row.file_id else None,
                # Never the address itself: nobody's browser is to open it.
                "url_host": urlsplit(row.url).hostname,
                "media_type": file.media_type if file else row.media_type,
                "bytes": file.size if file else None,
                "state": row.state,
                "reason": row.reason,
            }
        )
    return told


async def _tasks(
    session: AsyncSession, case: Case, principal: Principal, held: dict[UUID, StoredFile]
) -> list[dict[str, Any]]:
    found = await tasks.list_of_case(session, case_no=case.case_no, node=principal.scope)
    acts = await tasks.list_acts(session, task_ids=[task.id for task in found])
    by_id = {str(act.id): act for act in acts}
    told = []
    for task in found:
        picture = tasks.picture(task)
        picture["moves"] = [
            {**move, **_said(by_id.get(move.get("act") or ""), held)} for move in task.moves
        ]
        told.append(picture)
    return told


def _said(act: Act | None, held: dict[UUID, StoredFile]) -> dict[str, Any]:
    """Give what the officer said with a move: reason, result, note and photos."""
    if act is None:
        return {}
    handed_in = [held.get(UUID(file)) for file in act.body.get("files", ())]
    return {
        "reason": act.body.get("reason"),
        "result": act.body.get("result"),
        "note": act.body.get("note"),
        "files": [
            {"id": str(file.id), "media_type": file.media_type, "bytes": file.size}
            for file in handed_in
            if file is not None
        ],
    }


def _subject(case: Case, principal: Principal) -> dict[str, Any] | None:
    subject: Mapping[str, Any] | None = case.report.get("subject")
    return None if subject is None else _masked(subject, principal)


def _masked(subject: Mapping[str, Any], principal: Principal) -> dict[str, Any]:
    if principal.role in MAY_KNOW or subject.get("kind") == "unit":
        return dict(subject)
    return {key: value if key == "kind" else mask(value) for key, value in subject.items()}


def mask(text: str) -> str:
    """Hide all of a name or number but its first character."""
    return text[:1] + "*" * (len(text) - 1)
