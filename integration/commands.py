"""Platforms from the command line: their tokens."""

from uuid import UUID

import typer
from sqlalchemy import select
from sqlmodel import col

from core.clock import iso, utcnow
from core.commands import on_database
from core.db import Database
from integration import operations
from integration.models import Platform, PlatformToken

cli = typer.Typer(name="platforms", help="Platforms that report events.", no_args_is_help=True)


@cli.command()
def token(platform: str) -> None:
    """Make a token for a platform; it is shown once and never again."""

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            if await operations.get_platform(session, code=platform) is None:
                raise typer.BadParameter(f"there is no platform {platform}")
            return await operations.issue_token(session, platform=platform, now=utcnow())

    on_database(work)


@cli.command()
def revoke(token: UUID) -> None:
    """Revoke a token, named by its id in `list`: within two seconds it opens no door."""

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            platform = await operations.revoke_token(session, token_id=token, now=utcnow())
        return f"A token of {platform} is revoked."

    on_database(work)


@cli.command("list")
def show() -> None:
    """List the platforms, the hosts their files are fetched from, and the ids of their tokens."""

    async def work(database: Database) -> str:
        async with database.reading() as session:
            platforms = await session.scalars(select(Platform).order_by(col(Platform.code)))
            tokens = await session.scalars(select(PlatformToken).order_by(col(PlatformToken.id)))
            lines: dict[str, list[str]] = {
                row.code: [f"{row.code:<16} {row.name}  {' '.join(row.attachment_hosts)}"]
                for row in platforms
            }
            for row in tokens:
                lines[row.platform].append(_line(row))
        return "\n".join(line for told in lines.values() for line in told)

    on_database(work)


def _line(token: PlatformToken) -> str:
    state = f"revoked {iso(token.revoked_at)}" if token.revoked_at else "works"
    demo = "  (demonstration)" if token.demo else ""
    return f"  {token.id}  made {iso(token.created_at)}  {state}{demo}"
