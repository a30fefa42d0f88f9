"""A line to a server that may fall silent, as when a cable is pulled: nothing comes, nothing is closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.engine import make_url


@dataclass(slots=True)
class Line:
    """Carries connections to a server, until it falls silent."""

    host: str
    port: int
    _cut: asyncio.Event = field(default_factory=asyncio.Event)
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    def fall_silent(self) -> None:
        """Carry nothing any more, on any connection; who opens one is not answered."""
        self._cut.set()

    def speak(self) -> None:
        """Carry what is opened from now on; what had fallen silent stays so for ever."""
        self._cut = asyncio.Event()

    async def carry(self, near: asyncio.StreamReader, nearer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways until both ends have closed it."""
        cut = self._cut
        far, farther = await asyncio.open_connection(self.host, self.port)
        self._ends |= {nearer, farther}
        await asyncio.gather(_pump(near, farther, cut), _pump(far, nearer, cut))

    def close(self) -> None:
        """Close every connection, silent or not."""
        for end in self._ends:
            end.close()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            if not cut.is_set():
                writer.write(data)
        # That one end has closed it is not carried either.
        if not cut.is_set():
            writer.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[Line, str]]:
    """Lay a line to the server of a URL; gives it and the URL at its near end."""
    there = make_url(url)
    assert there.host is not None
    assert there.port is not None
    line = Line(there.host, there.port)
    server = await asyncio.start_server(line.carry, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    near = there.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    try:
        yield line, near
    finally:
        server.close()
        line.close()
