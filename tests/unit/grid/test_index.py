"""The index against the definition: shapely's intersects, the lowest code first."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from grid.geometry import wgs84_to_gcj02
from grid.index import OUTSIDE, GridIndex
from grid.values import Crs, Place

CITIES = Path(__file__).parents[3] / "cities"


def make_index(polygons: dict[str, BaseGeometry]) -> GridIndex:
    return GridIndex(
        codes=list(polygons),
        districts=[code[:1] for code in polygons],
        polygons=list(polygons.values()),
        version=7,
    )


def by_definition(polygons: dict[str, BaseGeometry], lon: float, lat: float) -> str | None:
    point = Point(lon, lat)
    touching = [code for code, polygon in polygons.items() if shapely.intersects(polygon, point)]
    return min(touching, default=None)


def assert_agrees(polygons: dict[str, BaseGeometry], points: Sequence[tuple[float, float]]) -> None:
    index = make_index(polygons)
    wanted = [by_definition(polygons, lon, lat) for lon, lat in points]

    one_by_one = [index.locate(lon, lat).township for lon, lat in points]
    columns = np.array(points, dtype=np.float64).reshape(-1, 2)
    together = [
        None if position == OUTSIDE else index.codes[position]
        for position in index.locate_many(columns[:, 0], columns[:, 1])
    ]

    assert one_by_one == wanted
    assert together == wanted


def telling_points(polygons: dict[str, BaseGeometry]) -> list[tuple[float, float]]:
    """Every vertex, the middle and a third of every side, and the next double beside each."""
    points: list[tuple[float, float]] = []
    for polygon in polygons.values():
        for part in shapely.get_parts(polygon):
            for ring in (part.exterior, *part.interiors):
                corners = shapely.get_coordinates(ring)
                points.extend(map(tuple, corners.tolist()))
                points.extend(map(tuple, ((corners[1:] + corners[:-1]) / 2).tolist()))
                points.extend(map(tuple, ((corners[1:] + 2 * corners[:-1]) / 3).tolist()))
    beside = [
        (float(np.nextafter(lon, lon + sign)), lat) for lon, lat in points for sign in (-1, 1)
    ]
    return points + beside


class TestTinyWorld:
    """Two districts of unit squares: a | b, with a hole in a; c | d above, d also an island."""

    WORLD: ClassVar[dict[str, BaseGeometry]] = {
        "d": MultiPolygon([box(1, 1, 2, 2), box(3, 0, 3.5, 0.5)]),
        "a": Polygon(box(0, 0, 1, 1).exterior, [box(0.4, 0.4, 0.6, 0.6).exterior]),
        "c": box(0, 1, 1, 2),
        "b": box(1, 0, 2, 1),
    }

    @pytest.mark.parametrize(
        ("lon", "lat", "township"),
        [
            (0.1, 0.1, "a"),
            (1.9, 0.1, "b"),
            (0.5, 1.5, "c"),
            (1.5, 1.5, "d"),
            (3.2, 0.2, "d"),
            (0.5, 0.5, None),
            (2.5, 0.5, None),
            (-0.1, 0.5, None),
            (0.5, 2.1, None),
        ],
    )
    def test_every_point_has_its_township(
        self, lon: float, lat: float, township: str | None
    ) -> None:
        place = make_index(self.WORLD).locate(lon, lat)

        assert place == Place(township, township, lon, lat, 7)

    @pytest.mark.parametrize(
        ("lon", "lat", "township"),
        [
            (1.0, 0.5, "a"),
            (0.5, 1.0, "a"),
            (1.0, 1.0, "a"),
            (1.5, 1.0, "b"),
            (1.0, 1.5, "c"),
            (0.4, 0.5, "a"),
            (0.6, 0.6, "a"),
            (0.0, 0.0, "a"),
            (2.0, 2.0, "d"),
            (3.5, 0.25, "d"),
        ],
    )
    def test_a_border_belongs_to_the_lowest_code(
        self, lon: float, lat: float, township: str
    ) -> None:
        assert make_index(self.WORLD).locate(lon, lat).township == township

    def test_agrees_with_shapely_on_vertices_sides_and_their_neighbours(self) -> None:
        assert_agrees(self.WORLD, telling_points(self.WORLD))

    @pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf"), 1e308])
    def test_what_is_no_place_on_earth_is_outside(self, odd: float) -> None:
        index = make_index(self.WORLD)

        assert index.locate(odd, 0.5).township is None
        assert index.locate(0.5, odd).township is None
        assert index.locate_many(np.array([odd, 0.1]), np.array([0.5, odd])).tolist() == [-1, -1]

    def test_knows_its_bounds(self) -> None:
        assert make_index(self.WORLD).bounds == (0.0, 0.0, 3.5, 2.0)

    def test_a_world_without_townships_is_all_outside(self) -> None:
        index = make_index({})

        assert index.locate(0.0, 0.0).township is None
        assert index.locate_many(np.zeros(2), np.zeros(2)).tolist() == [-1, -1]


class TestCrs:
    WORLD: ClassVar[dict[str, BaseGeometry]] = {
        "a": box(120.0, 30.0, 120.1, 30.1),
        "b": box(120.1, 30.0, 120.2, 30.1),
    }

    def test_brings_a_shifted_point_home_first(self) -> None:
        lon, lat = wgs84_to_gcj02(120.0999, 30.05)

        place = make_index(self.WORLD).locate(lon, lat, Crs.GCJ02)

        assert place.township == "a"
        assert (place.lon, place.lat) == pytest.approx((120.0999, 30.05), rel=0, abs=1e-9)
        assert make_index(self.WORLD).locate(lon, lat).township == "b"

    @pytest.mark.parametrize("crs", list(Crs))
    def test_says_of_many_what_it_says_of_each(self, crs: Crs) -> None:
        index = make_index(self.WORLD)
        points = np.random.default_rng(3).uniform((119.9, 29.9), (120.3, 30.2), (500, 2))

        together = index.locate_many(points[:, 0], points[:, 1], crs)

        for (lon, lat), position in zip(points.tolist(), together, strict=True):
            wanted = None if position == OUTSIDE else index.codes[position]
            assert index.locate(lon, lat, crs).township == wanted


COORDINATE = st.one_of(
    st.integers(-8, 8).map(float),
    st.floats(-8, 8, allow_nan=False),
    st.integers(-80, 80).map(lambda tenths: tenths / 10),
)
POINTS = st.lists(st.tuples(COORDINATE, COORDINATE), max_size=12)


@st.composite
def triangulated_worlds(draw: st.DrawFn) -> dict[str, BaseGeometry]:
    """Townships that fill a convex city: triangles over random corners, some put together."""
    corners = draw(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=4, max_size=14))
    try:
        drawn = shapely.delaunay_triangles(shapely.MultiPoint(corners))
    except shapely.errors.GEOSException:
        reject()
    triangles = [part for part in shapely.get_parts(drawn) if part.is_valid and part.area > 0]
    assume(triangles)
    owners = draw(st.lists(st.integers(0, 4), min_size=len(triangles), max_size=len(triangles)))
    world: dict[str, BaseGeometry] = {}
    for owner in sorted(set(owners), reverse=True):
        mine = [triangles[position] for position, who in enumerate(owners) if who == owner]
        merged = shapely.union_all(mine)
        # A sliver may vanish in the union; the doors refuse what is empty or invalid.
        assume(merged.is_valid and not merged.is_empty)
        assume(merged.geom_type in {"Polygon", "MultiPolygon"})
        world[str(owner)] = merged
    return world


@st.composite
def overlapping_worlds(draw: st.DrawFn) -> dict[str, BaseGeometry]:
    """Townships drawn without care: they overlap, hold holes, or lie inside one another."""
    world: dict[str, BaseGeometry] = {}
    for code in "abcd"[: draw(st.integers(1, 4))]:
        west, south = draw(COORDINATE), draw(COORDINATE)
        width, height = draw(st.floats(0.01, 6)), draw(st.floats(0.01, 6))
        outer = box(west, south, west + width, south + height)
        if draw(st.booleans()):
            hole = shapely.affinity.scale(outer, 0.5, 0.25)
            outer = Polygon(outer.exterior, [hole.exterior])
        if draw(st.booleans()):
            outer = shapely.affinity.rotate(outer, draw(st.floats(0, 90)))
        world[code] = outer
    return world


class TestAnyWorld:
    @settings(max_examples=150, deadline=None)
    @given(triangulated_worlds(), POINTS)
    def test_agrees_with_shapely_where_townships_share_borders(
        self, world: dict[str, BaseGeometry], points: list[tuple[float, float]]
    ) -> None:
        assert_agrees(world, points + telling_points(world))

    @settings(max_examples=100, deadline=None)
    @given(overlapping_worlds(), POINTS)
    def test_agrees_with_shapely_where_townships_overlap(
        self, world: dict[str, BaseGeometry], points: list[tuple[float, float]]
    ) -> None:
        assert_agrees(world, points + telling_points(world))

    @settings(max_examples=50, deadline=None)
    @given(triangulated_worlds(), st.sampled_from([1e-7, 1e-4, 10.0]))
    def test_agrees_with_shapely_whatever_the_size_of_the_city(
        self, world: dict[str, BaseGeometry], size: float
    ) -> None:
        world = {
            code: shapely.transform(polygon, lambda points: points * size + (120.0, 30.0))
            for code, polygon in world.items()
        }
        assume(all(polygon.is_valid for polygon in world.values()))

        assert_agrees(world, telling_points(world))


@pytest.mark.parametrize("folder", sorted(CITIES.glob("*/townships.geojson")), ids=str)
def test_every_border_vertex_of_a_sample_city_agrees_with_shapely(folder: Path) -> None:
    features = json.loads(folder.read_text(encoding="utf-8"))["features"]
    polygons = {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}
    index = make_index(polygons)
    vertices = np.unique(shapely.get_coordinates(list(polygons.values())), axis=0)

    together = index.locate_many(vertices[:, 0], vertices[:, 1])

    ordered = np.array([polygons[code] for code in index.codes])
    shapely.prepare(ordered)
    wanted = np.full(len(vertices), OUTSIDE)
    for position in range(len(ordered) - 1, -1, -1):
        wanted[shapely.intersects_xy(ordered[position], vertices[:, 0], vertices[:, 1])] = position
    assert (wanted != OUTSIDE).all()
    assert together.tolist() == wanted.tolist()
    for (lon, lat), position in zip(vertices.tolist(), wanted.tolist(), strict=True):
        assert index.locate(lon, lat).township == index.codes[position]
