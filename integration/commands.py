"""Platforms from the command line: their tokens."""

import asyncio

import typer
from sqlalchemy import select
from sqlmodel import col

from core.clock import utcnow
from core.db import Database
from core.settings import Settings
from integration import operations
from integration.models import Platform

cli = typer.Typer(name="platforms", help="Platforms that report events.", no_args_is_help=True)


@cli.command()
def token(platform: str) -> None:
    """Make a token for a platform; it is shown once and never again."""

    async def make() -> str:
        database = Database(Settings().database_url)
        try:
            async with database.transaction() as session:
                if await operations.get_platform(session, code=platform) is None:
                    raise typer.BadParameter(f"there is no platform {platform}")
                return await operations.issue_token(session, platform=platform, now=utcnow())
        finally:
            await database.close()

    typer.echo(asyncio.run(make()))


@cli.command("list")
def show() -> None:
    """List the platforms and the hosts their files are fetched from."""

    async def read() -> list[str]:
        database = Database(Settings().database_url)
        try:
            async with database.reading() as session:
                found = await session.scalars(select(Platform).order_by(col(Platform.code)))
                return [
                    f"{row.code:<16} {row.name}  {' '.join(row.attachment_hosts)}" for row in found
                ]
        finally:
            await database.close()

    for line in asyncio.run(read()):
        typer.echo(line)
