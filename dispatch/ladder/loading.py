"""A city folder's ladder: response_limits.csv and ladder.csv; a folder without them has none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from core.bulk import put
from core.tables import Row, a_day, a_flag, a_number, day_or_none, read_csv
from dispatch.ladder.models import LadderRung, ResponseLimitRow
from dispatch.ladder.values import ANY_URGENCY, Silence, Step

Urgency = Literal["general", "urgent", "critical"]
URGENCIES: Final = frozenset(get_args(Urgency))


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's ladder; tell how many rows.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    rows = [
        *(_limit(row) for row in _rows(folder / "response_limits.csv")),
        *(_rung(row) for row in _rows(folder / "ladder.csv")),
    ]
    await put(session, rows)
    return len(rows)


def _rows(path: Path) -> Iterator[Row]:
    return read_csv(path) if path.exists() else iter(())


def _limit(row: Row) -> ResponseLimitRow:
    if row["urgency"] not in URGENCIES:
        raise row.bad("urgency", f"one of {', '.join(sorted(URGENCIES))}")
    accept_min = a_number(row, "accept_min")
    if accept_min <= 0:
        raise row.bad("accept_min", "a number of minutes above 0")
    return ResponseLimitRow(
        urgency=row["urgency"],
        accept_min=accept_min,
        arrive_min=_number_or_none(row, "arrive_min"),
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _rung(row: Row) -> LadderRung:
    if row["urgency"] not in URGENCIES | {ANY_URGENCY}:
        raise row.bad("urgency", f"one of {', '.join(sorted(URGENCIES))}, or *")
    if row["silence"] not in set(Silence):
        raise row.bad("silence", f"one of {', '.join(Silence)}")
    if row["step"] not in set(Step):
        raise row.bad("step", f"one of {', '.join(Step)}")
    after_s, after_accept = _number_or_none(row, "after_s"), _number_or_none(row, "after_accept")
    if (after_s is None) == (after_accept is None):
        raise row.bad("after_s", "given, or after_accept instead of it")
    return LadderRung(
        urgency=row["urgency"],
        number=int(a_number(row, "number")),
        silence=row["silence"],
        after_s=after_s,
        after_accept=after_accept,
        step=row["step"],
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _number_or_none(row: Row, column: str) -> float | None:
    return a_number(row, column) if row[column] else None
