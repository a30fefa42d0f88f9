"""Processes that never outlive us: how one is described, started, and known to be ready.

Every process gets a session of its own, so that Ctrl-C reaches us alone and a whole family, however
it groups itself, can be found again.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from types import TracebackType
from typing import IO, Self

from core import guard
from core.preflight import CannotStart


class ProgramFailed(CannotStart):
    """A program ended, or did not become ready, while the platform was starting."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One process of the platform: how to start it, how to know it is ready, how to end it."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    """What it needs beside our own environment."""
    cwd: Path | None = None
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    ready: Callable[[], bool] | None = None
    """Asked again and again until it says yes; None = ready as soon as it runs."""
    ready_within_s: float = 60
    is_server: bool = False
    """Others lean on it: ended only when they are gone."""
    echo: bool = True
    """Whether its output is shown in the terminal, or only kept in its log."""


class Guard:
    """What starts processes in such a way that they end with us, even if we are killed.

    A guard process (`core.guard`) waits on a pipe that only we hold; `close()` or our death closes
    it. Files in `hold` (a lock) stay open in the guard until all is ended.
    """

    def __init__(self, *, hold: Sequence[int] = (), grace_s: float = guard.GRACE_S) -> None:
        self._hold = hold
        self._grace_s = grace_s
        self._processes: dict[subprocess.Popen[bytes], int] = {}
        self._scratch: list[Path] = []
        self._post()

    def spawn(self, program: Program, *, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a process that ends when we do."""
        if self._guard.poll() is not None:
            self._replace()  # somebody killed it
        stop = int(program.stop_signal)
        account = getpwnam(program.user) if program.user else None
        process = subprocess.Popen(
            program.argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **program.env},
            cwd=program.cwd,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=() if account else None,
            start_new_session=True,
            # The child itself announces its session, before it becomes the program: we may be
            # killed at any moment, and until then the child keeps the guard's pipe open.
            preexec_fn=lambda: self._tell(session=os.getpid(), stop=stop),
        )
        self._processes[process] = stop
        return process

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        """Take back a process that has ended: its number may soon be somebody else's."""
        del self._processes[process]
        self._tell(forget=process.pid)

    def remove(self, scratch: Path) -> None:
        """Have a directory removed at the very end."""
        self._scratch.append(scratch)
        self._tell(remove=str(scratch))

    def close(self) -> None:
        """Have everything ended that still runs, and wait for it."""
        os.close(self._pipe)
        self._guard.wait()
        for process in self._processes:
            process.wait()

    def _post(self) -> None:
        reading, self._pipe = os.pipe()
        self._guard = subprocess.Popen(
            # -I -S: it must not take our siblings (core/queue.py, …) for the standard library.
            [sys.executable, "-I", "-S", str(Path(guard.__file__).resolve()), str(self._grace_s)],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self._hold,
            cwd="/",
        )
        os.close(reading)

    def _replace(self) -> None:
        os.close(self._pipe)
        self._post()
        for process, stop in self._processes.items():
            self._tell(session=process.pid, stop=stop)
        for scratch in self._scratch:
            self._tell(remove=str(scratch))

    def _tell(self, **news: int | str) -> None:
        with suppress(BrokenPipeError):  # the next spawn will notice
            os.write(self._pipe, json.dumps(news).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def wait_until_ready(
    program: Program,
    process: subprocess.Popen[bytes],
    *,
    give_up: Callable[[], None] = lambda: None,
    last_words: Callable[[], Iterable[str]] = tuple,
) -> None:
    """Wait until a program says it is ready; `give_up` may raise to end the wait.

    :raises ProgramFailed: when it ends first, or takes too long
    """
    deadline = time.monotonic() + program.ready_within_s
    while program.ready is not None and not program.ready():
        give_up()
        if process.poll() is not None:
            raise ProgramFailed(obituary(program, process, last_words()))
        if time.monotonic() > deadline:
            raise ProgramFailed(f"{program.name} was not ready after {program.ready_within_s:g} s.")
        time.sleep(0.01)


def obituary(
    program: Program, process: subprocess.Popen[bytes], last_words: Iterable[str] = ()
) -> str:
    """Tell how a program ended and what it last said."""
    code = process.returncode
    how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
    return "\n".join([f"{program.name} ended {how}.", *(f"  {line}" for line in last_words)])
