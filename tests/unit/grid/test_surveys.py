"""Surveys as their makers hand them out: read, reviewed, refused with the feature."""

import json
from pathlib import Path
from typing import Any, ClassVar

import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box, shape

from core.tables import BadTable
from grid import surveys
from grid.errors import BadSurvey
from grid.geometry import wgs84_to_gcj02
from grid.review import Review, preview, review, tell
from grid.surveys import Survey
from grid.topology import NOTHING_M2, area_m2
from grid.values import Crs

WEST, EAST = box(120.0, 30.0, 120.1, 30.1), box(120.1, 30.0, 120.2, 30.1)


def read(path: Path, crs: Crs | None = None) -> Survey:
    return surveys.read(
        path,
        townships={"990101001", "990101002"},
        districts={"990101"},
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
            ({"code": ["990101003" * 2, "990101001"]}, "feature 1 .*is no code"),
            ({"code": ["990101003", "990101001"], "name": ["镇" * 65, "x"]}, "is no name"),
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

    def test_every_feature_that_is_wrong_at_once(self, tmp_path: Path) -> None:
        both = frame(code=["990101009", "990101009"], geometry=[EAST, shapely.Point(120, 30)])
        both.to_file(tmp_path / "ground.geojson", driver="GeoJSON")

        with pytest.raises(BadSurvey) as refused:
            read(tmp_path / "ground.geojson")

        flaws = [(flaw.rule, flaw.feature, flaw.code) for flaw in refused.value.flaws]
        assert flaws == [("unknown_code", 1, "990101009"), ("no_polygon", 2, "990101009")]
        assert refused.value.flaws[1].said("zh") == "第 2 个要素（990101009）：不是面"

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
    FORCE: ClassVar = {"990101001": WEST, "990101002": EAST}

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
        assert found.moves == ()

    def test_follows_the_ground_from_hand_to_hand(self) -> None:
        middle = box(120.05, 30.0, 120.15, 30.1)
        found = review({"990101002": middle}, force=self.FORCE)

        assert [(one.before, one.after) for one in found.moves] == [
            ("990101001", "990101002"),
            ("990101001", None),
            ("990101002", None),
        ]
        gained, *lost = found.moves
        assert gained.area_m2 == pytest.approx(0.05 * 0.1 * 1.0701e10, rel=1e-3)
        assert 120.05 < gained.lon < 120.1
        assert sum(one.area_m2 for one in lost) == pytest.approx(2 * gained.area_m2)

    @given(first=st.floats(120.02, 120.18), second=st.floats(120.02, 120.18))
    def test_what_moves_adds_up_to_what_each_has_more_or_less(
        self, first: float, second: float
    ) -> None:
        until, since = sorted((first, second))
        boundaries = {
            "990101001": box(120.0, 30.0, until, 30.1),
            "990101002": box(since, 30.0, 120.2, 30.1),
        }
        found = review(boundaries, force=self.FORCE)

        for code, ground in boundaries.items():
            came = sum(move.area_m2 for move in found.moves if move.after == code)
            went = sum(move.area_m2 for move in found.moves if move.before == code)
            more = area_m2(ground) - area_m2(self.FORCE[code])
            assert came - went == pytest.approx(more, abs=2 * NOTHING_M2, rel=1e-6)

    def test_bars_what_two_claim_and_not_what_is_only_drawn_twice(self) -> None:
        def beginning(west: float) -> Review:
            east = box(west, 30.0, 120.2, 30.1)
            return review({"990101001": WEST, "990101002": east}, force=self.FORCE)

        assert [one.codes for one in beginning(120.0999).contested] == [("990101001", "990101002")]
        drawn_twice = beginning(120.1 - 8e-9)
        assert [one.sliver for one in drawn_twice.faults] == [True]
        assert drawn_twice.contested == ()

    def test_tells_a_screen_what_changes_and_draws_nothing_else(self) -> None:
        west, east = box(120.0, 30.0, 120.05, 30.1), box(120.1, 30.0, 120.2, 30.1)
        told = tell(review({"990101001": west, "990101002": east}, force=self.FORCE))

        assert [one["code"] for one in told["changed"]] == ["990101001"]
        assert [(one["before"], one["after"]) for one in told["moves"]] == [("990101001", None)]
        assert (told["move_count"], told["fault_count"], told["townships"]) == (1, 0, 2)
        levels = [one["properties"]["level"] for one in told["drawing"]["features"]]
        assert levels == ["township", "moved"]
        assert json.loads(json.dumps(told)) == told

    def test_is_drawn_as_a_map(self) -> None:
        found = review({"990101001": WEST, "990101003": box(120.09, 30, 120.2, 30.1)},
                       force=self.FORCE)  # fmt: skip

        features = json.loads(preview(found))["features"]

        assert [one["properties"]["level"] for one in features] == [
            "township",
            "township",
            "moved",
            "moved",
            "overlap",
        ]
        assert features[1]["properties"]["new"]
        assert shape(features[-1]["geometry"]).bounds == pytest.approx((120.09, 30.0, 120.1, 30.1))
