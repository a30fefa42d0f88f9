"""Reading the city back: its facts, its areas, and the index over its current boundaries."""

from collections.abc import Sequence

import shapely
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grid.errors import CityNotLoaded
from grid.index import GridIndex
from grid.models import Boundary, City, District, Township, TownshipAlias
from grid.snapshot import CitySnapshot
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


async def current_version(session: AsyncSession) -> int:
    """Tell the number of the current publication; 0 before the first."""
    return await session.scalar(select(func.max(col(Boundary.version)))) or 0


async def list_boundaries(session: AsyncSession, *, version: int) -> dict[str, bytes]:
    """Read one publication: township -> WKB."""
    rows = await session.scalars(
        select(Boundary).where(col(Boundary.version) == version).order_by(col(Boundary.township))
    )
    return {row.township: bytes(row.wkb) for row in rows}


async def load_index(session: AsyncSession) -> GridIndex:
    """Build the index of the current publication; takes a tenth of a second for a large city.

    :raises CityNotLoaded: when no boundaries have been published.
    """
    version = await current_version(session)
    if not version:
        raise CityNotLoaded("No boundaries have been published yet.")
    boundaries = await list_boundaries(session, version=version)
    districts = {row.code: row.district for row in await session.scalars(select(Township))}
    return GridIndex(
        codes=list(boundaries),
        districts=[districts[code] for code in boundaries],
        polygons=list(shapely.from_wkb(list(boundaries.values()))),
        version=version,
    )


async def list_aliases(session: AsyncSession) -> dict[tuple[str, str], str]:
    """Read what other lists call our townships: (scheme, alias) -> township."""
    return {
        (row.scheme, row.alias): row.township
        for row in await session.scalars(select(TownshipAlias))
    }


async def load_snapshot(session: AsyncSession) -> CitySnapshot:
    """Read all a process must know of its city.

    :raises CityNotLoaded: when no city has been loaded.
    """
    city = await get_city(session)
    index = await load_index(session)
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
        if row.code in labels  # one of an earlier publication has no ground today
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
