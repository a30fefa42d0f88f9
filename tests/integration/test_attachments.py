"""Files that platforms name: fetched from agreed hosts only, checked, once, and never from inside."""

import asyncio
import hashlib
import ipaddress
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import uvicorn
from sqlalchemy import select, update
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from command.cases.models import Attachment, CaseFile
from core.db import Database
from core.files import FileStore, StoredFile
from core.outbound import is_public
from core.preflight import free_port
from core.queue import open_queue
from integration import jobs
from integration.attachments import Refused, fetch
from integration.models import Platform as PlatformRow
from tests.platform import Platform
from tests.waiting import until, until_read

ROOT: Final = Path(__file__).parents[2]
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
MOST: Final = 1000


def anywhere(_: object) -> bool:
    """Allow every address: what is fetched here is this very machine's."""
    return True


@dataclass
class Host:
    """Another platform's file server on loopback, and what it was asked for."""

    port: int
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name on the list of hosts."""
        return f"localhost:{self.port}"

    def url(self, path: str) -> str:
        """The address of a file on it."""
        return f"http://{self.name}{path}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        self.asked.append((request.url.path, request.headers["host"]))
        answer = self.answers.get(request.url.path, lambda: Response(status_code=404))
        await answer()(scope, receive, send)


@asynccontextmanager
async def file_host() -> AsyncIterator[Host]:
    host = Host(free_port())
    server = uvicorn.Server(
        uvicorn.Config(
            host,
            host="localhost",
            port=host.port,
            lifespan="off",
            log_config=None,
            access_log=False,
        )
    )
    running = asyncio.create_task(server._serve())
    try:
        await until(lambda: server.started)
        yield host
    finally:
        server.should_exit = True
        await running


@pytest.fixture(scope="module")
async def host() -> AsyncIterator[Host]:
    async with file_host() as running:
        running.answers |= {
            "/photo.png": lambda: Response(PNG),
            "/large": lambda: Response(b"x" * (MOST + 1)),
            "/trickle": lambda: StreamingResponse(iter([b"x" * 400] * 3)),
            "/away": lambda: RedirectResponse(running.url("/photo.png")),
            "/near": lambda: RedirectResponse("/photo.png"),
            "/astray": lambda: RedirectResponse("http://elsewhere.example/photo.png"),
            "/inside": lambda: RedirectResponse("http://127.0.0.1:6379/"),
            "/round": lambda: RedirectResponse("/round"),
            "/nowhere": lambda: RedirectResponse("http://[broken/"),
            "/file": lambda: RedirectResponse("file:///etc/passwd"),
            "/broken": lambda: Response(status_code=500),
            "/busy": lambda: Response(status_code=503),
            "/gone": lambda: Response(status_code=410),
            "/empty": lambda: Response(b""),
        }
        yield running


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", most=MOST)


async def take(
    host: Host, store: FileStore, path: str, *, sha256: str | None = None, **changes: Any
) -> Any:
    asked: dict[str, Any] = {"hosts": [host.name], "allowed": anywhere} | changes
    return await fetch(host.url(path), sha256=sha256, store=store, **asked)


async def why_not(host: Host, store: FileStore, path: str, **changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        await take(host, store, path, **changes)
    return refused.value.reason


def kept(store: FileStore) -> list[Path]:
    """Name whatever lies in the store."""
    return [path for path in store._folder.rglob("*") if path.is_file()]


class TestContent:
    @pytest.mark.parametrize("path", ["/photo.png", "/away", "/near"])
    async def test_is_kept_by_its_hash_and_known_by_its_bytes(
        self, host: Host, store: FileStore, path: str
    ) -> None:
        digest = hashlib.sha256(PNG).hexdigest()

        content = await take(host, store, path, sha256=digest)

        assert (content.sha256, content.media_type, content.size) == (digest, "image/png", len(PNG))
        assert [found.read_bytes() for found in kept(store)] == [PNG]

    async def test_that_is_not_what_was_promised_is_not_kept(
        self, host: Host, store: FileStore
    ) -> None:
        assert await why_not(host, store, "/photo.png", sha256="0" * 64) == "wrong_hash"
        assert kept(store) == []

    @pytest.mark.parametrize("path", ["/large", "/trickle"])
    async def test_that_is_too_much_is_given_up_announced_or_not(
        self, host: Host, store: FileStore, path: str
    ) -> None:
        assert await why_not(host, store, path) == "too_large"
        assert kept(store) == []

    @pytest.mark.parametrize(
        ("path", "reason"), [("/nothing", "not_found"), ("/gone", "not_found"), ("/empty", "empty")]
    )
    async def test_that_is_not_there_is_not_asked_for_again(
        self, host: Host, store: FileStore, path: str, reason: str
    ) -> None:
        assert await why_not(host, store, path) == reason

    @pytest.mark.parametrize("path", ["/broken", "/busy"])
    async def test_that_cannot_be_had_now_is_worth_another_try(
        self, host: Host, store: FileStore, path: str
    ) -> None:
        with pytest.raises(httpx.HTTPError):
            await take(host, store, path)

    async def test_of_a_host_that_does_not_answer_is_worth_another_try(
        self, store: FileStore
    ) -> None:
        nobody = Host(free_port())

        with pytest.raises(httpx.HTTPError):
            await take(nobody, store, "/photo.png")


class TestAddress:
    async def test_must_be_on_the_list(self, host: Host, store: FileStore) -> None:
        before = len(host.asked)
        for hosts in ([], ["localhost"], [f"localhost:{host.port + 1}"], ["evil-" + host.name]):
            assert await why_not(host, store, "/photo.png", hosts=hosts) == "host_not_listed"
        assert len(host.asked) == before

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("http://user@localhost:{port}/photo.png", "bad_url"),
            ("http://:secret@localhost:{port}/photo.png", "bad_url"),
            ("http://localhost:{port}@elsewhere.example/photo.png", "bad_url"),
            ("ftp://localhost:{port}/photo.png", "bad_url"),
            ("file:///etc/passwd", "bad_url"),
            ("http://", "bad_url"),
            ("http://localhost:99999/", "bad_url"),
            ("http://localhost:{port}/\x7f", "bad_url"),
            ("http://local..host:{port}/", "bad_url"),
            ("http://[::1/", "bad_url"),
            ("http://localhost.:{port}/photo.png", "host_not_listed"),
            ("http://127.0.0.1:{port}/photo.png", "host_not_listed"),
            ("http://2130706433:{port}/photo.png", "host_not_listed"),
        ],
    )
    async def test_that_is_not_what_it_seems_is_refused(
        self, host: Host, store: FileStore, url: str, reason: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            await fetch(
                url.format(port=host.port),
                sha256=None,
                hosts=[host.name],
                store=store,
                allowed=anywhere,
            )

        assert refused.value.reason == reason

    async def test_may_be_written_in_capitals(self, host: Host, store: FileStore) -> None:
        content = await fetch(
            f"HTTP://LOCALHOST:{host.port}/photo.png",
            sha256=None,
            hosts=[host.name],
            store=store,
            allowed=anywhere,
        )

        assert content.size == len(PNG)

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("/astray", "host_not_listed"),
            ("/inside", "host_not_listed"),
            ("/file", "bad_url"),
            ("/nowhere", "bad_url"),
            ("/round", "too_many_redirects"),
        ],
    )
    async def test_that_leads_off_the_list_is_not_followed(
        self, host: Host, store: FileStore, path: str, reason: str
    ) -> None:
        assert await why_not(host, store, path) == reason

    async def test_of_ours_is_refused_by_the_rule_in_force(
        self, host: Host, store: FileStore
    ) -> None:
        before = len(host.asked)

        reason = await why_not(host, store, "/photo.png", allowed=is_public)

        assert reason == "private_address"
        assert len(host.asked) == before

    async def test_is_looked_up_once_and_the_connection_made_to_what_was_checked(
        self, host: Host, store: FileStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loop, looked_up = asyncio.get_running_loop(), []
        real = loop.getaddrinfo

        async def turning(name: str, *args: Any, **kwargs: Any) -> Any:
            # A name that answers something else the second time it is asked for.
            looked_up.append(name)
            return await real("localhost" if len(looked_up) == 1 else "192.0.2.1", *args, **kwargs)

        monkeypatch.setattr(loop, "getaddrinfo", turning)
        name = f"文件.example:{host.port}"

        content = await fetch(
            f"http://{name}/photo.png", sha256=None, hosts=[name], store=store, allowed=anywhere
        )

        assert content.size == len(PNG)
        assert looked_up[0] == "文件.example"
        assert not any("example" in str(later) for later in looked_up[1:])
        assert host.asked[-1] == ("/photo.png", f"xn--5nqy36c.example:{host.port}")

    async def test_of_a_name_with_one_address_inside_is_refused(
        self, host: Host, store: FileStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loop = asyncio.get_running_loop()

        async def both(*_: Any, **__: Any) -> Any:
            return [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]

        monkeypatch.setattr(loop, "getaddrinfo", both)

        assert await why_not(host, store, "/photo.png", allowed=is_public) == "private_address"


class TestRule:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
            "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
            "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
            "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        ],
    )  # fmt: skip
    def test_refuses_what_is_not_out_in_the_world(self, address: str) -> None:
        assert not is_public(ipaddress.ip_address(address))

    @pytest.mark.parametrize(
        "address",
        ["93.184.216.34", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5", "64:ff9b::df05:505"],
    )
    def test_allows_what_is(self, address: str) -> None:
        assert is_public(ipaddress.ip_address(address))


async def report(platform: Platform, host: Host, *paths: str, **changes: Any) -> str:
    """Report an event with files of the host, which is on the platform's list; give its case."""
    async with platform.database.transaction() as session:
        await session.execute(update(PlatformRow).values(attachment_hosts=[host.name]))
    files = [{"url": host.url(path)} | changes for path in paths]
    return str((await platform.report(attachments=files))["case_no"])


async def states(database: Database, case_no: str) -> list[tuple[str, str | None]]:
    async with database.reading() as session:
        rows = await session.scalars(
            select(Attachment)
            .where(col(Attachment.case_no) == case_no)
            .order_by(col(Attachment.id))
        )
        return [(row.state, row.reason) for row in rows]


async def count(database: Database, case_no: str) -> tuple[int, int]:
    """Count a case's files and all files."""
    async with database.reading() as session:
        linked = await session.scalars(select(CaseFile).where(col(CaseFile.case_no) == case_no))
        return len(list(linked)), len(list(await session.scalars(select(StoredFile))))


class TestFetching:
    async def test_settles_each_file_for_itself_and_once(
        self, platform: Platform, host: Host, store: FileStore
    ) -> None:
        case_no = await report(platform, host, "/photo.png", "/empty", "/astray", "/near")

        for _ in range(2):
            await jobs.fetch_waiting(platform.database, store, case_no=case_no, allowed=anywhere)
        await asyncio.gather(
            *(
                jobs.fetch_waiting(platform.database, store, case_no=case_no, allowed=anywhere)
                for _ in range(3)
            )
        )

        assert await states(platform.database, case_no) == [
            ("stored", None),
            ("refused", "empty"),
            ("refused", "host_not_listed"),
            ("stored", None),
        ]
        assert await count(platform.database, case_no) == (2, 2)
        headers = await platform.sign_in("yz-center")
        story = (await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)).json()
        assert [file["state"] for file in story["attachments"]] == [
            *("stored", "refused", "refused", "stored")
        ]
        assert story["attachments"][0]["media_type"] == "image/png"
        assert story["attachments"][0]["url_host"] == "localhost"
        assert host.url("/photo.png") not in str(story)

    async def test_at_once_by_two_workers_stores_a_file_once(
        self, platform: Platform, host: Host, store: FileStore
    ) -> None:
        case_no = await report(platform, host, "/photo.png")

        await asyncio.gather(
            *(
                jobs.fetch_waiting(platform.database, store, case_no=case_no, allowed=anywhere)
                for _ in range(4)
            )
        )

        assert await states(platform.database, case_no) == [("stored", None)]
        assert await count(platform.database, case_no) == (1, 1)

    async def test_tries_a_host_that_is_down_again_and_gives_up_in_the_end(
        self, platform: Platform, host: Host, store: FileStore
    ) -> None:
        case_no = await report(platform, host, "/broken", "/photo.png")

        for attempt in range(jobs.TRIES):
            assert await jobs.list_forgotten(platform.database) == [case_no]
            assert (await states(platform.database, case_no))[0] == ("waiting", None), attempt
            with pytest.raises(httpx.HTTPError):
                await jobs.fetch_waiting(
                    platform.database, store, case_no=case_no, allowed=anywhere
                )

        assert await states(platform.database, case_no) == [
            ("refused", "no_answer"),
            ("stored", None),
        ]
        assert await jobs.list_forgotten(platform.database) == []


@pytest.fixture
def worker(platform: Platform) -> Callable[[], None]:
    """Run a real worker of the platform's queue until nothing is left in it."""

    def work() -> None:
        settings = platform.settings
        env = os.environ | {
            "ONEDOOR_DATABASE_URL": settings.database_url,
            "ONEDOOR_REDIS_URL": settings.redis_url,
            "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
            "ONEDOOR_DATA_DIR": str(settings.data_dir),
        }
        done = subprocess.run(
            [sys.executable, "-c", BURST], cwd=ROOT, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    return work


BURST: Final = """
from rq import Worker
from rq.serializers import JSONSerializer
from core.queue import open_queue
from core.settings import Settings
queue = open_queue(Settings())
Worker([queue], connection=queue.connection, serializer=JSONSerializer).work(burst=True)
"""


async def test_a_worker_fetches_what_a_platform_named(
    platform: Platform, host: Host, worker: Callable[[], None]
) -> None:
    before = len(host.asked)
    case_no = await report(platform, host, "/photo.png")
    queue = open_queue(platform.settings)

    async def queued() -> int:
        return len(queue)

    await until_read(queued, 1)
    await asyncio.to_thread(worker)

    # The rule in force knows this machine for ours: the whole way was gone, to a refusal.
    assert await states(platform.database, case_no) == [("refused", "private_address")]
    assert len(host.asked) == before
    assert len(queue) == 0
