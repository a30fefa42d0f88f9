"""The strip along borders, against its definition: the distance in the plane at the point."""

import math
from typing import Final

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from grid.geometry import DEGREE_M
from grid.index import GridIndex

STEP: Final = 20 / DEGREE_M
"""Twenty metres of latitude, in degrees."""
WORLD: Final[dict[str, BaseGeometry]] = {
    "a": Polygon(
        box(120.0, 30.0, 120.1, 30.1).exterior, [box(120.04, 30.04, 120.06, 30.06).exterior]
    ),
    "b": box(120.1, 30.0, 120.2, 30.1),
    "c": box(120.0, 30.1, 120.1, 30.2),
    "d": MultiPolygon([box(120.1, 30.1, 120.2, 30.2), box(120.3, 30.0, 120.4, 30.1)]),
}


def make_index(world: dict[str, BaseGeometry]) -> GridIndex:
    return GridIndex(codes=list(world), districts=list(world), polygons=list(world.values()))


def distance_m(ground: BaseGeometry, lon: float, lat: float) -> float:
    """Measure from a point to the nearest border of some ground."""
    scale = np.array([DEGREE_M * math.cos(math.radians(lat)), DEGREE_M])
    border = shapely.transform(ground.boundary, lambda points: (points - (lon, lat)) * scale)
    return float(shapely.distance(border, shapely.Point(0, 0)))


class TestNear:
    @pytest.mark.parametrize(
        ("lon", "lat", "near"),
        [
            (120.05, 30.02, ()),
            (120.05, 30.1 - 0.9 * STEP, ("c",)),
            (120.05, 30.1 - 1.1 * STEP, ()),
            (120.05, 30.1 + 0.9 * STEP, ("a",)),
            (120.1 - 0.5 * STEP, 30.05, ("b",)),
            (120.1, 30.1, ("b", "c", "d")),
            (120.0, 30.05, ()),
            (120.05, 30.05, ()),
            (120.05, 30.04 + 0.5 * STEP, ("a",)),
            (120.25, 30.05, ()),
            (120.4 + 0.5 * STEP, 30.05, ("d",)),
            (121.0, 31.0, ()),
            (math.nan, 30.05, ()),
            (120.05, math.inf, ()),
        ],
    )
    def test_names_the_townships_across_a_border_within_the_strip(
        self, lon: float, lat: float, near: tuple[str, ...]
    ) -> None:
        index = make_index(WORLD)

        assert index.near(lon, lat, 20.0) == near
        many = index.near_many(np.array([lon]), np.array([lat]), 20.0)
        assert many == ({0: near} if near else {})

    def test_is_as_wide_east_as_north(self) -> None:
        index = make_index(WORLD)
        wide = STEP / math.cos(math.radians(30.05))

        assert index.near(120.1 - 0.99 * wide, 30.05, 20.0) == ("b",)
        assert index.near(120.1 - 1.01 * wide, 30.05, 20.0) == ()

    def test_follows_the_strip_it_is_given(self) -> None:
        index = make_index(WORLD)

        assert index.near(120.05, 30.1 - 5 * STEP, 20.0) == ()
        assert index.near(120.05, 30.1 - 5 * STEP, 101.0) == ("c",)
        assert index.near(120.05, 30.1 - 5 * STEP, 20_000.0) == ("b", "c", "d")

    @settings(max_examples=150, deadline=None)
    @given(
        st.floats(119.99, 120.42),
        st.floats(29.99, 30.21),
        st.sampled_from([1.0, 20.0, 500.0, 8000.0]),
    )
    def test_agrees_with_shapely_everywhere(self, lon: float, lat: float, metres: float) -> None:
        assert_agrees(lon, lat, metres)

    @settings(max_examples=150, deadline=None)
    @given(
        st.sampled_from(
            [(120.1, 30.05), (120.05, 30.1), (120.1, 30.1), (120.2, 30.1), (120.3, 30.0)]
        ),
        st.floats(-30, 30),
        st.floats(-30, 30),
    )
    def test_agrees_with_shapely_along_borders(
        self, corner: tuple[float, float], east_m: float, north_m: float
    ) -> None:
        assert_agrees(corner[0] + east_m / DEGREE_M, corner[1] + north_m / DEGREE_M, 20.0)


INDEX: Final = make_index(WORLD)


def assert_agrees(lon: float, lat: float, metres: float) -> None:
    own = INDEX.locate(lon, lat).township
    away = {code: distance_m(ground, lon, lat) for code, ground in WORLD.items() if code != own}

    near = INDEX.near(lon, lat, metres)

    assert {code for code, far in away.items() if far < metres * (1 - 1e-9)} <= set(near)
    assert set(near) <= {code for code, far in away.items() if far <= metres * (1 + 1e-9)}
    many = INDEX.near_many(np.array([lon, 120.02]), np.array([lat, 30.02]), metres)
    assert many.get(0, ()) == near
