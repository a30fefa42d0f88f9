"""Files people and platforms hand in: kept by content, on disk, with a row for each."""

import asyncio
import errno
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from core.db import Utc
from core.errors import Invalid, NotFound, TooLarge, Unavailable
from core.ids import new_id

IMAGES: Final = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    # RIFF alone may be a sound: its size comes next, then what it is.
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
"""What a browser may draw, known by its first bytes, not by what the sender calls it."""
HEAD: Final = 16
"""So many bytes tell all of them apart."""
OPAQUE: Final = "application/octet-stream"
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
ROOM_S: Final = 30
"""When whoever found the disk full may try again: somebody has to make room first."""


class StoredFile(SQLModel, table=True):
    """A file as it was handed in. `owner` is the account or platform that did."""

    __tablename__ = "stored_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sha256: str = Field(index=True)
    media_type: str
    size: int
    owner: str
    at: datetime = Field(sa_type=Utc)


class FileEmpty(Invalid):
    """A file without a byte."""

    title = "Empty file"


class FileTooLarge(TooLarge):
    """A file over the limit."""

    title = "File too large"


class FileNotFound(NotFound):
    """There is no such file within the caller's scope."""

    title = "No such file"


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that are safely on disk."""

    sha256: str
    media_type: str
    size: int


class FileStore:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path, *, most: int) -> None:
        self.most = most
        self._folder = folder

    def path_of(self, sha256: str) -> Path:
        """Name where a content lies."""
        return self._folder / sha256[:2] / sha256

    async def keep(self, chunks: AsyncIterator[bytes]) -> Content:
        """Write a content to disk and sync it before saying so; memory stays constant.

        :raises FileTooLarge: at the byte where it goes over the limit
        :raises FileEmpty: when there was none
        :raises Unavailable: when there is no room for it on the disk
        """
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        handle, name = await asyncio.to_thread(tempfile.mkstemp, dir=self._folder, prefix=".in-")
        digest, size, head = hashlib.sha256(), 0, b""
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self.most:
                        raise FileTooLarge(limit_bytes=self.most)
                    head += chunk[: HEAD - len(head)]
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                if not size:
                    raise FileEmpty
                await asyncio.to_thread(_sync, file.fileno(), file)
            sha256 = digest.hexdigest()
            await asyncio.to_thread(self._settle, Path(name), self.path_of(sha256))
        except BaseException as failure:
            await asyncio.to_thread(_drop, Path(name))
            if isinstance(failure, OSError) and failure.errno in NO_ROOM:
                raise Unavailable("There is no room for files.", retry_after_s=ROOM_S) from failure
            raise
        return Content(sha256, _media_type(head), size)

    def sweep(self, *, before: datetime) -> int:
        """Remove what was left half written before a moment, by a process that was killed; tell how many."""
        swept = 0
        for path in self._folder.glob(".in-*"):
            # Another process may have settled it, or be sweeping, too.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    swept += 1
        return swept

    def _settle(self, arrived: Path, place: Path) -> None:
        place.parent.mkdir(exist_ok=True)
        arrived.chmod(0o640)
        arrived.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)


def _sync(number: int, file: object) -> None:
    file.flush()  # type: ignore[attr-defined]
    os.fsync(number)


def _media_type(head: bytes) -> str:
    return next((kind for magic, kind in IMAGES if magic.match(head)), OPAQUE)


async def add(session: AsyncSession, *, content: Content, owner: str, now: datetime) -> StoredFile:
    """Note a file that is on disk."""
    row = StoredFile(
        sha256=content.sha256, media_type=content.media_type, size=content.size, owner=owner, at=now
    )
    session.add(row)
    return row


async def list_some(session: AsyncSession, *, file_ids: Collection[UUID]) -> list[StoredFile]:
    """Read the rows of these files, those there are."""
    wanted = select(StoredFile).where(col(StoredFile.id).in_(file_ids)).order_by(col(StoredFile.id))
    return list(await session.scalars(wanted)) if file_ids else []


async def get(session: AsyncSession, *, file_id: UUID) -> StoredFile:
    """Read a file's row.

    :raises FileNotFound: when there is none
    """
    row = await session.get(StoredFile, file_id)
    if row is None:
        raise FileNotFound("There is no such file.")
    return row
