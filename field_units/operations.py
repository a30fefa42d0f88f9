"""Changing how units stand, and which devices may report where they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import channels, timers
from core.auth.values import TOKEN_CHARS, hash_token, new_token
from core.clock import iso
from core.ids import new_id
from core.scope import channels_of
from field_units import duty
from field_units.duty import Said, Stand
from field_units.errors import DeviceNotFound, DeviceUnknown, DutyIdTaken
from field_units.lifecycle import Duty, DutyDo
from field_units.models import Device, DutyHistory, UnitDuty
from field_units.queries import said_of
from field_units.values import DutyIn, Roster, UnitFacts, Weights

BREAK: Final = "unit.break"
"""The timer of a break that nobody ends; its subject is the unit."""
ASK_AGAIN: Final = timedelta(seconds=30)
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True)
class Told:
    """What a word about duty came to: how the unit stands now, and what was said where it says something new."""

    stand: Stand
    said: Said | None


async def say_duty(
    session: AsyncSession,
    *,
    unit: UnitFacts,
    roster: Roster,
    word: DutyIn,
    actor: str,
    now: datetime,
    zone: ZoneInfo,
    weights: Weights,
) -> Told:
    """Take a crew's word about its duty, once: the same word again, or one that says what is so, changes nothing.

    :raises IllegalDuty: when the unit stands so that this cannot be said
    :raises DutyIdTaken: when the id is another word's
    """
    row = await session.get(UnitDuty, unit.code, with_for_update=True)
    said = None if row is None else said_of(row)
    known = await session.get(DutyHistory, word.id)
    local = now.astimezone(zone)
    if known is not None:
        if (known.unit, known.do) != (unit.code, word.do):
            raise DutyIdTaken("This id is another word's.")
        return Told(duty.stand(unit, said, local), None)
    fresh = duty.say(
        unit,
        said,
        word.do,
        local=local,
        break_lasts=timedelta(minutes=weights.duty_break_min),
        overtime_lasts=timedelta(minutes=weights.duty_overtime_min),
    )
    if fresh is None:
        return Told(duty.stand(unit, said, local), None)
    _keep(session, row, unit, roster, fresh, word, actor=actor, now=now, local=local)
    if fresh.duty is Duty.BREAK and fresh.until is not None:
        timers.set_(session, [(BREAK, unit.code, fresh.until, {})])
    else:
        timers.stop(session, kind=BREAK, subjects=[unit.code])
    return Told(duty.stand(unit, fresh, local), fresh)


async def end_break(
    session: AsyncSession, *, unit: UnitFacts, roster: Roster, now: datetime, zone: ZoneInfo
) -> None:
    """End a break that its crew has forgotten, should it be over.

    A crew that says something at this very moment is not waited for: it may be waiting for the timer.
    """
    row = await session.scalar(
        select(UnitDuty).where(col(UnitDuty.unit) == unit.code).with_for_update(skip_locked=True)
    )
    if row is None:
        timers.set_(session, [(BREAK, unit.code, now + ASK_AGAIN, {})])
        return
    if row.duty != Duty.BREAK or row.until is None or row.until > now:
        return
    local = now.astimezone(zone)
    # The break is over already, by its own end: what holds now is what its shift and overtime say.
    stands = duty.stand(unit, said_of(row), local)
    fresh = Said(stands.duty, stands.until, row.overtime_until, local)
    word = DutyIn(do=DutyDo.END_BREAK, id=new_id())
    _keep(session, row, unit, roster, fresh, word, actor=SYSTEM, now=now, local=local)


def picture(unit: UnitFacts, stand: Stand) -> dict[str, Any]:
    """Give how a unit stands as the wire shows it (docs/wire.md, `unit.duty`)."""
    return {
        "unit": unit.code,
        "duty": stand.duty,
        "on_duty": stand.is_on,
        "free_until": iso(stand.until) if stand.is_on and stand.until else None,
    }


def _keep(
    session: AsyncSession,
    row: UnitDuty | None,
    unit: UnitFacts,
    roster: Roster,
    said: Said,
    word: DutyIn,
    *,
    actor: str,
    now: datetime,
    local: datetime,
) -> None:
    if row is None:
        row = UnitDuty(unit=unit.code, duty=said.duty, changed_at=now)
        session.add(row)
    row.duty, row.until, row.changed_at = said.duty.value, said.until, now
    row.overtime_until = said.overtime_until
    session.add(
        DutyHistory(
            id=word.id,
            unit=unit.code,
            at=now,
            device_at=word.at,
            do=word.do.value,
            duty=said.duty.value,
            until=said.until,
            actor=actor,
        )
    )
    team = roster.teams.get(unit.team)
    channels.publish(
        session,
        name="unit.duty",
        data=picture(unit, duty.stand(unit, said, local)),
        channels=channels_of(
            district=team.district if team else None,
            township=team.township if team else None,
            team=unit.team,
            unit=unit.code,
        ),
        at=now,
    )


async def add_device(session: AsyncSession, *, unit: str, name: str, now: datetime) -> str:
    """Let a device report where a unit is; what it is to show is told once and never again."""
    token = new_token()
    session.add(Device(token_hash=hash_token(token), unit=unit, name=name, created_at=now))
    return token


async def revoke_device(session: AsyncSession, *, device_id: UUID, now: datetime) -> str:
    """End what a device may, for ever, and tell whose it was.

    :raises DeviceNotFound: when there is none of this id that still works
    """
    unit: str | None = await session.scalar(
        update(Device)
        .where(col(Device.id) == device_id)
        .where(col(Device.revoked_at).is_(None))
        .values(revoked_at=now)
        .returning(col(Device.unit))
    )
    if unit is None:
        raise DeviceNotFound("There is no such device that still works.")
    return unit


async def find_unit_of_device(session: AsyncSession, *, token: str) -> str:
    """Learn whose device shows a token.

    :raises DeviceUnknown: when it is nobody's, or was revoked
    """
    if len(token) <= TOKEN_CHARS:
        unit = await session.scalar(
            select(col(Device.unit))
            .where(col(Device.token_hash) == hash_token(token))
            .where(col(Device.revoked_at).is_(None))
        )
        if unit is not None:
            return unit
    raise DeviceUnknown("This belongs to no device.")
