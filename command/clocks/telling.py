"""A case's clock for readers: the row it runs by, what happened to it, whose time it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases.models import Case, CaseHistory
from command.clocks import queries
from command.clocks.charges import Held, charge, stopped_at
from command.clocks.models import ClockHistory, Extension
from command.clocks.values import ClockChange, Stretch
from command.world import World
from core.auth import queries as accounts
from core.clock import iso
from dispatch.limits.rules import most_extension
from dispatch.limits.values import TimeLimitFacts


async def tell_clock(
    session: AsyncSession,
    *,
    case: Case,
    history: Sequence[CaseHistory],
    world: World,
    now: datetime,
) -> dict[str, Any] | None:
    """Tell all of a case's clock, None when it has none."""
    limit = world.limits.find_rule(case.limit_rule)
    if limit is None or case.due_at is None or case.near_at is None:
        return None
    changes = (await queries.list_changes(session, case_nos=[case.case_no]))[case.case_no]
    asked = await queries.list_extensions(session, case_no=case.case_no)
    names = await _names(session, changes, asked)
    held = [Held(row.at, row.to_state, row.team) for row in history]
    by_id = {one.id: one for one in asked}
    calendar, stopped = world.limits.calendar, stopped_at(held)
    stretches = charge(
        calendar, limit.length.unit, held=held, rests=queries.rests_of(changes), now=now
    )
    return {
        "limit": picture_limit(limit),
        "started_at": iso(case.received_at),
        "due_at": iso(case.due_at),
        "near_at": iso(case.near_at),
        "provisional": case.due_provisional,
        "paused_at": iso(case.paused_at) if case.paused_at else None,
        "stopped_at": iso(stopped) if stopped else None,
        "in_time": stopped <= case.due_at if stopped else None,
        "published": sorted(calendar.published),
        "extensions": [picture_extension(one, limit, names) for one in asked],
        "changes": [_picture_change(row, by_id, names) for row in changes],
        "charged": [_picture_stretch(stretch, world) for stretch in stretches],
    }


def picture_limit(row: TimeLimitFacts) -> dict[str, Any]:
    """Give a row of time limits as the wire shows it."""
    return {
        "rule": row.rule,
        "name": row.name,
        "scheme": row.scheme,
        "kind": row.kind,
        "code": row.code,
        "urgency": row.urgency,
        "step": row.step,
        "value": row.length.value,
        "unit": row.length.unit,
        "extensions": row.extensions,
        "extension_share": row.extension_share,
        "extension_most": most_extension(row) if row.extensions else 0.0,
        "approver": row.approver,
        "valid_from": row.from_.isoformat() if row.from_ else None,
        "valid_to": row.to.isoformat() if row.to else None,
        "source": row.source,
        "invented": row.invented,
    }


async def tell_extension(
    session: AsyncSession, *, extension: Extension, limit: TimeLimitFacts
) -> dict[str, Any]:
    """Tell of one extension, with the names of who asked and who answered."""
    return picture_extension(extension, limit, await _names(session, [], [extension]))


def picture_extension(
    one: Extension, limit: TimeLimitFacts, names: Mapping[UUID, str]
) -> dict[str, Any]:
    """Give an extension as the wire shows it."""
    return {
        "id": str(one.id),
        "case_no": one.case_no,
        "state": one.state,
        "value": one.value,
        "unit": limit.length.unit,
        "reason": one.reason,
        "asked_by": _name(one.asked_by, names),
        "asked_at": iso(one.asked_at),
        "answer": one.answer,
        "answered_by": _name(one.answered_by, names) if one.answered_by else None,
        "answered_at": iso(one.answered_at) if one.answered_at else None,
        "approver": limit.approver,
    }


def _picture_change(
    row: ClockHistory, asked: Mapping[UUID, Extension], names: Mapping[UUID, str]
) -> dict[str, Any]:
    extension = asked.get(row.extension_id) if row.extension_id else None
    return {
        "what": row.what,
        "at": iso(row.at),
        "actor": _name(row.actor, names),
        "ground": row.ground,
        "reason": _why(row, extension) if extension else None,
        "due_before": iso(row.due_before) if row.due_before else None,
        "due_after": iso(row.due_after) if row.due_after else None,
    }


def _why(row: ClockHistory, extension: Extension) -> str | None:
    """Give what was said: with the question, or with the answer."""
    asking = row.what == ClockChange.EXTENSION_ASKED
    return extension.reason if asking else extension.answer


def _picture_stretch(stretch: Stretch, world: World) -> dict[str, Any]:
    return {
        "holder": stretch.holder,
        "team": stretch.team,
        "team_name": world.team_name(stretch.team),
        "ground": stretch.ground,
        "from": iso(stretch.from_),
        "to": iso(stretch.to),
        "used_s": stretch.used_s,
    }


async def _names(
    session: AsyncSession, changes: Sequence[ClockHistory], asked: Sequence[Extension]
) -> Mapping[UUID, str]:
    actors = {row.actor for row in changes} | {one.asked_by for one in asked}
    actors |= {one.answered_by for one in asked if one.answered_by}
    known = [account for account in map(_account, actors) if account]
    return await accounts.list_names(session, account_ids=known) if known else {}


def _name(actor: str, names: Mapping[UUID, str]) -> str:
    account = _account(actor)
    return names.get(account, actor) if account else actor


def _account(actor: str) -> UUID | None:
    try:
        return UUID(actor)
    except ValueError:
        return None
