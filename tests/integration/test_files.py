"""Files: what is said to be kept is on disk under its content's name, and is what it is, not what it is called."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from core import files
from core.db import Database
from core.files import OPAQUE, Content, FileEmpty, FileNotFound, FileStore, FileTooLarge
from core.ids import new_id
from core.settings import Settings
from tests.conftest import YUNZE
from tests.platform import running_platform

AT: Final = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
KINDS: Final = (
    (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "image/jpeg"),
    (PNG, "image/png"),
    (b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20, "image/webp"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 20, OPAQUE),
    (b"RIFF", OPAQUE),
    (b"<svg onload=alert(1)>", OPAQUE),
    (b"<html>", OPAQUE),
    (b"\xff\xd8", OPAQUE),
    (b"\x00", OPAQUE),
)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", most=100)


async def parts(content: bytes, size: int = 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def on_disk(store: FileStore) -> list[Path]:
    return [path for path in store._folder.rglob("*") if path.is_file()]


class TestKeep:
    async def test_keeps_a_content_under_its_own_name(self, store: FileStore) -> None:
        kept = await store.keep(parts(PNG))

        sha256 = hashlib.sha256(PNG).hexdigest()
        assert kept == Content(sha256, "image/png", len(PNG))
        assert on_disk(store) == [store.path_of(sha256)]
        assert store.path_of(sha256).read_bytes() == PNG
        assert store.path_of(sha256).stat().st_mode & 0o777 == 0o640

    async def test_keeps_the_same_content_once(self, store: FileStore) -> None:
        first, second = await asyncio.gather(store.keep(parts(PNG)), store.keep(parts(PNG, 7)))

        assert first == second
        assert len(on_disk(store)) == 1

    async def test_knows_what_a_browser_may_draw_however_it_arrives(self, store: FileStore) -> None:
        for content, kind in KINDS:
            for size in (1, 3, 1024):
                assert (await store.keep(parts(content, size))).media_type == kind, content

    async def test_takes_what_is_just_small_enough(self, store: FileStore) -> None:
        assert (await store.keep(parts(b"x" * 100, 9))).size == 100

    async def test_refuses_what_is_too_large_and_leaves_nothing(self, store: FileStore) -> None:
        read: list[int] = []

        async def endless() -> AsyncIterator[bytes]:
            while True:
                read.append(1)
                yield b"x" * 9

        with pytest.raises(FileTooLarge) as refused:
            await store.keep(endless())

        assert refused.value.facts == {"limit_bytes": 100}
        assert len(read) == 12
        assert on_disk(store) == []

    async def test_refuses_nothing_at_all(self, store: FileStore) -> None:
        with pytest.raises(FileEmpty):
            await store.keep(parts(b""))

        assert on_disk(store) == []

    async def test_leaves_nothing_when_the_sender_goes_away(self, store: FileStore) -> None:
        halfway = asyncio.Event()

        async def stalling() -> AsyncIterator[bytes]:
            yield b"half"
            halfway.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(store.keep(stalling()))
        await halfway.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert on_disk(store) == []


class TestRows:
    async def test_tell_what_was_handed_in_by_whom(self, database: Database) -> None:
        content = Content("ab" * 32, "image/png", 3)
        async with database.transaction() as session:
            added = await files.add(session, content=content, owner="wang", now=AT)

        async with database.reading() as session:
            found = await files.get(session, file_id=added.id)

        assert (found.sha256, found.media_type, found.size, found.owner, found.at) == (
            *("ab" * 32, "image/png", 3, "wang"),
            AT,
        )

    async def test_of_one_content_may_be_many(self, database: Database) -> None:
        content = Content("ab" * 32, "image/png", 3)
        async with database.transaction() as session:
            one = await files.add(session, content=content, owner="wang", now=AT)
            two = await files.add(session, content=content, owner="li", now=AT)

        assert one.id != two.id

    async def test_refuse_an_id_that_is_nobodys(self, database: Database) -> None:
        async with database.reading() as session:
            with pytest.raises(FileNotFound):
                await files.get(session, file_id=new_id())


class TestSweep:
    def test_removes_what_a_killed_process_left_an_hour_ago_and_nothing_else(
        self, tmp_path: Path
    ) -> None:
        store = FileStore(tmp_path, most=100)
        old, arriving, kept = (
            tmp_path / ".in-old",
            tmp_path / ".in-arriving",
            tmp_path / "ab" / "abcd",
        )
        kept.parent.mkdir()
        for path in (old, arriving, kept):
            path.write_bytes(PNG)
        hour_ago = AT - timedelta(hours=1)
        for path, at in ((old, hour_ago), (arriving, AT), (kept, hour_ago)):
            os.utime(path, (at.timestamp() - 1, at.timestamp() - 1))

        assert store.sweep(before=hour_ago) == 1

        assert not old.exists()
        assert sorted(on_disk(store)) == sorted([arriving, kept])

    def test_of_a_folder_that_is_not_there_yet_finds_nothing(self, tmp_path: Path) -> None:
        assert FileStore(tmp_path / "files", most=100).sweep(before=AT) == 0

    @pytest.mark.parametrize("database_kind", ["sqlite"])
    async def test_is_done_when_a_web_process_starts(self, settings: Settings) -> None:
        left = settings.data_dir / "files" / ".in-left"
        left.parent.mkdir(parents=True)
        left.write_bytes(PNG)
        os.utime(left, (0, 0))

        async with running_platform(settings, YUNZE):
            assert not left.exists()
