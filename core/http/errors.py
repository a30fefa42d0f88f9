"""Refusals of the HTTP edge itself.

Invalid
└── InvalidInput      fields that cannot be read as asked; `errors` lists each
TooLarge
└── BodyTooLarge      the body is over `limit_bytes`
Forbidden
└── ForeignOrigin     a browser was sent here by somebody else's page
"""

from core.errors import Forbidden, Invalid, TooLarge


class InvalidInput(Invalid):
    """Some fields cannot be read as what was asked for."""

    title = "Input not valid"


class BodyTooLarge(TooLarge):
    """The request's body is over the limit of its address."""


class ForeignOrigin(Forbidden):
    """The request rides on our cookie, or would make one, from a page that is not ours."""

    title = "Foreign origin"
