"""Processes that tests may kill, stop and start again; none outlives the test run."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.embedded import valkey
from core.preflight import free_port
from core.processes import Guard, Program, wait_until_ready
from core.run import ROOT
from core.settings import Settings
from core.supervisor import answers
from tests.servers import make_cluster, postgres_program


@dataclass
class Killable:
    """A program that runs now, was killed, or was put to sleep."""

    guard: Guard
    program: Program
    output: IO[bytes]
    process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has been started and not ended since."""
        return self.process is not None and self.process.poll() is None

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it is ready."""
        assert not self.is_running
        self.process = self.guard.spawn(self.program, output=self.output)
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until it is ready."""
        assert self.process is not None
        wait_until_ready(self.program, self.process)

    def kill(self) -> None:
        """Kill it as a power cut does: it is told nothing."""
        assert self.process is not None
        self._tell_family(signal.SIGKILL)
        self.process.wait()
        self.guard.forget(self.process)
        self.process = None

    def pause(self) -> None:
        """Put it to sleep: it answers nothing, and its connections stay open."""
        self._tell_family(signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake it up."""
        self._tell_family(signal.SIGCONT)

    def _tell_family(self, number: signal.Signals) -> None:
        """Signal the process and its children: a PostgreSQL answers with a child for each connection."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(one, number)


@contextmanager
def killable_web(settings: Settings, **more: str) -> Iterator[tuple[Killable, str]]:
    """Run a web process beside those of a platform, on the same database; gives it and where it answers."""
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-web-", dir="/tmp"))
    port = free_port()
    program = Program(
        name="web",
        argv=[sys.executable, "-m", "main", "serve", "--port", str(port)],
        env={
            "ONEDOOR_DATABASE_URL": settings.database_url,
            "ONEDOOR_REDIS_URL": settings.redis_url,
            "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
            "ONEDOOR_DATA_DIR": str(settings.data_dir),
            "PYTHONPATH": str(ROOT),
            **more,
        },
        cwd=scratch,
        ready=lambda: answers("127.0.0.1", port, "/readyz"),
    )
    with Guard() as guard, (scratch / "web.log").open("ab") as log:
        guard.remove(scratch)
        running = Killable(guard, program, log)
        running.start()
        yield running, f"http://127.0.0.1:{port}"


@contextmanager
def killable_valkey() -> Iterator[tuple[Killable, str]]:
    """Run a Valkey of one's own that may be killed; gives it and its URL."""
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-vk-", dir="/tmp"))
    with Guard() as guard, (scratch / "valkey.log").open("ab") as log:
        guard.remove(scratch)
        server = valkey(scratch)
        running = Killable(guard, server.program, log)
        running.start()
        yield running, server.url


@contextmanager
def killable_postgres() -> Iterator[tuple[Killable, str]]:
    """Run a PostgreSQL of one's own that may be killed; gives it and its URL."""
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-pg-", dir="/tmp"))
    with Guard() as guard, (scratch / "postgres.log").open("ab") as log:
        guard.remove(scratch)
        program, url = postgres_program(make_cluster(scratch), fsync=True)
        running = Killable(guard, program, log)
        running.start()
        yield running, url
