"""Refusals about who somebody is.

Unauthorized
└── WrongCredentials        no such user, wrong password, or disabled: one answer for all
Forbidden
└── RoleNotAllowed          known, but not by a role that may
TooMany
└── TooManyLogins           of one username or from one address
Unavailable
└── LoginBusy               more passwords wait to be checked than we check at once
Conflict
├── UsernameTaken
└── AccountAlreadyDisabled
NotFound
└── AccountNotFound
"""

from core.errors import Conflict, Forbidden, NotFound, TooMany, Unauthorized, Unavailable


class WrongCredentials(Unauthorized):
    """Username and password do not belong together; which of them is wrong is nobody's business."""

    title = "Sign-in failed"


class RoleNotAllowed(Forbidden):
    """The caller's role may not do this."""

    title = "Not allowed for your role"


class TooManyLogins(TooMany):
    """Too many failed sign-ins of this username, or from this address."""

    title = "Too many sign-in attempts"


class LoginBusy(Unavailable):
    """More passwords wait to be checked than is sound to queue."""

    title = "Sign-in is busy"


class UsernameTaken(Conflict):
    """Another account has this username."""

    title = "Username taken"


class AccountAlreadyDisabled(Conflict):
    """The account was disabled before."""

    title = "Account already disabled"


class AccountNotFound(NotFound):
    """There is no such account."""

    title = "No such account"
