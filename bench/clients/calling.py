"""A server that is nothing but its sockets, and calls the same to all of them: by the hub, and by bare writes.

It is no client; it stands here because it is a process of its own, as they are.
"""

import asyncio
import time
from typing import Any, Final

import uvicorn
import uvloop
from fastapi import FastAPI, WebSocket
from sqlalchemy.ext.asyncio import AsyncSession

from bench.clients.wire import read_plan, write_answer
from core import sockets
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.db import Database
from core.hub import Hub
from core.ids import new_id
from core.wire import SERVING, framed
from main import settle

CHANNEL: Final = "bench"
BODY: Final = '"name":"instruction","at":"2026-11-22T08:05:00.000000Z","data":{"text":"%s"}'
PAUSE_S: Final = 0.3
"""Between two calls, so that the clients have read the last."""


class Caller:
    """Waits for its audience, then calls by turns in both ways."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.database = Database(plan["database_url"])
        self.hub = Hub(self.database, queue_size=1024)
        self.seen, self.full = 0, asyncio.Event()
        app = FastAPI()
        app.websocket("/ws/field")(self.serve)
        app.get("/healthz")(lambda: {})
        self.server = uvicorn.Server(
            uvicorn.Config(
                app,
                port=plan["port"],
                **SERVING,
            )
        )

    async def serve(self, websocket: WebSocket) -> None:
        """Let anybody in."""
        now = utcnow()
        somebody = Principal(
            account_id=new_id(),
            session_id=new_id(),
            username="bench",
            name="bench",
            role=Role.OFFICER,
            node=CHANNEL,
            node_name=CHANNEL,
            unit=None,
            scope_changed_at=now,
            expires_at=now,
        )
        await websocket.accept()
        await sockets.serve(
            websocket,
            hub=self.hub,
            database=self.database,
            line=self.hub.attach(channel=CHANNEL, principal=somebody),
            snapshot=self.snapshot,
            hear=self.hear,
            lang="en",
            replay_limit=1,
        )

    async def snapshot(self, session: AsyncSession) -> dict[str, Any]:
        """Give nothing, and count who is there."""
        self.seen += 1
        if self.seen == self.plan["sockets"]:
            self.full.set()
        return {}

    async def hear(self, word: dict[str, Any]) -> dict[str, Any] | None:
        """Answer nothing."""
        return None

    async def run(self) -> dict[str, Any]:
        """Serve until all are there, call, and tell what each way cost."""
        serving = asyncio.create_task(self.server.serve())
        await self.full.wait()
        await asyncio.sleep(PAUSE_S)
        settle()
        used: dict[str, list[float]] = {"hub": [], "bare": []}
        body = BODY % ("x" * self.plan["letters"])
        for seq in range(1, self.plan["calls"] + 1):
            for way in ("hub", "bare") if seq % 2 else ("bare", "hub"):
                await asyncio.sleep(PAUSE_S)
                used[way].append(await self._call(way, seq, body))
        self.server.should_exit = True
        self.server.force_exit = True
        await serving
        await self.database.close()
        return used

    async def _call(self, way: str, seq: int, body: str) -> float:
        """Call once; gives the seconds of processor time until all is written."""
        frame = framed(f'{{"seq":{seq},{body}}}')
        wires: Any = self.server.server_state.connections
        transports = [wire.transport for wire in wires]
        began = time.process_time()
        if way == "hub":
            self.hub.deliver(CHANNEL, seq, body)
        else:
            for transport in transports:
                transport.write(frame)
        # The loop writes when its turn is over: we are called back after that.
        await asyncio.sleep(0)
        return time.process_time() - began


def main() -> None:
    """Run as the plan says."""
    plan = read_plan()
    write_answer(plan, uvloop.run(Caller(plan).run()))


if __name__ == "__main__":
    main()
