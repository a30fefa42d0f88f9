"""Channels: numbered frames, stored with the change that made them.

A frame's body is stored once; each channel that hears it holds its own number for it. Numbers are
taken from a counter row as the last act of the transaction (`core.ending`), channels in sorted order:
so they follow the order of commits, have no gap, and the counter is locked no longer than a commit lasts.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Column, Text, and_, bindparam, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from core import db, ending
from core.bulk import BulkInsert
from core.clock import iso
from core.ids import new_id
from core.question import Question


class Channel(SQLModel, table=True):
    """A channel and the last number taken on it."""

    name: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)


class Frame(SQLModel, table=True):
    """What was said, once: everything of the wire's text but the number."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(sa_type=db.Utc, index=True)
    body: str = Field(sa_column=Column(Text, nullable=False))


class ChannelFrame(SQLModel, table=True):
    """That a channel heard a frame, as its number `seq`."""

    __tablename__ = "channel_frame"

    channel: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger, primary_key=True)
    frame_id: UUID = Field(index=True)


class Numbered(NamedTuple):
    """A frame as one channel hears it."""

    channel: str
    seq: int
    body: str

    @property
    def text(self) -> str:
        """The wire's text."""
        return f'{{"seq":{self.seq},{self.body}}}'


SEQ_MOST: Final = 2**63 - 1
"""No frame has a greater number; a column holds none."""

Announce = Callable[[Sequence[Numbered]], Awaitable[None]]
_Unsent = tuple[UUID, str, tuple[str, ...]]

_TAKE: Final = BulkInsert(
    SQLModel.metadata.tables["channel"],
    ("name", "seq"),
    order_by="name",
    tail="ON CONFLICT (name) DO UPDATE SET seq = channel.seq + excluded.seq RETURNING name, seq",
)
_STORE: Final = BulkInsert(
    SQLModel.metadata.tables["frame"], ("id", "at", "body"), beside=("body",)
)
_NUMBER: Final = BulkInsert(
    SQLModel.metadata.tables["channel_frame"], ("channel", "seq", "frame_id"), counter=_TAKE
)


def unnumbered(name: str, data: object, at: datetime) -> str:
    """Write a frame that may be lost: no number, never replayed."""
    return f"{{{_body(name, data, at)}}}"


def publish(
    session: AsyncSession, *, name: str, data: object, channels: Iterable[str], at: datetime
) -> UUID:
    """Say something on these channels, together with the change this transaction makes.

    Gives the frame's id, by which a row can remember it.
    """
    frame_id, body = new_id(), _body(name, data, at)
    ending.later(session, _STORE, [(frame_id, at, body)])
    unsent: list[_Unsent] = session.info.setdefault("frames", [])
    unsent.append((frame_id, body, tuple(dict.fromkeys(channels))))
    db.before_commit(session, _number, turn=db.NUMBERS)
    return frame_id


def _body(name: str, data: object, at: datetime) -> str:
    return f'"name":"{name}","at":"{iso(at)}","data":{orjson.dumps(data).decode()}'


async def _number(session: AsyncSession) -> None:
    unsent: list[_Unsent] = session.info.pop("frames")
    counts = Counter(channel for *_, channels in unsent for channel in channels)
    # What follows on a channel in this transaction: how far a number lies behind the channel's last.
    following = counts.copy()
    rows: list[tuple[str, int, UUID]] = []
    for frame_id, _, channels in unsent:
        following.subtract(channels)
        rows += [(channel, following[channel], frame_id) for channel in channels]

    announce: Announce | None = session.info.get("announce")

    def tell(taken: Sequence[tuple[str, int]]) -> None:
        if announce is not None:
            # Only then put into words: counters are locked now.
            db.after_commit(session, lambda: announce(_heard(unsent, rows, taken)))

    ending.count(session, _TAKE, sorted(counts.items()), numbered=_NUMBER, rows=rows, tell=tell)


def _heard(
    unsent: Sequence[_Unsent],
    rows: Sequence[tuple[str, int, UUID]],
    taken: Sequence[tuple[str, int]],
) -> list[Numbered]:
    heads = {name: seq for name, seq in taken}
    bodies = {frame_id: body for frame_id, body, _ in unsent}
    return [Numbered(name, heads[name] - behind, bodies[of]) for name, behind, of in rows]


_HEAD: Final = Question(select(col(Channel.seq)).where(col(Channel.name) == bindparam("channel")))
_SINCE: Final = Question(
    select(col(ChannelFrame.seq), col(Frame.body))
    .join(Frame, col(Frame.id) == col(ChannelFrame.frame_id))
    .where(col(ChannelFrame.channel) == bindparam("channel"))
    .where(col(ChannelFrame.seq) > bindparam("seq"))
    .order_by(col(ChannelFrame.seq))
    .limit(bindparam("most"))
)
_MISSED: Final = Question(
    select(col(Channel.seq).label("head"), col(ChannelFrame.seq), col(Frame.body))
    .select_from(Channel)
    .outerjoin(
        ChannelFrame,
        and_(
            col(ChannelFrame.channel) == col(Channel.name), col(ChannelFrame.seq) > bindparam("seq")
        ),
    )
    .outerjoin(Frame, col(Frame.id) == col(ChannelFrame.frame_id))
    .where(col(Channel.name) == bindparam("channel"))
    .order_by(col(ChannelFrame.seq))
    .limit(bindparam("most"))
)


async def find_head(session: AsyncSession, *, channel: str) -> int:
    """Tell the last number taken on a channel, 0 when nothing was ever said on it."""
    found = await _HEAD.ask(session, channel=channel)
    return found[0].seq if found else 0


async def list_since(session: AsyncSession, *, channel: str, seq: int, most: int) -> list[Numbered]:
    """Read at most `most` frames after `seq`, in order."""
    rows = await _SINCE.ask(session, channel=channel, seq=seq, most=most)
    return [Numbered(channel, number, body) for number, body in rows]


async def list_missed(
    session: AsyncSession, *, channel: str, seq: int, most: int
) -> tuple[int, list[Numbered]]:
    """Read, at one moment and in one question, the last number of a channel and at most `most` frames after `seq`."""
    rows = await _MISSED.ask(session, channel=channel, seq=seq, most=most)
    missed = [Numbered(channel, row.seq, row.body) for row in rows if row.seq is not None]
    return rows[0].head if rows else 0, missed


async def list_heads(session: AsyncSession) -> dict[str, int]:
    """Read the last number of every channel."""
    rows = await session.execute(select(col(Channel.name), col(Channel.seq)))
    return {name: seq for name, seq in rows}


async def forget_before(session: AsyncSession, *, moment: datetime, keep: str) -> None:
    """Drop frames older than a moment; who missed them gets a snapshot instead.

    Channels whose name begins with `keep` forget nothing: their followers have no snapshot.
    """
    old = select(col(Frame.id)).where(col(Frame.at) < moment)
    await session.execute(
        delete(ChannelFrame)
        .where(col(ChannelFrame.frame_id).in_(old))
        .where(~col(ChannelFrame.channel).startswith(keep))
    )
    heard = exists().where(col(ChannelFrame.frame_id) == col(Frame.id))
    await session.execute(delete(Frame).where(col(Frame.at) < moment).where(~heard))


async def skip(session: AsyncSession, *, channels: Iterable[str], most: int) -> None:
    """Leave out numbers on channels, those on which nothing was said yet, too."""
    await _TAKE.run(session, sorted((name, most) for name in channels))


def as_json(frames: Sequence[Numbered]) -> list[dict[str, Any]]:
    """Give frames as the objects of the wire, for answers over HTTP."""
    return [orjson.loads(frame.text) for frame in frames]
