"""Asking somebody out in the world at an address we were given: never at one of our own network.

The address is resolved once and the connection made to that very address, so that a name cannot
answer one thing to the check and another to the connection.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 as an IPv6-only network reaches it; what it holds may be ours."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadAddress(Exception):
    """An address that is not asked: `reason` is `bad_url` or `private_address`. Trying again would not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """An address, resolved and allowed: where to connect, and which name to give there."""

    url: str
    host: str
    headers: dict[str, str]

    @property
    def extensions(self) -> dict[str, str]:
        """What httpx must be told, so that the certificate is held against the name."""
        return {"sni_hostname": self.host}


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


def split(url: str) -> SplitResult:
    """Read an address of the web.

    :raises BadAddress: when it is none, or holds a password
    """
    try:
        parts = urlsplit(url)
        _ = parts.port, (parts.hostname or "").encode("idna"), httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise BadAddress("bad_url") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise BadAddress("bad_url")
    return parts


async def resolve(url: str, *, allowed: Callable[[Address], bool] = is_public) -> Target:
    """Find where an address leads, and see that every place it may lead to is allowed.

    :raises BadAddress: when it is none, or leads where it must not
    :raises httpx.ConnectError: when its name has no address; worth another try
    """
    parts = split(url)
    host, port = (parts.hostname or "").lower(), parts.port
    number = port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, number, type=socket.SOCK_STREAM)
    except OSError:
        raise httpx.ConnectError(f"{host} has no address") from None
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    if not addresses or not all(allowed(address) for address in addresses):
        raise BadAddress("private_address")
    chosen = addresses[0]
    literal = f"[{chosen}]" if chosen.version == 6 else str(chosen)
    pinned = parts._replace(netloc=f"{literal}:{number}", fragment="").geturl()
    ascii_host = host.encode("idna").decode()
    name = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    said = name if port is None else f"{name}:{port}"
    return Target(pinned, ascii_host, {"Host": said})
