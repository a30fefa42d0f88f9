"""The instances that are measured, and what was published about them.

Carried are those in `instances/`. Others are found through INSTANCES, a folder of files of the format;
`baselines.csv` and `best_known.csv` in it or beside it count, too.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CARRIED: Final = Path(__file__).parent
NAME: Final = re.compile(
    r"(?P<family>\w+)-(?P<size>\d+|city)-s(?P<seed>\d+)-(?P<fleet>\w+)\.json(\.gz)?"
)


@dataclass(frozen=True, slots=True)
class Case:
    """An instance file whose name tells its family, number of sites, and fleet."""

    name: str
    path: Path
    family: str
    size: str
    fleet: str


def find_cases() -> list[Case]:
    """Find all instances, by size, family and fleet."""
    found = {case.name: case for folder in _folders() for case in _cases(folder)}
    return sorted(found.values(), key=lambda case: (_order(case.size), case.name))


def read_baselines(*, seconds: float) -> dict[str, dict[str, float]]:
    """Read what peers reached in so many seconds: by instance, by peer."""
    known: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows("baselines.csv"):
        if float(row["seconds"]) == seconds and row["method"] not in ("own", "cpsat"):
            known[row["instance"]][row["method"]] = float(row["objective"])
    return known


def read_best_known() -> dict[str, float]:
    """Read the best value known of each instance."""
    rows = _rows("best_known.csv")
    return {row["instance"]: float(row.get("objective") or row["best_known"]) for row in rows}


def _folders() -> Iterator[Path]:
    yield CARRIED / "instances"
    if outside := os.environ.get("INSTANCES"):
        yield Path(outside)


def _cases(folder: Path) -> Iterator[Case]:
    for path in folder.rglob("*.json*"):
        if path.parent.name != "plans" and (said := NAME.fullmatch(path.name)):
            name = path.name.partition(".")[0]
            yield Case(name, path, said["family"], said["size"], said["fleet"])


def _rows(name: str) -> Iterable[dict[str, str]]:
    for folder in _folders():
        for path in (folder / name, folder.parent / name):
            if path.is_file():
                with path.open(encoding="utf-8", newline="") as file:
                    yield from csv.DictReader(file)
                break


def _order(size: str) -> int:
    return int(size) if size.isdigit() else 10**6
