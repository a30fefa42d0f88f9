"""Real servers for every test that needs them: both databases, one Valkey, the city of Yunze."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core import schema
from core.db import Database
from core.settings import Settings
from main import load_folder
from tests import servers
from tests.platform import Platform, running_platform

YUNZE = Path(__file__).parent / "cities" / "yunze"
DATABASES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of this test run's own (one for each xdist worker)."""
    with servers.postgres(fsync=False) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A Valkey of this test run's own."""
    with servers.valkey() as url:
        yield url


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Databases made once, to be copied: by `<kind>` migrated, by `<kind>-yunze` with the city in."""
    return {}


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on: every test that asks runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with servers.database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def database_url(
    database_kind: str, templates: dict[str, str], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The URL of a migrated, empty database."""
    yield from _copy(database_kind, None, templates, request, tmp_path)


@pytest.fixture
def city_url(
    database_kind: str, templates: dict[str, str], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The URL of a database that holds the city of Yunze."""
    yield from _copy(database_kind, YUNZE, templates, request, tmp_path)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def city(city_url: str) -> AsyncIterator[Database]:
    """A database that holds the city of Yunze (tests/cities/yunze/README.md)."""
    opened = Database(city_url)
    yield opened
    await opened.close()


@pytest.fixture
def settings(city_url: str, valkey_url: str, tmp_path: Path) -> Settings:
    """Settings of a platform on that database."""
    return Settings(
        database_url=city_url,
        redis_url=valkey_url,
        redis_prefix=f"test-{uuid4().hex}",
        data_dir=tmp_path / "var",
    )


@pytest.fixture
async def platform(settings: Settings) -> AsyncIterator[Platform]:
    """The whole platform in this process: a web server on a real port, and the relay."""
    async with running_platform(settings, YUNZE) as running:
        yield running


def _copy(
    kind: str,
    folder: Path | None,
    templates: dict[str, str],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[str]:
    name = f"{kind}-{folder.name}" if folder else kind
    if kind == "sqlite":
        if name not in templates:
            base: Path = request.getfixturevalue("tmp_path_factory").mktemp("template")
            templates[name] = f"sqlite:///{base / 'template.db'}"
            _in_a_thread(templates[name], folder)
        target = tmp_path / "onedoor.db"
        shutil.copy(templates[name].removeprefix("sqlite:///"), target)
        yield f"sqlite:///{target}"
        return
    server: str = request.getfixturevalue("postgres_url")
    if name not in templates:
        templates[name] = servers.create_database(server)
        _in_a_thread(templates[name], folder)
    with servers.database(server, template=templates[name]) as url:
        yield url


def _in_a_thread(url: str, folder: Path | None) -> None:
    # Fixtures that copy are synchronous, and the test's own loop is running already.
    failure: list[BaseException] = []

    async def make() -> None:
        database = Database(url)
        await schema.upgrade(database)
        if folder is not None:
            await load_folder(database, folder=folder)
        await database.close()

    def work() -> None:
        try:
            asyncio.run(make())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
