"""Answers that are kept: who asks again with the same id gets the same one, and nothing is done twice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import DomainError
from dispatch import errors
from dispatch.errors import BadAct
from dispatch.tasks.models import Act


def told(known: Act, *, task_id: UUID, do: str) -> DomainError | None:
    """Give the answer that was kept under an id: a refusal, or None for done.

    Of another act or order it is no answer: then the id itself is refused.
    """
    if (known.task_id, known.body["do"]) != (task_id, do):
        return bad("id", "unique", "This id is another act's.")
    name = known.answer.get("refused")
    if name is None:
        return None
    refused: DomainError = getattr(errors, name)(known.answer["detail"], **known.answer["facts"])
    return refused


async def find(session: AsyncSession, *, owner: str, act_id: UUID) -> Act | None:
    """Find what was answered to an act of a unit, or an order of an account."""
    return await session.get(Act, (owner, act_id))


def answer(refused: DomainError | None) -> dict[str, Any]:
    """Write an answer so that `told` can give it again."""
    if refused is None:
        return {}
    return {"refused": type(refused).__name__, "detail": refused.detail, "facts": refused.facts}


def bad(field: str, rule: str, detail: str, allowed: Mapping[str, Any] | None = None) -> BadAct:
    """Say which word of an act or order is wrong."""
    wrong = {"in": "body", "pointer": f"/{field}", "rule": rule, "detail": detail}
    return BadAct(detail, errors=[wrong if allowed is None else {**wrong, "allowed": allowed}])
