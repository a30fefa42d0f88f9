"""A batch is parted where JSON says it is, whatever stands in its strings."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration import rows
from integration.errors import BatchTooLong, NotABatch

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"\\,[]{}: 店\n'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(VALUES, min_size=1, max_size=8), st.booleans(), st.integers(2, 40))
@settings(max_examples=300)
def test_an_array_is_parted_into_its_elements(values: list[Any], ascii_: bool, window: int) -> None:
    body = json.dumps(values, ensure_ascii=ascii_, indent=window % 3 or None).encode()
    before = rows.WINDOW
    rows.WINDOW = window  # type: ignore[misc]
    try:
        parted = rows.split(body)
    finally:
        rows.WINDOW = before  # type: ignore[misc]

    assert [json.loads(row) for row in parted] == values


def test_lines_are_rows_and_blank_lines_are_none() -> None:
    assert rows.split(b'\n{"a":1}\r\n\n{"b":2}\n') == [b'{"a":1}\r', b'{"b":2}']


@pytest.mark.parametrize(
    "body", [b"", b"  \n ", b"[]", b"[ ]", b"[", b'["a"', b"[1] 2", b"[1]]", b'["\\"]']
)
def test_what_is_neither_an_array_nor_lines_is_refused(body: bytes) -> None:
    with pytest.raises(NotABatch):
        rows.split(body)


def test_rows_are_counted_before_any_is_read() -> None:
    assert len(rows.split(b"[" + b",".join([b"0"] * 5_000) + b"]")) == 5_000
    with pytest.raises(BatchTooLong):
        rows.split(b"[" + b",".join([b"0"] * 5_001) + b"]")
    with pytest.raises(BatchTooLong):
        rows.split(b"0\n" * 5_001)
