"""Work that a command does on the database of the settings: opened, done, told in a line, closed."""

import asyncio
from collections.abc import Awaitable, Callable

import typer

from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.settings import Settings


def on_database(work: Callable[[Database], Awaitable[str | None]]) -> None:
    """Do the work and tell its outcome, or its refusal in one line with exit code 1."""

    async def opened() -> str | None:
        database = Database(Settings().database_url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        outcome = asyncio.run(opened())
    except DomainError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    except DatabaseAway as away:
        typer.echo(f"The database does not answer ({away}).", err=True)
        raise typer.Exit(1) from away
    if outcome is not None:
        typer.echo(outcome)
