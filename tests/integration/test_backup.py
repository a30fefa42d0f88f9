"""The drill: a backup made while the platform works brings back one moment of it, whole."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

import main
from command.cases.models import Case, CaseHistory
from core import backup, channels, schema
from core.channels import ChannelFrame
from core.db import Database
from core.preflight import CannotStart
from core.settings import Settings
from tests import servers
from tests.conftest import YUNZE
from tests.platform import PATIENCE_S, Platform, Socket, running_platform

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


@pytest.fixture
def empty_settings(
    settings: Settings, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Settings]:
    """Settings of a platform of the same kind that has nothing yet."""
    with ExitStack() as stack:
        if database_kind == "sqlite":
            url = f"sqlite:///{tmp_path / 'again' / 'onedoor.db'}"
        else:
            url = stack.enter_context(servers.database(request.getfixturevalue("postgres_url")))
        changes: dict[str, Any] = {
            "database_url": url,
            "redis_prefix": f"test-{uuid4().hex}",
            "data_dir": tmp_path / "again",
        }
        yield settings.model_copy(update=changes)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url)
    yield database
    await database.close()


async def restore(database: Database, settings: Settings, folder: Path) -> backup.Manifest:
    """Restore as `onedoor restore` does."""
    return await backup.restore(
        database, data_dir=settings.data_dir, folder=folder, renumber=main.skip_numbers
    )


@dataclass
class Load:
    """The case numbers answered so far."""

    answered: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def goes_on(self, more: int) -> None:
        """Wait until so many more were answered."""
        enough = len(self.answered) + more
        async with asyncio.timeout(4 * PATIENCE_S):
            while len(self.answered) < enough:
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def under_load(platform: Platform) -> AsyncIterator[Load]:
    """Report events without a pause."""
    load = Load()

    async def report() -> None:
        while True:
            load.answered.append((await platform.report())["case_no"])
            load.news.set()

    tasks = [asyncio.create_task(report()) for _ in range(4)]
    try:
        yield load
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def frames_of(database: Database) -> dict[str, list[tuple[int, str]]]:
    async with database.reading() as session:
        names = list(await session.scalars(select(ChannelFrame.channel).distinct()))
        return {
            name: [
                (frame.seq, frame.body)
                for frame in await channels.list_since(session, channel=name, seq=0, most=10**6)
            ]
            for name in names
        }


async def histories_of(database: Database) -> list[dict[str, Any]]:
    async with database.reading() as session:
        rows = await session.scalars(select(CaseHistory).order_by(col(CaseHistory.id)))
        return [row.model_dump() for row in rows]


def folded(frames: list[tuple[int, str]], until: int) -> dict[str, Any]:
    """Fold a channel's frames as a client does, beginning with nothing."""
    cases: dict[str, Any] = {}
    for seq, body in frames:
        frame = json.loads(f"{{{body}}}")
        if seq <= until and frame["name"] == "case.changed":
            cases[frame["data"]["case_no"]] = frame["data"]
    return {number: case for number, case in cases.items() if not case["closed"]}


async def test_a_backup_under_load_brings_back_one_moment_and_the_platform_goes_on_from_it(
    platform: Platform, empty_settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    officer = await platform.sign_in("yz-team")
    photo = {"file": ("a.jpg", PHOTO)}
    assert (
        await platform.client.post("/api/v1/files", files=photo, headers=officer)
    ).status_code == 201
    async with under_load(platform) as load:
        await load.goes_on(30)
        promised = list(load.answered)
        await backup.make(
            platform.database, data_dir=platform.settings.data_dir, folder=folder, now=NOON
        )
        await load.goes_on(20)

    async with opened(empty_settings) as restored:
        manifest = await restore(restored, empty_settings, folder)
        async with restored.reading() as session:
            heads = await channels.list_heads(session)
            cases = {case.case_no: case for case in await session.scalars(select(Case))}
        said, source = await frames_of(restored), await frames_of(platform.database)
        histories = await histories_of(restored)
        source_histories = await histories_of(platform.database)

        # One moment: what was answered before is in; what came after is not there by half.
        assert cases.keys() >= set(promised)
        assert len(cases) == manifest.counts["case"] < len(load.answered)
        for name, frames in said.items():
            assert [seq for seq, _ in frames] == list(range(1, len(frames) + 1))
            assert frames == source[name][: len(frames)]
            assert heads[name] == len(frames) + main.SKIPPED_FRAMES
        known = {row["id"]: row for row in source_histories}
        assert all(row == known[row["id"]] for row in histories)
        newest = {row["case_id"]: row["to_state"] for row in histories}
        assert {case.id: case.state for case in cases.values()} == newest
        await refuses_to_forget(restored)

    demo = "demo.json"
    shutil.copy(platform.settings.data_dir / demo, empty_settings.data_dir / demo)
    async with running_platform(empty_settings, YUNZE) as again:
        assert (await again.client.get("/readyz")).status_code == 200
        changes = (await again.client.get("/api/v1/changes", headers=again.as_platform)).json()
        there = said["platform:wangge"]
        assert as_heard(changes["items"])[: len(there)] == there
        await goes_on_beyond_every_number_given_out(again, source, load.answered)

        async with again.console("yz-center") as console:
            opening = console.opening
            assert opening["seq"] >= heads["city"]
            frames = (await frames_of(again.database))["city"]
            assert {c["case_no"]: c for c in opening["snapshot"]["cases"]} == folded(
                frames, opening["seq"]
            )
            fresh = await again.report()
            assert await a_seq_of(console, fresh["case_no"]) > heads["city"]
            assert fresh["case_no"] not in cases
    assert contents_of(empty_settings) == [PHOTO]


def contents_of(settings: Settings) -> list[bytes]:
    return [path.read_bytes() for path in (settings.data_dir / "files").glob("*/*")]


async def a_seq_of(console: Socket, case_no: str) -> int:
    frame = await console.wait_for(
        lambda m: "seq" in m and m.get("data", {}).get("case_no") == case_no
    )
    seq: int = frame["seq"]
    return seq


def as_heard(items: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Write frames of the wire as they are stored."""
    return [
        (
            item["seq"],
            channels.unnumbered(item["name"], item["data"], datetime.fromisoformat(item["at"]))[
                1:-1
            ],
        )
        for item in items
    ]


async def refuses_to_forget(database: Database) -> None:
    """See that the database itself still keeps history from being changed."""
    for statement in ("UPDATE case_history SET reason = ''", "DELETE FROM case_history"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.transaction() as session:
                await session.execute(text(statement))


def damage(folder: Path) -> str:
    """Change one byte of the largest part; gives its name."""
    part = max(folder.glob("*/*[ez]"), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    return part.name


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the manifest says."""
    manifest = next(folder.glob("*/manifest.json"))
    facts = json.loads(manifest.read_text())
    change(facts)
    manifest.write_text(json.dumps(facts))


def cut_short(folder: Path) -> None:
    """Leave what a machine that died during a backup leaves."""
    later = folder / "20261122T060000.000000Z"
    shutil.copytree(next(folder.glob("*T05*")), later)
    (later / "manifest.json").unlink()


class TestRestore:
    @pytest.fixture
    async def folder(self, city: Database, settings: Settings, tmp_path: Path) -> Path:
        """A folder with one backup, in which a file is stored."""
        kept = settings.data_dir / "files" / "ab"
        kept.mkdir(parents=True)
        name = "ab6dcb15aeb32a1d6bd10a2e8a9f1ea5f8c2d5c1a4d4fb4f5d90a3a4d85c0c2d"
        async with city.transaction() as session:
            await session.execute(
                text(
                    "INSERT INTO stored_file (id, sha256, media_type, size, owner, at) VALUES "
                    "(:id, :sha256, 'image/jpeg', 1, 'nobody', '2026-11-22 04:00:00+00:00')"
                ),
                {"id": uuid4().hex, "sha256": name},
            )
        await backup.make(city, data_dir=settings.data_dir, folder=tmp_path / "b", now=NOON)
        return tmp_path / "b"

    async def test_refuses_a_database_that_is_not_empty(
        self, city: Database, settings: Settings, folder: Path
    ) -> None:
        with pytest.raises(CannotStart, match="not empty"):
            await restore(city, settings, folder)

    async def test_refuses_a_part_that_was_changed_and_leaves_nothing_behind(
        self, empty_settings: Settings, folder: Path
    ) -> None:
        part = damage(folder)

        async with opened(empty_settings) as empty:
            with pytest.raises(CannotStart, match=f"damaged: {part}"):
                await restore(empty, empty_settings, folder)
            assert not await tables_of(empty)

    async def test_refuses_when_a_row_is_missing_and_leaves_nothing_behind(
        self, empty_settings: Settings, folder: Path
    ) -> None:
        rewrite(folder, lambda facts: facts["counts"].update(township=999))

        async with opened(empty_settings) as empty:
            with pytest.raises(CannotStart, match="Not every row came back: township"):
                await restore(empty, empty_settings, folder)
            assert not await tables_of(empty)

    async def test_refuses_a_backup_of_a_newer_release(
        self, empty_settings: Settings, folder: Path
    ) -> None:
        rewrite(folder, lambda facts: facts.update(schema="9999"))

        async with opened(empty_settings) as empty:
            with pytest.raises(CannotStart, match="newer release"):
                await restore(empty, empty_settings, folder)

    async def test_takes_the_newest_of_a_folder_and_never_one_that_was_cut_short(
        self, city: Database, settings: Settings, empty_settings: Settings, folder: Path
    ) -> None:
        later = NOON.replace(hour=5)
        await backup.make(city, data_dir=settings.data_dir, folder=folder, now=later)
        cut_short(folder)

        async with opened(empty_settings) as empty:
            found = await restore(empty, empty_settings, folder)

        assert found.at == "2026-11-22T05:00:00.000000Z"

    async def test_names_the_files_that_were_lost_before_the_backup(
        self, empty_settings: Settings, folder: Path
    ) -> None:
        async with opened(empty_settings) as empty:
            found = await restore(empty, empty_settings, folder)

        assert [name[:4] for name in found.missing_files] == ["ab6d"]


async def tables_of(database: Database) -> object:
    async with database.reading() as session:
        return await schema.find_current(session)


async def goes_on_beyond_every_number_given_out(
    again: Platform, source: dict[str, list[tuple[int, str]]], answered: list[str]
) -> None:
    """See what those meet who know numbers that were given out after the backup."""
    fresh = await again.report()
    assert fresh["case_no"] not in answered
    # A platform that has read further than we remember: it is told to go on, and how far.
    lost = source["platform:wangge"][-1][0]
    page = (
        await again.client.get(f"/api/v1/changes?since={lost}", headers=again.as_platform)
    ).json()
    assert min(item["seq"] for item in page["items"]) > lost + 1
    assert fresh["case_no"] in {item["data"]["case_no"] for item in page["items"]}
    assert page["last"] == page["head"] > main.SKIPPED_FRAMES
    # And so is a console or a phone, though nothing was said on its channel before the backup.
    for opening, username, heard in (
        (again.console, "yz-center", source["city"][-1][0]),
        (again.console, "yz-donghu", 1),
        (again.phone, "yz-team", 1),
    ):
        async with opening(username, heard) as socket:
            assert "snapshot" in socket.opening
            assert socket.opening["seq"] >= main.SKIPPED_FRAMES


async def test_no_table_counts_by_itself_since_a_restore_would_begin_anew(
    database: Database,
) -> None:
    if database.is_sqlite:
        counted = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
    else:
        counted = "SELECT sequencename FROM pg_sequences"
    async with database.reading() as session:
        assert list(await session.scalars(text(counted))) == []
