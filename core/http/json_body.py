"""JSON bodies, read once for all: after it is known who sends them, and by one set of rules.

A framework's own reading comes before the caller is known, takes the last of two equal keys, NaN, and
UTF-16. Here a body is UTF-8 (RFC 8259), every key comes once, and every number is one.
"""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from core.errors import DomainError
from core.http.errors import UnsupportedMediaType
from core.http.language import language
from core.http.validation import validation_error
from core.texts import Lang

M = TypeVar("M", bound=BaseModel)

JSON: Final = "application/json"
TWICE: Final = "duplicate"


def json_body(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """Make a dependency that reads the body as `model`; put it after the one that knows the caller.

    :raises Malformed: when it is no JSON
    :raises InvalidInput: when it is not the JSON that was asked for
    :raises UnsupportedMediaType: when it says that it is no JSON, or does not say what it is
    """

    async def read(request: Request) -> M:
        require_media_type(request, JSON)
        lang = language(request.headers.get("accept-language"))
        body = await request.body()
        try:
            form = model.model_validate_json(body)
        except ValidationError as wrong:
            raise refusal_of(wrong, body, lang) from None
        refuse_twice(body, lang)
        return form

    return read


def require_media_type(request: Request, *allowed: str, assumed: bool = False) -> None:
    """Refuse a body that says it is something else; `assumed` takes one that says nothing.

    :raises UnsupportedMediaType: when it is not of a type in `allowed`, or not in UTF-8
    """
    given = request.headers.get("content-type")
    if given is None and assumed:
        return
    media_type, *parameters = (part.strip().lower() for part in (given or "").split(";"))
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p[:8] == "charset="), "")
    if media_type not in allowed or charset not in ("", "utf-8", "utf8"):
        raise UnsupportedMediaType(
            "This address reads other media types.", part="Content-Type", allowed=list(allowed)
        )


def refusal_of(wrong: ValidationError, body: bytes, lang: Lang) -> DomainError:
    """Turn what is wrong with a JSON text into a refusal that points at each place."""
    return validation_error([_placed(e, body) for e in wrong.errors(include_url=False)], lang)


def refuse_twice(text: bytes | str, lang: Lang) -> None:
    """Refuse a well-formed JSON text in which one object gives a key twice; which one counts, who knows.

    :raises InvalidInput: with the way to it
    """
    twice = find_twice(text)
    if twice is not None:
        raise validation_error([_given_twice(twice)], lang)


def find_twice(body: bytes | str) -> tuple[str | int, ...] | None:
    """Find a key that one object of a well-formed JSON text gives twice: the way to it, or None."""
    return _way_to_twice(json.loads(body, object_pairs_hook=_Object))


class _Object(dict[str, Any]):
    """A JSON object that remembers whether one of its keys was given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice: str | None = None
        if len(self) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.twice = key
                    break
                seen.add(key)


def _way_to_twice(node: Any) -> tuple[str | int, ...] | None:
    if isinstance(node, _Object) and node.twice is not None:
        return (node.twice,)
    steps: Iterable[tuple[str | int, Any]] = ()
    if isinstance(node, dict):
        steps = node.items()
    elif isinstance(node, list):
        steps = enumerate(node)
    for step, value in steps:
        way = _way_to_twice(value)
        if way is not None:
            return (step, *way)
    return None


def _given_twice(way: tuple[str | int, ...]) -> ErrorDetails:
    return {"type": TWICE, "loc": way, "msg": "The same key is given twice.", "input": None}


def _placed(error: ErrorDetails, body: bytes) -> ErrorDetails:
    if error["type"] == TWICE:
        return _given_twice(find_twice(body) or ())
    return error
