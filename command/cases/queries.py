"""Reading cases: always within a node of the organisation, pictured as the wire shows them."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from command.cases.lifecycle import STAGE, CaseState, Outcome
from command.cases.models import Attachment, Case, CaseFile, CaseHistory
from command.cases.values import NewCase
from command.errors import CaseNotFound
from command.world import World
from core.bulk import among
from core.clock import iso
from core.question import Question
from core.scope import channels_of, part, within, within_kind
from core.words import is_plain

_NODES: Final = {
    "district": col(Case.district),
    "township": col(Case.township),
    "team": col(Case.team),
    "platform": col(Case.platform),
    "unit": col(Case.unit),
}


def in_scope(node: str) -> ColumnElement[bool]:
    """Give the condition that keeps a query on cases inside a node."""
    return within(node, _NODES)


def channels_for(case: Case | NewCase) -> list[str]:
    """Name the channels a case is told on: its nodes', and that of the platform that reported it."""
    return channels_of(
        district=case.district, township=case.township, team=case.team, platform=case.platform
    )


def picture(case: Any, world: World) -> dict[str, Any]:
    """Give a case, a new one, or a row of `list_open` as the wire shows it (docs/wire.md, CASE)."""
    state = CaseState(case.followed or case.state)
    return {
        "case_no": case.case_no,
        "state": case.state,
        "stage": STAGE[state],
        "closed": case.state == CaseState.CLOSED,
        "version": case.version,
        "platform": case.platform,
        "source_event_id": case.source_event_id,
        "title": case.title,
        "scheme": case.scheme,
        "kind": case.kind,
        "code": case.code,
        "class_name": world.book.class_name((case.scheme, case.kind, case.code)),
        "urgency": case.urgency,
        "lon": case.lon,
        "lat": case.lat,
        "address": case.address,
        "district": case.district,
        "district_name": world.area_name(case.district),
        "township": case.township,
        "township_name": world.area_name(case.township),
        "team": case.team,
        "team_name": world.team_name(case.team),
        "unit": case.unit,
        "item": case.item,
        "reason": case.reason,
        "hops": case.hops,
        "due_at": iso(case.due_at) if case.due_at else None,
        "due_provisional": case.due_provisional,
        "near_at": iso(case.near_at) if case.near_at else None,
        "paused_at": iso(case.paused_at) if case.paused_at else None,
        "outcome": _outcome(case),
        "merged_into": case.merged_into,
        "members": case.members,
        "asked_back": _asked_back(case),
        "refusal": case.told if case.told and "ground" in case.told else None,
        "occurred_at": iso(case.occurred_at),
        "received_at": iso(case.received_at),
        "changed_at": iso(case.changed_at),
    }


def told(case: Case | NewCase, world: World) -> dict[str, Any]:
    """Give a case as its platform hears of it: what was merged into another goes on with that one."""
    shown = picture(case, world)
    if case.followed is None:
        return shown
    ended = case.followed == CaseState.CLOSED
    how = Outcome.REFUSED if shown["refusal"] else Outcome.HANDLED
    return {
        **shown,
        "state": case.followed,
        "closed": ended,
        "outcome": how.value if ended else None,
    }


def _outcome(case: Case | NewCase) -> str | None:
    if case.state != CaseState.CLOSED:
        return None
    return case.outcome or Outcome.HANDLED.value


def _asked_back(case: Case | NewCase) -> dict[str, Any] | None:
    if case.asked_at is None or case.told is None:
        return None
    return {"at": iso(case.asked_at), **case.told}


_SHOWN: Final = [
    column for column in SQLModel.metadata.tables["case"].c if column.name not in {"report", "why"}
]
"""What a picture is made of. Reports and reasons are most of a row's bytes, and nobody sees them there."""


@cache
def _open_in(kind: str) -> Question:
    return Question(
        select(*_SHOWN)
        .where(within_kind(kind, _NODES, bindparam("code")))
        .where(col(Case.state) != CaseState.CLOSED)
        .order_by(col(Case.id))
    )


async def list_open(session: AsyncSession, *, node: str) -> Sequence[Any]:
    """List the cases in a node that are not closed, oldest first, as rows for `picture`."""
    kind, code = part(node)
    return await _open_in(kind).ask(session, code=code)


async def list_to_judge(session: AsyncSession, *, node: str) -> list[Case]:
    """List the cases in a node that wait for a person's judgement, and for nobody else, oldest first."""
    return list(
        await session.scalars(
            select(Case)
            .where(in_scope(node))
            .where(col(Case.state) == CaseState.TO_JUDGE)
            .where(col(Case.asked_at).is_(None))
            .order_by(col(Case.id))
        )
    )


_LOCKED: Final = [
    field.name for field in fields(NewCase) if field.name not in {"report", "why", "rule"}
]


_TO_MOVE: Final = (
    select(*(getattr(Case, name) for name in _LOCKED))
    .where(among(col(Case.case_no), "case_nos"))
    .order_by(col(Case.id))
)
_HELD: Final = _TO_MOVE.with_for_update()
_SEEN: Final = Question(_TO_MOVE)
_WHY: Final = select(col(Case.case_no), col(Case.why)).where(among(col(Case.case_no), "case_nos"))
_WANTING: Final = Question(
    select(
        *(getattr(Case, name) for name in (*_LOCKED, "report")),
        col(Case.why)["neighbours"].label("neighbours"),
    )
    .where(among(col(Case.case_no), "case_nos"))
    .where(col(Case.state) == CaseState.ROUTED)
    .order_by(col(Case.id))
)


async def list_locked(session: AsyncSession, *, case_nos: Collection[str]) -> list[NewCase]:
    """Read cases to move them, without the reports they came from: in order of id, held until the end."""
    found = await session.execute(_HELD, {"case_nos": case_nos})
    return [NewCase(**row, report={}, why={}) for row in found.mappings()]


async def list_seen(session: AsyncSession, *, case_nos: Collection[str]) -> list[NewCase]:
    """Read cases as they stand, held by nobody: whoever moves one must see that it still stands so."""
    found = await _SEEN.ask(session, case_nos=case_nos)
    return [NewCase(**row._asdict(), report={}, why={}) for row in found]


async def list_wanting(session: AsyncSession, *, case_nos: Collection[str]) -> Sequence[Any]:
    """Read of routed cases what their tasks are made from; held by nobody until they are (`operations.hold`)."""
    return await _WANTING.ask(session, case_nos=case_nos)


async def list_why(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, Any]:
    """Read why cases are where they are, by number."""
    if not case_nos:
        return {}
    rows = await session.execute(_WHY, {"case_nos": case_nos})
    return {case_no: why for case_no, why in rows}


async def list_page(
    session: AsyncSession,
    *,
    node: str,
    states: Sequence[str],
    before: str | None,
    limit: int,
    text: str | None = None,
    with_subjects: bool = False,
) -> list[Case]:
    """List a page of cases, newest number first, those before a number that hold every word of a text.

    `with_subjects`: the reader may know whom cases are about, so words of it are found, too.
    """
    query = select(Case).where(in_scope(node)).order_by(col(Case.case_no).desc()).limit(limit)
    if states:
        query = query.where(col(Case.state).in_(states))
    if before is not None:
        query = query.where(col(Case.case_no) < before)
    for word in normalize("NFKC", text or "").split():
        query = query.where(_mentions(word, with_subjects))
    return list(await session.scalars(query))


def _mentions(word: str, with_subjects: bool) -> ColumnElement[bool]:
    written: list[Any] = [
        col(Case.case_no),
        col(Case.title),
        col(Case.address),
        col(Case.code),
    ]
    if with_subjects:
        subject = col(Case.report)["subject"]
        written += [subject["name"].as_string(), subject["uscc"].as_string()]
    return or_(*(text.icontains(word, autoescape=True) for text in written))


async def get(session: AsyncSession, *, case_no: str, node: str, lock: bool = False) -> Case:
    """Read one case of a node.

    :raises CaseNotFound: when there is none of that number within the node.
    """
    query = select(Case).where(col(Case.case_no) == case_no).where(in_scope(node))
    if lock:
        query = query.with_for_update()
    case = await session.scalar(query) if is_plain(case_no) else None
    if case is None:
        raise CaseNotFound("There is no such case.", case_no=case_no)
    return case


async def list_to_merge(session: AsyncSession, *, case_nos: Collection[str]) -> dict[str, Case]:
    """Read cases to merge them or take them apart: in order of id, held until the end."""
    found = await session.scalars(
        select(Case)
        .where(among(col(Case.case_no), "case_nos"))
        .order_by(col(Case.id))
        .with_for_update(),
        {"case_nos": case_nos},
        execution_options={"populate_existing": True},
    )
    return {case.case_no: case for case in found}


async def list_members(session: AsyncSession, *, heads: Collection[str]) -> list[Case]:
    """Read the cases merged into these, to tell their platforms: in order of id, held until the end."""
    return list(
        await session.scalars(
            select(Case)
            .where(col(Case.merged_into).is_not(None))
            .where(among(col(Case.merged_into), "heads"))
            .order_by(col(Case.id))
            .with_for_update(),
            {"heads": heads},
            execution_options={"populate_existing": True},
        )
    )


async def list_merged(session: AsyncSession, *, case_no: str, node: str) -> list[Case]:
    """List the cases of a node that are merged into one, oldest first."""
    return list(
        await session.scalars(
            select(Case)
            .where(col(Case.merged_into) == case_no)
            .where(in_scope(node))
            .order_by(col(Case.id))
        )
    )


async def find_reported(
    session: AsyncSession, *, platform: str, source_event_ids: Collection[str]
) -> dict[str, Case]:
    """Find the cases a platform's events became, by their id."""
    found = await session.scalars(
        select(Case)
        .where(col(Case.platform) == platform)
        .where(col(Case.source_event_id).in_([one for one in source_event_ids if is_plain(one)]))
    )
    return {case.source_event_id: case for case in found}


async def list_history(session: AsyncSession, *, case: Case) -> list[CaseHistory]:
    """List what happened to a case, oldest first."""
    return list(
        await session.scalars(
            select(CaseHistory)
            .where(col(CaseHistory.case_id) == case.id)
            .order_by(col(CaseHistory.id))
        )
    )


async def list_attachments(session: AsyncSession, *, case_no: str) -> list[Attachment]:
    """List the files a platform named for a case."""
    return list(
        await session.scalars(
            select(Attachment)
            .where(col(Attachment.case_no) == case_no)
            .order_by(col(Attachment.id))
        )
    )


async def list_files(session: AsyncSession, *, case_no: str) -> list[CaseFile]:
    """List the stored files of a case, oldest first."""
    return list(
        await session.scalars(
            select(CaseFile).where(col(CaseFile.case_no) == case_no).order_by(col(CaseFile.at))
        )
    )


async def holds_file(session: AsyncSession, *, file_id: Any, node: str) -> bool:
    """Tell whether a file belongs to some case within a node."""
    found = await session.scalar(
        select(col(CaseFile.file_id))
        .join(Case, col(Case.case_no) == col(CaseFile.case_no))
        .where(col(CaseFile.file_id) == file_id)
        .where(in_scope(node))
        .limit(1)
    )
    return found is not None


def stages(history: Sequence[CaseHistory]) -> list[dict[str, Any]]:
    """Give the stages a case went through, each once, with when it began."""
    told: list[dict[str, Any]] = []
    for row in history:
        state = row.followed or row.to_state
        stage = STAGE[CaseState(state)]
        if not told or told[-1]["stage"] != stage:
            told.append({"stage": stage, "state": state, "at": iso(row.at)})
    return told
