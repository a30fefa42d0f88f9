"""A database of its own for each test, and an application with nothing in it but the floor."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from core import http
from core.auth import operations, passwords
from core.auth.api import router
from core.auth.models import Account
from core.auth.values import Role
from core.clock import utcnow
from core.db import Database, metadata
from core.settings import Settings

PASSWORD = "correct horse battery staple"
ORIGIN = "http://onedoor.test"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'onedoor.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def password_hash() -> str:
    return await passwords.hash_password(PASSWORD)


@pytest.fixture
async def wang(database: Database, password_hash: str) -> Account:
    """An officer of unit U1."""
    async with database.transaction() as session:
        return await operations.create_account(
            session,
            username="wang",
            password_hash=password_hash,
            name="王一",
            role=Role.OFFICER,
            node="team:T1",
            node_name="一队",
            unit="U1",
            # Long before: tests look at what changed since the run began.
            now=utcnow() - timedelta(days=1),
        )


@pytest.fixture
def settings() -> Settings:
    return Settings(public_url="")


@pytest.fixture
def app(database: Database, settings: Settings) -> FastAPI:
    app = FastAPI()
    app.state.database = database
    app.state.settings = settings
    app.include_router(router)
    http.install(app, settings=settings, body_limits={"/large": 4096})
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
async def token(client: httpx.AsyncClient, wang: Account) -> str:
    """A session of Wang's; the cookie that came with it is dropped."""
    answer = await client.post("/api/v1/login", json={"username": "wang", "password": PASSWORD})
    client.cookies.clear()
    token: str = answer.json()["token"]
    return token
