"""More time: asked for with a reason, answered by somebody who may, as the limit's own row says."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases.models import Case
from command.clocks import lifecycle, operations, queries
from command.clocks.lifecycle import ExtensionState
from command.clocks.models import Extension
from command.clocks.values import AnswerIn, ClockChange, ExtensionIn
from command.errors import (
    ExtensionOpen,
    ExtensionOwn,
    ExtensionTooLong,
    NoExtension,
    NotApprover,
)
from command.world import World
from core.auth.values import Principal
from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from dispatch.limits.rules import most_extension
from dispatch.limits.values import IN_PARTS, LEVELS, TimeLimitFacts


async def ask(
    session: AsyncSession,
    *,
    case: Case,
    wanted: ExtensionIn,
    principal: Principal,
    world: World,
    now: datetime,
) -> Extension:
    """Ask for more time, once for each id: the same again gets what became of it.

    :raises ClockStands: when the case has no clock, or it is handled.
    :raises NoExtension: when the row gives none, or no more.
    :raises ExtensionTooLong: when it is more than the row gives, or part of a day.
    :raises ExtensionOpen: when another is waiting for an answer, or the id is another's.
    """
    known = await session.get(Extension, wanted.id)
    if known is not None:
        said = known.case_no, known.value, known.reason
        if said != (case.case_no, wanted.value, wanted.reason):
            raise ExtensionOpen("This id is another extension's.", extension=str(wanted.id))
        return known
    limit = operations.limit_of(case, world)
    before = await queries.list_extensions(session, case_no=case.case_no)
    if queries.granted(before) >= limit.extensions:
        raise NoExtension("No more time can be given.", most=limit.extensions, rule=limit.rule)
    _measure(wanted, limit)
    waiting = next((one for one in before if one.state == ExtensionState.ASKED), None)
    if waiting is not None:
        raise ExtensionOpen("Another waits for an answer.", extension=str(waiting.id))
    account = str(principal.account_id)
    extension = Extension(
        id=wanted.id,
        case_no=case.case_no,
        state=ExtensionState.ASKED,
        value=wanted.value,
        reason=wanted.reason,
        asked_by=account,
        asked_at=now,
    )
    session.add(extension)
    operations.note(
        session,
        case=case,
        what=ClockChange.EXTENSION_ASKED,
        extension_id=wanted.id,
        account=account,
        now=now,
    )
    node = _post(case, limit.approver)
    facts = {
        "title": case.title,
        "urgency": case.urgency,
        "extension": str(wanted.id),
        "value": wanted.value,
        "unit": limit.length.unit.value,
    }
    alert = NewAlert(
        kind=operations.ASKED,
        subject=case.case_no,
        node=node,
        level=node.partition(":")[0],
        district=case.district,
        township=case.township,
        team=case.team,
        case_no=case.case_no,
        due_at=case.due_at,
        facts=facts,
    )
    await alerts.raise_alerts(session, alerts=[alert], now=now)
    return extension


async def answer(
    session: AsyncSession,
    *,
    case: Case,
    extension_id: UUID,
    said: AnswerIn,
    principal: Principal,
    world: World,
    now: datetime,
) -> Extension:
    """Approve or refuse; the same answer of the same person again changes nothing.

    :raises ExtensionNotFound: when the case has none of that id.
    :raises ExtensionAnswered: when it was answered already, otherwise or by somebody else.
    :raises ExtensionOwn: when it is the answerer's own.
    :raises NotApprover: when it is not for his level to say.
    :raises ClockStands: when the case is handled meanwhile.
    """
    extension = await queries.get_extension(
        session, case_no=case.case_no, extension_id=extension_id
    )
    account = str(principal.account_id)
    to = ExtensionState.APPROVED if said.approve else ExtensionState.REFUSED
    if (extension.state, extension.answered_by) == (to, account):
        return extension
    limit = operations.limit_of(case, world)
    if LEVELS.index(principal.node.partition(":")[0]) > LEVELS.index(limit.approver):
        raise NotApprover("A higher level answers this.", level=limit.approver)
    if extension.asked_by == account:
        raise ExtensionOwn("Nobody answers what he asked for himself.")
    extension.state = lifecycle.move(ExtensionState(extension.state), to)
    extension.answer, extension.answered_by, extension.answered_at = said.reason, account, now
    if said.approve:
        await operations.extend(
            session,
            case=case,
            by=extension.value,
            extension_id=extension.id,
            account=account,
            world=world,
            now=now,
        )
    else:
        operations.note(
            session,
            case=case,
            what=ClockChange.EXTENSION_REFUSED,
            extension_id=extension.id,
            account=account,
            now=now,
        )
    await alerts.end(session, kinds=[operations.ASKED], subjects=[case.case_no], now=now)
    return extension


def _measure(wanted: ExtensionIn, limit: TimeLimitFacts) -> None:
    most = most_extension(limit)
    if wanted.value > most or (
        limit.length.unit not in IN_PARTS and wanted.value != int(wanted.value)
    ):
        raise ExtensionTooLong(
            "This is more than may be given, or part of a day.",
            most=most,
            unit=limit.length.unit.value,
            errors=[
                {
                    **{"in": "body", "pointer": "/value", "rule": "range", "detail": ""},
                    "allowed": {"maximum": most},
                }
            ],
        )


def _post(case: Case, level: str) -> str:
    """Name the post of a level for a case; the whole city's where the case has none."""
    code = {"district": case.district, "township": case.township, "team": case.team}.get(level)
    return f"{level}:{code}" if code else "city"
