"""Reading instructions: always within a node, with the receipts that node may see."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.bulk import among
from core.channels import ChannelFrame
from core.clock import iso
from core.scope import channels_of, within
from dispatch.errors import InstructionNotFound
from dispatch.instructions.lifecycle import ReceiptState
from dispatch.instructions.models import Instruction, Receipt


def _reaches(node: str) -> ColumnElement[bool]:
    return within(
        node,
        {
            "district": col(Receipt.district),
            "township": col(Receipt.township),
            "team": col(Receipt.team),
            "unit": col(Receipt.unit),
        },
    )


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on instructions inside a node: issued there, or told somebody there."""
    told = exists().where(col(Receipt.instruction_id) == col(Instruction.id)).where(_reaches(node))
    return or_(col(Instruction.node) == node, told)


def channels_for(receipt: Receipt) -> list[str]:
    """Name the channels that hear what becomes of a receipt: the same rule as `in_scope`."""
    return channels_of(
        district=receipt.district,
        township=receipt.township,
        team=receipt.team,
        unit=receipt.unit,
    )


def said(instruction: Instruction) -> dict[str, Any]:
    """Give what every reader is told."""
    return {
        "id": str(instruction.id),
        "node": instruction.node,
        "issued_by": instruction.issued_by,
        "issued_at": iso(instruction.issued_at),
        "text": instruction.text,
        "urgency": instruction.urgency,
        "case_no": instruction.case_no,
        "sign_by": iso(instruction.sign_by) if instruction.sign_by else None,
        "ended": instruction.ended_at is not None,
    }


def picture(instruction: Instruction, receipts: Sequence[Receipt]) -> dict[str, Any]:
    """Give an instruction as the wire shows it (docs/wire.md, INSTRUCTION), with these receipts."""
    return {**said(instruction), "receipts": [receipt_picture(receipt) for receipt in receipts]}


def receipt_picture(receipt: Receipt) -> dict[str, Any]:
    """Give a receipt as the wire shows it."""
    return {
        "unit": receipt.unit,
        "unit_name": receipt.unit_name,
        "state": receipt.state,
        "delivered_at": iso(receipt.delivered_at) if receipt.delivered_at else None,
        "read_at": iso(receipt.read_at) if receipt.read_at else None,
        "signed_at": iso(receipt.signed_at) if receipt.signed_at else None,
    }


async def get(
    session: AsyncSession, *, instruction_id: UUID, node: str, lock: bool = False
) -> Instruction:
    """Read one instruction of a node.

    :raises InstructionNotFound: when there is none of that id within the node.
    """
    query = select(Instruction).where(col(Instruction.id) == instruction_id).where(in_scope(node))
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise InstructionNotFound("There is no such instruction.", instruction=str(instruction_id))
    return found


async def list_receipts(
    session: AsyncSession, *, instruction_ids: Collection[UUID], node: str
) -> dict[UUID, list[Receipt]]:
    """List how far instructions have come with the units of a node, by instruction."""
    found: dict[UUID, list[Receipt]] = {}
    rows = await session.scalars(
        select(Receipt)
        .where(among(col(Receipt.instruction_id), "ids"))
        .where(_reaches(node))
        .order_by(col(Receipt.unit))
        .execution_options(populate_existing=True),
        {"ids": instruction_ids},
    )
    for receipt in rows:
        found.setdefault(receipt.instruction_id, []).append(receipt)
    return found


async def list_about(
    session: AsyncSession, *, case_no: str, from_: datetime, to: datetime, node: str
) -> list[Instruction]:
    """List what was told about a case in a span, to a node or by it, oldest first."""
    return list(
        await session.scalars(
            select(Instruction)
            .where(col(Instruction.issued_at) >= from_, col(Instruction.issued_at) <= to)
            .where(col(Instruction.case_no) == case_no)
            .where(in_scope(node))
            .order_by(col(Instruction.issued_at))
        )
    )


async def list_open(session: AsyncSession, *, node: str) -> list[dict[str, Any]]:
    """Give the open instructions of a node as the wire shows them, oldest first."""
    rows = list(
        await session.scalars(
            select(Instruction)
            .where(col(Instruction.ended_at).is_(None))
            .where(in_scope(node))
            .order_by(col(Instruction.issued_at), col(Instruction.id))
        )
    )
    receipts = await list_receipts(session, instruction_ids=[row.id for row in rows], node=node)
    return [picture(row, receipts.get(row.id, [])) for row in rows]


async def list_page(
    session: AsyncSession, *, node: str, before: datetime | None, limit: int
) -> list[Instruction]:
    """List a page of a node's instructions, newest first, those issued before a moment."""
    query = select(Instruction).where(in_scope(node)).order_by(col(Instruction.issued_at).desc())
    if before is not None:
        query = query.where(col(Instruction.issued_at) < before)
    return list(await session.scalars(query.limit(limit)))


async def count_by_state(
    session: AsyncSession, *, instruction_ids: Collection[UUID], node: str
) -> Mapping[UUID, Mapping[str, int]]:
    """Count, by instruction, how far it has come with how many units of a node."""
    rows = await session.execute(
        select(col(Receipt.instruction_id), col(Receipt.state), func.count())
        .where(among(col(Receipt.instruction_id), "ids"))
        .where(_reaches(node))
        .group_by(col(Receipt.instruction_id), col(Receipt.state)),
        {"ids": instruction_ids},
    )
    counted: dict[UUID, Counter[str]] = {one: Counter() for one in instruction_ids}
    for instruction_id, state, count in rows:
        counted[instruction_id][state] = count
    return {
        one: {state.value: counts[state] for state in ReceiptState}
        for one, counts in counted.items()
    }


async def list_unsigned(session: AsyncSession, *, instruction_id: UUID) -> list[Receipt]:
    """List the units that have not signed."""
    return list(
        await session.scalars(
            select(Receipt)
            .where(col(Receipt.instruction_id) == instruction_id)
            .where(col(Receipt.state) != ReceiptState.SIGNED)
            .order_by(col(Receipt.unit))
        )
    )


async def is_unsigned(session: AsyncSession, *, instruction_id: UUID) -> bool:
    """Tell whether some unit has not signed."""
    some = exists().where(col(Receipt.instruction_id) == instruction_id)
    unsigned = some.where(col(Receipt.state) != ReceiptState.SIGNED)
    return bool(await session.scalar(select(unsigned)))


_SENT: Final = (
    select(Receipt, col(ChannelFrame.seq))
    .join(ChannelFrame, col(ChannelFrame.frame_id) == col(Receipt.frame_id))
    .where(among(col(Receipt.unit), "units"))
    .where(col(Receipt.state) == ReceiptState.SENT)
    .where(col(ChannelFrame.channel) == literal("unit:") + col(Receipt.unit))
    .order_by(col(Receipt.instruction_id), col(Receipt.unit))
    .with_for_update(of=Receipt)
)


async def list_sent(session: AsyncSession, *, units: Collection[str]) -> list[tuple[Receipt, int]]:
    """List what these units have not acknowledged yet, each with its number on the unit's channel."""
    rows = await session.execute(_SENT, {"units": units})
    return [(receipt, seq) for receipt, seq in rows]


_DUE: Final = (
    select(Instruction)
    .where(among(col(Instruction.id), "ids"))
    .where(col(Instruction.ended_at).is_(None))
    .order_by(col(Instruction.id))
    .with_for_update(skip_locked=True)
)


async def list_held(session: AsyncSession, *, ids: Collection[UUID]) -> list[Instruction]:
    """Read the open ones of these instructions that nobody else holds, and hold them."""
    return list(await session.scalars(_DUE, {"ids": ids}))


async def list_open_ids(session: AsyncSession, *, ids: Collection[UUID]) -> set[UUID]:
    """Tell which of these instructions are open."""
    query = select(col(Instruction.id)).where(among(col(Instruction.id), "ids"))
    found = await session.scalars(query.where(col(Instruction.ended_at).is_(None)), {"ids": ids})
    return set(found)


async def find(session: AsyncSession, *, instruction_id: UUID) -> Instruction | None:
    """Find an instruction by its id, whosever it is."""
    return await session.get(Instruction, instruction_id)
