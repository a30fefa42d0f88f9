"""Where a report lies: the point, the township named, and what the two say together."""

from typing import Any

import pytest

from command import routing
from command.competence.located import Spot
from command.world import World
from core.clock import utcnow
from tests.factories import make_report

EAST, WEST = "990101", "990102"


def locate(world: World, **location: Any) -> tuple[str, str | None, str | None]:
    spot = routing.locate(make_report(location=location), world, utcnow())
    return spot.place, spot.district, spot.township


class TestPoint:
    @pytest.mark.parametrize(
        ("lon", "lat", "found"),
        [
            (87.03, 43.03, ("inside", EAST, "990101001")),
            (87.1, 43.1, ("inside", EAST, "990101001")),
            (87.32, 43.02, ("inside", WEST, "990102201")),
            (87.05, 43.05, ("outside", None, None)),
            (87.25, 43.02, ("outside", None, None)),
            (-120.0, -43.0, ("outside", None, None)),
        ],
    )
    def test_says_the_township(
        self, yunze: World, lon: float, lat: float, found: tuple[str, str | None, str | None]
    ) -> None:
        assert locate(yunze, lon=lon, lat=lat) == found

    def test_is_kept_in_the_citys_own_system(self, yunze: World) -> None:
        report = make_report(location={"lon": 87.03, "lat": 43.03, "crs": "GCJ-02"})

        spot = routing.locate(report, yunze, utcnow())

        assert spot.lon != 87.03
        assert abs((spot.lon or 0) - 87.03) < 0.01
        assert abs((spot.lat or 0) - 43.03) < 0.01

    def test_of_nowhere_is_kept_too(self, yunze: World) -> None:
        report = make_report(location={"lon": 87.05, "lat": 43.05})

        spot = routing.locate(report, yunze, utcnow())

        assert (spot.lon, spot.lat) == (87.05, 43.05)


class TestNamedTownship:
    @pytest.mark.parametrize(
        ("code", "scheme", "township"),
        [
            ("990101002", None, "990101002"),
            ("990101003", "old_list", "990101002"),
            ("990101002", "old_list", "990102201"),
            ("990101001", "old_list", "990101001"),
            ("990101002", "a list we do not know", "990101002"),
        ],
    )
    def test_is_read_in_the_list_it_is_of(
        self, yunze: World, code: str, scheme: str | None, township: str
    ) -> None:
        district = yunze.city.townships[township].district

        found = locate(yunze, township_code=code, township_scheme=scheme)

        assert found == ("inside", district, township)

    def test_of_another_list_is_known_in_the_sample_city_too(self, hangzhou: World) -> None:
        found = locate(hangzhou, township_code="330106014", township_scheme="other_list")

        assert found == ("inside", "330106", "330106007")

    @pytest.mark.parametrize("code", ["990101003", "330106007"])
    def test_that_is_nobodys_is_a_contradiction(self, yunze: World, code: str) -> None:
        assert locate(yunze, township_code=code) == ("contradiction", None, None)


class TestBoth:
    def test_agree(self, yunze: World) -> None:
        found = locate(
            yunze, lon=87.15, lat=43.05, township_code="990101003", township_scheme="old_list"
        )

        assert found == ("inside", EAST, "990101002")

    @pytest.mark.parametrize("code", ["990101002", "990102201", "990101009"])
    def test_disagree_and_only_the_points_district_is_believed(
        self, yunze: World, code: str
    ) -> None:
        assert locate(yunze, lon=87.03, lat=43.03, township_code=code) == (
            "contradiction",
            EAST,
            None,
        )

    def test_lie_outside_when_the_point_does(self, yunze: World) -> None:
        assert locate(yunze, lon=87.05, lat=43.05, township_code="990101001")[0] == "outside"


@pytest.mark.parametrize("location", [None, {}, {"address": "东湖街道某路口"}, {"lon": None}])
def test_a_report_without_point_and_township_has_no_place(
    yunze: World, location: dict[str, Any] | None
) -> None:
    report = make_report(location=location)

    assert routing.locate(report, yunze, utcnow()) == Spot("missing", None, None)


def test_a_decision_is_remembered_for_every_report_like_it(yunze: World) -> None:
    now = utcnow()

    def route(**changes: Any) -> object:
        report = make_report(**changes)
        return routing.choose(report, yunze, routing.locate(report, yunze, now), now)

    first = route(title="一", location={"lon": 87.03, "lat": 43.03})

    assert route(title="二", location={"lon": 87.02, "lat": 43.02}) is first
    assert route(location={"lon": 87.15, "lat": 43.03}) is not first
