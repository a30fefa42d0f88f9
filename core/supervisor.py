"""The supervisor: the platform's processes in one terminal, started, watched and ended together."""

import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPConnection, HTTPException
from io import TextIOWrapper
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Final, Self, TextIO

from core import guard
from core.processes import Guard, Program, ProgramFailed, obituary, wait_until_ready

LOG_MAX_BYTES: Final = 10 * 2**20
"""A log that has grown this large is set aside as `NAME.log.1`, in place of the one before."""
LONGEST_PAUSE_S: Final = 30.0
STEADY_S: Final = 60.0
"""A program that ran this long has earned a quick restart again."""
COLOURS: Final = (36, 32, 33, 35, 34, 96, 92, 95)
_POLL_S: Final = 0.05


class Stopped(SystemExit):
    """Somebody asked us to stop while we were still starting: a quiet end."""


class Supervisor:
    """Runs programs until SIGINT, SIGTERM or SIGHUP; then ends every process it started.

    Use it in the main thread, as a context manager. A second signal kills at once.
    """

    def __init__(
        self,
        *,
        log_dir: Path,
        terminal: TextIO | None = None,
        hold: Sequence[int] = (),
        grace_s: float = guard.GRACE_S,
    ) -> None:
        self._terminal = Terminal(terminal or sys.stdout)
        self._log_dir = log_dir
        self._hold = hold
        self._grace_s = grace_s
        self._children: list[_Child] = []
        self._signals = 0
        self._handlers: dict[int, object] = {}

    def __enter__(self) -> Self:
        self._log_dir.mkdir(parents=True, exist_ok=True)
        self._guard = Guard(hold=self._hold, grace_s=self._grace_s)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    @property
    def stopping(self) -> bool:
        """Whether somebody asked us to stop."""
        return self._signals > 0

    def say(self, line: str) -> None:
        """Write a line of our own into the terminal."""
        self._terminal.write(line)

    def remove_at_end(self, scratch: Path | None) -> None:
        """Have a directory removed when everything is gone, however we end."""
        if scratch is not None:
            self._guard.remove(scratch)

    def start(self, *programs: Program) -> None:
        """Start programs together and return when all are ready.

        :raises ProgramFailed: when one ends or is not ready in time
        :raises Stopped: when we are asked to stop meanwhile
        """
        started = [self._launch(program) for program in programs]
        for child in started:
            wait_until_ready(
                child.program, child.process, give_up=self._give_up, last_words=child.last_words
            )

    def run(self, program: Program) -> None:
        """Run a program to its end, which has to be a good one.

        :raises ProgramFailed: when it ends with an error
        :raises Stopped: when we are asked to stop meanwhile
        """
        child = self._launch(program)
        while child.process.poll() is None:
            self._give_up()
            time.sleep(_POLL_S)
        self._bury(child)
        if child.process.returncode:
            raise ProgramFailed(obituary(program, child.process, child.last_words()))

    def watch(self) -> None:
        """Keep everything running until somebody asks us to stop."""
        while not self.stopping:
            for child in list(self._children):
                if child.process.poll() is not None and child.again_at is None:
                    self._mourn(child)
                elif child.again_at is not None and time.monotonic() >= child.again_at:
                    self._children.remove(child)
                    self._launch(child.program, pause_s=child.pause_s)
            time.sleep(_POLL_S)

    def _launch(self, program: Program, *, pause_s: float = 0.5) -> "_Child":
        colour = COLOURS[sum(program.name.encode()) % len(COLOURS)]
        process = self._guard.spawn(program, output=subprocess.PIPE)
        log = Log(self._log_dir / f"{program.name}.log")
        child = _Child(program, process, pause_s)
        child.listen(log, self._terminal.prefixed(program.name, colour) if program.echo else None)
        self._children.append(child)
        return child

    def _mourn(self, child: "_Child") -> None:
        self._clear(child)
        pause_s = 0.5 if child.ran_s() > STEADY_S else child.pause_s
        child.again_at = time.monotonic() + pause_s
        child.pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        self.say(f"{obituary(child.program, child.process)} Starting it again in {pause_s:g} s.")

    def _bury(self, child: "_Child") -> None:
        self._clear(child)
        self._children.remove(child)

    def _clear(self, child: "_Child") -> None:
        # What a dead leader left behind would go on working beside its successor.
        guard.end({child.process.pid: signal.SIGKILL}, grace_s=0)
        self._guard.forget(child.process)
        child.hear_out()

    def _give_up(self) -> None:
        if self.stopping:
            raise Stopped

    def _end(self) -> None:
        for servers in (False, True):
            ending = {
                child.process.pid: child.program.stop_signal
                for child in self._children
                if child.program.is_server is servers and child.again_at is None
            }
            guard.end(ending, grace_s=self._grace_s, hurry=lambda: self._signals > 1)
        for child in self._children:
            child.hear_out()
        self._guard.close()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1


class _Child:
    def __init__(self, program: Program, process: subprocess.Popen[bytes], pause_s: float) -> None:
        self.program = program
        self.process = process
        self.pause_s = pause_s
        self.again_at: float | None = None
        self._born = time.monotonic()
        self._heard: deque[str] = deque(maxlen=12)
        self._listener = threading.Thread(daemon=True)

    def listen(self, log: "Log", show: Callable[[str], None] | None) -> None:
        def hear(output: IO[bytes]) -> None:
            with output, log:
                for raw in output:
                    log.write(raw)
                    line = raw.decode(errors="replace").rstrip()
                    self._heard.append(line)
                    if show:
                        show(line)

        assert self.process.stdout
        self._listener = threading.Thread(target=hear, args=[self.process.stdout], daemon=True)
        self._listener.start()

    def ran_s(self) -> float:
        return time.monotonic() - self._born

    def hear_out(self) -> None:
        self._listener.join(timeout=1)

    def last_words(self) -> Iterable[str]:
        self.hear_out()
        return tuple(self._heard)


class Terminal:
    """One terminal for many voices: whole lines, each with the name of who speaks."""

    def __init__(self, stream: TextIO) -> None:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Chinese gets "?"
        self._stream = stream
        self._lock = threading.Lock()
        self._gone = False

    def write(self, line: str) -> None:
        with self._lock:
            if self._gone:
                return
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                self._gone = True  # the window was closed; the logs go on

    def prefixed(self, name: str, colour: int) -> Callable[[str], None]:
        """Give a pen that writes under this name."""
        prefix = f"{name:<8}│ "
        if self._stream.isatty():
            prefix = f"\033[{colour}m{prefix}\033[0m"
        return lambda line: self.write(prefix + line)


class Log:
    """A file that a program's output is kept in, and that does not grow for ever."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab")

    def write(self, raw: bytes) -> None:
        try:
            if self._file.tell() > LOG_MAX_BYTES:
                self._file.close()
                self._path.replace(self._path.with_suffix(".log.1"))
                self._file = self._path.open("ab")
            self._file.write(raw)
            self._file.flush()
        except OSError:
            pass  # a full disk: whoever speaks must not be stopped by us not listening

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def answers(host: str, port: int, path: str = "/healthz") -> bool:
    """Say whether a web server of ours answers well; no proxy of the environment stands between."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 400
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
