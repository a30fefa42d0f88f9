"""Problems (RFC 9457): how every refusal looks on the wire, over HTTP and in a socket alike."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from pydantic_core import to_jsonable_python
from starlette.requests import HTTPConnection
from starlette.responses import Response
from structlog.contextvars import get_contextvars

from core import errors, texts
from core.errors import DomainError
from core.http.errors import BodyTooSlow, InvalidInput, UnsupportedMediaType
from core.http.language import language
from core.texts import Lang

STATUS: Final[Mapping[type[DomainError], int]] = {
    errors.Malformed: 400,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    BodyTooSlow: 408,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    UnsupportedMediaType: 415,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
MEDIA_TYPE: Final = "application/problem+json"
RETRY_S: Final = 1
"""When to come back where a refusal does not say."""

SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Switch on `type`; `title` and `detail` are for people.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "rule", "detail"],
                "properties": {
                    "in": {"enum": ["body", "query", "path", "header", "cookie"]},
                    "pointer": {"type": "string"},
                    "rule": {"type": "string"},
                    "allowed": {},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}


def status_of(error: DomainError) -> int:
    """Give a refusal's kind its HTTP status."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)


def problem_body(error: DomainError, lang: Lang, instance: str | None = None) -> dict[str, Any]:
    """Put a refusal into words and members, for an answer, a row of a batch or a socket's frame."""
    facts: dict[str, Any] = to_jsonable_python(error.facts, inf_nan_mode="null", fallback=str)
    title, detail = _words(error, lang)
    if "errors" in facts and not isinstance(error, InvalidInput):
        facts["errors"] = [_spoken(told, lang) for told in facts["errors"]]
    name = _kebab(type(error).__name__)
    return facts | problem(name, status_of(error), title, detail, instance)


def plain_problem(key: str, status: int, lang: Lang, instance: str | None = None) -> dict[str, Any]:
    """Build a problem that is no refusal of the city's: a wrong method, a broken server."""
    title = texts.say(f"problem.{key}.title", lang)
    detail = texts.say(f"problem.{key}.detail", lang, status=status)
    return problem(key, status, title, detail, instance)


def problem(key: str, status: int, title: str, detail: str, instance: str | None) -> dict[str, Any]:
    """Assemble the members every problem has, with the id its log lines can be found by."""
    body: dict[str, Any] = {
        "type": f"/problems/{key}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if instance is not None:
        # A URI reference: what a client typed into a path may hold what no URI does.
        body["instance"] = quote(instance, safe="/:@!$&'()*+,;=")
    request_id = get_contextvars().get("request_id")
    if request_id is not None:
        body["request_id"] = request_id
    return body


def problem_response(error: DomainError, request: HTTPConnection) -> Response:
    """Answer a request with a refusal, in its language and with the headers its status asks for."""
    lang = language(request.headers.get("accept-language"))
    body = problem_body(error, lang, instance=request.url.path)
    return answer(body, lang, headers_of(error))


def headers_of(error: DomainError) -> dict[str, str]:
    """Name the headers that belong to a refusal's status."""
    if isinstance(error, errors.Unauthorized):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, BodyTooSlow):
        # The rest of the body may never come: the line it would come on is given up.
        return {"Connection": "close"}
    if isinstance(error, errors.TooMany | errors.Unavailable):
        wait_s = error.facts.get("retry_after_s", RETRY_S)
        return {"Retry-After": str(max(1, math.ceil(float(str(wait_s)))))}
    return {}


def answer(body: dict[str, Any], lang: Lang, headers: Mapping[str, str] | None = None) -> Response:
    """Write a problem as a response."""
    return Response(
        # A lone surrogate in a field's name must not turn its refusal into a failure.
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=body["status"],
        media_type=MEDIA_TYPE,
        headers={
            "Content-Language": texts.TAGS[lang],
            "Vary": "Accept-Language",
            **(headers or {}),
        },
    )


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe refusals to OpenAPI: `@router.get(…, responses=documented(401, 404))`."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    kinds = {status: kind for kind, status in STATUS.items()}
    return {
        status: {
            "description": (kinds[status].__doc__ or "").partition("\n")[0],
            "content": content,
        }
        for status in statuses
    }


def _words(error: DomainError, lang: Lang) -> tuple[str, str]:
    """Find title and detail: the class's own words, else those of its kind.

    A bare kind raised with a sentence of its own keeps that sentence in English, the language it
    was written in.
    """
    own = type(error)
    spoken = next(
        k for k in (*own.__mro__, errors.Invalid) if texts.has(f"problem.{_key(k)}.title")
    )
    title = texts.say(f"problem.{_key(spoken)}.title", lang)
    has_sentence = error.detail != error.title
    if has_sentence and (spoken is not own or (own in STATUS and lang == "en")):
        return title, error.detail
    try:
        return title, texts.say(f"problem.{_key(spoken)}.detail", lang, **error.facts)
    except KeyError:
        # Words that want a fact this refusal did not bring: its own sentence is better than none.
        return title, error.detail


def _spoken(told: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Say of a field in the reader's language what was found further in, where nobody knew it."""
    key, allowed = f"rule.{told['rule']}", told.get("allowed")
    if not texts.has(key):
        return told
    bounds = allowed if isinstance(allowed, dict) else {}
    try:
        return {**told, "detail": texts.say(key, lang, **bounds)}
    except KeyError:
        # Words that want a bound which was not told: its own sentence is better than none.
        return told


def _key(kind: type) -> str:
    return _kebab(kind.__name__)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
