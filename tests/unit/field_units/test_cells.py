"""What is near is found by looking around, and is what a look at everything finds."""

from hypothesis import given
from hypothesis import strategies as st

from field_units.cells import Cells, cell_of
from grid.geometry import distance_m

PLACES = st.lists(st.tuples(st.floats(119.5, 120.7), st.floats(29.2, 30.6)), max_size=40)


@given(PLACES, st.floats(119.5, 120.7), st.floats(29.2, 30.6), st.integers(1, 6))
def test_the_nearest_are_those_a_look_at_all_finds(
    places: list[tuple[float, float]], lon: float, lat: float, most: int
) -> None:
    cells = Cells()
    for number, place in enumerate(places):
        cells.put(f"U{number}", *place)
    far = 400_000.0

    found = cells.near(lon, lat, most=most, within_m=far)

    everything = sorted((distance_m(*at, lon, lat), f"U{n}") for n, at in enumerate(places))
    assert found == everything[:most]


def test_who_does_not_fit_or_is_too_far_is_passed_over() -> None:
    cells = Cells()
    cells.put("near", 120.1, 30.2)
    cells.put("far", 120.1, 30.25)
    cells.put("off", 120.1, 30.2)

    found = cells.near(120.1, 30.2, most=5, within_m=1_000, fits=lambda name: name != "off")

    assert found == [(0.0, "near")]


def test_who_moves_is_where_it_is_now_and_who_is_dropped_nowhere() -> None:
    cells = Cells()
    cells.put("A", 120.1, 30.2)
    cells.put("A", 120.9, 30.9)
    cells.put("B", 120.1, 30.2)
    cells.drop("B")
    cells.drop("nobody")

    assert cells.near(120.1, 30.2, most=5, within_m=10_000) == []
    assert [name for _, name in cells.near(120.9, 30.9, most=5, within_m=10)] == ["A"]
    assert len(cells) == 1


def test_a_place_is_known_again_within_some_hundred_metres_and_no_place_is_none() -> None:
    assert cell_of(120.1301, 30.2602) == cell_of(120.1310, 30.2615)
    assert cell_of(120.13, 30.26) != cell_of(120.14, 30.26)
    assert cell_of(None, 30.26) is None
