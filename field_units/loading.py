"""A city folder's people: teams.csv, units.csv, officers.csv, certificates.csv."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.bulk import put
from core.tables import a_day, a_flag, a_list, a_minute, a_number, day_or_none, read_csv
from field_units.models import Certificate, Officer, Team, Unit


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's people; tell how many rows.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    rows = [
        *(
            Team(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                level=row["level"],
                district=row["district"] or None,
                township=row["township"] or None,
                fields=a_list(row["fields"]),
                body=row["body"],
                valid_from=day_or_none(row, "valid_from"),
                valid_to=day_or_none(row, "valid_to"),
                source=row["source"],
                invented=a_flag(row, "invented"),
            )
            for row in read_csv(folder / "teams.csv")
        ),
        *(
            Unit(
                code=row["code"],
                name=row["name"],
                team=row["team"],
                base_lon=a_number(row, "base_lon"),
                base_lat=a_number(row, "base_lat"),
                shift_from=a_minute(row, "shift_from"),
                shift_to=a_minute(row, "shift_to"),
                invented=a_flag(row, "invented"),
            )
            for row in read_csv(folder / "units.csv")
        ),
        *(
            Officer(
                code=row["code"],
                name=row["name"],
                unit=row["unit"],
                invented=a_flag(row, "invented"),
            )
            for row in read_csv(folder / "officers.csv")
        ),
        *(
            Certificate(
                officer=row["officer"],
                field=row["field"],
                number=row["number"],
                valid_from=a_day(row, "valid_from"),
                valid_to=day_or_none(row, "valid_to"),
                invented=a_flag(row, "invented"),
            )
            for row in read_csv(folder / "certificates.csv")
        ),
    ]
    await put(session, rows)
    return len(rows)
