"""Fetching a file that a platform named: only from hosts agreed on, never from inside our own network."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Collection
from typing import Final
from urllib.parse import urljoin

import httpx

from core import outbound
from core.files import Content, FileEmpty, FileStore, FileTooLarge
from core.outbound import Address, BadAddress, is_public

TIMEOUT: Final = httpx.Timeout(10.0, read=30.0)
WHOLE_S: Final = 120
"""A host that trickles is given up on."""
REDIRECTS: Final = 3


class Refused(Exception):
    """The file is not to be had; `reason` is a key, and trying again would not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def fetch(
    url: str,
    *,
    sha256: str | None,
    hosts: Collection[str],
    store: FileStore,
    allowed: Callable[[Address], bool] = is_public,
) -> Content:
    """Fetch a file into the store.

    :raises Refused: when a rule forbids it, or the content is not what was promised
    :raises httpx.HTTPError: when the host does not answer; worth another try
    """
    async with asyncio.timeout(WHOLE_S):
        for _ in range(REDIRECTS + 1):
            target = await _resolve(url, hosts, allowed)
            async with (
                httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client,
                client.stream(
                    "GET",
                    target.url,
                    headers={**target.headers, "Accept": "*/*"},
                    extensions=target.extensions,
                ) as response,
            ):
                if response.is_redirect:
                    url = _led_to(url, response)
                    continue
                if response.status_code >= 500:
                    response.raise_for_status()
                if response.status_code != 200:
                    raise Refused("not_found")
                return await _keep(response, sha256, store)
    raise Refused("too_many_redirects")


def _led_to(url: str, response: httpx.Response) -> str:
    try:
        return str(urljoin(url, response.headers.get("location", "")))
    except ValueError:
        raise Refused("bad_url") from None


async def _keep(response: httpx.Response, sha256: str | None, store: FileStore) -> Content:
    digest = hashlib.sha256()

    async def checked() -> AsyncIterator[bytes]:
        async for chunk in response.aiter_bytes(256 * 1024):
            digest.update(chunk)
            yield chunk
        if sha256 is not None and digest.hexdigest() != sha256:
            raise Refused("wrong_hash")

    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > store.most:
        raise Refused("too_large")
    try:
        return await store.keep(checked())
    except FileTooLarge:
        raise Refused("too_large") from None
    except FileEmpty:
        raise Refused("empty") from None


async def _resolve(
    url: str, hosts: Collection[str], allowed: Callable[[Address], bool]
) -> outbound.Target:
    try:
        parts = outbound.split(url)
        host = (parts.hostname or "").lower()
        # A host is agreed on with its port, unless it is the scheme's own.
        if (host if parts.port is None else f"{host}:{parts.port}") not in hosts:
            raise Refused("host_not_listed")
        return await outbound.resolve(url, allowed=allowed)
    except BadAddress as bad:
        raise Refused(bad.reason) from None
