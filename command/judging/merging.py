"""Merging what is the same (并案) and taking it apart again: every reporter hears one story, and its end once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import lifecycle, queries
from command.cases.lifecycle import CaseState, Outcome
from command.cases.models import Case
from command.cases.operations import MERGED, announce, leave, note, record
from command.clocks import following as clocks
from command.errors import CaseIllegalMove, HeadUnfit
from command.events import CaseToJudge
from command.world import World
from core import outbox
from dispatch.tasks import operations as tasks
from dispatch.tasks.values import By, Stamp


async def merge(
    session: AsyncSession,
    *,
    case: Case,
    head: Case,
    judgement: UUID,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """End a case as the same as another: its work is taken back, its platform hears of the other from now on.

    :raises HeadUnfit: when the other is itself, or over.
    :raises CaseIllegalMove: when it is handled or over.
    """
    if head.id == case.id or head.state == CaseState.CLOSED:
        raise HeadUnfit(
            case_no=head.case_no,
            state=head.state,
            merged_into=head.merged_into,
            errors=[{"in": "body", "pointer": "/into", "rule": "open", "detail": ""}],
        )
    before, state = queries.channels_for(case), case.state
    case.state = lifecycle.end(CaseState(state), Outcome.MERGED)
    # By the system: a post that takes a task back may give any words for it.
    stamp = Stamp(at=now, actor=account, by=By.SYSTEM, act_id=judgement, reason=MERGED)
    await tasks.recall_all(session, case_no=case.case_no, stamp=stamp)
    case.outcome, case.merged_into = Outcome.MERGED, head.case_no
    case.team = case.unit = None
    case.asked_at = case.told = None
    case.followed = head.state
    rows = [record(case, state, reason="merged", actor=account, now=now, other=head.case_no)]
    head.members += 1
    rows.append(_note_head(head, "took_in", account, case.case_no, now))
    note(session, rows)
    leave(session, case, before, now)
    announce(session, case, world, now)
    announce(session, head, world, now)
    await clocks.stop(session, case_nos=[case.case_no], now=now)


async def unmerge(
    session: AsyncSession,
    *,
    case: Case,
    head: Case,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Take a case out of another: it is judged again. What its platform was told to be the end stays the end.

    :raises CaseIllegalMove: when it is not merged, or the other is over and its platform knows.
    """
    if case.merged_into != head.case_no or case.followed == CaseState.CLOSED:
        raise CaseIllegalMove(
            "Only what is merged into an open case is taken out of it.",
            state=case.state,
            wanted=CaseState.TO_JUDGE.value,
            allowed=[],
        )
    state = case.state
    case.state = CaseState.TO_JUDGE
    case.outcome = case.merged_into = case.followed = case.told = None
    case.parted_at = now
    rows = [record(case, state, reason="unmerged", actor=account, now=now, other=head.case_no)]
    head.members -= 1
    rows.append(_note_head(head, "let_go", account, case.case_no, now))
    note(session, rows)
    announce(session, case, world, now)
    announce(session, head, world, now)
    outbox.record(session, CaseToJudge(case_no=case.case_no), at=now)


def _note_head(
    head: Case, reason: str, account: str, other: str, now: datetime
) -> tuple[object, ...]:
    """Give the history row of the case that goes on as it was; why it is where it is stays."""
    why = head.reason
    row = record(head, head.state, reason=reason, actor=account, now=now, other=other)
    head.reason = why
    return row
