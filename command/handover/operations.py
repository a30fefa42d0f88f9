"""Making a sheet, adding to it, signing it. Nothing in it is ever changed; the same request again changes nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.errors import HandoverNotFound
from command.handover import figures, queries, rules
from command.handover.models import Handover, HandoverEntry
from command.handover.values import HandoverIn, RemarkIn, SignatureIn
from core.auth.values import Principal
from core.db import Database
from dispatch.errors import IdTaken


async def make(
    database: Database,
    *,
    wanted: HandoverIn,
    principal: Principal,
    on_duty: list[str],
    now: datetime,
) -> None:
    """Make the sheet of the caller's node for a span; `on_duty` names its units that are.

    It is counted at one moment, before anything is written.

    :raises BadSpan: when no sheet is made for such a span
    :raises IdTaken: when the id is another sheet's
    """
    async with database.reading() as session:
        known = await session.get(Handover, wanted.id)
        if known is not None:
            said = (known.node, known.from_at, known.to_at)
            if said != (principal.node, wanted.from_, wanted.to):
                raise IdTaken("This id is another sheet's.", id=str(wanted.id))
            return
        rules.see_span(wanted.from_, wanted.to, now=now)
        counted, warnings = await figures.read(
            session,
            node=principal.node,
            from_=wanted.from_,
            to=wanted.to,
            on_duty=on_duty,
            now=now,
        )
    async with database.transaction() as session:
        session.add(
            Handover(
                id=wanted.id,
                node=principal.node,
                from_at=wanted.from_,
                to_at=wanted.to,
                made_at=now,
                account=principal.account_id,
                made_by=principal.name,
                figures=counted,
                warnings=warnings,
            )
        )


async def remark(
    session: AsyncSession,
    *,
    handover_id: UUID,
    wanted: RemarkIn,
    principal: Principal,
    now: datetime,
) -> None:
    """Add a remark to a sheet of one's own node, until both have signed.

    :raises HandoverNotFound: when there is no such sheet of the caller's node
    :raises HandoverDone: when both have signed
    :raises IdTaken: when the id is another entry's
    """
    entries = await _entries_of_own(session, handover_id, principal)
    if await _is_known(session, wanted.id, handover_id, queries.REMARK, principal):
        return
    rules.see_open(queries.signed(entries))
    _add(session, wanted.id, handover_id, queries.REMARK, principal, now, text=wanted.text)


async def sign(
    session: AsyncSession,
    *,
    handover_id: UUID,
    wanted: SignatureIn,
    principal: Principal,
    now: datetime,
) -> None:
    """Sign a sheet of one's own node on one side.

    :raises HandoverNotFound: when there is no such sheet of the caller's node
    :raises HandoverDone: when that side is signed
    :raises HandoverNotLeft: when whoever leaves has not signed
    :raises SamePerson: when one person would sign both sides
    :raises IdTaken: when the id is another entry's
    """
    entries = await _entries_of_own(session, handover_id, principal)
    if await _is_known(session, wanted.id, handover_id, wanted.side, principal):
        return
    rules.see_signature(wanted.side, account=principal.account_id, signed=queries.signed(entries))
    _add(session, wanted.id, handover_id, wanted.side, principal, now)


async def _entries_of_own(
    session: AsyncSession, handover_id: UUID, principal: Principal
) -> list[HandoverEntry]:
    sheet = await queries.get(session, handover_id=handover_id, node=principal.node, lock=True)
    if sheet.node != principal.node:
        # The city reads a district's sheet; it does not sign it.
        raise HandoverNotFound("Your node has no such sheet.", handover=str(handover_id))
    return (await queries.list_entries(session, handover_ids=[sheet.id]))[sheet.id]


async def _is_known(
    session: AsyncSession, entry_id: UUID, handover_id: UUID, kind: str, principal: Principal
) -> bool:
    known = await session.get(HandoverEntry, entry_id)
    if known is None:
        return False
    if (known.handover_id, known.kind, known.account) != (handover_id, kind, principal.account_id):
        raise IdTaken("This id is another entry's.", id=str(entry_id))
    return True


def _add(
    session: AsyncSession,
    entry_id: UUID,
    handover_id: UUID,
    kind: str,
    principal: Principal,
    now: datetime,
    *,
    text: str | None = None,
) -> None:
    session.add(
        HandoverEntry(
            id=entry_id,
            handover_id=handover_id,
            kind=kind,
            at=now,
            account=principal.account_id,
            name=principal.name,
            text=text,
        )
    )
