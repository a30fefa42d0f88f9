"""Points on the sample city's ground: inside the station, in two areas' townships, on a border."""

from datetime import UTC, date, datetime

import pytest

from command.competence.located import Spot, locate
from grid.folder import read_folder, to_snapshot
from grid.snapshot import CitySnapshot
from grid.values import Crs
from tests.domain.asking import FOLDER, PENGBU, TODAY, City

STATION = (120.213, 30.291)
WEST_LAKE_HILLS = (120.14, 30.235)


@pytest.fixture(scope="module")
def ground() -> CitySnapshot:
    return to_snapshot(read_folder(FOLDER), now=datetime(2026, 11, 20, 8, tzinfo=UTC))


def spot_of(ground: CitySnapshot, point: tuple[float, float], day: date = TODAY) -> Spot:
    return locate(ground, day=day, strip_m=20, point=point, crs=Crs.WGS84)


def test_the_station_lies_in_its_area_and_in_its_township(
    ground: CitySnapshot, hangzhou: City
) -> None:
    spot = spot_of(ground, STATION)

    decision = hangzhou.ask("09005", spot.township, areas=spot.areas)

    assert (spot.township, spot.areas) == (PENGBU, ("hcdz",))
    assert decision.team == "hcdz-zf"


def test_the_station_s_area_begins_on_its_day(ground: CitySnapshot) -> None:
    assert spot_of(ground, STATION, date(2021, 11, 30)).areas == ()
    assert spot_of(ground, STATION, date(2021, 12, 1)).areas == ("hcdz",)


def test_the_scenic_area_owns_the_streets_and_shares_the_woods(
    ground: CitySnapshot, hangzhou: City
) -> None:
    spot = spot_of(ground, WEST_LAKE_HILLS)

    streets = hangzhou.ask("09005", spot.township, areas=spot.areas)
    woods = hangzhou.ask("LOC-FOREST", spot.township, areas=spot.areas)
    before_the_bureau = hangzhou.ask(
        "LOC-FOREST", spot.township, date(2022, 6, 30), areas=spot.areas
    )

    assert (spot.township, spot.areas) == ("330106008", ("xhfj",))
    assert (streets.team, streets.reason) == ("xhfj-zf", "routed_area")
    assert (woods.team, woods.assisting) == ("xhfj-zf", ("330106008-zf",))
    assert (before_the_bureau.team, before_the_bureau.assisting) == ("xhfj-zf", ("330106-ls",))


def test_a_point_on_a_border_has_neighbours_and_one_a_kilometre_off_has_none(
    ground: CitySnapshot, hangzhou: City
) -> None:
    on_the_line = next(
        (lon, lat)
        for lon, lat in ground.index.polygons[0].exterior.coords
        if spot_of(ground, (lon, lat)).near
    )
    spot = spot_of(ground, on_the_line)

    decision = hangzhou.ask("09005", spot.township, near=spot.near)

    assert [township for township, _ in decision.neighbours] == list(spot.near)
    assert decision.confidence == "advisory"
    assert spot_of(ground, STATION).near == ()
