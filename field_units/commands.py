"""Devices from the command line: which may report where a unit is."""

from uuid import UUID

import typer
from sqlalchemy import select
from sqlmodel import col

from core.clock import iso, utcnow
from core.commands import on_database
from core.db import Database
from field_units import operations
from field_units.models import Device, Unit

cli = typer.Typer(name="devices", help="Devices that report where units are.", no_args_is_help=True)


@cli.command()
def add(
    unit: str, name: str = typer.Option("", help="What people call the device, never its number.")
) -> None:
    """Let a device report where a unit is; the id it is to show is told once and never again."""

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            if await session.get(Unit, unit) is None:
                raise typer.BadParameter(f"there is no unit {unit}")
            return await operations.add_device(session, unit=unit, name=name, now=utcnow())

    on_database(work)


@cli.command()
def revoke(device: UUID) -> None:
    """Revoke a device, named by its id in `list`: within two seconds it reports nothing more."""

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            unit = await operations.revoke_device(session, device_id=device, now=utcnow())
        return f"A device of {unit} is revoked."

    on_database(work)


@cli.command("list")
def show() -> None:
    """List the devices, whose they are, and whether they still work."""

    async def work(database: Database) -> str:
        async with database.reading() as session:
            rows = await session.scalars(select(Device).order_by(col(Device.unit), col(Device.id)))
            return "\n".join(_line(row) for row in rows)

    on_database(work)


def _line(device: Device) -> str:
    state = f"revoked {iso(device.revoked_at)}" if device.revoked_at else "works"
    return f"{device.unit:<20} {device.id}  made {iso(device.created_at)}  {state}  {device.name}"
