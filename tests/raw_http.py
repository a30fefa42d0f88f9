"""HTTP spoken by hand: for what no well-behaved client would send."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.waiting import PATIENCE_S

CUT = (ConnectionResetError, BrokenPipeError)


@dataclass
class RawAnswer:
    """An answer, and whether the server gave up the line after it."""

    status: int
    headers: dict[str, str]
    body: bytes
    closed: bool

    def json(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


async def exchange(
    base_url: str,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: AsyncIterator[bytes] | bytes = b"",
) -> RawAnswer:
    """Send a head and then a body, as slowly as it comes, and read the answer whenever it comes."""
    parts = urlsplit(base_url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    given = {"Host": parts.netloc, **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
    sending = asyncio.create_task(_send(writer, body))
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _read(reader)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        writer.close()


async def _send(writer: asyncio.StreamWriter, body: AsyncIterator[bytes] | bytes) -> None:
    if isinstance(body, bytes):
        writer.write(body)
        await writer.drain()
        return
    async for chunk in body:
        writer.write(chunk)
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> RawAnswer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    closed = headers.get("connection", "").lower() == "close"
    if closed:
        with contextlib.suppress(*CUT):
            assert await reader.read() == b""
    return RawAnswer(int(first.split()[1]), headers, body, closed)


async def trickle(chunk: bytes = b" ", *, every_s: float = 0.02) -> AsyncIterator[bytes]:
    """Send a little, again and again, and never come to an end."""
    while True:
        yield chunk
        await asyncio.sleep(every_s)


def chunked(data: bytes) -> bytes:
    """Write one chunk of a body whose length is not announced."""
    return b"%x\r\n%b\r\n" % (len(data), data)
