"""A Chromium that nobody listens in on.

The test's own driver has every message of a socket written out for it, which for a snapshot of 18 MB
takes the page longer than reading it: what a user waits for is measured without.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect

from tests.browser import FLAGS, HOW_TO_GET_IT, find_chromium

WIDTH, HEIGHT = 1440, 900
LOOK_EVERY_S: Final = 0.25
PATIENCE_S: Final = 60.0


@dataclass
class Chromium:
    """A browser, spoken to over its own protocol."""

    wire: ClientConnection
    asked: int = field(default=0)

    async def ask(
        self, method: str, session: str | None = None, **params: object
    ) -> dict[str, Any]:
        """Ask one thing and wait for its answer.

        :raises RuntimeError: when the browser refuses
        """
        self.asked += 1
        word: dict[str, Any] = {"id": self.asked, "method": method, "params": params}
        await self.wire.send(json.dumps(word | ({"sessionId": session} if session else {})))
        while True:
            answer: dict[str, Any] = json.loads(await self.wire.recv())
            if answer.get("id") != self.asked:
                continue
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    async def visit(self, url: str, *, cookie: Mapping[str, str], script: str, until: str) -> str:
        """Open a page with nothing cached, run a script before all others, and read an expression once it holds.

        :raises TimeoutError: when it never does
        """
        context = (await self.ask("Target.createBrowserContext"))["browserContextId"]
        try:
            await self.ask("Storage.setCookies", cookies=[cookie], browserContextId=context)
            target = await self.ask(
                "Target.createTarget",
                url="about:blank",
                browserContextId=context,
                width=WIDTH,
                height=HEIGHT,
            )
            page = await self.ask(
                "Target.attachToTarget", targetId=target["targetId"], flatten=True
            )
            session = page["sessionId"]
            await self.ask("Page.enable", session)
            await self.ask("Page.addScriptToEvaluateOnNewDocument", session, source=script)
            await self.ask("Page.navigate", session, url=url)
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    await asyncio.sleep(LOOK_EVERY_S)
                    found = await self.ask("Runtime.evaluate", session, expression=until)
                    if value := found["result"].get("value"):
                        return str(value)
        finally:
            await self.ask("Target.disposeBrowserContext", browserContextId=context)


@asynccontextmanager
async def unwatched() -> AsyncIterator[Chromium]:
    """Run a Chromium for as long as the block lasts.

    :raises RuntimeError: when there is none
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError(HOW_TO_GET_IT)
    # Chromium's own sandbox refuses root.
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), "--lang=zh-CN"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            path,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            *flags,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with connect(await _address(browser), max_size=None, proxy=None) as wire:
                yield Chromium(wire)
        finally:
            browser.terminate()
            await browser.wait()


async def _address(browser: asyncio.subprocess.Process) -> str:
    """Read where it listens, which it says when it starts."""
    if browser.stderr is None:
        raise RuntimeError("Chromium has no voice.")
    async with asyncio.timeout(PATIENCE_S):
        async for line in browser.stderr:
            word = line.decode(errors="replace").strip()
            if word.startswith("DevTools listening on "):
                return word.rpartition(" ")[2]
    raise RuntimeError("Chromium did not start.")
