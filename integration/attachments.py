"""Fetching a file that a platform named: only from hosts agreed on, never from inside our own network.

The address is resolved once and the connection made to that very address, so that a name cannot
answer one thing to the check and another to the connection.
"""

import asyncio
import hashlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from core.files import Content, FileEmpty, FileStore, FileTooLarge

TIMEOUT: Final = httpx.Timeout(10.0, read=30.0)
WHOLE_S: Final = 120
"""A host that trickles is given up on."""
REDIRECTS: Final = 3
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 as an IPv6-only network reaches it; what it holds may be ours."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """The file is not to be had; `reason` is a key, and trying again would not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """An address on the list, resolved and allowed."""

    url: str
    host: str
    headers: dict[str, str]


def is_public(address: Address) -> bool:
    """Tell whether an address is out in the world, neither ours nor a special one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.sixtofour or address.teredo:
            return False
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address in NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.is_global and not address.is_multicast


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
                    headers=target.headers,
                    extensions={"sni_hostname": target.host},
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


async def _resolve(url: str, hosts: Collection[str], allowed: Callable[[Address], bool]) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").lower()
        ascii_host = host.encode("idna").decode()
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise Refused("bad_url") from None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise Refused("bad_url")
    # A host is agreed on with its port, unless it is the scheme's own.
    if (host if port is None else f"{host}:{port}") not in hosts:
        raise Refused("host_not_listed")
    number = port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, number, type=socket.SOCK_STREAM)
    except OSError:
        raise httpx.ConnectError(f"{host} has no address") from None
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    if not addresses or not all(allowed(address) for address in addresses):
        raise Refused("private_address")
    chosen = addresses[0]
    literal = f"[{chosen}]" if chosen.version == 6 else str(chosen)
    pinned = parts._replace(netloc=f"{literal}:{number}", fragment="").geturl()
    name = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    said = name if port is None else f"{name}:{port}"
    return Target(pinned, ascii_host, {"Host": said, "Accept": "*/*"})
