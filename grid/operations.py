"""Publishing boundaries and special areas: what is new beside the old, never an edit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import shapely
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.ids import new_id
from grid import queries
from grid.models import Boundary, Township
from grid.models import SpecialArea as Row
from grid.special import SpecialArea


async def publish(
    session: AsyncSession, *, boundaries: Mapping[str, bytes], valid_from: date
) -> int:
    """Publish the ground of every township (WKB, CGCS2000) and tell the version.

    Publishing what was published last changes nothing and tells its version, so that loading a
    folder twice is loading it once.
    """
    version = await queries.last_version(session)
    if version and await queries.list_boundaries(session, version=version) == dict(boundaries):
        return version
    return await _append(session, version + 1, boundaries, valid_from)


async def _append(
    session: AsyncSession, version: int, boundaries: Mapping[str, bytes], valid_from: date
) -> int:
    session.add_all(
        Boundary(township=township, version=version, wkb=wkb, valid_from=valid_from)
        for township, wkb in boundaries.items()
    )
    await session.flush()
    return version


async def publish_survey(
    session: AsyncSession,
    *,
    boundaries: Mapping[str, bytes],
    new: Mapping[str, tuple[str, str, str]],
    valid_from: date,
) -> int:
    """Publish surveyed boundaries, with townships that are new (code -> name, kind, district).

    The same ground from another day on is another generation; the very same again changes nothing.
    """
    for code, (name, kind, district) in new.items():
        await session.merge(Township(code=code, name=name, kind=kind, district=district))
    await session.flush()
    version = await queries.last_version(session)
    if await queries.find_first_day(session, version=version) == valid_from:
        return await publish(session, boundaries=boundaries, valid_from=valid_from)
    return await _append(session, version + 1, boundaries, valid_from)


async def publish_special_areas(session: AsyncSession, *, areas: Iterable[SpecialArea]) -> None:
    """Publish all special areas there are: what is new comes, what is said no longer leaves."""
    wanted = dict.fromkeys(_said(area) for area in areas)
    held = {
        tuple(getattr(row, name) for name in _SAID): row
        for row in await session.scalars(select(Row).where(col(Row.until).is_(None)))
    }
    if wanted.keys() == held.keys():
        return
    last = await session.execute(select(func.max(col(Row.since)), func.max(col(Row.until))))
    number = max(given or 0 for given in last.one()) + 1
    for content, row in held.items():
        if content not in wanted:
            row.until = number
    session.add_all(
        Row(id=new_id(), since=number, until=None, **dict(zip(_SAID, content, strict=True)))
        for content in wanted
        if content not in held
    )
    await session.flush()


_SAID: Final = (
    "code", "name", "priority", "wkb", "valid_from", "valid_to", "source", "invented",
)  # fmt: skip


def _said(area: SpecialArea) -> tuple[Any, ...]:
    wkb = bytes(shapely.to_wkb(area.polygon))
    return tuple(wkb if name == "wkb" else getattr(area, name) for name in _SAID)
