"""What a browser fetches before a screen is of use: small, and without the map."""

import gzip
import re
from pathlib import Path

import pytest

from core.settings import Settings

STATIC = Settings().static_dir
MOST = 350 * 1024
STATIC_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["'`](\./[\w.-]+\.js)["'`]""")
IN_PAGE = re.compile(r"""(?:src|href)="/(assets/[\w.-]+\.(?:js|css))\"""")


def initial_files(page: Path) -> set[Path]:
    """Give what a page loads before any of it has run, as far as imports lead."""
    found: set[Path] = set()

    def follow(file: Path) -> None:
        if file in found:
            return
        found.add(file)
        if file.suffix == ".js":
            for name in STATIC_IMPORT.findall(file.read_text("utf-8")):
                follow((file.parent / name).resolve())

    for name in IN_PAGE.findall(page.read_text("utf-8")):
        follow((page.parent / name).resolve())
    return found


@pytest.mark.parametrize("page", ["index.html", "field.html", "competence.html", "wall.html"])
def test_a_screen_begins_with_little_and_without_the_map(page: str) -> None:
    files = initial_files(STATIC / page)

    assert any(file.suffix == ".js" for file in files)
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= MOST
    for file in files:
        assert "maplibregl-canvas" not in file.read_text("utf-8"), f"the map is in {file.name}"
