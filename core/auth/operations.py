"""What may be done to accounts and sessions. Passwords come hashed, ahead of the transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth import queries, throttle
from core.auth.errors import AccountAlreadyDisabled, UsernameTaken
from core.auth.models import Account, LoginSession
from core.auth.passwords import DUMMY_HASH
from core.auth.values import Role, hash_token, new_token, normal_username


async def create_account(
    session: AsyncSession,
    *,
    username: str,
    password_hash: str,
    name: str,
    role: Role,
    node: str,
    node_name: str,
    now: datetime,
    unit: str | None = None,
    demo: bool = False,
) -> Account:
    """Let somebody sign in, for one part of the organisation.

    :raises UsernameTaken: when another account has the username
    """
    if await queries.find_account(session, username=username) is not None:
        raise UsernameTaken(username=username)
    account = Account(
        username=normal_username(username),
        password_hash=password_hash,
        name=name,
        role=role.value,
        node=node,
        node_name=node_name,
        unit=unit,
        demo=demo,
        created_at=now,
        scope_changed_at=now,
    )
    session.add(account)
    await session.flush()
    return account


async def open_kiosk(
    session: AsyncSession,
    *,
    username: str,
    node: str,
    node_name: str,
    expires_at: datetime,
    now: datetime,
) -> str:
    """Let a wall show a node, and give its token: a session like any other, of an account without a password.

    :raises UsernameTaken: when another account has the username
    """
    account = await create_account(
        session,
        username=username,
        password_hash=DUMMY_HASH,
        name=username,
        role=Role.KIOSK,
        node=node,
        node_name=node_name,
        now=now,
    )
    return await open_session(
        session, account_id=account.id, device="kiosk", expires_at=expires_at, now=now
    )


async def set_password(
    session: AsyncSession, *, account_id: UUID, password_hash: str, now: datetime
) -> None:
    """Change a password and end every session that the old one opened.

    :raises AccountNotFound: when there is no such account
    """
    account = await queries.get_account(session, account_id=account_id)
    account.password_hash = password_hash
    await end_all_sessions(session, account_id=account_id, now=now)


async def change_scope(
    session: AsyncSession,
    *,
    account_id: UUID,
    role: Role,
    node: str,
    node_name: str,
    unit: str | None,
    now: datetime,
) -> None:
    """Give somebody another role or place; their sessions go on, their open sockets do not.

    :raises AccountNotFound: when there is no such account
    """
    account = await queries.get_account(session, account_id=account_id)
    account.role, account.node, account.node_name, account.unit = role.value, node, node_name, unit
    account.scope_changed_at = now


async def disable(session: AsyncSession, *, account_id: UUID, now: datetime) -> None:
    """Shut somebody out, at once and everywhere; what they did stays under their id.

    :raises AccountNotFound: when there is no such account
    :raises AccountAlreadyDisabled: when it was done before
    """
    account = await queries.get_account(session, account_id=account_id)
    if account.disabled_at is not None:
        raise AccountAlreadyDisabled()
    account.disabled_at = account.scope_changed_at = now
    await end_all_sessions(session, account_id=account_id, now=now)


async def open_session(
    session: AsyncSession, *, account_id: UUID, device: str, expires_at: datetime, now: datetime
) -> str:
    """Open a session and give its token, which exists nowhere else from then on."""
    token = new_token()
    session.add(
        LoginSession(
            token_hash=hash_token(token),
            account_id=account_id,
            device=device,
            created_at=now,
            expires_at=expires_at,
        )
    )
    await session.flush()
    return token


async def logout(session: AsyncSession, *, session_id: UUID, now: datetime) -> None:
    """End one session; signing out twice is no mistake."""
    await session.execute(
        update(LoginSession)
        .where(col(LoginSession.id) == session_id, col(LoginSession.ended_at).is_(None))
        .values(ended_at=now)
    )


async def end_all_sessions(session: AsyncSession, *, account_id: UUID, now: datetime) -> None:
    """End every session of an account: a lost phone, a new password."""
    await session.execute(
        update(LoginSession)
        .where(col(LoginSession.account_id) == account_id, col(LoginSession.ended_at).is_(None))
        .values(ended_at=now)
    )


async def forget_old(session: AsyncSession, *, before: datetime, now: datetime) -> None:
    """Drop sessions that expired before a moment, and counts of sign-ins that no longer matter."""
    await session.execute(delete(LoginSession).where(col(LoginSession.expires_at) < before))
    await throttle.forget_old(session, now=now)
