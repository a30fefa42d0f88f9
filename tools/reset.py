"""Remove what a local OneDoor keeps in var/, so that the next `make run` starts anew."""

import fcntl
import shutil
import sys
from pathlib import Path
from typing import Final

VAR: Final = Path(__file__).resolve().parent.parent / "var"
KEPT: Final = {"cache", "run.lock"}


def main() -> None:
    """Remove the data, but never from under a running platform."""
    if not VAR.is_dir():
        sys.exit("There is nothing to remove: OneDoor has not run here.")
    with (VAR / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("OneDoor is running here: end it with Ctrl-C in its terminal first.")
        for path in VAR.iterdir():
            if path.name in KEPT:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    sys.stdout.write("Removed everything OneDoor kept in var/. `make run` starts anew.\n")


if __name__ == "__main__":
    main()
