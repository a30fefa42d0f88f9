"""Rows of notices, and of the browsers that asked for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class PushSubscription(SQLModel, table=True):
    """A browser that may be pushed to, as long as the session lasts in which it asked for it."""

    __tablename__ = "push_subscription"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint: str = Field(unique=True)
    p256dh: str
    auth: str
    account_id: UUID
    session_id: UUID
    unit: str = Field(index=True)
    created_at: datetime = Field(sa_type=db.Utc)


class Notice(SQLModel, table=True):
    """Something a carrier is to take to somebody. Its words are ids and how much it presses."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    subject: str
    unit: str
    urgency: str
    carrier: str
    subscription_id: UUID | None = None
    """Where a push goes; a webhook has one address only."""
    state: str
    tries: int = 0
    last_error: str | None = None
    made_at: datetime = Field(sa_type=db.Utc)
    due_at: datetime = Field(sa_type=db.Utc)
    """While it waits: not before this. Whoever takes it in hand puts it off by as long as he may need."""
    settled_at: datetime | None = Field(default=None, sa_type=db.Utc)

    __table_args__ = (
        Index(
            "ix_notice_waiting",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_notice_dead",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
        Index("ix_notice_settled_at", "settled_at"),
    )
