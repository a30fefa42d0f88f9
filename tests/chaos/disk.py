"""A small disk of a test's own, to be filled to the last byte."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """A folder on a filesystem of a few megabytes."""

    path: Path

    def fill(self) -> None:
        """Leave no room at all."""
        with suppress(OSError), (self.path / "filler").open("ab", buffering=0) as filler:
            while True:
                filler.write(b"\0" * 65_536)
        with suppress(OSError), (self.path / "filler").open("ab", buffering=0) as filler:
            while True:
                filler.write(b"\0")

    def make_room(self) -> None:
        """Take back what filled it."""
        (self.path / "filler").unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Disk]:
    """Mount one on a folder; where this is not allowed, the test cannot be made."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        pytest.skip(f"a disk cannot be mounted here: {failure}")
    try:
        yield Disk(folder)
    finally:
        # What still has a file open there ends soon.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
