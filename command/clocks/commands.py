"""`onedoor calendar`: bring in a year's work days, and show what is known."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlmodel import col

from command.clocks import mending
from core.clock import utcnow
from core.commands import on_database
from core.db import Database
from core.tables import BadTable
from dispatch.limits.loading import read_work_days
from dispatch.limits.models import WorkDay
from dispatch.limits.values import DayKind

cli = typer.Typer(name="calendar", help="The work calendar.", no_args_is_help=True)


@cli.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE.csv")],
) -> None:
    """Publish the work days of the years in a file: day, kind (holiday, make_up, short), name, hours, source.

    Each year is written anew. Dates that reach into it are reckoned again within a minute.
    """
    try:
        days = list(read_work_days(file))
    except BadTable as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(2) from bad

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            years = await mending.publish_days(session, days=days, now=utcnow())
        return f"{len(days)} days of {', '.join(map(str, years))}."

    on_database(work)


@cli.command()
def show(
    year: Annotated[int | None, typer.Argument(help="Its days; without it, the years.")] = None,
) -> None:
    """Say which years are published, or the days of one that are not what their weekday says."""
    on_database(partial(_tell, year=year))


async def _tell(database: Database, *, year: int | None) -> str:
    async with database.reading() as session:
        rows = list(await session.scalars(select(WorkDay).order_by(col(WorkDay.day))))
    if year is None:
        return " ".join(map(str, sorted({row.day.year for row in rows}))) or "none"
    found = [row for row in rows if row.day.year == year]
    return "\n".join(map(_line, found)) or f"{year} is not published: it goes by weekdays."


def _line(row: WorkDay) -> str:
    return (
        f"{row.day.isoformat()} {_WEEKDAYS[date.weekday(row.day)]} {DayKind(row.kind)} {row.name}"
    )


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
