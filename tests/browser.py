"""The browser of the end-to-end tests: a real Chromium of this machine, never a downloaded one."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HOW_TO_GET_IT: Final = (
    "BROWSER TESTS SKIPPED: no Chromium on PATH. Get it with `apt-get install chromium "
    "fonts-noto-cjk` (or set CHROMIUM=/path/to/it) and run `make test` again."
)
FLAGS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)


def flags() -> list[str]:
    """Give what a Chromium of ours is started with; its own sandbox refuses root."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find_chromium() -> str | None:
    """Find the machine's Chromium; `CHROMIUM` names another."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def chromium(*, headless: bool = True) -> AsyncIterator[Browser]:
    """Run a Chromium for as long as the block lasts.

    :raises RuntimeError: when there is none
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError(HOW_TO_GET_IT)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=flags(), headless=headless
        )
        try:
            yield browser
        finally:
            await browser.close()
