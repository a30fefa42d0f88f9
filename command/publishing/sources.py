"""Where a command finds the catalogue: a city's folder, the database now, or an edition of it."""

from __future__ import annotations

from pathlib import Path

from command.catalogue import folder
from command.catalogue.facts import Facts
from command.catalogue.queries import load_facts
from command.errors import EditionUnknown
from core import editions
from core.db import Database
from grid.values import EDITION

NOW = "now"


def is_folder(source: str) -> bool:
    """Tell whether a source is a folder, so that no database is needed."""
    return source != NOW and not source.isdecimal()


def read_folder(source: str) -> Facts:
    """Read a folder.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column
    """
    return folder.read(Path(source))


async def load(database: Database, source: str) -> Facts:
    """Read a source, whichever it is.

    :raises EditionUnknown: when no such edition was published
    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column
    """
    if is_folder(source):
        return read_folder(source)
    async with database.reading() as session:
        latest = await editions.find(session, name=EDITION)
        edition = latest if source == NOW else int(source)
        if not 1 <= edition <= latest:
            raise EditionUnknown(latest=latest)
        return await load_facts(session, edition=edition)
