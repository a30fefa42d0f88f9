"""Surveys as their makers hand them out: read, reviewed, refused with the feature."""

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from shapely.geometry import Polygon, box, shape

from core.tables import BadTable
from grid import surveys
from grid.geometry import wgs84_to_gcj02
from grid.index import GridIndex
from grid.review import preview, review
from grid.surveys import Survey
from grid.values import Area, Crs

WEST, EAST = box(120.0, 30.0, 120.1, 30.1), box(120.1, 30.0, 120.2, 30.1)


def area(code: str, kind: str) -> Area:
    return Area(code=code, name=code, kind=kind, district=code[:6], lon=0, lat=0)


def read(path: Path, crs: Crs | None = None) -> Survey:
    return surveys.read(
        path,
        townships={code: area(code, "镇") for code in ("990101001", "990101002")},
        districts={"990101": area("990101", "district")},
        centre=(120.1, 30.05),
        crs=crs,
    )


def frame(crs: str | None = "EPSG:4490", **columns: Any) -> geopandas.GeoDataFrame:
    given = {"code": ["990101002", "990101001"], "geometry": [EAST, WEST], **columns}
    return geopandas.GeoDataFrame(given, crs=crs)


class TestRead:
    @pytest.mark.parametrize(
        ("name", "driver"),
        [
            ("ground.geojson", "GeoJSON"),
            ("ground.shp", "ESRI Shapefile"),
            ("ground.gpkg", "GPKG"),
        ],
    )
    def test_understands_the_three_forms(self, tmp_path: Path, name: str, driver: str) -> None:
        frame().to_file(tmp_path / name, driver=driver)

        survey = read(tmp_path / name)

        assert list(survey.boundaries) == ["990101001", "990101002"]
        assert survey.boundaries["990101001"].equals(WEST)
        assert survey.new == {}

    def test_brings_a_grid_of_metres_home(self, tmp_path: Path) -> None:
        # Gauss-Krüger, three degrees wide, around 120° east: what surveyors work in.
        frame().to_crs("EPSG:4549").to_file(tmp_path / "ground.gpkg", driver="GPKG")

        survey = read(tmp_path / "ground.gpkg")

        ground = survey.boundaries["990101001"]
        assert shapely.hausdorff_distance(ground, WEST) < 1e-8

    def test_brings_a_shifted_drawing_home_when_told(self, tmp_path: Path) -> None:
        shifted = [
            Polygon([wgs84_to_gcj02(lon, lat) for lon, lat in ground.exterior.coords])
            for ground in (EAST, WEST)
        ]
        frame(geometry=shifted).to_file(tmp_path / "ground.geojson", driver="GeoJSON")

        told = read(tmp_path / "ground.geojson", Crs.GCJ02)
        untold = read(tmp_path / "ground.geojson")

        assert shapely.hausdorff_distance(told.boundaries["990101001"], WEST) < 1e-6
        assert shapely.hausdorff_distance(untold.boundaries["990101001"], WEST) > 1e-3

    def test_a_township_that_is_new_brings_its_name(self, tmp_path: Path) -> None:
        named = frame(code=["990101003", "990101001"], name=["新街道", None])
        named.to_file(tmp_path / "ground.geojson", driver="GeoJSON")

        assert read(tmp_path / "ground.geojson").new == {"990101003": ("新街道", "街道", "990101")}


class TestRefuses:
    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"code": ["990101001", "990101001"]}, r"feature 2 \(990101001\): .*twice"),
            ({"code": ["990101009", "990101001"]}, r"feature 1 \(990101009\): no such township"),
            (
                {"code": ["330104001", "990101001"], "name": ["旧街道", "x"]},
                "no district 330104",
            ),
            ({"geometry": [shapely.Point(120, 30), WEST]}, r"feature 1 .*no polygon"),
            (
                {"geometry": [Polygon([(120, 30), (121, 31), (121, 30), (120, 31)]), WEST]},
                "feature 1 .*Self-intersection",
            ),
            (
                {"geometry": [box(30, 120, 30.1, 120.1), box(30.1, 120, 30.2, 120.1)]},
                "not in the city",
            ),
        ],
    )
    def test_what_cannot_be_true_with_its_feature(
        self, tmp_path: Path, columns: dict[str, Any], said: str
    ) -> None:
        frame(**columns).to_file(tmp_path / "ground.geojson", driver="GeoJSON")

        with pytest.raises(BadTable, match=said):
            read(tmp_path / "ground.geojson")

    def test_a_file_without_codes(self, tmp_path: Path) -> None:
        frame().rename(columns={"code": "id"}).to_file(tmp_path / "ground.gpkg", driver="GPKG")

        with pytest.raises(BadTable, match="no property 'code'"):
            read(tmp_path / "ground.gpkg")

    def test_a_file_that_does_not_say_its_system(self, tmp_path: Path) -> None:
        frame(crs=None).to_file(tmp_path / "ground.shp")

        with pytest.raises(BadTable, match="--crs"):
            read(tmp_path / "ground.shp")
        assert read(tmp_path / "ground.shp", Crs.CGCS2000).boundaries["990101001"].equals(WEST)

    def test_several_layers_in_one_file(self, tmp_path: Path) -> None:
        for layer in ("old", "new"):
            frame().to_file(tmp_path / "ground.gpkg", driver="GPKG", layer=layer)

        with pytest.raises(BadTable, match="several layers"):
            read(tmp_path / "ground.gpkg")

    @pytest.mark.parametrize("text", ["", "no map", '{"type": "FeatureCollection"'])
    def test_what_is_no_map(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "ground.geojson").write_text(text, encoding="utf-8")

        with pytest.raises(BadTable, match=r"ground\.geojson"):
            read(tmp_path / "ground.geojson")


class TestReview:
    FORCE = GridIndex(
        codes=["990101001", "990101002"], districts=["990101"] * 2, polygons=[WEST, EAST]
    )

    def test_tells_what_came_what_left_and_how_much_moved(self) -> None:
        found = review(
            {"990101001": box(120.0, 30.0, 120.12, 30.1), "990101003": EAST}, force=self.FORCE
        )

        assert found.came == ("990101003",)
        assert found.left == ("990101002",)
        assert found.moved_m2 == {"990101001": pytest.approx(0.02 * 0.1 * 1.0701e10, rel=1e-3)}
        assert [(fault.kind, fault.codes) for fault in found.faults] == [
            ("overlap", ("990101001", "990101003"))
        ]

    def test_of_the_same_ground_finds_nothing(self) -> None:
        found = review({"990101001": WEST, "990101002": EAST}, force=self.FORCE)

        assert (found.came, found.left, dict(found.moved_m2), found.faults) == ((), (), {}, ())

    def test_is_drawn_as_a_map(self) -> None:
        found = review({"990101001": WEST, "990101003": box(120.09, 30, 120.2, 30.1)},
                       force=self.FORCE)  # fmt: skip

        features = json.loads(preview(found))["features"]

        assert [one["properties"]["level"] for one in features] == [
            "township",
            "township",
            "overlap",
        ]
        assert features[1]["properties"]["new"]
        assert shape(features[2]["geometry"]).bounds == pytest.approx((120.09, 30.0, 120.1, 30.1))
