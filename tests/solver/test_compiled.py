"""What set-up compiled is used wherever it can be, and what cannot be written is left alone."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.solver.compiled import VARIABLE, choose_folder, keep_compiled

CODE = "anneal.nbc"
NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of somebody who is not root, as whom the test runs."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)


@pytest.fixture
def read_only(home: Path) -> Iterator[Path]:
    """Compiled code that may be read only."""
    folder = home / "image" / "kernels-0"
    folder.mkdir(parents=True)
    (folder / CODE).write_text("compiled")
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_compiled_code_is_kept_beside_its_sources(home: Path) -> None:
    beside = home / "__pycache__" / "kernels-0"

    assert choose_folder(beside, user_cache=home / "cache") == beside
    assert beside.is_dir()


def test_code_that_may_only_be_read_is_copied_once_for_its_user(
    read_only: Path, home: Path
) -> None:
    first = choose_folder(read_only, user_cache=home / "cache")
    second = choose_folder(read_only, user_cache=home / "cache")

    assert first == second == home / "cache" / "onedoor" / "kernels-0"
    assert (first / CODE).read_text() == "compiled"
    assert [path.name for path in first.parent.iterdir()] == ["kernels-0"]


def test_one_without_a_place_of_their_own_gets_a_copy_for_the_process(
    read_only: Path,
) -> None:
    first = choose_folder(read_only, user_cache=read_only)
    second = choose_folder(read_only, user_cache=read_only)

    assert first != second
    assert (first / CODE).read_text() == "compiled"
    assert first.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_was_named_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/somewhere")

    keep_compiled()

    assert os.environ[VARIABLE] == "/somewhere"
