"""Cells: what was written is read again, and what cannot be read says what it should have been."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.catalogue.cells import Column, Sort, Unreadable

WORDS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), blacklist_characters="|")
)
VALUES: Mapping[Sort, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "count": st.integers(-(2**53), 2**53),
    "flag": st.booleans(),
    "day": st.dates(),
    "list": st.lists(WORDS.filter(bool)).map(tuple),
    "object": st.dictionaries(WORDS, st.one_of(st.booleans(), WORDS, st.lists(WORDS))),
}


@pytest.mark.parametrize("sort", VALUES)
@given(data=st.data())
def test_what_was_written_is_read_again(sort: Sort, data: st.DataObject) -> None:
    column = Column("a", sort, optional=sort != "text")
    value = data.draw(VALUES[sort])

    cell = column.write(value)

    assert column.read(cell) == value or cell == ""
    assert column.write(column.read(cell)) == cell


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        (Column("a", required=True), "", "missing"),
        (Column("a", "number"), "五", "not_a_number"),
        (Column("a", "number"), "nan", "not_a_number"),
        (Column("a", "count"), "2.5", "not_a_count"),
        (Column("a", "flag"), "也许", "not_a_flag"),
        (Column("a", "day"), "20260131", "not_a_day"),
        (Column("a", "day"), "2026-02-30", "not_a_day"),
        (Column("a", "object"), "[1]", "not_an_object"),
        (Column("a", choices=("own", "shared")), "both", "not_one_of"),
        (Column("a", "list", choices=("ban", "closure")), "ban|jail", "not_one_of"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(column: Column, cell: str, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        column.read(cell)

    assert refused.value.rule == rule


def test_an_empty_cell_is_none_where_nothing_is_known_and_the_default_where_there_is_one() -> None:
    assert Column("a", "flag", optional=True).read("") is None
    assert Column("a", "flag").read("") is False
    assert Column("a", "list", default="*").read("") == ("*",)
    assert Column("a", "day", optional=True).read("") is None
    assert Column("a", "count").read("2021.0") == 2021
    assert Column("a", "day").read("2026-01-31") == date(2026, 1, 31)
