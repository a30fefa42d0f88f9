"""Backup and restore: everything the platform knows, as of one moment, while it goes on working.

A folder of backups holds one subfolder for each moment and, shared by all, the stored files by their
content, so that the next backup copies only new ones. The manifest is written last: a subfolder
without one is no backup.
"""

import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from core import dump, schema
from core.clock import iso
from core.db import Database
from core.dump import digest_of
from core.files import FileStore
from core.preflight import CannotStart

log = structlog.get_logger()

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
FILES: Final = "files"
FILE_LIST: Final = "files.txt"

Renumber = Callable[[AsyncSession], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds, by which a restore checks it."""

    format: int
    at: str
    database: str
    """`sqlite` or `postgresql`: a backup returns to the kind it came from."""
    schema: str
    """The migration the database was at."""
    parts: dict[str, str]
    """The SHA-256 of each part."""
    counts: dict[str, int]
    """How many rows each table had."""
    missing_files: list[str]
    """Contents that had a row but lay in the store no more: nothing a restore could bring back."""


async def make(database: Database, *, data_dir: Path, folder: Path, now: datetime) -> Path:
    """Make a backup in a folder of backups; gives the subfolder it is in.

    Rows are read first, as of one moment, then the files they name: those were on disk before.

    :raises CannotStart: when there is nothing to back up
    """
    with _growing(folder, name=now.strftime("%Y%m%dT%H%M%S.%fZ")) as growing:
        async with database.reading() as session:
            current = await schema.find_current(session)
            if current is None:
                raise CannotStart("There is nothing to back up: the database has no tables.")
            connection = await session.connection()
            await dump.write(connection, folder=growing.unfinished)
            counts = await dump.count_rows(connection)
            rows = await connection.execute(
                text("SELECT DISTINCT sha256 FROM stored_file ORDER BY sha256")
            )
            wanted = list(rows.scalars())
        missing = _keep_files(
            wanted, store=_store(data_dir), kept=FileStore(folder / FILES, most=0)
        )
        growing.finish(
            wanted,
            at=iso(now),
            database="sqlite" if database.is_sqlite else "postgresql",
            schema=current,
            counts=counts,
            missing_files=missing,
        )
    log.info("backup_made", rows=sum(counts.values()), files=len(wanted), missing=len(missing))
    return growing.place


@dataclass(frozen=True, slots=True)
class _Growing:
    """A backup that is being made: under a name nobody takes for one, until it is whole."""

    unfinished: Path
    place: Path

    def finish(self, wanted: list[str], **facts: Any) -> None:
        (self.unfinished / FILE_LIST).write_text("".join(f"{name}\n" for name in wanted))
        parts = {part.name: digest_of(part) for part in sorted(self.unfinished.iterdir())}
        manifest = Manifest(format=FORMAT, parts=parts, **facts)
        (self.unfinished / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n")
        dump.sync(self.unfinished)
        self.unfinished.rename(self.place)
        dump.sync(self.place.parent)


@contextmanager
def _growing(folder: Path, *, name: str) -> Iterator[_Growing]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    try:
        yield _Growing(unfinished, folder / name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


async def restore(
    database: Database, *, data_dir: Path, folder: Path, renumber: Renumber
) -> Manifest:
    """Bring back a backup, or the newest of a folder of them, into an empty database.

    Everything is checked before anything is written, and the rows come back whole or not at all.
    `renumber` leaves out, in the same transaction, what may have been given out since.

    :raises CannotStart: when the backup is damaged, of another kind, or the database is not empty
    """
    place = _newest(folder)
    manifest = _read_manifest(place)
    _check(place, manifest, database)
    wanted = (place / FILE_LIST).read_text().split()
    there = [name for name in wanted if name not in set(manifest.missing_files)]
    # The files first: a row must never name a file that has not come yet.
    lost = _keep_files(there, store=FileStore(place.parent / FILES, most=0), kept=_store(data_dir))
    if lost:
        raise CannotStart(f"The backup lacks {len(lost)} of its files, or they are damaged.")

    async def finish(connection: AsyncConnection) -> None:
        await _count(connection, manifest)
        async with AsyncSession(bind=connection) as session:
            await renumber(session)

    await dump.read(database, folder=place, revision=manifest.schema, finish=finish)
    log.info("backup_restored", at=manifest.at, rows=sum(manifest.counts.values()))
    return manifest


def _check(place: Path, manifest: Manifest, database: Database) -> None:
    if manifest.format != FORMAT or not schema.is_known(manifest.schema):
        raise CannotStart("The backup is of a newer release: restore it with that one.")
    if (manifest.database == "sqlite") is not database.is_sqlite:
        raise CannotStart(f"This is a backup of {manifest.database}: restore it into one.")
    for name, digest in manifest.parts.items():
        part = place / name
        if not part.is_file() or digest_of(part) != digest:
            raise CannotStart(f"The backup is damaged: {name} is not what the manifest says.")


async def _count(connection: AsyncConnection, manifest: Manifest) -> None:
    counts = await dump.count_rows(connection)
    wrong = [name for name in manifest.counts if counts.get(name) != manifest.counts[name]]
    if wrong or counts.keys() != manifest.counts.keys():
        raise CannotStart(f"Not every row came back: {', '.join(wrong) or 'tables differ'}.")


def _newest(folder: Path) -> Path:
    if (folder / MANIFEST).is_file():
        return folder
    found = sorted(path.parent for path in folder.glob(f"[!.]*/{MANIFEST}"))
    if not found:
        raise CannotStart(f"There is no backup in {folder}.")
    return found[-1]


def _read_manifest(place: Path) -> Manifest:
    try:
        facts: dict[str, Any] = json.loads((place / MANIFEST).read_bytes())
        return Manifest(**facts)
    except (ValueError, TypeError):
        raise CannotStart(f"The backup is damaged: {MANIFEST} cannot be read.") from None


def _store(data_dir: Path) -> FileStore:
    return FileStore(data_dir / FILES, most=0)


def _keep_files(wanted: list[str], *, store: FileStore, kept: FileStore) -> list[str]:
    """Copy the contents that are not kept yet; gives those that the store has not, or has damaged."""
    return [
        name
        for name, here, there in _places(wanted, store, kept)
        if not _is_whole(there, name) and not _copy(here, there, name)
    ]


def _places(
    wanted: list[str], store: FileStore, kept: FileStore
) -> Iterator[tuple[str, Path, Path]]:
    for name in wanted:
        yield name, store.path_of(name), kept.path_of(name)


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and digest_of(path) == sha256


def _copy(here: Path, there: Path, sha256: str) -> bool:
    there.parent.mkdir(parents=True, exist_ok=True)
    arrived = there.with_name(f".in-{sha256}")
    try:
        shutil.copyfile(here, arrived)
    except FileNotFoundError:
        return False
    if not _is_whole(arrived, sha256):
        arrived.unlink()
        return False
    arrived.chmod(0o640)
    dump.sync(arrived)
    arrived.replace(there)
    dump.sync(there.parent)
    return True
