"""Platforms and their tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.auth.values import TOKEN_CHARS, hash_token, new_token
from integration.errors import PlatformUnknown, TokenNotFound
from integration.models import Platform, PlatformToken


async def issue_token(
    session: AsyncSession, *, platform: str, now: datetime, demo: bool = False
) -> str:
    """Make a token for a platform; it is shown once and never again."""
    token = new_token()
    session.add(
        PlatformToken(token_hash=hash_token(token), platform=platform, demo=demo, created_at=now)
    )
    return token


async def revoke_token(session: AsyncSession, *, token_id: UUID, now: datetime) -> str:
    """End a token for ever, and tell whose it was; what was reported with it stays.

    :raises TokenNotFound: when there is none of this id that still works
    """
    platform: str | None = await session.scalar(
        update(PlatformToken)
        .where(col(PlatformToken.id) == token_id)
        .where(col(PlatformToken.revoked_at).is_(None))
        .values(revoked_at=now)
        .returning(col(PlatformToken.platform))
    )
    if platform is None:
        raise TokenNotFound("There is no such token that still works.")
    return platform


async def find_platform(session: AsyncSession, *, token: str) -> str:
    """Learn which platform shows a token.

    :raises PlatformUnknown: when it is nobody's, or was revoked
    """
    if len(token) > TOKEN_CHARS:
        raise PlatformUnknown("This token belongs to no platform.")
    platform = await session.scalar(
        select(col(PlatformToken.platform))
        .where(col(PlatformToken.token_hash) == hash_token(token))
        .where(col(PlatformToken.revoked_at).is_(None))
    )
    if platform is None:
        raise PlatformUnknown("This token belongs to no platform.")
    return platform


async def get_platform(session: AsyncSession, *, code: str) -> Platform | None:
    """Find a platform."""
    return await session.get(Platform, code)


async def has_demo_tokens(session: AsyncSession) -> bool:
    """Tell whether a token made for a demonstration still opens the door."""
    wanted = exists().where(col(PlatformToken.demo), col(PlatformToken.revoked_at).is_(None))
    return bool(await session.scalar(select(wanted)))
