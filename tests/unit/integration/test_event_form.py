"""The published JSON Schema and the API accept the same events, and refuse the same ones."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from pydantic import ValidationError as Refused

from integration import values
from tests.platform import make_event

FORMATS = FormatChecker(())


@FORMATS.checks("date-time")
def _is_moment(text: object) -> bool:
    if not isinstance(text, str):
        return True
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _pattern(_: Any, pattern: str, text: object, __: Any) -> Iterator[ValidationError]:
    # Python's `$` also fits before a last line end; that of JSON Schema (ECMA 262) does not.
    if isinstance(text, str) and not re.search(pattern.replace("$", r"\Z"), text):
        yield ValidationError(f"{text!r} does not match {pattern!r}")


SCHEMA: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)(values.schema(), format_checker=FORMATS)


def accepted_by_api(event: object) -> bool:
    try:
        values.read(json.dumps(event).encode())
    except Refused:
        return False
    return True


def both_say(event: object) -> bool:
    api, schema = accepted_by_api(event), SCHEMA.is_valid(event)
    assert api == schema, (event, f"API {api}, schema {schema}")
    return api


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(values.schema())
    assert values.schema()["$id"] == "/schemas/event-1.json"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"occurred_at": "2026-11-20T02:00:00Z"},
        {"occurred_at": "2026-11-20T02:00:00.123456-03:30"},
        {"location": None, "description": None, "subject": None, "attachments": None},
        {"location": {}, "subject": {}, "attachments": []},
        {"location": {"lon": None, "lat": None, "address": "东湖路1号"}},
        {"location": {"lon": 87, "lat": 43, "crs": None}},
        {"location": {"lon": -180, "lat": 90, "crs": "gcj02"}},
        {"location": {"township_code": "990101003", "township_scheme": "old_list"}},
        {"urgency": "critical"},
        {"urgency": None},
        {"description": "第一行\n第二行\t完\r\n"},
        {"title": ':"', "description": 'title": ":', "source_event_id": ": \\"},
        {"title": "题" * 500, "source_event_id": "号" * 128},
        {"subject": {"name": "某某店", "uscc": "91330100MA2XXXXX0X", "kind": "unit"}},
        {"attachments": [{"url": "https://files.example/照片.jpg", "sha256": "0" * 64}]},
        {"attachments": [{"url": "http://x/1", "media_type": "image/jpeg"}] * 20},
    ],
)
def test_both_accept(changes: dict[str, Any]) -> None:
    event = make_event() | changes

    assert both_say(event)


WRONG: dict[str, list[Any]] = {
    "source_event_id": ["", "号" * 129, 7, None, "a\x00", ...],
    "occurred_at": [
        "2026-11-20T10:00:00",
        "2026-11-20",
        "2026-02-30T10:00:00Z",
        "2026-11-20T25:00:00Z",
        "2026-11-20 10:00:00Z",
        "20261120T100000Z",
        "1732000000",
        1732000000,
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
        "yesterday",
        None,
        ...,
    ],
    "title": ["", "题" * 501, 7, True, None, ["题"], "\x07", ...],
    "category": [None, "M01", {}, [], ...],
    "category.scheme": ["", "s" * 201, 1, None, ...],
    "category.kind": ["event", "", "Matter", None, ...],
    "category.code": ["", "c" * 201, 9005, None, ...],
    "category.extra": ["x"],
    "description": ["", "述" * 10_001, 7, "\x1b[31m"],
    "location": ["here", [87, 43], 7],
    "location.lon": [-180.1, 181, "87.03", True, None, ...],
    "location.lat": [-90.1, 91, "43.03", False, None, ...],
    "location.crs": ["", "mars", 4490, ["WGS84"], "Gcj 02"],
    "location.address": ["", "址" * 501, 1, "\x00"],
    "location.township_code": ["", "9" * 33, 990101001, "99 01", "990101001\n"],
    "location.township_scheme": ["", "s" * 201, 1],
    "location.height": [3],
    "subject": ["某某", []],
    "subject.name": ["", "名" * 201, 1],
    "subject.uscc": ["", "9133 0100", "9" * 33, 1],
    "subject.kind": ["firm", ""],
    "subject.phone": ["123"],
    "urgency": ["", "low", "紧急", 1],
    "attachments": [{}, "http://x/1", [{}], [{"url": "http://x/1"}] * 21],
    "attachments.0.url": ["", "ftp://x/1", "x/1", "http://", "http://x/ 1", "http://x/\x00", 1],
    "attachments.0.sha256": ["", "0" * 63, "G" * 64, "A" * 64],
    "attachments.0.media_type": ["m" * 101, 1, "image/\x00"],
    "reporter": ["张三"],
}


def put(event: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Give the event with something else at a place; `...` takes the place away."""
    copy = json.loads(json.dumps(event))
    *way, last = path.split(".")
    node: Any = copy
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    if value is ...:
        node.pop(last)
    else:
        node[last] = value
    return dict(copy)


@pytest.mark.parametrize(
    ("path", "value"), [(path, value) for path, values in WRONG.items() for value in values]
)
def test_both_refuse(path: str, value: object) -> None:
    event = make_event(attachments=[{"url": "http://x/1"}])

    assert not both_say(put(event, path, value))


FEW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-200, 200),
    st.floats(-200, 200, allow_nan=False),
    st.text(max_size=3),
    st.sampled_from(
        ["2026-11-20T10:00:00Z", "matter", "WGS84", "wgs-84", "unit", "urgent", "http://x/"]
    ),
    st.just({}),
    st.just([]),
)
PLACES = st.sampled_from(sorted(WRONG))


@settings(max_examples=300)
@given(st.lists(st.tuples(PLACES, FEW), min_size=1, max_size=3))
def test_both_say_the_same_of_any_event(changes: list[tuple[str, object]]) -> None:
    event = make_event(attachments=[{"url": "http://x/1"}])
    for path, value in sorted(changes, key=lambda change: -change[0].count(".")):
        event = put(event, path, value)

    both_say(event)


@pytest.mark.parametrize(
    "body",
    [
        '{"title": "一", "title": "二", ',
        '{"title": "一", "titl\\u0065" : "二", ',
        '{"title": "一", "location": {"lon": 1, "lat": 43, "lon": 2}, ',
        '{"title": "一", "attachments": [{"url": "http://x/1", "url":"http://x/2"}], ',
    ],
)
def test_a_key_given_twice_is_refused(body: str) -> None:
    event = {key: make_event()[key] for key in ("source_event_id", "occurred_at", "category")}

    with pytest.raises(Refused):
        values.read((body + json.dumps(event)[1:]).encode())
