"""Where compiled kernels are kept: beside their sources, or in a copy of one's own.

Numba notes for each function whether its own file has changed, but not the files it calls into. So the
folder has the name of what is in all of them, and what was compiled from other sources is not found.
"""

import atexit
import os
import re
import shutil
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

SOURCES: Final = Path(__file__).parent
BESIDE: Final = SOURCES / "__pycache__"
COMPILED: Final = re.compile(
    rb"^from (numba|dispatch\.solver\.search\.kernel) import", re.MULTILINE
)
"""What a file with kernels in it begins with."""
VARIABLE: Final = "NUMBA_CACHE_DIR"


def keep_compiled() -> None:
    """Tell numba, before it is imported, where to keep what it compiles; one who told it is obeyed."""
    if not os.environ.get(VARIABLE):
        beside = BESIDE / f"kernels-{_digest()}"
        os.environ[VARIABLE] = str(choose_folder(beside, user_cache=_user_cache()))


def compile_all() -> None:
    """Compile every kernel, so that nobody who plans has to wait for it; forget those of older sources."""
    from dispatch.solver import bound, live, solve, year

    for part in (solve, live, bound, year):
        part.warm_up()
    for folder in BESIDE.glob("kernels-*"):
        if folder != Path(os.environ[VARIABLE]):
            shutil.rmtree(folder, ignore_errors=True)


def choose_folder(beside: Path, *, user_cache: Path) -> Path:
    """Choose a folder that can be written, with what was compiled beside the sources in it.

    Where that one cannot be written (an image, another user's checkout) it is copied: once for this user,
    or for this process alone if there is no place for the user's. It holds code that will run, so a
    folder that others could have made is never used.
    """
    if _writable(beside):
        return beside
    own = user_cache / "onedoor" / beside.name
    if own.is_dir():
        return own
    if _writable(own.parent):
        with tempfile.TemporaryDirectory(dir=own.parent) as staging, suppress(OSError):
            # Whole or not at all; if another process was first, its copy is as good.
            _copy(beside, staging).rename(own)
        return own
    scratch = tempfile.mkdtemp(prefix="onedoor-kernels-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    return _copy(beside, scratch)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _copy(beside: Path, folder: str) -> Path:
    """Copy what is in the files, not who may do what with them."""
    copy = Path(folder, beside.name)
    copy.mkdir()
    for path in sorted(beside.rglob("*")):
        target = copy / path.relative_to(beside)
        if path.is_dir():
            target.mkdir()
        else:
            shutil.copyfile(path, target)
    return copy


def _user_cache() -> Path:
    home = os.environ.get("HOME", "/nonexistent")
    return Path(os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache")


def _digest() -> str:
    total = sha256()
    for path in sorted(SOURCES.rglob("*.py")):
        source = path.read_bytes()
        if COMPILED.search(source):
            total.update(source)
    return total.hexdigest()[:16]
