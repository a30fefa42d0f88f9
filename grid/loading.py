"""A city folder's geography, written to the database: again changes nothing."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from grid import operations
from grid.errors import AnotherCity
from grid.folder import read_folder
from grid.models import City, District, Township, TownshipAlias


async def load(session: AsyncSession, *, folder: Path, now: datetime) -> int:
    """Write a folder's geography and tell the boundary version; loading it again changes nothing.

    A township that left the folder keeps its row: boundaries of earlier versions speak of it.

    :raises BadTable: when a file cannot be read or cannot be true; names the file and the row.
    :raises AnotherCity: when the database holds another city.
    """
    geography = read_folder(folder)
    held = await session.scalar(select(City))
    if held is not None and held.code != geography.city.code:
        raise AnotherCity(f"This database holds {held.name}.", held=held.code)
    facts = geography.city
    city = City(
        code=facts.code,
        name=facts.name,
        name_en=facts.name_en,
        timezone=facts.timezone,
        lon=facts.lon,
        lat=facts.lat,
        attribution=facts.attribution,
        approximate=facts.approximate,
        demo=facts.demo,
        loaded_at=now,
    )
    await session.merge(city)
    for code, name in geography.districts.items():
        await session.merge(District(code=code, name=name))
    await session.flush()
    for code, (name, kind, district) in geography.townships.items():
        await session.merge(Township(code=code, name=name, kind=kind, district=district))
    await session.flush()
    await session.execute(delete(TownshipAlias))
    session.add_all(
        TownshipAlias(scheme=scheme, alias=alias, township=township)
        for (scheme, alias), township in geography.aliases.items()
    )
    await operations.publish_special_areas(session, areas=geography.special_areas)
    return await operations.publish(
        session,
        boundaries=geography.boundaries,
        valid_from=now.astimezone(ZoneInfo(facts.timezone)).date(),
    )
