"""Keep what a release leaves in a city's database: `python -m tests.releases.make`, once, when it is out.

Writes `<migration>.sqlite.sql` and `<migration>.postgresql.sql` beside itself: schema and rows of
Yunze with two cases. From then on tests/integration/test_migrations.py upgrades from them. They are
never written again: what a release has left cannot change.
"""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from command import world as worlds
from command.intake import take_in
from core import schema
from core.clock import utcnow
from core.db import Database
from integration.values import EventIn, to_report
from main import load_folder
from tests import servers
from tests.conftest import YUNZE
from tests.platform import make_event

HERE: Final = Path(__file__).parent


async def fill(url: str) -> None:
    """Make a small city's database as this release does."""
    database = Database(url)
    await schema.upgrade(database)
    await load_folder(database, folder=YUNZE)
    now = utcnow()
    async with database.transaction() as session:
        world = await worlds.load(session, now=now)
        events = [EventIn.model_validate(make_event(source_event_id=f"EV-{n}")) for n in (1, 2)]
        reports = [to_report(event, platform="wangge") for event in events]
        take_in(session, reports=reports, numbers=[1, 2], world=world, now=now)
    await database.close()


def main() -> None:
    """Write both dumps, unless this release has left its own already."""
    of_sqlite = HERE / f"{schema.HEAD}.sqlite.sql"
    of_postgres = HERE / f"{schema.HEAD}.postgresql.sql"
    if of_sqlite.exists() or of_postgres.exists():
        sys.exit(f"What {schema.HEAD} left is kept already.")
    with tempfile.TemporaryDirectory() as folder, servers.postgres(fsync=False) as server:
        path = Path(folder, "city.db")
        asyncio.run(fill(f"sqlite:///{path}"))
        with sqlite3.connect(path) as connection:
            of_sqlite.write_text("\n".join(connection.iterdump()) + "\n", "utf-8")
        asyncio.run(fill(server))
        dumped = subprocess.run(
            ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--schema=public", server],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        # Lines for psql alone.
        lines = [line for line in dumped.splitlines() if line[:1] != "\\" and line[:2] != "--"]
        lines = [line for line in lines if line and not line.startswith("CREATE SCHEMA")]
        of_postgres.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
