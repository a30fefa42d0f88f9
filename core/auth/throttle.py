"""The throttle on signing in: guesses are counted in the database, before a password is looked at.

Counting first makes it hold against many guesses at once, across processes and restarts; a right
password takes its count back. A username stands 10 wrong guesses in 15 minutes, an address 50,
since behind one address there may be a whole office.
"""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth.errors import TooManyLogins
from core.auth.models import LoginAttempt
from core.auth.values import normal_username

WINDOW: Final = timedelta(minutes=15)
PER_USERNAME: Final = 10
PER_ADDRESS: Final = 50


def keys_of(username: str, address: str) -> dict[bytes, int]:
    """Name what a guess counts against, with the guesses each stands."""
    return {
        _key("username", normal_username(username)): PER_USERNAME,
        _key("address", _network(address)): PER_ADDRESS,
    }


async def count(session: AsyncSession, *, username: str, address: str, now: datetime) -> None:
    """Count a guess against its username and its address, in a transaction of its own.

    :raises TooManyLogins: when either has no guess left
    """
    limits = keys_of(username, address)
    rows = await _lock(session, limits, now)
    blocked = [row.blocked_until for row in rows if row.blocked_until and row.blocked_until > now]
    if blocked:
        raise TooManyLogins(retry_after_s=int((max(blocked) - now).total_seconds()) + 1)
    for row in rows:
        if row.window_started_at + WINDOW <= now:
            row.failures, row.window_started_at, row.blocked_until = 0, now, None
        row.failures += 1
        if row.failures >= limits[row.key]:
            row.blocked_until = now + WINDOW


async def forgive(session: AsyncSession, *, username: str, address: str, now: datetime) -> None:
    """Take back the count of a guess that was right: the username's whole, the address's by one."""
    by_username, by_address = keys_of(username, address)
    rows = {row.key: row for row in await _lock(session, (by_username, by_address), now)}
    await session.delete(rows[by_username])
    row = rows[by_address]
    row.failures = max(0, row.failures - 1)
    if row.failures < PER_ADDRESS:
        row.blocked_until = None


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Drop the counts that no longer matter, so that the table stays as small as the present."""
    old = col(LoginAttempt.window_started_at) <= now - 2 * WINDOW
    await session.execute(delete(LoginAttempt).where(old))


async def _lock(
    session: AsyncSession, keys: dict[bytes, int] | tuple[bytes, ...], now: datetime
) -> list[LoginAttempt]:
    # Always in the order of keys, so that two sign-ins never wait for each other.
    ordered = sorted(keys)
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    fresh = [{"key": key, "failures": 0, "window_started_at": now} for key in ordered]
    counted = insert(LoginAttempt)
    # Changes nothing where there is a row, and locks it: a sweep cannot take it away meanwhile.
    same = {"failures": col(LoginAttempt.failures)}
    await session.execute(counted.on_conflict_do_update(index_elements=["key"], set_=same), fresh)
    wanted = select(LoginAttempt).where(col(LoginAttempt.key).in_(ordered))
    rows = await session.scalars(wanted.order_by(col(LoginAttempt.key)))
    return list(rows)


def _key(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass")).digest()


def _network(address: str) -> str:
    """Take an IPv6 host for its /64: one subscriber has all the addresses in it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(int(parsed) >> 64)
    return str(parsed)
