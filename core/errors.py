"""Refusals the city foresees. A refusal is an answer; any other exception is a bug.

DomainError
├── Malformed     400   what you sent is not even in the form we speak
├── NotFound      404   there is no such thing in your scope
├── Forbidden     403   there is, and it is not yours to do
├── Unauthorized  401   we do not know who you are
├── Conflict      409   the thing is not as you think it is
├── Invalid       422   what you sent cannot be read as what we asked for
├── TooLarge      413   what you sent is more than we take in at once
├── TooMany       429   too often; come back after `retry_after_s`
└── Unavailable   503   we cannot now; come back after `retry_after_s`

Kinds know no HTTP: `core.http` maps them to a status once. Texts come from `core.texts` by the
class's name, so that a refusal is read in Chinese or English by whoever asks.
"""

from typing import ClassVar


class DomainError(Exception):
    """A refusal the city foresees: nothing is broken, the answer is no.

    `facts` are typed extras a client may use; they end up as members of the problem.
    """

    title: ClassVar[str] = "Refused"

    def __init__(self, detail: str = "", **facts: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.facts = facts


class Malformed(DomainError):
    """The bytes are not what they claim to be: no JSON, no form, no message."""

    title = "Malformed"


class NotFound(DomainError):
    """There is no such thing within the caller's scope."""

    title = "Not found"


class Unauthorized(DomainError):
    """The caller is not known: no session, or one that ended."""

    title = "Sign in first"


class Forbidden(DomainError):
    """The caller is known and may not do this."""

    title = "Not allowed"


class Conflict(DomainError):
    """The thing is not in the state the caller believes it to be."""

    title = "Conflict"


class Invalid(DomainError):
    """The input cannot be read as what was asked for."""

    title = "Not valid"


class TooLarge(DomainError):
    """More than is taken in at once."""

    title = "Too large"


class TooMany(DomainError):
    """Too often; `retry_after_s` says when to come back."""

    title = "Too many requests"


class Unavailable(DomainError):
    """Not now; `retry_after_s` says when to come back."""

    title = "Unavailable"
