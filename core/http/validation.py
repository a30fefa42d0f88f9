"""Validation errors for people and machines: where, which rule, what would be allowed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic_core import ErrorDetails, to_jsonable_python

from core import texts
from core.errors import DomainError, Malformed
from core.http.errors import InvalidInput
from core.texts import Lang

PLACES: Final = frozenset({"body", "query", "path", "header", "cookie"})

BOUNDS: Final = ("gt", "ge", "lt", "le", "max_digits", "decimal_places", "whole_digits")

TYPES: Final[Mapping[str, str]] = {
    "object": "model_type model_attributes_type dataclass_type dict_type mapping_type",
    "array": "list_type tuple_type set_type frozen_set_type iterable_type deque_type",
    "string": "string_type bytes_type json_type",
    "integer": "int_type int_parsing int_from_float",
    "number": "float_type float_parsing decimal_type decimal_parsing",
    "boolean": "bool_type bool_parsing",
    "null": "none_required",
}
"""Pydantic's errors by the JSON type they miss."""

FORMATS: Final[Mapping[str, str]] = {
    "date": "date_type date_parsing date_from_datetime_parsing date_from_datetime_inexact",
    "time": "time_type time_parsing",
    "date-time": "datetime_type datetime_parsing datetime_object_invalid"
    " datetime_from_date_parsing",
    "duration": "time_delta_type time_delta_parsing",
    "uuid": "uuid_type uuid_parsing uuid_version",
    "uri": "url_type url_parsing url_syntax_violation url_scheme",
}
"""Pydantic's errors by the format they miss."""

TYPE_OF: Final = {kind: name for name, kinds in TYPES.items() for kind in kinds.split()}
FORMAT_OF: Final = {kind: name for name, kinds in FORMATS.items() for kind in kinds.split()}

UNSEEN: Final = object()
"""The body was not kept, so that a pointer cannot be checked against it."""


def validation_error(
    errors: Sequence[ErrorDetails],
    lang: Lang,
    *,
    body: object = UNSEEN,
    placed: bool = False,
) -> DomainError:
    """Turn pydantic's errors into one refusal, to be raised or put into a row of a batch.

    `placed` says that each location starts with where it is, as FastAPI's do (`body`, `query`…);
    given the `body`, pointers lead only through what was really sent.
    """
    if any(error["type"] == "json_invalid" for error in errors):
        return Malformed()
    told = [_tell(error, lang, body, placed) for error in errors]
    return InvalidInput(count=len(told), errors=told)


def _tell(error: ErrorDetails, lang: Lang, body: object, placed: bool) -> dict[str, Any]:
    loc: tuple[int | str, ...] = tuple(error["loc"])
    place = "body"
    if placed and loc and loc[0] in PLACES:
        place, loc = str(loc[0]), loc[1:]
    rule, allowed, text = read_rule(error)
    told: dict[str, Any] = {"in": place}
    if place == "body":
        if body is not UNSEEN:
            loc = _real(loc, body, rule)
        told["pointer"] = "".join(f"/{_escape(part)}" for part in loc)
    else:
        told["pointer"] = str(loc[0]) if loc else ""
    told["rule"] = rule
    if allowed is not None:
        told["allowed"] = allowed
    told["detail"] = _words(error, text, lang, allowed)
    return told


def read_rule(error: ErrorDetails) -> tuple[str, Any, str]:
    """Name the broken rule, what it allows, and the key of its text."""
    kind, ctx = error["type"], error.get("ctx", {})
    bounds = {name: ctx[name] for name in BOUNDS if name in ctx}
    if kind in TYPE_OF:
        return "type", {"type": TYPE_OF[kind]}, f"rule.type.{TYPE_OF[kind]}"
    if kind in FORMAT_OF:
        return "format", {"format": FORMAT_OF[kind]}, f"rule.format.{FORMAT_OF[kind]}"
    if kind.startswith("missing") or kind == "union_tag_not_found":
        return "missing", None, "rule.missing"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "extra", None, "rule.extra"
    if kind.endswith("too_long"):
        return "too_long", {"max_length": ctx["max_length"]}, "rule.too_long"
    if kind.endswith("too_short"):
        return "too_short", {"min_length": ctx["min_length"]}, "rule.too_short"
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        return "enum", _listed(ctx.get("expected") or ctx.get("expected_tags", "")), "rule.enum"
    if kind == "multiple_of":
        return "range", {"multiple_of": ctx["multiple_of"]}, "rule.multiple"
    if bounds or kind in ("finite_number", "int_parsing_size") or kind.endswith(("past", "future")):
        return "range", to_jsonable_python(bounds) or None, "rule.range"
    if kind == "string_pattern_mismatch":
        return "format", {"pattern": ctx["pattern"]}, "rule.pattern"
    if kind in ("string_unicode", "string_not_ascii", "bytes_invalid_encoding"):
        return (
            "format",
            {"encoding": "ascii" if kind.endswith("ascii") else "utf-8"},
            "rule.unicode",
        )
    if kind.startswith("timezone"):
        return "format", {"format": "date-time"}, "rule.timezone"
    if kind in ("value_error", "assertion_error"):
        return "value", None, "rule.value"
    # A rule of our own, raised as PydanticCustomError: its type is its name.
    return kind, to_jsonable_python(ctx.get("allowed"), fallback=str), f"rule.{kind}"


def _words(error: ErrorDetails, text: str, lang: Lang, allowed: object) -> str:
    """Say it in the reader's language; what a validator says itself is English, as written."""
    own = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if not texts.has(text) or (text == "rule.value" and lang == "en"):
        return own
    return texts.say(text, lang, **(allowed if isinstance(allowed, dict) else {}))


def _listed(expected: str) -> list[str]:
    """Read pydantic's `'a', 'b' or 'c'` back into values."""
    quoted = re.findall(r"'((?:[^'\\]|\\.)*)'", expected)
    return quoted or [part for part in re.split(r", | or ", expected) if part]


def _real(loc: Sequence[int | str], body: object, rule: str) -> tuple[int | str, ...]:
    """Drop what pydantic adds to a location: union tags, validators' names, `[key]`."""
    path: list[int | str] = []
    node = body
    for depth, part in enumerate(loc):
        inside = (isinstance(node, Mapping) and part in node) or (
            isinstance(node, list | tuple) and isinstance(part, int) and part < len(node)
        )
        if inside:
            node = node[part]  # type: ignore[index]
        elif rule != "missing" or depth < len(loc) - 1:
            continue
        path.append(part)
    return tuple(path)


def _escape(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
