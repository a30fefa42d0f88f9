"""Reading decisions, supplements, grounds, and the cases near by that may be the same."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases.lifecycle import Outcome
from command.cases.models import Case
from command.cases.queries import in_scope, picture
from command.catalogue.facts import ClassKey
from command.judging import rules
from command.judging.models import Judgement, ReachRow, RefusalGround, Supplement
from command.judging.values import Alike, Reach, Told
from command.world import World
from core.bulk import among
from grid.geometry import distance_m

MOST: Final = 200
"""Cases near by that are compared, the latest first: a storm in one street costs no more."""
SHOWN: Final = 5

Dated = TypeVar("Dated", RefusalGround, ReachRow)


async def list_judgements(session: AsyncSession, *, case_no: str) -> list[Judgement]:
    """List what was decided about a case, oldest first."""
    return list(
        await session.scalars(
            select(Judgement).where(col(Judgement.case_no) == case_no).order_by(col(Judgement.at))
        )
    )


async def list_supplements(session: AsyncSession, *, case_no: str) -> list[Supplement]:
    """List what the platform added to a case, oldest first."""
    return list(
        await session.scalars(
            select(Supplement)
            .where(col(Supplement.case_no) == case_no)
            .order_by(col(Supplement.at), col(Supplement.id))
        )
    )


async def list_grounds(session: AsyncSession, *, day: date) -> list[RefusalGround]:
    """List the grounds of refusal that are in force on a day."""
    return await _in_force(session, RefusalGround, day)


async def find_ground(session: AsyncSession, *, ground: str, day: date) -> RefusalGround | None:
    """Find a ground that is in force on a day."""
    found = await list_grounds(session, day=day)
    return next((row for row in found if row.ground == ground), None)


async def _in_force(session: AsyncSession, kind: type[Dated], day: date) -> list[Dated]:
    rows = await session.scalars(
        select(kind)
        .where(col(kind.valid_from) <= day)
        .where(or_(col(kind.valid_to).is_(None), col(kind.valid_to) > day))
        .order_by(*kind.__table__.primary_key)  # type: ignore[attr-defined]
    )
    return list(rows)


_NEAR: Final = (
    select(Case)
    .where(among(col(Case.cell), "cells"))
    .where(or_(col(Case.outcome).is_(None), col(Case.outcome) != Outcome.MERGED))
)


async def list_similar(
    session: AsyncSession,
    *,
    case: Case,
    key: ClassKey,
    lon: float | None,
    lat: float | None,
    node: str,
    world: World,
    day: date,
) -> tuple[list[tuple[dict[str, Any], Alike]], Reach | None]:
    """List the cases of a node that are most like one, were it of a class and at a place; and how far was looked.

    What was merged is found as what it was merged into. What is lately closed is shown, too.
    """
    keys, group = world.book.keys_of(key), world.book.group_of(key)
    rows = await _in_force(session, ReachRow, day)
    reach = rules.choose_reach(map(_reach, rows), keys=keys, group=group)
    if reach is None or lon is None or lat is None:
        return [], reach
    found = await session.scalars(
        near(case.received_at, reach, node=node),
        {"cells": rules.cells_around(lon, lat, reach.distance_m)},
    )
    mine = _text(case)
    alike: list[tuple[dict[str, Any], Alike]] = []
    for other in found:
        assert other.lon is not None
        assert other.lat is not None
        away_m = distance_m(lon, lat, other.lon, other.lat)
        if other.id == case.id or other.merged_into == case.case_no or away_m > reach.distance_m:
            continue
        theirs = (other.scheme, other.kind, other.code)
        told = Told(
            kinship=rules.kinship(
                keys, world.book.keys_of(theirs), groups=(group, world.book.group_of(theirs))
            ),
            distance_m=away_m,
            apart_s=abs((case.received_at - other.received_at).total_seconds()),
            text=_text(other),
        )
        alike.append((picture(other, world), rules.compare(told, text=mine, reach=reach)))
    alike.sort(key=lambda pair: (-pair[1].score, pair[0]["case_no"]))
    return alike[:SHOWN], reach


def near(received_at: datetime, reach: Reach, *, node: str) -> Any:
    """Ask for the cases in some cells that came within a reach's time of a moment, the latest first."""
    span = timedelta(hours=reach.within_h)
    return (
        _NEAR.where(col(Case.received_at) >= received_at - span)
        .where(col(Case.received_at) <= received_at + span)
        .where(in_scope(node))
        .order_by(col(Case.received_at).desc())
        .limit(MOST)
    )


def _reach(row: ReachRow) -> Reach:
    return Reach(
        scheme=row.scheme,
        kind=row.kind,
        code=row.code,
        distance_m=row.distance_m,
        within_h=row.within_h,
        source=row.source,
        invented=row.invented,
    )


def _text(case: Case) -> str:
    said: Sequence[str | None] = (case.title, case.address, case.report.get("description"))
    return " ".join(filter(None, said))
