"""Bodies come in time, or the request is over: a sender who trickles must not hold a place for ever."""

import asyncio
from typing import Final

from starlette.types import Message, Receive

from core.http.errors import BodyTooSlow

PATIENCE_S: Final = 30.0
"""How long a body may take, however small."""
SLOWEST: Final = 8 * 1024
"""Bytes a second that earn a large body more time: a photo over a poor line is no attack."""


def in_time(receive: Receive) -> Receive:
    """Let a body come within its time.

    :raises BodyTooSlow: when it does not
    """
    began: float | None = None
    taken = 0
    whole = False

    async def timed() -> Message:
        nonlocal began, taken, whole
        if whole:
            # What is waited for now is only that the client leaves.
            return await receive()
        if began is None:
            began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(began + PATIENCE_S + taken / SLOWEST):
                message = await receive()
        except TimeoutError:
            raise BodyTooSlow from None
        taken += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        return message

    return timed
