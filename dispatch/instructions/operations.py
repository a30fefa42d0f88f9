"""Changing instructions: issued, delivered, read, signed, closed, each with its history and its frames."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from core import channels, ending, outbox, timers
from core.auth.values import Principal
from core.bulk import BulkInsert
from core.errors import Forbidden
from core.ids import new_id
from core.scope import WHOLE, sees
from dispatch.alerts import operations as alerts
from dispatch.errors import IdTaken, InstructionOver, UnitUnknown
from dispatch.events import InstructionIssued
from dispatch.instructions import lifecycle, queries
from dispatch.instructions.lifecycle import ReceiptState
from dispatch.instructions.models import Instruction, Receipt
from dispatch.instructions.values import (
    ALERT,
    LEADS_TO,
    UNSIGNED,
    Addressee,
    InstructionIn,
    ReceiveIn,
)
from field_units.values import Roster

_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["instruction_history"],
    ("id", "instruction_id", "at", "device_at", "what", "actor", "unit", "act_id"),
)
_RECEIPTS: Final = BulkInsert(
    SQLModel.metadata.tables["receipt"],
    (
        "instruction_id", "unit", "unit_name", "team", "district", "township", "frame_id", "state",
    ),
)  # fmt: skip


def address(wanted: InstructionIn, *, node: str, roster: Roster) -> list[Addressee]:
    """Name the units an instruction goes to.

    :raises UnitUnknown: when a unit or team is none within the node
    """
    units = dict.fromkeys(wanted.units)
    for team in wanted.teams:
        found = roster.by_team.get(team, ())
        if not found:
            raise UnitUnknown("There is no such team with units in your scope.", team=team)
        units |= dict.fromkeys(unit.code for unit in found)
    told: list[Addressee] = []
    for code in sorted(units):
        nodes, facts = roster.nodes_of(code), roster.units.get(code)
        if facts is None or nodes["team"] is None or not sees(node, **nodes):
            raise UnitUnknown("There is no such unit in your scope.", unit=code)
        told.append(
            Addressee(code, facts.name, nodes["team"], nodes["district"], nodes["township"])
        )
    return told


async def issue(
    session: AsyncSession,
    *,
    wanted: InstructionIn,
    told: Sequence[Addressee],
    principal: Principal,
    now: datetime,
) -> None:
    """Tell these units; the same instruction again changes nothing.

    :raises IdTaken: when the id is another instruction's
    """
    known = await queries.find(session, instruction_id=wanted.id)
    if known is not None:
        if (known.account, known.text) != (principal.account_id, wanted.text):
            raise IdTaken("This id is another instruction's.", id=str(wanted.id))
        return
    instruction = Instruction(
        id=wanted.id,
        node=principal.node,
        account=principal.account_id,
        issued_by=principal.name,
        text=wanted.text,
        urgency=wanted.urgency,
        case_no=wanted.case_no,
        sign_by=wanted.sign_by,
        issued_at=now,
    )
    session.add(instruction)
    receipts = [
        Receipt(
            instruction_id=wanted.id,
            unit=one.unit,
            unit_name=one.name,
            team=one.team,
            district=one.district,
            township=one.township,
            frame_id=wanted.id,
            state=ReceiptState.SENT,
        )
        for one in told
    ]
    frames = _tell(session, instruction, receipts, now)
    ending.later(
        session,
        _RECEIPTS,
        [
            (
                r.instruction_id, r.unit, r.unit_name, r.team, r.district, r.township,
                frames[f"unit:{r.unit}"], r.state,
            )
            for r in receipts
        ],
    )  # fmt: skip
    _note(session, wanted.id, [None], "issued", str(principal.account_id), now)
    if wanted.sign_by is not None:
        timers.set_(session, [(UNSIGNED, str(wanted.id), wanted.sign_by, {})])
    outbox.record(
        session,
        InstructionIssued(
            instruction_id=str(wanted.id),
            units=[one.unit for one in told],
            urgency=wanted.urgency,
        ),
        at=now,
    )


async def receive(
    session: AsyncSession,
    *,
    instruction_id: UUID,
    unit: str,
    account: str,
    receive: ReceiveIn,
    now: datetime,
) -> None:
    """Note that a unit has read or signed; the same again changes nothing, signing includes reading.

    :raises InstructionNotFound: when the unit was told nothing of the kind
    :raises InstructionOver: when it was closed before
    """
    node = f"unit:{unit}"
    # Held by whoever signs, so that of two who sign last at once the second sees that he is the last.
    instruction = await queries.get(session, instruction_id=instruction_id, node=node, lock=True)
    receipts = await queries.list_receipts(session, instruction_ids=[instruction_id], node=node)
    receipt, to = receipts[instruction_id][0], LEADS_TO[receive.do]
    if not lifecycle.is_ahead(ReceiptState(receipt.state), to):
        return
    if instruction.ended_at is not None:
        raise InstructionOver("This instruction was closed.", instruction=str(instruction_id))
    _advance(session, receipt, to, now)
    _note(
        session, instruction_id, [unit], to.value, account, now,
        device_at=receive.at, act_id=receive.id,
    )  # fmt: skip
    if to is ReceiptState.SIGNED:
        await session.flush()
        if not await queries.is_unsigned(session, instruction_id=instruction_id):
            await _end(session, instruction, now)


async def note_delivered(session: AsyncSession, *, heard: Mapping[str, int], now: datetime) -> None:
    """Note that what was said to units up to these numbers has reached a phone of theirs."""
    for receipt, seq in await queries.list_sent(session, units=heard.keys()):
        if seq <= heard[receipt.unit]:
            _advance(session, receipt, ReceiptState.DELIVERED, now)
            _note(session, receipt.instruction_id, [receipt.unit], "delivered", "system", now)


async def close(
    session: AsyncSession, *, instruction_id: UUID, principal: Principal, now: datetime
) -> None:
    """Take an instruction back, or be content with those who signed; again changes nothing.

    :raises InstructionNotFound: when there is none of that id within the caller's node
    :raises Forbidden: when it was issued further up
    """
    instruction = await queries.get(
        session, instruction_id=instruction_id, node=principal.node, lock=True
    )
    if principal.node not in (instruction.node, WHOLE):
        raise Forbidden("It is closed where it was issued.")
    if instruction.ended_at is None:
        _note(session, instruction_id, [None], "closed", str(principal.account_id), now)
        await _end(session, instruction, now)


async def _end(session: AsyncSession, instruction: Instruction, now: datetime) -> None:
    instruction.ended_at = now
    found = await queries.list_receipts(session, instruction_ids=[instruction.id], node="city")
    _tell(session, instruction, found.get(instruction.id, []), now)
    subject = str(instruction.id)
    timers.stop(session, kind=UNSIGNED, subjects=[subject])
    await alerts.end(session, kinds=[ALERT], subjects=[subject], now=now)


def _advance(session: AsyncSession, receipt: Receipt, to: ReceiptState, now: datetime) -> None:
    receipt.state = to
    reached = [ReceiptState.DELIVERED, ReceiptState.READ, ReceiptState.SIGNED]
    for state in reached[: reached.index(to) + 1]:
        if getattr(receipt, f"{state}_at") is None:
            setattr(receipt, f"{state}_at", now)
    channels.publish(
        session,
        name="instruction.receipt",
        data={
            "instruction": str(receipt.instruction_id),
            **queries.receipt_picture(receipt),
        },
        channels=queries.channels_for(receipt),
        at=now,
    )


def _tell(
    session: AsyncSession, instruction: Instruction, receipts: Sequence[Receipt], now: datetime
) -> dict[str, UUID]:
    """Tell every channel of the instruction, with the receipts that its followers may see; give each one's frame.

    Nodes that see the same units share a frame.
    """
    heard: dict[str, list[Receipt]] = {instruction.node: []}
    for receipt in receipts:
        for channel in queries.channels_for(receipt):
            heard.setdefault(channel, []).append(receipt)
    alike: dict[tuple[str, ...], list[str]] = {}
    for channel, seen in heard.items():
        alike.setdefault(tuple(receipt.unit for receipt in seen), []).append(channel)
    frames: dict[str, UUID] = {}
    for named in alike.values():
        frame_id = channels.publish(
            session,
            name="instruction.changed",
            data=queries.picture(instruction, heard[named[0]]),
            channels=named,
            at=now,
        )
        frames |= dict.fromkeys(named, frame_id)
    return frames


def _note(
    session: AsyncSession,
    instruction_id: UUID,
    units: Iterable[str | None],
    what: str,
    actor: str,
    now: datetime,
    *,
    device_at: datetime | None = None,
    act_id: UUID | None = None,
) -> None:
    ending.later(
        session,
        _HISTORY,
        [(new_id(), instruction_id, now, device_at, what, actor, unit, act_id) for unit in units],
    )
