"""HTTP, once: problems, languages, limits, request ids, and who is asking."""

from core.http.body_limit import BODY_BYTES
from core.http.errors import BodyTooLarge, ForeignOrigin, InvalidInput
from core.http.handlers import install
from core.http.identity import (
    COOKIE,
    SignedIn,
    principal_of_socket,
    require,
    require_own_origin,
    signed_in,
    token_of,
)
from core.http.language import language
from core.http.openapi import body_read_by_hand, lets_in
from core.http.origin import is_secure, own_origin
from core.http.problems import (
    documented,
    problem_body,
    problem_response,
    status_of,
)
from core.http.validation import validation_error, validation_problem

__all__ = [
    "BODY_BYTES",
    "COOKIE",
    "BodyTooLarge",
    "ForeignOrigin",
    "InvalidInput",
    "SignedIn",
    "body_read_by_hand",
    "documented",
    "install",
    "is_secure",
    "language",
    "lets_in",
    "own_origin",
    "principal_of_socket",
    "problem_body",
    "problem_response",
    "require",
    "require_own_origin",
    "signed_in",
    "status_of",
    "token_of",
    "validation_error",
    "validation_problem",
]
