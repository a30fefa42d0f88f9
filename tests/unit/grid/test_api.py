"""What browsers are told about places."""

import json
from pathlib import Path

import pytest
import shapely
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from shapely.geometry import shape

from core import http
from core.settings import Settings
from grid import api
from grid.folder import read_folder
from grid.index import GridIndex
from grid.snapshot import CitySnapshot
from grid.values import Area

CITIES = Path(__file__).parents[2] / "cities"


def snapshot_of(folder: Path, *, version: int = 1) -> CitySnapshot:
    geography = read_folder(folder)
    codes = list(geography.boundaries)
    return CitySnapshot(
        city=geography.city,
        index=GridIndex(
            codes=codes,
            districts=[geography.townships[code][2] for code in codes],
            polygons=list(shapely.from_wkb(list(geography.boundaries.values()))),
            version=version,
        ),
        districts=[
            Area(code=code, name=name, kind="district", district=code, lon=87.1, lat=43.1)
            for code, name in geography.districts.items()
        ],
        townships=[
            Area(code=code, name=name, kind=kind, district=district, lon=87.1, lat=43.1)
            for code, (name, kind, district) in geography.townships.items()
        ],
        aliases=geography.aliases,
    )


def client_of(snapshot: CitySnapshot) -> AsyncClient:
    app = FastAPI()
    http.install(app, settings=Settings())
    app.include_router(api.router)
    app.state.city = snapshot
    return AsyncClient(transport=ASGITransport(app=app), base_url="http://onedoor")


@pytest.fixture(scope="module")
def yunze() -> CitySnapshot:
    return snapshot_of(CITIES / "yunze")


async def test_the_city_says_where_to_look_and_what_its_map_is_worth(yunze: CitySnapshot) -> None:
    async with client_of(yunze) as client:
        city = (await client.get("/api/v1/city")).json()

    assert city["name_en"] == "Yunze"
    assert city["centre"] == [87.1, 43.1]
    assert city["bounds"] == [87.0, 43.0, 87.34, 43.2]
    assert city["timezone"] == "Asia/Urumqi"
    assert city["approximate"]
    assert city["demo"]


class TestAreas:
    async def test_are_districts_and_townships(self, yunze: CitySnapshot) -> None:
        async with client_of(yunze) as client:
            answer = await client.get("/api/v1/grid/areas")

        assert answer.headers["content-type"] == "application/geo+json"
        areas = {
            (area["properties"]["level"], area["properties"]["code"]): area
            for area in answer.json()["features"]
        }
        assert len(areas) == 6
        assert areas["township", "990102201"]["properties"]["district"] == "990102"
        assert areas["township", "990102201"]["geometry"]["type"] == "MultiPolygon"
        assert shape(areas["district", "990101"]["geometry"]).area == pytest.approx(0.0196)

    async def test_are_not_sent_again_until_they_change(self, yunze: CitySnapshot) -> None:
        async with client_of(yunze) as client:
            tag = (await client.get("/api/v1/grid/areas")).headers["etag"]
            again = await client.get("/api/v1/grid/areas", headers={"If-None-Match": tag})
        async with client_of(snapshot_of(CITIES / "yunze", version=2)) as client:
            anew = await client.get("/api/v1/grid/areas", headers={"If-None-Match": tag})

        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert anew.status_code == 200


class TestLocate:
    async def test_names_the_township_of_a_point(self, yunze: CitySnapshot) -> None:
        async with client_of(yunze) as client:
            answer = await client.get("/api/v1/grid/locate", params={"lon": 87.15, "lat": 43.05})

        assert answer.json() == {
            "lon": 87.15,
            "lat": 43.05,
            "township": "990101002",
            "township_name": "南市街道",
            "district": "990101",
            "district_name": "云东区",
            "boundary_version": 1,
        }

    async def test_says_outside_plainly(self, yunze: CitySnapshot) -> None:
        async with client_of(yunze) as client:
            answer = await client.get("/api/v1/grid/locate", params={"lon": 87.05, "lat": 43.05})

        assert answer.status_code == 200
        assert answer.json()["township"] is None
        assert answer.json()["township_name"] is None

    async def test_understands_the_systems_platforms_speak(self, yunze: CitySnapshot) -> None:
        params: dict[str, str | float] = {"lon": 87.15, "lat": 43.05, "crs": "gcj02"}
        async with client_of(yunze) as client:
            place = (await client.get("/api/v1/grid/locate", params=params)).json()

        assert place["township"] == "990101002"
        assert place["lon"] != 87.15

    @pytest.mark.parametrize(
        "params",
        [
            {"lon": 87.1},
            {"lon": "east", "lat": 43},
            {"lon": 187.1, "lat": 43},
            {"lon": "nan", "lat": 43},
            {"lon": 87.1, "lat": 43, "crs": "mars"},
        ],
    )
    async def test_refuses_what_is_no_point(
        self, yunze: CitySnapshot, params: dict[str, str | float]
    ) -> None:
        async with client_of(yunze) as client:
            answer = await client.get("/api/v1/grid/locate", params=params)

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "folder",
    sorted(path.parent for path in (CITIES.parents[1] / "cities").glob("*/townships.geojson")),
    ids=lambda folder: folder.name,
)
def test_a_sample_citys_map_is_small_whole_and_without_gaps(folder: Path) -> None:
    snapshot = snapshot_of(folder)

    body = snapshot.areas.body

    assert len(body) <= 250_000
    townships = [
        shape(area["geometry"])
        for area in json.loads(body)["features"]
        if area["properties"]["level"] == "township"
    ]
    assert len(townships) == len(snapshot.townships)
    drawn, true = sum(map(shapely.area, townships)), shapely.area(snapshot.index.polygons).sum()
    assert drawn == pytest.approx(true, rel=0.01)
    assert shapely.area(shapely.union_all(townships)) == pytest.approx(drawn, rel=1e-3)
