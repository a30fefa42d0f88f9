"""What tests are made of: worlds read through the real loader, and reports with sane defaults."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from command import world as worlds
from command.cases.values import CaseReport
from command.world import World
from core import schema
from core.auth import operations as auth
from core.auth.values import Role
from core.clock import utcnow
from core.db import Database
from core.settings import Settings
from integration import values
from main import load_folder
from tests.conftest import _copy
from tests.platform import Platform, make_event, running_platform

CITIES = Path(__file__).parents[1] / "cities"
YUNZE = Path(__file__).parent / "cities" / "yunze"


@asynccontextmanager
async def city_in_a_file(folder: Path) -> AsyncIterator[Database]:
    """Load a city's folder into a database that lasts as long as the block."""
    with tempfile.TemporaryDirectory(prefix="onedoor-test-") as scratch:
        database = Database(f"sqlite:///{scratch}/city.db")
        try:
            await schema.upgrade(database)
            await load_folder(database, folder=folder)
            yield database
        finally:
            await database.close()


async def load_world(folder: Path) -> World:
    """Give the world a city's folder makes, as a process that begins today would have it."""
    async with city_in_a_file(folder) as database, database.reading() as session:
        return await worlds.load(session, now=utcnow())


def make_report(*, platform: str = "wangge", **changes: Any) -> CaseReport:
    """Make a report of the very event that `make_event` makes."""
    event = values.read(as_json(make_event(**changes)))
    return values.to_report(event, platform=platform)


def as_json(event: dict[str, Any]) -> bytes:
    """Write an event as a platform sends it."""
    return json.dumps(event, ensure_ascii=False).encode()


@asynccontextmanager
async def shared_platform(
    kind: str, request: pytest.FixtureRequest, **changes: Any
) -> AsyncIterator[Platform]:
    """Run one platform for all tests of a module: they leave each other's cases alone."""
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("platform")
    templates: dict[str, str] = request.getfixturevalue("templates")
    with contextmanager(_copy)(kind, YUNZE, templates, request, folder) as url:
        settings = Settings(
            database_url=url,
            redis_url=request.getfixturevalue("valkey_url"),
            redis_prefix=f"test-{uuid4().hex}",
            data_dir=folder / "var",
            **changes,
        )
        async with running_platform(settings, YUNZE) as running:
            yield running


async def sign_up(platform: Platform, role: Role, node: str, unit: str | None = None) -> str:
    """Make an account that is signed in already, and give its username."""
    username, now = f"{role}-{node}-{unit}".replace(":", "-").lower(), utcnow()
    async with platform.database.transaction() as session:
        account = await auth.create_account(
            session,
            username=username,
            password_hash="nobody signs in with it",
            name=username,
            role=role,
            node=node,
            node_name=node,
            unit=unit,
            now=now,
        )
        await session.flush()
        platform.tokens[username] = await auth.open_session(
            session, account_id=account.id, device="test", expires_at=now + timedelta(1), now=now
        )
    return username
