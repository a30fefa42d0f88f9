"""A file without a byte is an answer, not a failure to be tried again for ever."""

import asyncio
from pathlib import Path

import pytest

from core.files import FileStore
from integration import attachments


async def test_a_file_without_a_byte_is_refused(tmp_path: Path) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(attachments.Refused) as refused:
            await attachments.fetch(
                f"http://{host}/empty.jpg",
                sha256=None,
                hosts=[host],
                store=FileStore(tmp_path, most=1000),
                allowed=lambda _: True,
            )

    assert refused.value.reason == "empty"
