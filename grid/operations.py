"""Publishing boundaries: a new version beside the old ones, never an edit."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from grid import queries
from grid.models import Boundary


async def publish(
    session: AsyncSession, *, boundaries: Mapping[str, bytes], valid_from: date
) -> int:
    """Publish the ground of every township (WKB, CGCS2000) and tell the version.

    Publishing what is already current changes nothing and tells the current version, so that
    loading a folder twice is loading it once.
    """
    version = await queries.current_version(session)
    if version and await queries.list_boundaries(session, version=version) == dict(boundaries):
        return version
    session.add_all(
        Boundary(township=township, version=version + 1, wkb=wkb, valid_from=valid_from)
        for township, wkb in boundaries.items()
    )
    await session.flush()
    return version + 1
