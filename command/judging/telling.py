"""What was decided about a case, for its story: decisions, what the platform added, what is merged into it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries as cases
from command.cases.models import Case
from command.judging import queries
from core.auth import queries as accounts
from core.clock import iso


async def tell_judging(
    session: AsyncSession,
    *,
    case: Case,
    node: str,
    hide: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> dict[str, Any]:
    """Tell what was decided and added; `hide` keeps a subject from who may not know it."""
    judged = await queries.list_judgements(session, case_no=case.case_no)
    added = await queries.list_supplements(session, case_no=case.case_no)
    merged = (
        await cases.list_merged(session, case_no=case.case_no, node=node) if case.members else []
    )
    names = await accounts.list_names(session, account_ids=[UUID(row.account) for row in judged])
    return {
        "judgements": [
            {
                "id": str(row.id),
                "do": row.do,
                "at": iso(row.at),
                "by": names.get(UUID(row.account), row.account),
                "reason": row.body.get("reason"),
                "ground": row.body.get("ground"),
                "missing": row.body.get("missing", []),
                "into": row.body.get("into"),
            }
            for row in judged
        ],
        "supplements": [
            {
                "at": iso(row.at),
                "description": row.content.get("description"),
                "address": (row.content.get("location") or {}).get("address"),
                "subject": hide(row.content["subject"]) if row.content.get("subject") else None,
                "files": len(row.content.get("attachments", ())),
            }
            for row in added
        ],
        "merged": [
            {
                "case_no": one.case_no,
                "title": one.title,
                "platform": one.platform,
                "received_at": iso(one.received_at),
            }
            for one in merged
        ],
    }
