"""A Chromium that nobody listens in on.

The test's own driver has every message of a socket written out for it, which for a snapshot of 18 MB
takes the page longer than reading it: what a user waits for is measured without.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect

from tests.browser import HOW_TO_GET_IT, find_chromium, flags

WIDTH: Final = 1440
HEIGHT: Final = 900
LOOK_EVERY_S: Final = 0.25
PATIENCE_S: Final = 60.0


@dataclass
class Chromium:
    """A browser, spoken to over its own protocol."""

    wire: ClientConnection
    asked: int = 0

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
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            path,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "--lang=zh-CN",
            *flags(),
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with connect(await _address(Path(profile)), max_size=None, proxy=None) as wire:
                yield Chromium(wire)
        finally:
            browser.terminate()
            await browser.wait()


async def _address(profile: Path) -> str:
    """Read where it listens, which it writes down when it has started.

    :raises TimeoutError: when it never does
    """
    written = profile / "DevToolsActivePort"
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if written.exists() and len(lines := written.read_text().split()) == 2:
                port, path = lines
                return f"ws://127.0.0.1:{port}{path}"
            await asyncio.sleep(LOOK_EVERY_S)
