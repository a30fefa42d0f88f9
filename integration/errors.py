"""What integration refuses.

DomainError
├── Unauthorized
│   └── PlatformUnknown   the token is nobody's, or was revoked
├── NotFound
│   ├── EventNotFound     this platform reported no such event
│   └── TokenNotFound     no token of this id works
├── Malformed
│   └── NotABatch         the body is neither a JSON array nor lines of JSON
└── TooLarge
    └── BatchTooLong      more rows than are taken in at once
"""

from core.errors import Malformed, NotFound, TooLarge, Unauthorized


class PlatformUnknown(Unauthorized):
    """The token belongs to no platform, or was revoked."""

    title = "Unknown platform"


class EventNotFound(NotFound):
    """The platform has reported no such event."""

    title = "No such event"


class TokenNotFound(NotFound):
    """There is no token of this id, or it was revoked before."""

    title = "No such token"


class NotABatch(Malformed):
    """The body is neither a JSON array nor lines of JSON."""

    title = "Not a batch"


class BatchTooLong(TooLarge):
    """More rows than are taken in at once."""

    title = "Too many rows"
