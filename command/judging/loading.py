"""A city folder's refusal_grounds.csv and reaches.csv, either of which a folder may lack."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from command.judging.models import ReachRow, RefusalGround
from command.judging.values import ANY, GROUP
from core.bulk import put
from core.tables import Row, a_day, a_flag, a_number, day_or_none, read_csv

FARTHEST_M: Final = 2_000
"""Beyond it two reports are of two places, and a look costs more than it finds."""
LONGEST_H: Final = 24 * 31


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's rows; tell how many.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    rows: list[SQLModel] = [
        *(_ground(row) for row in _read(folder / "refusal_grounds.csv")),
        *(_reach(row) for row in _read(folder / "reaches.csv")),
    ]
    await put(session, rows)
    return len(rows)


def _ground(row: Row) -> RefusalGround:
    if not row["ground"].isidentifier():
        raise row.bad("ground", "a word")
    return RefusalGround(
        ground=row["ground"],
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _reach(row: Row) -> ReachRow:
    distance_m, within_h = a_number(row, "distance_m"), a_number(row, "within_h")
    if not 0 < distance_m <= FARTHEST_M:
        raise row.bad("distance_m", f"a number above 0, up to {FARTHEST_M}")
    if not 0 < within_h <= LONGEST_H:
        raise row.bad("within_h", f"a number above 0, up to {LONGEST_H}")
    code = row["code"]
    if code != ANY and not code.startswith(GROUP) and not (row["scheme"] and row["kind"]):
        raise row.bad("code", f"a class with its scheme and kind, {GROUP}<name>, or {ANY}")
    return ReachRow(
        scheme=row["scheme"],
        kind=row["kind"],
        code=code,
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        distance_m=distance_m,
        within_h=within_h,
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _read(path: Path) -> Iterator[Row]:
    return read_csv(path) if path.exists() else iter(())
