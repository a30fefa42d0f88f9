"""A city folder's platforms: platforms.csv."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.bulk import put
from core.tables import a_list, read_csv
from integration.models import Platform


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's platforms; tell how many.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column
    """
    rows = [
        Platform(
            code=row["code"],
            name=row["name"],
            attachment_hosts=[host.lower() for host in a_list(row["attachment_hosts"])],
        )
        for row in read_csv(folder / "platforms.csv")
    ]
    await put(session, rows)
    return len(rows)
