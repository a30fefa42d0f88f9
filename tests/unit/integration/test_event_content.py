"""When two reports say the same, and how it is told where they do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.cases.values import differing
from tests.factories import make_report
from tests.platform import make_event

FULL: dict[str, Any] = {
    "source_event_id": "EV-1",
    "occurred_at": "2026-11-20T10:00:00+08:00",
    "title": "占道摆摊",
    "description": "路口有三个摊位",
    "category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M01"},
    "location": {"lon": 87.0, "lat": 43.03, "crs": "CGCS2000", "address": "东湖路1号"},
    "subject": {"name": "某某店", "uscc": "9133X", "kind": "unit"},
    "urgency": "general",
    "attachments": [{"url": "http://files.example/1", "sha256": "0" * 64}],
}


def differ(**changes: Any) -> list[str]:
    """Name the pointers in which a report with changes differs from the full one."""
    first = make_report(**FULL).content
    return differing(first, make_report(**(FULL | changes)).content)


class TestSame:
    @pytest.mark.parametrize(
        "changes",
        [
            dict(reversed(FULL.items())),
            {"location": {"address": "东湖路1号", "lat": 43.03, "lon": 87, "crs": "CGCS2000"}},
            {"location": {"address": "东湖路1号", "lat": 43.03, "lon": 87.0}},
            {"location": {"address": "东湖路1号", "lat": 4.303e1, "lon": 87.0, "crs": "epsg:4490"}},
            {"occurred_at": "2026-11-20T02:00:00Z"},
            {"occurred_at": "2026-11-20T07:30:00.000000+05:30"},
            {"urgency": None},
            {"attachments": [{"sha256": "0" * 64, "media_type": None, **FULL["attachments"][0]}]},
        ],
    )
    def test_however_it_is_written(self, changes: dict[str, Any]) -> None:
        assert differ(**changes) == []

    @pytest.mark.parametrize("nothing", [None, {}, {"lon": None}, {"crs": "WGS84"}])
    def test_whether_a_place_is_absent_or_empty(self, nothing: dict[str, Any] | None) -> None:
        absent = make_report(**(FULL | {"location": None})).content

        assert differing(absent, make_report(**(FULL | {"location": nothing})).content) == []

    @pytest.mark.parametrize("field", ["subject", "attachments", "description"])
    def test_whether_a_field_is_absent_or_null(self, field: str) -> None:
        event = make_event(**FULL)
        del event[field]

        null = make_report(**(event | {field: None})).content

        assert differing(make_report(**event).content, null) == []


class TestDifferent:
    @pytest.mark.parametrize(
        ("changes", "pointers"),
        [
            ({"title": "别的"}, ["/title"]),
            ({"description": None}, ["/description"]),
            ({"occurred_at": "2026-11-20T10:00:01+08:00"}, ["/occurred_at"]),
            ({"category": FULL["category"] | {"code": "M02"}}, ["/category/code"]),
            (
                {"location": FULL["location"] | {"lon": 87.1, "address": None}},
                ["/location/address", "/location/lon"],
            ),
            ({"location": None}, ["/location"]),
            ({"location": FULL["location"] | {"crs": "WGS84"}}, ["/location/crs"]),
            ({"subject": {"name": "某某店"}}, ["/subject/kind", "/subject/uscc"]),
            ({"urgency": "urgent"}, ["/urgency"]),
            (
                {"attachments": [{"url": "http://files.example/2"}]},
                ["/attachments/0/sha256", "/attachments/0/url"],
            ),
            ({"attachments": FULL["attachments"] * 2}, ["/attachments"]),
        ],
    )
    def test_names_each_field(self, changes: dict[str, Any], pointers: list[str]) -> None:
        assert differ(**changes) == pointers

    def test_escapes_what_a_pointer_cannot_hold(self) -> None:
        assert differing({"a/b": {"~": 1}}, {"a/b": {"~": 2}}) == ["/a~1b/~0"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), JSON), st.dictionaries(st.text(max_size=3), JSON))
def test_contents_that_are_equal_and_only_they_differ_nowhere(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    def without_null(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_null(v) for k, v in value.items() if v is not None}
        if isinstance(value, list):
            return [without_null(v) for v in value]
        return value

    one, other = without_null(one), without_null(other)

    assert differing(one, one) == []
    assert (differing(one, other) == []) == (one == other)
