"""Boundaries from the command line: look at a survey, publish it with a date."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core import editions
from core.clock import utcnow
from core.commands import on_database
from core.db import Database
from core.tables import BadTable
from grid import operations, queries
from grid.snapshot import CitySnapshot
from grid.values import EDITION, Crs

if TYPE_CHECKING:
    from grid.review import Review
    from grid.surveys import Survey

NOT_PUBLISHED: Final = 1
BAD_FILE: Final = 2
SHOWN: Final = 20
"""Faults told one by one."""

cli = typer.Typer(
    name="boundaries", help="Boundaries of the townships, by generations.", no_args_is_help=True
)


@cli.callback()
def boundaries() -> None:
    """Boundaries of the townships, by generations."""


@cli.command("import")
def bring(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    valid_from: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day they are in force.")
    ],
    crs: Annotated[
        str | None, typer.Option(help="CGCS2000, WGS84, GCJ-02 or BD-09, if the file cannot say.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write a GeoJSON of the report.")
    ] = None,
) -> None:
    """Import GeoJSON, a Shapefile or a GeoPackage whose features have a `code`: report, then publish."""
    # Here, not above: geopandas takes two seconds to import.
    from grid import surveys
    from grid.review import preview, review

    async def work(database: Database) -> str:
        async with database.reading() as session:
            city = await queries.load_snapshot(session, now=utcnow())
        try:
            survey = surveys.read(
                file,
                townships=city.townships,
                districts=city.districts,
                centre=(city.city.lon, city.city.lat),
                crs=None if crs is None else Crs.parse(crs),
            )
        except (BadTable, ValueError) as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(BAD_FILE) from refused
        found = review(survey.boundaries, force=city.ground_on(valid_from.date()))
        if output is not None:
            output.write_bytes(preview(found))
        told = tell(found, survey, city)
        if dry_run:
            return f"{told}\nNothing was published."
        if found.contested:
            typer.echo(f"{told}\nNothing was published: two townships claim the same ground.")
            raise typer.Exit(NOT_PUBLISHED)
        async with database.transaction() as session:
            version = await operations.publish_survey(
                session,
                boundaries=survey.wkb,
                new=survey.new,
                valid_from=valid_from.date(),
            )
            await editions.publish(session, name=EDITION)
        return f"{told}\nPublished as generation {version}, in force from {valid_from.date()}."

    on_database(work)


def tell(found: "Review", survey: "Survey", city: CitySnapshot) -> str:
    """Say what a survey would change, and what is wrong with it."""
    lines = [
        f"{len(found.boundaries)} townships; new: {_names(found.came, survey, city)};"
        f" gone: {_names(found.left, survey, city)}"
    ]
    lines += [
        f"  {code} {city.name_of(code)}: {moved / 10_000:,.2f} ha gained or lost"
        for code, moved in sorted(found.moved_m2.items(), key=lambda pair: -pair[1])[:SHOWN]
    ]
    lines += [
        f"  {move.area_m2 / 10_000:,.2f} ha at {move.lon:.6f}, {move.lat:.6f}:"
        f" {_name(move.before, survey, city)} -> {_name(move.after, survey, city)}"
        for move in found.moves[:SHOWN]
    ]
    slivers = sum(fault.sliver for fault in found.faults)
    lines.append(f"{len(found.faults)} gaps and overlaps, {slivers} of them slivers")
    lines += [
        f"  {fault.kind}{' (sliver)' if fault.sliver else ''} {fault.area_m2:,.0f} m² at"
        f" {fault.lon:.6f}, {fault.lat:.6f}: {' '.join(fault.codes)}"
        for fault in found.faults[:SHOWN]
    ]
    return "\n".join(lines)


def _names(codes: tuple[str, ...], survey: "Survey", city: CitySnapshot) -> str:
    return "、".join(_name(code, survey, city) for code in codes) or "none"


def _name(code: str | None, survey: "Survey", city: CitySnapshot) -> str:
    if code is None:
        return "nobody"
    return survey.new[code][0] if code in survey.new else city.name_of(code)
