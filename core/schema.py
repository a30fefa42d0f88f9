"""The schema: Alembic's migrations, run and asked about by our own code."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database

FOLDER: Final = Path(__file__).parent / "migrations"
LOCK: Final = 7_120_260
"""Which PostgreSQL advisory lock keeps two processes from migrating at once."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Name the newest migration this release knows."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


async def upgrade(database: Database) -> None:
    """Bring the database to this release's schema; a second process waits for the first."""
    async with database.engine.connect() as connection:
        if database.is_sqlite:
            await connection.execution_options(onedoor_write=True)
        async with connection.begin():
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
                await connection.execute(text("SET LOCAL lock_timeout = '4s'"))
            await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))


async def find_current(session: AsyncSession) -> str | None:
    """Tell which migration the database is at, None before the first."""
    try:
        found = await session.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        return None
    return None if found is None else str(found)
