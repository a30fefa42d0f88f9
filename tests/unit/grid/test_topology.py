"""A drawing of townships: what is nobody's, and what two of them claim."""

import math

import pytest
from shapely.geometry import Polygon, box

from grid.geometry import DEGREE_M
from grid.topology import area_m2, examine

ROUND = {"a": box(120.0, 30.0, 120.1, 30.1), "b": box(120.1, 30.0, 120.2, 30.1)}


def test_townships_that_share_their_border_are_without_fault() -> None:
    assert examine(ROUND) == []


def test_ground_two_townships_claim_is_an_overlap_with_its_area_and_place() -> None:
    (fault,) = examine({**ROUND, "b": box(120.09, 30.0, 120.2, 30.1)})

    assert (fault.kind, fault.codes, fault.sliver) == ("overlap", ("a", "b"), False)
    wanted = 0.01 * 0.1 * DEGREE_M**2 * math.cos(math.radians(30.05))
    assert fault.area_m2 == pytest.approx(wanted, rel=1e-6)
    assert 120.09 < fault.lon < 120.1
    assert 30.0 < fault.lat < 30.1


def test_two_drawings_of_one_line_are_a_sliver() -> None:
    (fault,) = examine({**ROUND, "b": box(120.1 - 2 / DEGREE_M, 30.0, 120.2, 30.1)})

    assert fault.kind == "overlap"
    assert fault.sliver


def test_a_hole_is_a_gap_between_those_around_it() -> None:
    left = Polygon([(120, 30), (120.1, 30), (120.1, 30.04), (120.09, 30.05), (120.1, 30.06),
                    (120.1, 30.1), (120, 30.1)])  # fmt: skip
    (fault,) = examine({**ROUND, "a": left})

    assert (fault.kind, fault.codes, fault.sliver) == ("gap", ("a", "b"), False)
    assert (round(fault.lon, 2), round(fault.lat, 2)) == (120.1, 30.05)


def test_an_island_in_a_hole_is_no_gap() -> None:
    ring = Polygon(box(120, 30, 120.1, 30.1).exterior, [box(120.04, 30.04, 120.06, 30.06).exterior])

    assert examine({"a": ring, "b": box(120.04, 30.04, 120.06, 30.06)}) == []


def test_a_crack_that_opens_to_the_outside_is_a_gap() -> None:
    (fault,) = examine({**ROUND, "b": box(120.1 + 4 / DEGREE_M, 30.0, 120.2, 30.1)})

    assert (fault.kind, fault.codes, fault.sliver) == ("gap", ("a", "b"), True)
    assert fault.area_m2 == pytest.approx(
        4 * math.cos(math.radians(30.05)) * 0.1 * DEGREE_M, rel=0.01
    )


def test_townships_that_lie_apart_have_no_gap() -> None:
    assert examine({**ROUND, "b": box(120.11, 30.0, 120.2, 30.1)}) == []


def test_no_township_has_no_fault() -> None:
    assert examine({}) == []


def test_area_is_measured_at_its_own_latitude() -> None:
    degree = DEGREE_M**2

    assert area_m2(box(120, -0.5, 121, 0.5)) == pytest.approx(degree)
    assert area_m2(box(120, 59.5, 121, 60.5)) == pytest.approx(degree / 2)
    assert area_m2(Polygon()) == 0.0
