"""Accounts from the command line: how the first of a new city is made, and the last resort."""

from datetime import timedelta
from typing import Annotated, Final

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth import operations, passwords, queries
from core.auth.errors import AccountNotFound
from core.auth.models import Account
from core.auth.values import Role
from core.clock import iso, utcnow
from core.commands import on_database
from core.db import Database
from core.settings import Settings

PASSWORD_CHARS: Final = 12
"""The shortest password taken: length is what makes guessing hopeless."""

cli = typer.Typer(name="accounts", help="Accounts and their passwords.", no_args_is_help=True)

Password = Annotated[
    str,
    typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="ONEDOOR_PASSWORD"),
]


@cli.command()
def create(
    username: str,
    password: Password,
    name: Annotated[str, typer.Option(help="The person's name, as others see it.")],
    role: Annotated[Role, typer.Option()],
    node: Annotated[str, typer.Option(help="What they follow: `city`, `team:CODE`…")],
    node_name: Annotated[str, typer.Option(help="What that part of the organisation is called.")],
    unit: Annotated[str | None, typer.Option(help="The unit of an officer.")] = None,
) -> None:
    """Let somebody sign in."""
    _long_enough(password)

    async def work(database: Database) -> str:
        hashed = await passwords.hash_password(password)
        async with database.transaction() as session:
            account = await operations.create_account(
                session,
                username=username,
                password_hash=hashed,
                name=name,
                role=role,
                node=node,
                node_name=node_name,
                unit=unit,
                now=utcnow(),
            )
            return f"{account.username} may sign in."

    on_database(work)


@cli.command("kiosk")
def open_kiosk(
    username: str,
    node: Annotated[str, typer.Option(help="What the wall shows: `city`, `district:CODE`…")],
    node_name: Annotated[str, typer.Option(help="What that part of the organisation is called.")],
    days: Annotated[
        int, typer.Option(min=1, max=3660, help="How long the link is good for.")
    ] = 366,
) -> None:
    """Print the link of a wall that nobody attends, this once; `disable` takes it down."""

    async def work(database: Database) -> str:
        now = utcnow()
        async with database.transaction() as session:
            token = await operations.open_kiosk(
                session,
                username=username,
                node=node,
                node_name=node_name,
                expires_at=now + timedelta(days=days),
                now=now,
            )
        settings = Settings()
        origin = settings.public_url or f"http://{settings.host}:{settings.port}"
        # Behind the #: a browser keeps that to itself, so no log and no proxy ever sees it.
        return f"{origin}/wall#{token}"

    on_database(work)


@cli.command("password")
def set_password(username: str, password: Password) -> None:
    """Set a new password and end every session of the account."""
    _long_enough(password)

    async def work(database: Database) -> str:
        hashed = await passwords.hash_password(password)
        async with database.transaction() as session:
            account = await _get(session, username)
            await operations.set_password(
                session, account_id=account.id, password_hash=hashed, now=utcnow()
            )
        return f"{username} has a new password; all sessions ended."

    on_database(work)


@cli.command()
def disable(username: str) -> None:
    """Shut somebody out, at once and everywhere."""

    async def work(database: Database) -> str:
        async with database.transaction() as session:
            account = await _get(session, username)
            await operations.disable(session, account_id=account.id, now=utcnow())
        return f"{username} is disabled."

    on_database(work)


@cli.command("list")
def show() -> None:
    """List who may sign in."""

    async def work(database: Database) -> str:
        async with database.reading() as session:
            accounts = await session.scalars(select(Account).order_by(col(Account.username)))
            return "\n".join(_line(account) for account in accounts)

    on_database(work)


async def _get(session: AsyncSession, username: str) -> Account:
    account = await queries.find_account(session, username=username)
    if account is None:
        raise AccountNotFound(f"There is no account {username}.")
    return account


def _line(account: Account) -> str:
    state = f"disabled {iso(account.disabled_at)}" if account.disabled_at else "enabled"
    return f"{account.username:<24} {account.role:<12} {account.node:<24} {state}"


def _long_enough(password: str) -> None:
    if len(password) < PASSWORD_CHARS:
        raise typer.BadParameter(f"a password needs {PASSWORD_CHARS} characters or more")
