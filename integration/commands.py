"""Platforms from the command line: their tokens, and a feed that plays one."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from core.clock import utcnow
from core.db import Database
from core.settings import Settings
from integration import feed, operations

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


@cli.command("feed")
def play(
    demo: Annotated[Path, typer.Option(help="The demonstration's addresses and tokens.")],
    city: Annotated[Path, typer.Option(help="The city's folder: where events may happen.")],
    every: Annotated[float, typer.Option(min=0.05, help="Seconds between events, about.")] = 8,
) -> None:
    """Play a grassroots platform: report invented events over HTTP, and read back what became of them."""
    asyncio.run(feed.play(demo=demo, city=city, every_s=every))
