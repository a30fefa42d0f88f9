"""The pages of the project and how tests read them: sections, tables, names in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("core", "grid", "field_units", "dispatch", "command", "integration", "web")
NOT_OURS = {"node_modules", "var", "static", "test-results"}


def ours(path: Path) -> bool:
    """Tell whether a file belongs to the project, and was not fetched or built."""
    parts = path.relative_to(ROOT).parts
    return not NOT_OURS & set(parts) and not any(part.startswith(".") for part in parts)


PAGES = sorted(page for page in ROOT.rglob("*.md") if ours(page))


def read(name: str) -> str:
    """Read a file of the project."""
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """Give what stands under a heading, up to the next of its level."""
    level = heading.partition(" ")[0]
    return re.split(rf"^{level} ", text.partition(f"{heading}\n")[2], flags=re.M)[0]


def first_cells(text: str) -> list[str]:
    """Give the names in backticks in the first column of the tables of a text."""
    return re.findall(r"^\| `([^`|]+)`.*$(?!\n\|-)", text, flags=re.M)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Parse every file of the product."""
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py") if ours(file)]
    for file in [*files, ROOT / "main.py"]:
        yield file, ast.parse(file.read_text("utf-8"))
