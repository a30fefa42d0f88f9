"""Production does not start as long as a demonstration's account or token opens a door."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import update
from sqlmodel import col

import main
from core.auth.models import Account
from core.clock import utcnow
from core.db import Database
from core.preflight import CannotStart, free_port
from core.settings import Settings
from integration import demo
from integration.models import PlatformToken
from tests.factories import YUNZE

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture
async def production(settings: Settings, city: Database) -> Settings:
    """Settings of production on a database that was a demonstration's."""
    await demo.prepare(city, folder=YUNZE, data_dir=settings.data_dir, base_url="http://x")
    return settings.model_copy(update={"production": True})


async def end_accounts(city: Database) -> None:
    async with city.transaction() as session:
        await session.execute(update(Account).where(col(Account.demo)).values(disabled_at=utcnow()))


async def end_tokens(city: Database) -> None:
    async with city.transaction() as session:
        await session.execute(update(PlatformToken).values(revoked_at=utcnow()))


async def start(settings: Settings) -> None:
    app = main.create_app(settings)
    async with app.router.lifespan_context(app):
        pass


class TestWeb:
    async def test_does_not_start_with_accounts_and_tokens_of_a_demo(
        self, production: Settings
    ) -> None:
        with pytest.raises(CannotStart, match="Demo accounts or tokens exist"):
            await start(production)

    async def test_does_not_start_with_demo_accounts_alone(
        self, production: Settings, city: Database
    ) -> None:
        await end_tokens(city)

        with pytest.raises(CannotStart):
            await start(production)

    async def test_does_not_start_with_a_demo_token_alone(
        self, production: Settings, city: Database
    ) -> None:
        await end_accounts(city)

        with pytest.raises(CannotStart):
            await start(production)

    async def test_starts_when_neither_opens_a_door(
        self, production: Settings, city: Database
    ) -> None:
        await end_accounts(city)
        await end_tokens(city)

        await start(production)

    async def test_of_a_demonstration_starts_with_both(self, production: Settings) -> None:
        await start(production.model_copy(update={"production": False}))

    async def test_does_not_start_on_a_database_that_was_not_migrated(
        self, settings: Settings, empty_url: str
    ) -> None:
        with pytest.raises(CannotStart, match="onedoor migrate"):
            await start(settings.model_copy(update={"database_url": empty_url}))


async def test_the_relay_does_not_start_either(production: Settings) -> None:
    with pytest.raises(CannotStart, match="Demo accounts or tokens exist"):
        await main.relay(production)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("words", [["serve"], ["relay"]])
def test_the_command_says_so_in_one_line(production: Settings, words: list[str]) -> None:
    env = os.environ | {
        "ONEDOOR_PRODUCTION": "true",
        "ONEDOOR_DATABASE_URL": production.database_url,
        "ONEDOOR_REDIS_URL": production.redis_url,
        "ONEDOOR_REDIS_PREFIX": production.redis_prefix,
        "ONEDOOR_DATA_DIR": str(production.data_dir),
        "ONEDOOR_PORT": str(free_port()),
    }

    done = subprocess.run(
        [sys.executable, "-m", "main", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == ["Demo accounts or tokens exist: production does not start."]
