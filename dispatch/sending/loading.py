"""A city folder's sending.csv, which a folder may lack."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.bulk import put
from core.tables import Row, a_day, a_flag, day_or_none, read_csv
from dispatch.sending.models import SendingRow
from dispatch.sending.values import ANY


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's rows; tell how many.

    :raises core.tables.BadTable: when a cell cannot be read, or a class is named in part
    """
    path = folder / "sending.csv"
    rows = [_row(row) for row in read_csv(path)] if path.exists() else []
    await put(session, rows)
    return len(rows)


def _row(row: Row) -> SendingRow:
    key = row["scheme"], row["kind"], row["code"]
    if ANY in key and set(key) != {ANY}:
        raise row.bad("code", "a whole class, or `*` three times")
    return SendingRow(
        team=row["team"],
        scheme=row["scheme"],
        kind=row["kind"],
        code=row["code"],
        automatic=a_flag(row, "automatic"),
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )
