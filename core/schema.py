"""The schema: Alembic's migrations, run and asked about by our own code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER: Final = Path(__file__).parent / "migrations"
HEAD: Final = "0004"
"""The newest migration of this release; a test compares it with the folder."""
LOCK: Final = 7_120_260
"""Which PostgreSQL advisory lock keeps two processes from migrating at once."""


def config(connection: Connection | None = None) -> Config:
    """Tell Alembic where the migrations are and on which connection to run them."""
    # Here, not above: Alembic takes half a second to import, and a start needs only HEAD.
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


async def upgrade(database: Database) -> None:
    """Bring the database to this release's schema; a second process waits for the first."""
    async with database.engine.connect() as connection:
        if database.is_sqlite:
            await connection.execution_options(onedoor_write=True)
        async with connection.begin():
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
                await connection.execute(text("SET LOCAL lock_timeout = '4s'"))
            await connection.run_sync(migrate)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the database to a migration, in the transaction that is open."""
    from alembic import command

    command.upgrade(config(connection), revision)


def is_known(revision: str) -> bool:
    """Tell whether this release has such a migration."""
    from alembic.script import ScriptDirectory

    known = ScriptDirectory.from_config(config()).walk_revisions()
    return revision in {script.revision for script in known}


async def find_current(session: AsyncSession) -> str | None:
    """Tell which migration the database is at, None before the first."""
    try:
        found = await session.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        return None
    return None if found is None else str(found)
