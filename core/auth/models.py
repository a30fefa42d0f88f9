"""Accounts, their sessions, and the count of failed sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from core.db import Utc
from core.ids import new_id


class Account(SQLModel, table=True):
    """Somebody who may sign in, and the scope they act in."""

    __tablename__ = "account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    username: str = Field(unique=True, max_length=64)
    name: str
    role: str = Field(max_length=32)
    node: str
    """The channel of their part of the organisation; to this package only a name."""
    node_name: str
    unit: str | None = None
    password_hash: str
    demo: bool = False
    created_at: datetime = Field(sa_type=Utc)
    disabled_at: datetime | None = Field(default=None, sa_type=Utc)
    scope_changed_at: datetime = Field(sa_type=Utc, index=True)
    """When role, node, unit or being enabled last changed; sockets opened before it are closed."""


class LoginSession(SQLModel, table=True):
    """One signed-in device. Its token is known to the device alone; we keep the hash."""

    __tablename__ = "login_session"

    token_hash: bytes = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    device: str
    """What kind of device (`Chrome on Android`), so that people recognise their own sessions."""
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Utc, index=True)


class LoginAttempt(SQLModel, table=True):
    """Sign-ins that failed, counted per username and per address.

    The key is a hash: what people type into the wrong field, and from where, is not kept.
    """

    __tablename__ = "login_attempt"

    key: bytes = Field(primary_key=True)
    failures: int
    window_started_at: datetime = Field(sa_type=Utc, index=True)
    blocked_until: datetime | None = Field(default=None, sa_type=Utc)
