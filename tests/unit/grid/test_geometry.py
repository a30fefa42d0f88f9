"""Coordinate systems and distances."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid import geometry
from grid.values import Crs

INLAND = st.tuples(st.floats(75, 135), st.floats(3, 53))
BEIJING_WGS84 = (116.397428, 39.90923)


class TestGcj02:
    def test_shifts_a_known_point_as_published(self) -> None:
        lon, lat = geometry.wgs84_to_gcj02(116.404, 39.915)

        assert (lon, lat) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)

    def test_shifts_by_hundreds_of_metres(self) -> None:
        shifted = geometry.wgs84_to_gcj02(*BEIJING_WGS84)

        assert 300 < geometry.distance_m(*BEIJING_WGS84, *shifted) < 700

    @given(INLAND)
    def test_there_and_back_is_the_same_point(self, point: tuple[float, float]) -> None:
        back = geometry.gcj02_to_wgs84(*geometry.wgs84_to_gcj02(*point))

        assert back == pytest.approx(point, rel=0, abs=1e-10)

    @pytest.mark.parametrize("point", [(2.35, 48.85), (-58.4, -34.6), (0.0, 0.0), (139.7, 35.7)])
    def test_leaves_points_outside_china_alone(self, point: tuple[float, float]) -> None:
        assert geometry.wgs84_to_gcj02(*point) == point
        assert geometry.gcj02_to_wgs84(*point) == point


class TestBd09:
    def test_shifts_a_known_point_as_published(self) -> None:
        lon, lat = geometry.gcj02_to_bd09(116.404, 39.915)

        assert (lon, lat) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)

    @given(INLAND)
    def test_there_and_back_is_the_same_point(self, point: tuple[float, float]) -> None:
        back = geometry.bd09_to_gcj02(*geometry.gcj02_to_bd09(*point))

        assert back == pytest.approx(point, rel=0, abs=1e-10)


class TestToCgcs2000:
    @given(INLAND)
    def test_undoes_both_shifts(self, point: tuple[float, float]) -> None:
        baidu = geometry.gcj02_to_bd09(*geometry.wgs84_to_gcj02(*point))

        assert geometry.to_cgcs2000(*baidu, Crs.BD09) == pytest.approx(point, rel=0, abs=1e-10)

    @pytest.mark.parametrize("crs", [Crs.CGCS2000, Crs.WGS84])
    def test_takes_wgs84_as_our_own(self, crs: Crs) -> None:
        assert geometry.to_cgcs2000(120.1, 30.2, crs) == (120.1, 30.2)

    @given(st.lists(INLAND, min_size=1, max_size=20), st.sampled_from(list(Crs)))
    def test_says_of_many_what_it_says_of_each(
        self, points: list[tuple[float, float]], crs: Crs
    ) -> None:
        columns = np.array(points)

        many = geometry.to_cgcs2000_many(columns[:, 0], columns[:, 1], crs)

        for lon, lat, point in zip(many.lon, many.lat, points, strict=True):
            assert geometry.to_cgcs2000(*point, crs) == pytest.approx((lon, lat), rel=0, abs=1e-10)

    def test_leaves_far_points_alone_among_many(self) -> None:
        lons, lats = np.array([2.35, 120.1]), np.array([48.85, 30.2])

        many = geometry.gcj02_to_wgs84_many(lons, lats)

        assert (many.lon[0], many.lat[0]) == (2.35, 48.85)
        assert many.lon[1] != 120.1
        there = geometry.wgs84_to_gcj02_many(many.lon, many.lat)
        assert there.lon == pytest.approx(lons, rel=0, abs=1e-10)
        assert there.lat == pytest.approx(lats, rel=0, abs=1e-10)


class TestDistance:
    def test_measures_a_degree_of_latitude(self) -> None:
        degree_m = math.pi * geometry.EARTH_M / 180

        assert geometry.distance_m(87.0, 43.0, 87.0, 44.0) == pytest.approx(degree_m)

    def test_is_nothing_to_the_same_place(self) -> None:
        assert geometry.distance_m(87.0, 43.0, 87.0, 43.0) == 0.0

    @given(INLAND, INLAND)
    def test_is_as_far_there_as_back(
        self, one: tuple[float, float], other: tuple[float, float]
    ) -> None:
        assert geometry.distance_m(*one, *other) == pytest.approx(geometry.distance_m(*other, *one))


class TestCrsNames:
    @pytest.mark.parametrize(
        ("text", "crs"),
        [
            ("CGCS2000", Crs.CGCS2000),
            ("cgcs-2000", Crs.CGCS2000),
            ("EPSG:4490", Crs.CGCS2000),
            ("wgs84", Crs.WGS84),
            ("WGS-84", Crs.WGS84),
            ("gcj02", Crs.GCJ02),
            ("GCJ_02", Crs.GCJ02),
            ("bd-09", Crs.BD09),
            ("BD09LL", Crs.BD09),
        ],
    )
    def test_are_read_however_they_are_written(self, text: str, crs: Crs) -> None:
        assert Crs.parse(text) is crs

    @pytest.mark.parametrize("text", ["", "mars", "EPSG:3857", "bd09mc"])
    def test_that_nobody_knows_are_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="no coordinate system"):
            Crs.parse(text)
