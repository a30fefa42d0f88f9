"""The bus: Redis publish/subscribe between our processes. Fast, and may lose.

Nothing depends on it for truth: frames and events are in the database, and the relay repeats what
the bus lost. It only makes a change arrive in milliseconds.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import orjson
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from core.channels import Numbered

log = structlog.get_logger()

BACK_OFF_S: Final = 0.5
ROOM: Final = 4096
"""Messages that may wait to be said; beyond it they are dropped, and the relay says them again."""
AT_ONCE: Final = 64
GIVE_UP_S: Final = 2.0
SILENCE_S: Final = 10.0
"""How long the bus may say nothing before it is asked whether it is still there."""


class Bus:
    """Says what is new to the other processes, and hears what they say.

    `prefix` keeps two platforms on one Redis apart: publish/subscribe knows no database numbers.
    """

    def __init__(self, url: str, *, prefix: str) -> None:
        self.redis: Redis = Redis.from_url(
            url,
            protocol=2,
            socket_connect_timeout=GIVE_UP_S,
            socket_timeout=GIVE_UP_S,
            retry=Retry(NoBackoff(), 1),
            max_connections=32,
        )
        self._url = url
        self._frames = f"{prefix}:frames"
        self._nudge = f"{prefix}:nudge"
        self.connected = asyncio.Event()
        self._unsaid: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(ROOM)

    async def frames(self, frames: Sequence[Numbered]) -> None:
        """Tell every process what was just said on which channels; each body travels once."""
        bodies: dict[str, dict[str, int]] = {}
        for frame in frames:
            bodies.setdefault(frame.body, {})[frame.channel] = frame.seq
        await self._say(self._frames, orjson.dumps({"frames": list(bodies.items())}))

    async def heads(self, heads: dict[str, int]) -> None:
        """Tell every process how far these channels have come, so that what was lost is noticed."""
        await self._say(self._frames, orjson.dumps({"heads": heads}))

    async def loose(self, channel: str, text: str) -> None:
        """Pass on a frame without a number."""
        await self._say(self._frames, orjson.dumps({"loose": [channel, text]}))

    async def moves(self, moves: Sequence[Sequence[Any]]) -> None:
        """Tell every process what has moved where; many at once, and the next time says it again."""
        await self._say(self._frames, orjson.dumps({"moves": moves}))

    async def touched(self, what: str) -> None:
        """Tell every process that something kept in Redis has changed; it reads it there."""
        await self._say(self._frames, orjson.dumps({"touched": what}))

    async def nudge(self) -> None:
        """Wake the relay."""
        await self._say(self._nudge, b"1")

    async def _say(self, topic: str, message: bytes) -> None:
        # Never waited for: whoever has just committed must not depend on how Redis feels.
        with contextlib.suppress(asyncio.QueueFull):
            self._unsaid.put_nowait((topic, message))

    async def speak(self) -> None:
        """Say what was handed over, in order, for ever; what Redis does not take is dropped."""
        while True:
            messages = [await self._unsaid.get()]
            while len(messages) < AT_ONCE and not self._unsaid.empty():
                messages.append(self._unsaid.get_nowait())
            try:
                async with self.redis.pipeline(transaction=False) as pipeline:
                    for topic, message in messages:
                        pipeline.publish(topic, message)
                    await pipeline.execute()
            except (RedisError, OSError) as failure:
                log.warning("bus_silent", lost=len(messages), error=repr(failure))
                await asyncio.sleep(BACK_OFF_S)

    async def hear_frames(self) -> AsyncIterator[dict[str, Any]]:
        """Yield what is said on channels, for ever; `joined` whenever there may have been a silence before."""
        async for message in self._hear(self._frames):
            yield {"joined": True} if message is None else orjson.loads(message)

    async def hear_nudges(self, nudged: asyncio.Event) -> None:
        """Set `nudged` whenever somebody has news, for ever."""
        async for _ in self._hear(self._nudge):
            nudged.set()

    async def _hear(self, topic: str) -> AsyncIterator[bytes | None]:
        """Subscribe, and subscribe again whenever the connection breaks; None says that we are there."""
        while True:
            # No retries inside the client: it would subscribe again without a word to us.
            client: Redis = Redis.from_url(
                self._url,
                protocol=2,
                socket_connect_timeout=GIVE_UP_S,
                retry=Retry(NoBackoff(), 0),
            )
            try:
                async with client, client.pubsub() as pubsub:
                    await pubsub.subscribe(topic)
                    async for message in _messages(pubsub):
                        if message["type"] == "subscribe":
                            self.connected.set()
                            yield None
                        elif message["type"] == "message":
                            yield message["data"]
            except (RedisError, OSError) as failure:
                self.connected.clear()
                log.warning("bus_deaf", topic=topic, error=repr(failure))
                await asyncio.sleep(BACK_OFF_S)

    async def close(self) -> None:
        """Let go of the connections."""
        # A connection that was cut short may never say that it is closed: the process ends all the same.
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(GIVE_UP_S):
                await self.redis.aclose()


async def _messages(pubsub: PubSub) -> AsyncIterator[dict[str, Any]]:
    """Yield all that comes; after a silence ask, for a dead line says nothing either.

    :raises redis.exceptions.ConnectionError: when there is no answer
    """
    asked = False
    while True:
        message = await pubsub.get_message(timeout=GIVE_UP_S if asked else SILENCE_S)
        if message is not None:
            asked = False
            yield message
        elif asked:
            raise RedisConnectionError("Redis answers no more.")
        else:
            asked = True
            await pubsub.ping()
