"""What a platform adds when it was asked for more (补正): kept once, and the rules are asked again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases import queries
from command.cases.lifecycle import CaseState
from command.cases.models import Attachment, Case
from command.cases.operations import announce, leave, note, record
from command.cases.values import differing
from command.clocks import operations as clocks
from command.errors import NotAsked, SupplementDiffers
from command.events import AttachmentsReported, CaseToJudge
from command.judging import correcting
from command.judging.models import Supplement
from command.world import World
from core import outbox
from grid.values import Crs

PARTS: Final = ("location", "category", "subject")
"""What a supplement says in place of what was reported; words and files come to those there are."""


async def add(
    session: AsyncSession,
    *,
    case: Case,
    supplement_id: str,
    content: Mapping[str, Any],
    world: World,
    now: datetime,
) -> bool:
    """Add to a case what its platform was asked for; it is judged again. The same again changes nothing.

    Tells whether it is new.

    :raises SupplementDiffers: when this id came before with other content.
    :raises NotAsked: when nothing is asked.
    """
    known = await session.scalar(
        select(Supplement)
        .where(col(Supplement.case_no) == case.case_no)
        .where(col(Supplement.supplement_id) == supplement_id)
    )
    if known is not None:
        fields = differing(known.content, content)
        if fields:
            raise SupplementDiffers(case_no=case.case_no, fields=fields)
        return False
    if case.asked_at is None or case.state != CaseState.TO_JUDGE:
        raise NotAsked(case_no=case.case_no, state=case.state)
    actor, before = f"platform:{case.platform}", queries.channels_for(case)
    if case.paused_at is not None:
        await clocks.go_on(session, case=case, account=actor, world=world, now=now)
    session.add(
        Supplement(case_no=case.case_no, supplement_id=supplement_id, at=now, content=dict(content))
    )
    case.report = _together(case.report, content)
    await _decide_anew(session, case, content, actor, world, now)
    case.asked_at = case.told = None
    note(session, [record(case, case.state, reason="supplemented", actor=actor, now=now)])
    leave(session, case, before, now)
    announce(session, case, world, now)
    outbox.record(session, CaseToJudge(case_no=case.case_no), at=now)
    if files := content.get("attachments"):
        session.add_all(
            Attachment(
                case_no=case.case_no,
                url=file["url"],
                sha256=file.get("sha256"),
                media_type=file.get("media_type"),
            )
            for file in files
        )
        outbox.record(session, AttachmentsReported(case_no=case.case_no), at=now)
    return True


def _together(report: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the report as it is known now, with what was reported first: that is what is sent again after a time-out."""
    now = {**report, **{part: content[part] for part in PARTS if part in content}}
    words = [report.get("description"), content.get("description")]
    if said := "\n".join(filter(None, words)):
        now["description"] = said
    return {**now, "reported": report.get("reported", dict(report))}


async def _decide_anew(
    session: AsyncSession,
    case: Case,
    content: Mapping[str, Any],
    actor: str,
    world: World,
    now: datetime,
) -> None:
    """Find class, place and team again, as if it had been reported so; a person looks at it all the same."""
    if category := content.get("category"):
        correcting.put_class(case, (category["scheme"], category["kind"], category["code"]))
        await clocks.retime(session, case=case, account=actor, world=world, now=now)
    spot = None
    if place := content.get("location"):
        lon, lat = place.get("lon"), place.get("lat")
        spot = correcting.locate(
            case,
            world=world,
            point=None if lon is None or lat is None else (lon, lat),
            crs=Crs(place.get("crs", Crs.CGCS2000)),
            township=place.get("township_code"),
            scheme=place.get("township_scheme"),
        )
        correcting.put_place(case, spot, place.get("address"))
    kind = (content.get("subject") or {}).get("kind")
    correcting.find(case, correcting.ask(case, world=world, spot=spot, subject=kind), world)
