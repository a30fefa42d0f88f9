"""Processes that tests may kill, stop and start again; none outlives the test run."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.embedded import valkey
from core.processes import Guard, Program, wait_until_ready


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
        self.process.kill()
        self.process.wait()
        self.guard.forget(self.process)
        self.process = None

    def pause(self) -> None:
        """Put it to sleep: it answers nothing, and its connections stay open."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake it up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


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
