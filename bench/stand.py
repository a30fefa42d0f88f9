"""The stand: real servers, databases with a city in them, and the platform's processes beside us."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from bench import cities
from core import schema
from core.auth.models import Account, LoginSession
from core.auth.values import Role, hash_token, new_token
from core.bulk import put
from core.clock import utcnow
from core.db import Database
from core.preflight import free_port
from core.processes import Guard, Program, wait_until_ready
from core.run import ROOT
from core.supervisor import answers
from core.tables import read_csv
from integration import operations as platforms
from main import load_folder
from tests import servers

T = TypeVar("T")
ONEDOOR: Final = str(Path(sys.executable).with_name("onedoor"))
PATIENCE_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Town:
    """A database to copy, with whom it lets in: a platform, a console, phones."""

    template: str
    folder: Path
    platform: str
    console: str
    phones: Sequence[str]


@dataclass
class Stand:
    """What the parts of the benchmark run on."""

    guard: Guard
    scratch: Path
    server: str
    redis_url: str
    towns: dict[tuple[int, int], Town] = field(default_factory=dict)

    def town(self, *, units: int = 0, phones: int = 0) -> Town:
        """Give the sample city, or the same with this many units and phones; loaded once."""
        if (units, phones) not in self.towns:
            folder = cities.SAMPLE
            codes = [row["code"] for row in read_csv(folder / "units.csv")]
            if units:
                folder = self.scratch / f"city-{units}-{phones}"
                codes = cities.with_units(cities.SAMPLE, folder, units=units)
            url = servers.create_database(self.server)
            made = asyncio.run(_found(url, folder, codes, phones))
            self.towns[units, phones] = made
        return self.towns[units, phones]

    @contextmanager
    def database(self, town: Town) -> Iterator[str]:
        """Give a fresh copy of a town's database, so that every figure begins with equal tables."""
        with servers.database(self.server, template=town.template) as url:
            yield url

    def env(self, database_url: str) -> dict[str, str]:
        """Give the settings of a production start."""
        return {
            "ONEDOOR_DATABASE_URL": database_url,
            "ONEDOOR_REDIS_URL": self.redis_url,
            "ONEDOOR_REDIS_PREFIX": database_url.rpartition("/")[2],
            "ONEDOOR_DATA_DIR": str(self.scratch / "data"),
            "ONEDOOR_PRODUCTION": "true",
            "ONEDOOR_LOG_JSON": "true",
            "ONEDOOR_PUBLIC_URL": "https://onedoor.example",
            "PYTHONPATH": str(ROOT),
        }

    @contextmanager
    def running(
        self,
        name: str,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        ready: Callable[[], bool] | None = None,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a process for as long as the block lasts; its words go to a log."""
        log = self.scratch / f"{name}.log"
        program = Program(
            name=name, argv=argv, env=env or {}, cwd=ROOT, ready=ready, ready_within_s=PATIENCE_S
        )
        with log.open("wb") as output:
            process = self.guard.spawn(program, output=output)
            try:
                wait_until_ready(
                    program,
                    process,
                    last_words=lambda: log.read_text(errors="replace").splitlines()[-20:],
                )
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                self.guard.forget(process)

    @contextmanager
    def web(
        self, database_url: str, **changes: str
    ) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
        """Run one web process, with changes to the settings of a production start; gives its port."""
        port = free_port()
        argv = [ONEDOOR, "serve", "--port", str(port)]
        env = self.env(database_url) | changes
        with self.running(
            "web", argv, env, lambda: answers("127.0.0.1", port, "/readyz")
        ) as process:
            yield port, process

    @contextmanager
    def relay(self, database_url: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run the relay."""
        log = self.scratch / "relay.log"
        with self.running(
            "relay",
            [ONEDOOR, "relay"],
            self.env(database_url),
            lambda: log.exists() and b"relay_started" in log.read_bytes(),
        ) as process:
            yield process

    def plan(self, name: str, **facts: object) -> list[str]:
        """Write down what a client process is to do; gives its arguments, and clears its answer."""
        path = self.scratch / f"{name}.plan.json"
        self.answer_of(name).unlink(missing_ok=True)
        path.write_text(json.dumps({**facts, "answer": str(self.answer_of(name))}), "utf-8")
        return [sys.executable, "-m", f"bench.clients.{name}", str(path)]

    def answer_of(self, name: str) -> Path:
        """Name the file a client process answers in."""
        return self.scratch / f"{name}.answer.json"

    def finish(self, name: str, process: subprocess.Popen[bytes], *, within_s: float) -> Any:
        """Wait for a client process and read what it found."""
        process.wait(within_s)
        try:
            return json.loads(self.answer_of(name).read_text("utf-8"))
        except FileNotFoundError:
            words = (self.scratch / f"{name}.log").read_text(errors="replace")
            raise RuntimeError(f"{name} found nothing:\n{words[-2000:]}") from None

    def ask(self, url: str, question: Callable[[Database], Awaitable[T]]) -> T:
        """Ask a database something."""
        return on_database(url, question)


def on_database(url: str, work: Callable[[Database], Awaitable[T]]) -> T:
    """Open a database for one piece of work."""

    async def opened() -> T:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(opened())


@contextmanager
def standing() -> Iterator[Stand]:
    """Start durable servers of our own; whatever was started ends with the block, or with us."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.environ["no_proxy"] = "*"
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-bench-"))
    # When a change was committed is known to the server alone.
    settings = ["track_commit_timestamp=on"]
    with (
        servers.postgres(fsync=True, settings=settings) as server,
        servers.valkey() as redis_url,
        Guard() as guard,
    ):
        guard.remove(scratch)
        yield Stand(guard, scratch, server, redis_url)


async def _found(url: str, folder: Path, units: Sequence[str], phones: int) -> Town:
    """Make a database with the city, its accounts and sessions: no password is ever hashed."""
    database = Database(url)
    now = utcnow()
    code = next(iter(read_csv(folder / "platforms.csv")))["code"]
    try:
        await schema.upgrade(database)
        await load_folder(database, folder=folder)
        async with database.transaction() as session:
            token = await platforms.issue_token(session, platform=code, now=now)
            ours = _account("console", Role.OPERATOR, "city", None)
            riders = [_account(f"phone-{u}", Role.OFFICER, f"unit:{u}", u) for u in units]
            tokens = [new_token() for _ in range(phones + 1)]
            holders = [ours, *(riders[n % len(riders)] for n in range(phones))]
            await put(session, [ours, *riders])
            await put(
                session,
                [
                    LoginSession(
                        token_hash=hash_token(secret),
                        account_id=holder.id,
                        device="bench",
                        created_at=now,
                        expires_at=now + timedelta(hours=12),
                    )
                    for secret, holder in zip(tokens, holders, strict=True)
                ],
            )
    finally:
        await database.close()
    return Town(url, folder, token, tokens[0], tokens[1:])


def _account(username: str, role: Role, node: str, unit: str | None) -> Account:
    now = utcnow()
    return Account(
        username=username,
        name=username,
        role=role.value,
        node=node,
        node_name=node,
        unit=unit,
        password_hash="!",
        created_at=now,
        scope_changed_at=now,
    )
