"""Rows of instructions, of how far they came with each unit, and what happened to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from core import db
from core.ids import new_id


class Instruction(SQLModel, table=True):
    """What a command post tells units."""

    id: UUID = Field(primary_key=True)
    node: str = Field(index=True)
    account: UUID
    issued_by: str
    text: str
    urgency: str
    case_no: str | None = None
    sign_by: datetime | None = Field(default=None, sa_type=db.Utc)
    issued_at: datetime = Field(sa_type=db.Utc, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=db.Utc)

    __table_args__ = (
        Index(
            "ix_instruction_open",
            "id",
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )


class Receipt(SQLModel, table=True):
    """How far an instruction has come with one unit."""

    instruction_id: UUID = Field(primary_key=True)
    unit: str = Field(primary_key=True, index=True)
    unit_name: str
    team: str
    district: str | None = None
    township: str | None = None
    frame_id: UUID
    """The frame that took it to the unit."""
    state: str
    delivered_at: datetime | None = Field(default=None, sa_type=db.Utc)
    read_at: datetime | None = Field(default=None, sa_type=db.Utc)
    signed_at: datetime | None = Field(default=None, sa_type=db.Utc)

    __table_args__ = (
        Index(
            "ix_receipt_sent",
            "unit",
            sqlite_where=sql("state = 'sent'"),
            postgresql_where=sql("state = 'sent'"),
        ),
        Index(
            "ix_receipt_unsigned",
            "instruction_id",
            sqlite_where=sql("state <> 'signed'"),
            postgresql_where=sql("state <> 'signed'"),
        ),
    )


class InstructionHistory(SQLModel, table=True):
    """What happened to an instruction: appended, never changed, ids only. The database refuses the rest."""

    __tablename__ = "instruction_history"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    instruction_id: UUID = Field(index=True)
    at: datetime = Field(sa_type=db.Utc)
    device_at: datetime | None = Field(default=None, sa_type=db.Utc)
    what: str
    """issued, delivered, read, signed, closed"""
    actor: str
    unit: str | None = None
    act_id: UUID | None = None
