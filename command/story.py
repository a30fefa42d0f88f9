"""A case's whole story, for one reader: why this team, what happened, who was sent, what was handed in."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries
from command.cases.models import Case, CaseFile
from command.routing import explain
from command.world import World
from core.auth.values import Principal, Role
from core.clock import iso
from core.texts import Lang
from dispatch.tasks import queries as tasks

MAY_KNOW: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER})
"""Who works the case and so reads whom it is about; everybody else reads it masked."""


async def tell(
    session: AsyncSession, *, case_no: str, principal: Principal, world: World, lang: Lang
) -> dict[str, Any]:
    """Tell the story of a case in the reader's scope, in the reader's language.

    :raises command.errors.CaseNotFound: when there is none of that number in the scope
    """
    case = await queries.get(session, case_no=case_no, node=principal.scope)
    history = await queries.list_history(session, case=case)
    attachments = await queries.list_attachments(session, case_no=case_no)
    files = await queries.list_files(session, case_no=case_no)
    return {
        **queries.picture(case, world),
        "description": case.report.get("description"),
        "subject": _subject(case, principal),
        "signed_by": case.body,
        "stages": queries.stages(history),
        "history": [
            {
                "at": iso(row.at),
                "from": row.from_state,
                "to": row.to_state,
                "reason": row.reason,
                "actor": row.actor,
                "team": row.team,
                "unit": row.unit,
                "rule": row.rule,
            }
            for row in history
        ],
        "why": explain.explain(
            case.why, reason=case.reason, team=case.team, world=world, lang=lang
        ),
        "attachments": [
            {
                "id": str(row.file_id) if row.file_id else None,
                "media_type": row.media_type,
                "state": row.state,
                "reason": row.reason,
            }
            for row in attachments
        ],
        "tasks": await _tasks(session, case, principal, files),
    }


async def _tasks(
    session: AsyncSession, case: Case, principal: Principal, files: list[CaseFile]
) -> list[dict[str, Any]]:
    found = await tasks.list_of_case(session, case_no=case.case_no, node=principal.scope)
    acts = await tasks.list_acts(session, task_ids=[task.id for task in found])
    return [
        {
            **tasks.picture(task),
            "acts": [
                {
                    "do": act.body["do"],
                    "at": iso(act.at),
                    "reason": act.body.get("reason"),
                    "result": act.body.get("result"),
                    "note": act.body.get("note"),
                }
                for act in acts
                if act.task_id == task.id and not act.answer
            ],
            "files": [str(file.file_id) for file in files if file.task_id == task.id],
        }
        for task in found
    ]


def _subject(case: Case, principal: Principal) -> dict[str, Any] | None:
    subject: dict[str, Any] | None = case.report.get("subject")
    if subject is None or principal.role in MAY_KNOW or subject.get("kind") == "unit":
        return subject
    return {key: value if key == "kind" else mask(value) for key, value in subject.items()}


def mask(text: str) -> str:
    """Hide all of a name or number but its first character."""
    return text[:1] + "*" * (len(text) - 1)
