"""A city's folder: read whole, refused with the file and row, loaded twice as once."""

import json
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from core.db import Database
from core.tables import BadTable
from grid import loading, queries
from grid.errors import AnotherCity, CityNotLoaded
from grid.folder import read_folder
from grid.models import Boundary, City, District, SpecialArea, Township, TownshipAlias

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
TABLES = [
    SQLModel.metadata.tables[model.__tablename__]
    for model in (City, District, Township, TownshipAlias, Boundary, SpecialArea)
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'city.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all, tables=TABLES)
    yield database
    await database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(YUNZE, tmp_path / "yunze"))


async def load(database: Database, folder: Path) -> int:
    async with database.transaction() as session:
        return await loading.load(session, folder=folder, now=NOW)


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert before != after
    path.write_text(after, encoding="utf-8")


class TestLoad:
    async def test_reads_back_as_the_city_that_was_loaded(
        self, database: Database, folder: Path
    ) -> None:
        version = await load(database, folder)

        async with database.reading() as session:
            snapshot = await queries.load_snapshot(session, now=NOW)
        assert version == snapshot.version == 1
        assert snapshot.city.name_en == "Yunze"
        assert snapshot.zone.key == "Asia/Urumqi"
        assert snapshot.bounds == (87.0, 43.0, 87.34, 43.2)
        assert snapshot.name_of("990102201") == "石门乡"
        assert snapshot.name_of("990101") == "云东区"
        assert snapshot.name_of("990100") == "云泽市"
        place = snapshot.index.locate(87.32, 43.02)
        assert (place.township, place.district) == ("990102201", "990102")
        assert snapshot.index.locate(87.05, 43.05).township is None

    async def test_a_township_is_found_by_what_another_list_calls_it(
        self, database: Database, folder: Path
    ) -> None:
        await load(database, folder)

        async with database.reading() as session:
            snapshot = await queries.load_snapshot(session, now=NOW)
        assert snapshot.find_township("990101002") == "990101002"
        assert snapshot.find_township("990101002", "old_list") == "990102201"
        assert snapshot.find_township("990101001", "old_list") == "990101001"
        assert snapshot.find_township("990101009") is None

    async def test_twice_is_as_once(self, database: Database, folder: Path) -> None:
        await load(database, folder)

        again = await load(database, folder)

        async with database.reading() as session:
            assert again == 1
            assert await session.scalar(select(func.count()).select_from(Boundary)) == 4
            assert await session.scalar(select(func.count()).select_from(TownshipAlias)) == 2

    async def test_a_moved_border_is_a_new_version_beside_the_old(
        self, database: Database, folder: Path
    ) -> None:
        await load(database, folder)
        edit(folder / "townships.geojson", lambda text: text.replace("87.34", "87.35"))

        version = await load(database, folder)

        async with database.reading() as session:
            index = (await queries.load_generations(session)).on(date.max).index
            old = await queries.list_boundaries(session, version=1)
        assert version == index.version == 2
        assert index.locate(87.345, 43.02).township == "990102201"
        assert len(old) == 4

    async def test_a_township_that_was_dissolved_is_of_the_past_only(
        self, database: Database, folder: Path
    ) -> None:
        await load(database, folder)
        edit(folder / "townships.csv", lambda text: text.replace("990102100,", "990102101,"))
        edit(folder / "townships.geojson", lambda text: text.replace("990102100", "990102101"))

        await load(database, folder)

        async with database.reading() as session:
            snapshot = await queries.load_snapshot(session, now=NOW)
        assert "990102100" not in snapshot.townships
        assert snapshot.index.locate(87.05, 43.15).township == "990102101"

    async def test_boundaries_hold_from_the_local_day(
        self, database: Database, folder: Path
    ) -> None:
        await load(database, folder)

        async with database.reading() as session:
            days = set(await session.scalars(select(col(Boundary.valid_from))))
        assert [day.isoformat() for day in days] == ["2026-11-23"]

    async def test_refuses_a_second_city(self, database: Database, folder: Path) -> None:
        await load(database, folder)
        edit(folder / "city.json", lambda text: text.replace("990100", "980100"))

        with pytest.raises(AnotherCity):
            await load(database, folder)

    async def test_brings_shifted_borders_home(self, folder: Path) -> None:
        edit(folder / "city.json", lambda text: text.replace("CGCS2000", "GCJ-02"))

        shifted = read_folder(folder).boundaries

        assert shifted != read_folder(YUNZE).boundaries
        assert {code: len(wkb) for code, wkb in shifted.items()} == {
            code: len(wkb) for code, wkb in read_folder(YUNZE).boundaries.items()
        }


async def test_a_database_without_a_city_says_so(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(CityNotLoaded):
            await queries.load_snapshot(session, now=NOW)


class TestAWrongFolderIsRefused:
    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            ("city.json", '"crs": "CGCS2000"', '"crs": "mars"', "city.json.*mars"),
            ("city.json", '"name_en"', '"name_fr"', "city.json.*name_en"),
            ("city.json", "Asia/Urumqi", "Asia/Nowhere", "city.json timezone"),
            ("city.json", "{", "", "city.json"),
            ("districts.csv", "990102,", "990101,", "districts.csv:3 code"),
            ("townships.csv", "990101002,", "990101001,", "townships.csv:3 code"),
            ("townships.csv", "镇,990102", "镇,990109", "townships.csv:4 district"),
            ("townships.csv", "old_list:990101003", "990101003", "townships.csv:3 aliases"),
            ("townships.csv", "old_list:990101002", "old_list:990101003", "townships.csv:5 alias"),
            ("townships.geojson", "990102201", "990102999", r"feature 4 \(990102999\).*no such"),
            ("townships.geojson", "990102201", "990102100", "feature 4 .*twice"),
            ("townships.geojson", '"code"', '"id"', "townships.geojson.*'code'"),
            ("townships.geojson", "[87.3,", "[87.15,", "002 and 990102201 claim the same"),
            (
                "townships.geojson",
                "[87.2, 43.0], [87.2, 43.1]",
                "[87.2, 43.1], [87.2, 43.0]",
                "feature 2 .*Self-intersection",
            ),
        ],
    )
    def test_with_the_file_and_the_row(
        self, folder: Path, file: str, old: str, new: str, said: str
    ) -> None:
        edit(folder / file, lambda text: text.replace(old, new))

        with pytest.raises(BadTable, match=said):
            read_folder(folder)

    def test_when_a_township_has_no_ground(self, folder: Path) -> None:
        path = folder / "townships.geojson"
        drawn = json.loads(path.read_text(encoding="utf-8"))
        drawn["features"].pop()
        path.write_text(json.dumps(drawn), encoding="utf-8")

        with pytest.raises(BadTable, match="no feature for 990102201"):
            read_folder(folder)

    def test_when_a_township_is_a_line(self, folder: Path) -> None:
        path = folder / "townships.geojson"
        drawn = json.loads(path.read_text(encoding="utf-8"))
        drawn["features"][1]["geometry"] = {"type": "LineString", "coordinates": [[1, 2], [2, 3]]}
        path.write_text(json.dumps(drawn), encoding="utf-8")

        with pytest.raises(BadTable, match=r"feature 2 .*no polygon"):
            read_folder(folder)

    @pytest.mark.parametrize("file", ["city.json", "districts.csv", "townships.geojson"])
    def test_when_a_file_is_missing(self, folder: Path, file: str) -> None:
        (folder / file).unlink()

        with pytest.raises(BadTable, match=file):
            read_folder(folder)
