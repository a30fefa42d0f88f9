"""What a sheet counts, read in one moment: each number with the ids of what it counts."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases import queries as cases
from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.handover.values import Figure, Of
from dispatch.alerts import queries as alerts
from dispatch.alerts.models import Alert
from dispatch.instructions import queries as instructions
from dispatch.instructions.lifecycle import ReceiptState
from dispatch.instructions.models import Instruction, Receipt
from dispatch.sos import queries as sos
from dispatch.sos.models import Sos
from dispatch.tasks import queries as tasks
from dispatch.tasks.lifecycle import UNANSWERED, TaskState
from dispatch.tasks.models import Task

NAMED: Final = 200
"""How many of what it counts a figure names; the lists have them all."""
CAME_BACK: Final = (TaskState.DECLINED, TaskState.RETURNED, TaskState.EXPIRED)
WARNINGS: Final = frozenset({"calendar_missing"})
"""Kinds of alerts that are about the platform itself."""


async def read(
    session: AsyncSession,
    *,
    node: str,
    from_: datetime,
    to: datetime,
    on_duty: list[str],
    now: datetime,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Count for a node and a span what whoever comes must know; and give what the platform warns of.

    A session of one moment (`Database.reading`) is wanted: the figures are held against each other.
    """
    undone = ~col(Case.state).in_((CaseState.HANDLED, CaseState.CLOSED))
    case = _Counted("case", col(Case.case_no), cases.in_scope(node))
    task = _Counted("task", col(Task.id), tasks.in_scope(node))
    call = _Counted("sos", col(Sos.id), sos.in_scope(node))
    instruction = _Counted("instruction", col(Instruction.id), instructions.in_scope(node))
    alert = _Counted("alert", col(Alert.id), alerts.in_scope(node))
    unsigned = (
        exists()
        .where(col(Receipt.instruction_id) == col(Instruction.id))
        .where(col(Receipt.state) != ReceiptState.SIGNED)
    )
    wanted: list[tuple[Figure, _Counted, tuple[ColumnElement[bool], ...]]] = [
        (Figure.CAME_IN, case, _within(col(Case.received_at), from_, to)),
        (
            Figure.CLOSED,
            case,
            (
                col(Case.state) == CaseState.CLOSED,
                col(Case.outcome).is_(None),
                *_within(col(Case.changed_at), from_, to),
            ),
        ),
        (Figure.OPEN, case, (col(Case.state) != CaseState.CLOSED,)),
        (Figure.TO_JUDGE, case, (col(Case.state) == CaseState.TO_JUDGE,)),
        (Figure.UNANSWERED, task, (col(Task.state).in_((TaskState.WAITING, *UNANSWERED)),)),
        (Figure.LATE, case, (undone, col(Case.due_at) < now)),
        (Figure.PAUSED, case, (undone, col(Case.paused_at).is_not(None))),
        (
            Figure.RETURNED,
            task,
            (col(Task.state).in_(CAME_BACK), *_within(col(Task.changed_at), from_, to)),
        ),
        (Figure.SOS, call, _within(col(Sos.raised_at), from_, to)),
        (Figure.SOS_OPEN, call, (~col(Sos.ended),)),
        (
            Figure.INSTRUCTIONS_UNSIGNED,
            instruction,
            (col(Instruction.ended_at).is_(None), unsigned),
        ),
        (Figure.ALERTS, alert, (col(Alert.ended_at).is_(None),)),
    ]
    figures = [await one.count(session, name, *where) for name, one, where in wanted]
    figures.append(
        {
            "name": Figure.UNITS_ON_DUTY.value,
            "count": len(on_duty),
            "of": "unit",
            "ids": on_duty[:NAMED],
        }
    )
    warned = await session.scalars(
        select(col(Alert.kind))
        .where(col(Alert.kind).in_(WARNINGS))
        .where(col(Alert.ended_at).is_(None))
        .distinct()
    )
    return figures, sorted(warned)


class _Counted:
    """A kind of thing, its id, and which of it a node may see."""

    def __init__(self, of: Of, key: Any, in_scope: ColumnElement[bool]) -> None:
        self._of, self._key, self._in_scope = of, key, in_scope

    async def count(
        self, session: AsyncSession, name: Figure, *where: ColumnElement[bool]
    ) -> dict[str, Any]:
        """Count those of a node for which all this holds, and name the first of them."""
        these = (self._in_scope, *where)
        count = await session.scalar(select(func.count(self._key)).where(*these))
        ids = await session.scalars(
            select(self._key).where(*these).order_by(self._key).limit(NAMED)
        )
        return {
            "name": name.value,
            "count": count,
            "of": self._of,
            "ids": [str(one) for one in ids],
        }


def _within(column: Any, from_: datetime, to: datetime) -> tuple[ColumnElement[bool], ...]:
    return column >= from_, column < to
