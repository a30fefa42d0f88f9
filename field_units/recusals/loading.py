"""A city folder's recusals: recusals.csv, which a folder may lack."""

from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from core.bulk import put
from core.tables import a_day, day_or_none, read_csv
from field_units.recusals.models import Recusal

CITY = "city"


async def load(session: AsyncSession, *, folder: Path, now: datetime) -> int:
    """Write the folder's recusals; tell how many rows.

    :raises core.tables.BadTable: when a cell cannot be read, or a row names neither subject nor place
    """
    path = folder / "recusals.csv"
    rows = []
    for row in read_csv(path) if path.exists() else ():
        if not (row["subject"] or row["place"]):
            raise row.bad("subject", "a subject, nor is there a place")
        key = "|".join(row[name] for name in ("officer", "subject", "place", "valid_from"))
        rows.append(
            Recusal(
                # The same row read again is the same recusal.
                id=uuid5(NAMESPACE_OID, f"recusal|{key}"),
                officer=row["officer"],
                subject=row["subject"] or None,
                place=row["place"] or None,
                valid_from=a_day(row, "valid_from"),
                valid_to=day_or_none(row, "valid_to"),
                reason=row["reason"],
                by=CITY,
                recorded_at=now,
            )
        )
    await put(session, rows)
    return len(rows)
