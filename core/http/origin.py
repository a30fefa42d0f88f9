"""Whose page is asking: the guard against requests that ride on our cookie."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from core.settings import Settings

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SECURE: Final = {"ws": "http", "wss": "https"}
PORTS: Final = {"http": 80, "https": 443}


def own_origin(scope: Scope, settings: Settings) -> bool:
    """Tell whether a request names exactly our own origin as the page it comes from.

    Ours is the public address of the settings, else what the request itself was sent to.
    """
    headers = Headers(scope=scope)
    origins = headers.getlist("origin")
    if len(origins) != 1:
        return False
    if settings.public_url:
        ours = settings.public_url
    else:
        scheme = SECURE.get(scope["scheme"], scope["scheme"])
        ours = f"{scheme}://{headers.get('host', '')}"
    theirs = _origin(origins[0])
    return theirs is not None and theirs == _origin(ours)


def is_secure(scope: Scope, settings: Settings) -> bool:
    """Tell whether browsers reach us over TLS, so that a cookie may insist on it."""
    return (
        settings.production
        or settings.public_url.startswith("https://")
        or scope["scheme"] in ("https", "wss")
    )


def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return parts.scheme, parts.hostname, port
