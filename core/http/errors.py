"""Refusals of the HTTP edge itself.

Invalid
└── InvalidInput           fields that cannot be read as asked; `errors` lists each
TooLarge
└── BodyTooLarge           the body is over `limit_bytes`
Forbidden
└── ForeignOrigin          a browser was sent here by somebody else's page
DomainError
├── UnsupportedMediaType   the body is not of a form that is read here; `allowed` names those that are
└── BodyTooSlow            the body did not come in time
"""

from core.errors import DomainError, Forbidden, Invalid, TooLarge


class InvalidInput(Invalid):
    """Some fields cannot be read as what was asked for."""

    title = "Input not valid"


class BodyTooLarge(TooLarge):
    """The request's body is over the limit of its address."""


class ForeignOrigin(Forbidden):
    """The request rides on our cookie, or would make one, from a page that is not ours."""

    title = "Foreign origin"


class UnsupportedMediaType(DomainError):
    """The body is not in a form that this address reads, or is compressed."""

    title = "Unsupported media type"


class BodyTooSlow(DomainError):
    """The body did not come in time."""

    title = "Too slow"
