"""What one would write first: FastAPI, an SQLModel session per request, a row, a commit.

Only here to be compared with. It is spared most of the work: no token, no place, no team, no
history, no frame, no news; one row in one table, answered after the commit.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from pydantic import AwareDatetime, BaseModel
from sqlalchemy import JSON, Column, DateTime, UniqueConstraint
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, MetaData, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from core.ids import new_id


class _Base(SQLModel):
    metadata = MetaData()


class Report(_Base, table=True):
    """A report as it came."""

    __tablename__ = "naive_report"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    platform: str
    source_event_id: str
    title: str
    kind: str
    code: str
    urgency: str = "general"
    lon: float
    lat: float
    occurred_at: datetime = Field(sa_column=Column(DateTime(timezone=True)))
    received_at: datetime = Field(sa_column=Column(DateTime(timezone=True)))
    content: dict[str, Any] = Field(sa_column=Column(JSON))

    __table_args__ = (UniqueConstraint("platform", "source_event_id"),)


class _Category(BaseModel):
    scheme: str
    kind: str
    code: str


class _Location(BaseModel):
    lon: float
    lat: float
    crs: str
    address: str


class _Event(BaseModel):
    source_event_id: str
    occurred_at: AwareDatetime
    title: str
    category: _Category
    description: str
    location: _Location


class _Taken(BaseModel):
    id: UUID
    source_event_id: str


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    url = os.environ["NAIVE_DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")
    app.state.engine = create_async_engine(url, pool_size=10)
    async with app.state.engine.begin() as connection:
        await connection.run_sync(_Base.metadata.create_all)
    yield
    await app.state.engine.dispose()


app = FastAPI(lifespan=_lifespan)


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    async with AsyncSession(request.app.state.engine) as session:
        yield session


@app.get("/readyz")
async def ready() -> dict[str, bool]:
    """Say that it runs."""
    return {"ok": True}


@app.post("/api/v1/events", status_code=201)
async def report_event(
    event: _Event, session: Annotated[AsyncSession, Depends(_session)]
) -> _Taken:
    """Store one report."""
    row = Report(
        platform="bench",
        source_event_id=event.source_event_id,
        title=event.title,
        kind=event.category.kind,
        code=event.category.code,
        lon=event.location.lon,
        lat=event.location.lat,
        occurred_at=event.occurred_at,
        received_at=datetime.now(UTC),  # noqa: TID251 - as one would write it
        content=event.model_dump(mode="json"),
    )
    session.add(row)
    await session.commit()
    await session.refresh(row)
    return _Taken(id=row.id, source_event_id=row.source_event_id)
