"""Rows of hand-over sheets and of what was added to them: neither is ever changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from core import db


class Handover(SQLModel, table=True):
    """A sheet as it was made. The database refuses to change it."""

    id: UUID = Field(primary_key=True)
    node: str
    from_at: datetime = Field(sa_type=db.Utc)
    to_at: datetime = Field(sa_type=db.Utc)
    made_at: datetime = Field(sa_type=db.Utc)
    account: UUID
    made_by: str
    figures: list[dict[str, Any]] = Field(sa_type=db.Json)
    warnings: list[str] = Field(sa_type=db.Json)

    __table_args__ = (Index("ix_handover_node_made_at", "node", "made_at"),)


class HandoverEntry(SQLModel, table=True):
    """A remark, or a signature. The database refuses to change it, and a second signature on one side."""

    __tablename__ = "handover_entry"

    id: UUID = Field(primary_key=True)
    handover_id: UUID = Field(index=True)
    kind: str
    """remark, leaving or coming"""
    at: datetime = Field(sa_type=db.Utc)
    account: UUID
    name: str
    text: str | None = None

    __table_args__ = (
        Index(
            "uq_handover_entry_signature",
            "handover_id",
            "kind",
            unique=True,
            sqlite_where=sql("kind <> 'remark'"),
            postgresql_where=sql("kind <> 'remark'"),
        ),
    )
