"""Other people's servers that notices go to: a browser's push service and a messaging platform, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import http_ece
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.requests import Request
from starlette.responses import Response

from core.preflight import free_port
from dispatch.notices.values import to_base64url
from tests.waiting import until


@dataclass
class Browser:
    """What a browser keeps to itself, and what it gives away when it subscribes."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: uuid4().bytes)

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": to_base64url(point), "auth": to_base64url(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def open(self, body: bytes) -> dict[str, Any]:
        """Decrypt a push, by a library that is not ours."""
        opened = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        said: dict[str, Any] = json.loads(opened)
        return said


@dataclass
class Receiver:
    """A server on loopback: what it was sent, and what it answers next; 201 when nothing is said."""

    port: int
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | None] = field(default_factory=list)
    """A status, or None for no answer at all until the caller gives up."""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def browser(self) -> Browser:
        """Subscribe a new browser here."""
        return Browser(f"{self.url}/push/{uuid4().hex}")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        self.heard.append((dict(request.headers), await request.body()))
        status = self.answers.pop(0) if self.answers else 201
        if status is None:
            await asyncio.Event().wait()
        else:
            await Response(status_code=status, headers=self.headers)(scope, receive, send)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """Run a receiver for as long as the block lasts."""
    running = Receiver(free_port())
    server = uvicorn.Server(
        uvicorn.Config(
            running,
            host="127.0.0.1",
            port=running.port,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server._serve())
    try:
        await until(lambda: server.started)
        yield running
    finally:
        server.should_exit = True
        await serving
