"""The history of positions keeps what says something new."""

from datetime import UTC, datetime, timedelta

import pytest

from field_units.tracks import Row, is_worth_keeping

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
LAST: Row = ("U1", NOW, 120.1, 30.2, None)


@pytest.mark.parametrize(
    ("seconds", "lon", "kept"),
    [
        (10, 120.1, False),
        (59, 120.1005, False),
        (60, 120.1, True),
        (10, 120.102, True),
        (-10, 120.2, False),
        (0, 120.2, False),
    ],
)
def test_a_position_is_kept_a_minute_or_a_hundred_metres_after_the_last(
    seconds: int, lon: float, kept: bool
) -> None:
    row: Row = ("U1", NOW + timedelta(seconds=seconds), lon, 30.2, None)

    assert is_worth_keeping(LAST, row) is kept


def test_the_first_is_kept() -> None:
    assert is_worth_keeping(None, LAST)
