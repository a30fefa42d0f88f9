"""Rows of platforms and their tokens."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Platform(SQLModel, table=True):
    """A platform that reports events. Its files are fetched from `attachment_hosts` alone."""

    code: str = Field(primary_key=True)
    name: str
    attachment_hosts: list[str] = Field(sa_type=db.Json)


class PlatformToken(SQLModel, table=True):
    """A secret a platform shows; we keep its hash."""

    __tablename__ = "platform_token"

    token_hash: bytes = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id, unique=True)
    platform: str = Field(foreign_key="platform.code", index=True)
    demo: bool = False
    created_at: datetime = Field(sa_type=db.Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=db.Utc)
