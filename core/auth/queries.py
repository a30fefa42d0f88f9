"""Reads about accounts and sessions; `principal_of` runs on every request: one indexed row."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth.errors import AccountNotFound
from core.auth.models import Account, LoginSession
from core.auth.values import (
    TOKEN_CHARS,
    Credentials,
    Ended,
    Principal,
    Role,
    hash_token,
    normal_username,
)
from core.errors import Unauthorized
from core.question import Question

_PRINCIPAL: Final = Question(
    select(
        col(Account.id),
        col(LoginSession.id),
        col(Account.username),
        col(Account.name),
        col(Account.role),
        col(Account.node),
        col(Account.node_name),
        col(Account.unit),
        col(Account.scope_changed_at),
        col(LoginSession.expires_at),
    )
    .join(Account, col(Account.id) == col(LoginSession.account_id))
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.expires_at) > bindparam("now"),
        col(LoginSession.ended_at).is_(None),
        col(Account.disabled_at).is_(None),
    )
)


async def principal_of(
    session: AsyncSession, *, token: str, now: datetime, by_cookie: bool = False
) -> Principal:
    """Learn who holds a token, with the scope they have now, not the one they signed in with.

    :raises Unauthorized: when it opens no live session of an enabled account
    """
    if len(token) > TOKEN_CHARS:
        raise Unauthorized()
    found = await _PRINCIPAL.ask(session, token_hash=hash_token(token), now=now)
    if not found:
        raise Unauthorized()
    [(account_id, session_id, username, name, role, node, node_name, unit, changed, expires)] = (
        found
    )
    return Principal(
        account_id=account_id,
        session_id=session_id,
        username=username,
        name=name,
        role=Role(role),
        node=node,
        node_name=node_name,
        unit=unit,
        scope_changed_at=changed,
        expires_at=expires,
        by_cookie=by_cookie,
    )


async def ended_since(session: AsyncSession, *, since: datetime) -> Ended:
    """List what ended since a moment, so that sockets opened on it can be closed within seconds.

    Commits become visible a little after the moment they carry: ask with some overlap, as hearing
    of the same end twice does no harm.
    """
    sessions = await session.scalars(
        select(col(LoginSession.id)).where(col(LoginSession.ended_at) >= since)
    )
    accounts = await session.execute(
        select(col(Account.id), col(Account.scope_changed_at)).where(
            col(Account.scope_changed_at) >= since
        )
    )
    changed = {account_id: changed_at for account_id, changed_at in accounts}
    return Ended(sessions=frozenset(sessions), accounts=changed)


async def find_account(session: AsyncSession, *, username: str) -> Account | None:
    """Find an account by the name people type."""
    wanted = select(Account).where(col(Account.username) == normal_username(username))
    return await session.scalar(wanted)


async def find_credentials(session: AsyncSession, *, username: str) -> Credentials | None:
    """Find what a password is checked against; a disabled account has nothing of the kind."""
    found = await session.execute(
        select(col(Account.id), col(Account.password_hash)).where(
            col(Account.username) == normal_username(username),
            col(Account.disabled_at).is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else Credentials(*row)


async def get_account(session: AsyncSession, *, account_id: UUID) -> Account:
    """Give one account.

    :raises AccountNotFound: when there is none
    """
    account = await session.get(Account, account_id)
    if account is None:
        raise AccountNotFound()
    return account


async def list_names(session: AsyncSession, *, account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Tell how these accounts' people are called."""
    if not account_ids:
        return {}
    wanted = select(col(Account.id), col(Account.name)).where(col(Account.id).in_(account_ids))
    return {account_id: name for account_id, name in await session.execute(wanted)}


async def has_demo_accounts(session: AsyncSession) -> bool:
    """Tell whether anybody could sign in with a password printed in a README."""
    wanted = exists().where(col(Account.demo), col(Account.disabled_at).is_(None))
    return bool(await session.scalar(select(wanted)))
