"""Before anything starts: what would fail later is said now, in one line each."""

import fcntl
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOM_MB: Final = 200
"""Free space below which the platform does not start: a full disk loses more than a late start."""


class CannotStart(SystemExit):
    """The platform cannot start here. Nobody need catch it: Python shows its one line and ends."""


def check_python() -> None:
    """Refuse a Python that the locked packages were not made for.

    :raises CannotStart: when it is not 3.11
    """
    if sys.version_info[:2] != (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise CannotStart(f"Python 3.11 is needed, this is {found} ({sys.executable}).")


def check_room(directory: Path, *, room_mb: int = ROOM_MB) -> None:
    """Make the directory and see that it can be written and has room.

    :raises CannotStart: when it cannot be made, cannot be written, or the disk is nearly full
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe = directory / f".room-{os.getpid()}"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        raise CannotStart(f"Cannot write in {directory.resolve()}: {error.strerror}.") from error
    free_mb = shutil.disk_usage(directory).free // 2**20
    if free_mb < room_mb:
        raise CannotStart(
            f"No room on the disk: {free_mb} MB free in {directory.resolve()}, {room_mb} MB needed."
        )


def check_port(host: str, port: int) -> None:
    """See that we may listen there.

    :raises CannotStart: when somebody else does, or the system forbids it
    """
    if not 0 < port < 65536:
        raise CannotStart(f"{port} is no port: set PORT=… to a number from 1 to 65535.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As the web server will: without it a port of a minute ago would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise CannotStart(
                f"There is no address {host}:{port} here: set HOST=… and PORT=…."
            ) from None
        if port_in_use(host, port):
            others = range(port + 1, 65536)
            other = next((number for number in others if not port_in_use(host, number)), port - 1)
            raise CannotStart(
                f"Port {port} on {host} is in use: set PORT=…, for example PORT={other}."
            ) from None
        raise CannotStart(
            f"Cannot listen on {host}:{port}: {error.strerror}. Set HOST=… and PORT=…."
        ) from None


def port_in_use(host: str, port: int) -> bool:
    """Say whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def free_port(host: str = "127.0.0.1") -> int:
    """Ask the system for a port nobody uses; take it soon, it is not kept for us."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def only_one(directory: Path, *, patience_s: float = 15) -> Iterator[int]:
    """Hold the directory's lock, so that two platforms never write the same data.

    The lock is an open file: give its number to the guard (`hold`) and it lasts until the last
    process is gone, even when we are killed. A new start then waits for that moment, not in vain.

    :raises CannotStart: when another platform runs on this directory
    """
    handle = os.open(directory / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience_s
        while not _locked(handle):
            owner = os.pread(handle, 20, 0).decode().strip()
            if (owner and _alive(int(owner))) or time.monotonic() > deadline:
                raise CannotStart(
                    f"OneDoor already runs on {directory.resolve()}: end it with Ctrl-C in its "
                    f"terminal first (process {owner or 'unknown'})."
                )
            time.sleep(0.1)
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield handle
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
