"""Writing editions: a city folder's facts, or what a publication changes."""

from pathlib import Path

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from command.catalogue import folder as folders
from command.catalogue.diff import Changes, between
from command.catalogue.models import TABLES
from command.catalogue.queries import load_facts


async def load(session: AsyncSession, *, folder: Path, edition: int) -> int:
    """Bring the catalogue to what a folder says, from an edition on; tell how many rows changed.

    The same folder again changes nothing.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    changes = between(await load_facts(session, edition=edition), folders.read(folder))
    await write(session, changes=changes, edition=edition)
    return len(changes)


async def write(session: AsyncSession, *, changes: Changes, edition: int) -> None:
    """Close the rows that go and open those that come, from an edition on."""
    for form, table in TABLES.items():
        gone = [{"row": form.row_id(row)} for row in changes.gone.get(form, ())]
        if gone:
            rows = update(table).where(table.c.id == bindparam("row"), table.c.until.is_(None))
            await session.execute(rows.values(until=edition), gone)
        names = [column.name for column in table.columns]
        come = [
            dict(zip(names, (form.row_id(row), edition, None, *form.values(row)), strict=True))
            for row in changes.come.get(form, ())
        ]
        if come:
            await session.execute(insert(table), come)
