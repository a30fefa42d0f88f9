"""A survey that is handed in: told by its first bytes, read by a process of its own, and gone again."""

import asyncio
import io
import json
import os
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import box

from grid import surveyor
from grid.errors import BadSurvey
from grid.snapshot import CitySnapshot
from grid.surveyor import Examined, examine
from grid.values import Crs
from tests.unit.grid.test_api import CITIES, snapshot_of

DAY = date(2027, 1, 1)
WEST, EAST = box(87.0, 43.0, 87.1, 43.1), box(87.1, 43.0, 87.2, 43.1)


@pytest.fixture(scope="module")
def yunze() -> CitySnapshot:
    return snapshot_of(CITIES / "yunze")


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what is handed in lies while it is read."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def drawn(crs: str | None = "EPSG:4490", **columns: Any) -> geopandas.GeoDataFrame:
    given = {"code": ["990101002", "990101001"], "geometry": [EAST, WEST], **columns}
    return geopandas.GeoDataFrame(given, crs=crs)


def zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in sorted(folder.iterdir()):
            file.write(part, f"界线/{part.name}")
    return packed.getvalue()


async def read(content: bytes, city: CitySnapshot, crs: Crs | None = None) -> Examined:
    return await examine(content, name="界线", city=city, day=DAY, crs=crs)


async def refusal(content: bytes, city: CitySnapshot) -> str:
    with pytest.raises(BadSurvey) as refused:
        await read(content, city)
    return " ".join(flaw.rule for flaw in refused.value.flaws)


class TestExamine:
    @pytest.mark.parametrize("driver", ["GeoJSON", "ESRI Shapefile", "GPKG"])
    async def test_reads_the_three_forms_and_keeps_nothing(
        self, yunze: CitySnapshot, tmp_path: Path, scratch: Path, driver: str
    ) -> None:
        folder = tmp_path / "handed"
        folder.mkdir()
        drawn().to_file(folder / "ground.shp", driver=driver)
        is_shape = driver == "ESRI Shapefile"
        content = zipped(folder) if is_shape else (folder / "ground.shp").read_bytes()

        examined = await read(content, yunze)

        assert list(examined.wkb) == ["990101001", "990101002"]
        assert examined.new == {}
        assert examined.found["left"] == ["990102100", "990102201"]
        assert os.listdir(scratch) == []

    async def test_gives_the_reader_none_of_our_secrets(
        self, yunze: CitySnapshot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: list[dict[str, str]] = []
        start = asyncio.create_subprocess_exec

        async def watched(*argv: Any, env: dict[str, str], **how: Any) -> Any:
            given.append(env)
            return await start(*argv, env=env, **how)

        monkeypatch.setenv("ONEDOOR_DATABASE_URL", "postgresql://secret")
        monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)

        await read(drawn().to_json().encode(), yunze)

        assert [sorted(env.keys() - set(surveyor.KEPT_ENV)) for env in given] == [[]]


class TestRefuses:
    @pytest.mark.parametrize(
        ("content", "rule"),
        [
            (b"", "no_form"),
            (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "no_form"),
            (b"PK\x03\x04 and no zip", "unreadable"),
            (b"SQLite format 3\x00 and no database", "unreadable"),
            (b'{"type": "Polygon"', "unreadable"),
        ],
    )
    async def test_what_is_no_map(self, yunze: CitySnapshot, content: bytes, rule: str) -> None:
        assert await refusal(content, yunze) == rule

    async def test_a_zip_with_no_drawing_or_with_two(
        self, yunze: CitySnapshot, tmp_path: Path
    ) -> None:
        folder = tmp_path / "handed"
        folder.mkdir()
        (folder / "readme.txt").write_text("nothing")
        none = await refusal(zipped(folder), yunze)
        for name in ("old", "new"):
            drawn().to_file(folder / f"{name}.shp")

        assert (none, await refusal(zipped(folder), yunze)) == ("no_shapefile", "no_shapefile")

    async def test_a_zip_that_unpacks_to_more_than_a_city(
        self, yunze: CitySnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(surveyor, "UNPACKED_BYTES", 2**20)
        (tmp_path / "handed").mkdir()
        (tmp_path / "handed" / "ground.shp").write_bytes(bytes(2**20 + 1))

        assert await refusal(zipped(tmp_path / "handed"), yunze) == "too_large"

    async def test_what_is_not_read_in_time_and_ends_its_reader(
        self, yunze: CitySnapshot, scratch: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(surveyor, "PATIENCE_S", 0.01)

        assert await refusal(json.dumps({}).encode(), yunze) == "too_long"
        assert os.listdir(scratch) == []
