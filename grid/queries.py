"""Reading the city back: its facts, its areas, and its boundaries of every day."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import shapely
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grid import models
from grid.errors import CityNotLoaded
from grid.generations import Generation, Generations
from grid.models import Boundary, City, District, Township, TownshipAlias
from grid.snapshot import CitySnapshot
from grid.special import SpecialArea, SpecialAreas
from grid.values import Area, CityFacts


async def get_city(session: AsyncSession) -> CityFacts:
    """Read what the city says of itself.

    :raises CityNotLoaded: when no city has been loaded.
    """
    row = await session.scalar(select(City))
    if row is None:
        raise CityNotLoaded("No city has been loaded yet.")
    return CityFacts(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        timezone=row.timezone,
        lon=row.lon,
        lat=row.lat,
        attribution=row.attribution,
        approximate=row.approximate,
        demo=row.demo,
    )


async def last_version(session: AsyncSession) -> int:
    """Tell the number of the last publication, in force or to come; 0 before the first."""
    return await session.scalar(select(func.max(col(Boundary.version)))) or 0


async def list_boundaries(session: AsyncSession, *, version: int) -> dict[str, bytes]:
    """Read one publication: township -> WKB."""
    rows = await session.scalars(
        select(Boundary).where(col(Boundary.version) == version).order_by(col(Boundary.township))
    )
    return {row.township: bytes(row.wkb) for row in rows}


async def find_first_day(session: AsyncSession, *, version: int) -> date | None:
    """Tell from which day on a publication is in force, None when there is none of that number."""
    first: date | None = await session.scalar(
        select(col(Boundary.valid_from)).where(col(Boundary.version) == version).limit(1)
    )
    return first


async def load_generations(session: AsyncSession) -> Generations:
    """Read every publication of boundaries, past ones and those to come.

    :raises CityNotLoaded: when no boundaries have been published.
    """
    districts = {row.code: row.district for row in await session.scalars(select(Township))}
    published: dict[tuple[int, date], dict[str, bytes]] = {}
    for row in await session.scalars(select(Boundary).order_by(col(Boundary.township))):
        published.setdefault((row.version, row.valid_from), {})[row.township] = bytes(row.wkb)
    if not published:
        raise CityNotLoaded("No boundaries have been published yet.")
    return Generations(
        Generation(version=version, valid_from=day, boundaries=boundaries, districts=districts)
        for (version, day), boundaries in published.items()
    )


async def list_special_areas(session: AsyncSession) -> list[SpecialArea]:
    """Read the special areas of the last publication, of every day."""
    rows = await session.scalars(
        select(models.SpecialArea).where(col(models.SpecialArea.until).is_(None))
    )
    return [
        SpecialArea(
            code=row.code,
            name=row.name,
            priority=row.priority,
            polygon=shapely.from_wkb(bytes(row.wkb)),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            invented=row.invented,
        )
        for row in rows
    ]


async def list_aliases(session: AsyncSession) -> dict[tuple[str, str], str]:
    """Read what other lists call our townships: (scheme, alias) -> township."""
    return {
        (row.scheme, row.alias): row.township
        for row in await session.scalars(select(TownshipAlias))
    }


async def load_snapshot(session: AsyncSession, *, now: datetime) -> CitySnapshot:
    """Read all a process must know of its city on its local day.

    :raises CityNotLoaded: when no city has been loaded.
    """
    city = await get_city(session)
    day = now.astimezone(ZoneInfo(city.timezone)).date()
    generations = await load_generations(session)
    index = generations.on(day).index
    labels = dict(zip(index.codes, shapely.point_on_surface(index.polygons), strict=True))
    townships = [
        Area(
            code=row.code,
            name=row.name,
            kind=row.kind,
            district=row.district,
            lon=labels[row.code].x,
            lat=labels[row.code].y,
        )
        for row in await session.scalars(select(Township).order_by(col(Township.code)))
        if row.code in labels  # one of another publication has no ground today
    ]
    districts = [
        _district(row, [area for area in townships if area.district == row.code])
        for row in await session.scalars(select(District).order_by(col(District.code)))
    ]
    return CitySnapshot(
        city=city,
        index=index,
        districts=districts,
        townships=townships,
        aliases=await list_aliases(session),
        special_areas=SpecialAreas(await list_special_areas(session)),
        generations=generations,
        day=day,
    )


def _district(row: District, own: Sequence[Area]) -> Area:
    # A name in the middle of its townships; without any there is no ground to write it on.
    return Area(
        code=row.code,
        name=row.name,
        kind="district",
        district=row.code,
        lon=sum(area.lon for area in own) / max(len(own), 1),
        lat=sum(area.lat for area in own) / max(len(own), 1),
    )
