"""Special areas lie above the townships, each for its days."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry import Point, box

from grid.special import SpecialArea, SpecialAreas

STATION = SpecialArea(
    code="station",
    name="东站",
    priority=10,
    polygon=box(120.0, 30.0, 120.2, 30.2),
    valid_from=date(2025, 7, 1),
)
LAKE = SpecialArea(
    code="lake",
    name="湖",
    priority=5,
    polygon=box(120.1, 30.1, 120.4, 30.4),
    valid_to=date(2026, 1, 1),
)
AREAS = SpecialAreas([STATION, LAKE])


class TestAt:
    def test_the_area_that_counts_first_is_named_first(self) -> None:
        assert AREAS.at(120.15, 30.15, date(2025, 8, 1)) == ("lake", "station")

    def test_an_area_is_there_only_on_its_days(self) -> None:
        assert AREAS.at(120.15, 30.15, date(2025, 6, 30)) == ("lake",)
        assert AREAS.at(120.15, 30.15, date(2025, 12, 31)) == ("lake", "station")
        assert AREAS.at(120.15, 30.15, date(2026, 1, 1)) == ("station",)

    def test_a_border_belongs_to_the_area(self) -> None:
        assert AREAS.at(120.0, 30.1, date(2026, 1, 1)) == ("station",)
        assert AREAS.at(119.999, 30.1, date(2026, 1, 1)) == ()

    def test_a_city_may_have_none(self) -> None:
        nothing = SpecialAreas(())

        assert nothing.at(120.0, 30.0, date(2026, 1, 1)) == ()
        assert nothing.at_many(np.zeros(1), np.zeros(1), days(date(2026, 1, 1))) == {}

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.floats(119.9, 120.5),
                st.floats(29.9, 30.5),
                st.dates(date(2025, 6, 1), date(2026, 2, 1)),
            ),
            max_size=8,
        )
    )
    def test_of_many_points_it_is_as_shapely_says_of_each(
        self, asked: list[tuple[float, float, date]]
    ) -> None:
        wanted = [
            tuple(
                area.code
                for area in (LAKE, STATION)
                if area.polygon.intersects(Point(lon, lat))
                and (area.valid_from or date.min) <= day < (area.valid_to or date.max)
            )
            for lon, lat, day in asked
        ]

        many = AREAS.at_many(
            np.array([lon for lon, _, _ in asked]),
            np.array([lat for _, lat, _ in asked]),
            days(*(day for _, _, day in asked)),
        )

        assert [AREAS.at(*one) for one in asked] == wanted
        assert many == {number: codes for number, codes in enumerate(wanted) if codes}


def days(*given: date) -> NDArray[np.int64]:
    return np.array([day.toordinal() for day in given], dtype=np.int64)
