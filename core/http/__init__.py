"""HTTP, once: problems, languages, limits, request ids, and who is asking."""

from core.http.body_limit import BODY_BYTES
from core.http.body_time import in_time
from core.http.errors import (
    BodyTooLarge,
    BodyTooSlow,
    ForeignOrigin,
    InvalidInput,
    UnsupportedMediaType,
)
from core.http.handlers import install
from core.http.identity import (
    COOKIE,
    SignedIn,
    Watching,
    principal_of_socket,
    require,
    require_own_origin,
    signed_in,
    token_of,
)
from core.http.json_body import JSON, json_body, refusal_of, refuse_twice, require_media_type
from core.http.language import language
from core.http.openapi import body_read_by_hand, lets_in
from core.http.origin import is_secure, own_origin
from core.http.problems import (
    documented,
    problem_body,
    problem_response,
    status_of,
)
from core.http.validation import validation_error

__all__ = [
    "BODY_BYTES",
    "COOKIE",
    "JSON",
    "BodyTooLarge",
    "BodyTooSlow",
    "ForeignOrigin",
    "InvalidInput",
    "SignedIn",
    "UnsupportedMediaType",
    "Watching",
    "body_read_by_hand",
    "documented",
    "in_time",
    "install",
    "is_secure",
    "json_body",
    "language",
    "lets_in",
    "own_origin",
    "principal_of_socket",
    "problem_body",
    "problem_response",
    "refusal_of",
    "refuse_twice",
    "require",
    "require_media_type",
    "require_own_origin",
    "signed_in",
    "status_of",
    "token_of",
    "validation_error",
]
