"""Boundaries and special areas by generations: each day has its own."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely
from shapely.geometry import box
from sqlalchemy import select
from sqlmodel import SQLModel, col

from core.db import Database
from grid import loading, models, operations, queries
from grid.generations import Generation, Generations
from grid.special import SpecialArea

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NEXT_YEAR = date(2027, 1, 1)
TABLES = [
    SQLModel.metadata.tables[model.__tablename__]
    for model in (
        models.City,
        models.District,
        models.Township,
        models.TownshipAlias,
        models.Boundary,
        models.SpecialArea,
    )
]


def ground(west: float, east: float) -> bytes:
    return bytes(shapely.to_wkb(box(west, 43.0, east, 43.1)))


def generation(version: int, day: date, middle: float) -> Generation:
    return Generation(
        version=version,
        valid_from=day,
        boundaries={"a": ground(87.0, middle), "b": ground(middle, 87.2)},
        districts={"a": "1", "b": "1"},
    )


class TestOnADay:
    FIRST = generation(1, date(2019, 1, 1), 87.1)
    REDIVIDED = generation(2, date(2021, 4, 9), 87.05)
    COMING = generation(3, date(2027, 1, 1), 87.15)
    ALL = Generations([COMING, FIRST, REDIVIDED])

    @pytest.mark.parametrize(
        ("day", "version", "township"),
        [
            (date(2018, 1, 1), 1, "a"),
            (date(2021, 4, 8), 1, "a"),
            (date(2021, 4, 9), 2, "b"),
            (date(2026, 12, 31), 2, "b"),
            (date(2027, 1, 1), 3, "a"),
        ],
    )
    def test_the_generation_in_force_answers(self, day: date, version: int, township: str) -> None:
        index = self.ALL.on(day).index

        assert index.version == version
        assert index.locate(87.07, 43.05).township == township

    def test_of_two_from_one_day_the_later_published_answers(self) -> None:
        corrected = generation(4, date(2021, 4, 9), 87.06)

        assert Generations([corrected, self.REDIVIDED]).on(date(2022, 1, 1)).version == 4

    def test_each_is_past_in_force_coming_or_replaced(self) -> None:
        corrected = generation(4, date(2027, 1, 1), 87.06)
        all_of_them = Generations([self.FIRST, self.REDIVIDED, self.COMING, corrected])

        states = [all_of_them.state(one, date(2026, 11, 22)) for one in all_of_them]

        assert states == ["past", "in_force", "replaced", "coming"]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'city.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all, tables=TABLES)
    async with database.transaction() as session:
        await loading.load(session, folder=YUNZE, now=NOW)
    yield database
    await database.close()


class TestPublished:
    async def test_boundaries_of_a_coming_day_wait_for_it(self, database: Database) -> None:
        async with database.transaction() as session:
            held = await queries.list_boundaries(session, version=1)
            version = await operations.publish_survey(
                session,
                boundaries={**held, "990101001": ground(87.0, 87.05), "990101003": ground(87.05, 87.1)},
                new={"990101003": ("新湖街道", "街道", "990101")},
                valid_from=NEXT_YEAR,
            )  # fmt: skip

        async with database.reading() as session:
            today = await queries.load_snapshot(session, now=NOW)
            then = await queries.load_snapshot(session, now=datetime(2027, 1, 2, tzinfo=UTC))
        assert version == 2
        assert (today.version, then.version) == (1, 2)
        assert "990101003" not in today.townships
        assert then.townships["990101003"].name == "新湖街道"
        assert today.index_on(NEXT_YEAR).locate(87.07, 43.02).township == "990101003"
        assert then.index_on(TODAY).locate(87.07, 43.02).township == "990101001"

    async def test_the_same_ground_from_another_day_on_is_another_generation(
        self, database: Database
    ) -> None:
        async def publish(day: date) -> int:
            async with database.transaction() as session:
                held = await queries.list_boundaries(session, version=1)
                return await operations.publish_survey(
                    session, boundaries=held, new={}, valid_from=day
                )

        assert [await publish(day) for day in (NEXT_YEAR, NEXT_YEAR, date(2026, 12, 1))] == [
            2,
            2,
            3,
        ]

    async def test_special_areas_come_and_leave_and_none_is_forgotten(
        self, database: Database
    ) -> None:
        station = SpecialArea(
            code="Z", name="站", priority=1, polygon=box(87.0, 43.0, 87.2, 43.2),
            valid_from=NEXT_YEAR,
        )  # fmt: skip
        for areas in ([station], [station], []):
            async with database.transaction() as session:
                await operations.publish_special_areas(session, areas=areas)
                snapshot = await queries.load_snapshot(session, now=NOW)
            found = snapshot.areas_at(87.1, 43.1, NEXT_YEAR)
            assert found == (("Z",) if areas else ())
            assert snapshot.areas_at(87.1, 43.1) == ()

        async with database.reading() as session:
            rows = list(
                await session.scalars(
                    select(models.SpecialArea).where(col(models.SpecialArea.code) == "Z")
                )
            )
        assert len(rows) == 1
        assert rows[0].until is not None


async def test_a_code_of_before_the_re_division_means_the_township_of_today(
    database: Database, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(YUNZE, tmp_path / "yunze"))
    path = folder / "townships.csv"
    text = path.read_text(encoding="utf-8")
    assert "990101001," in text
    lines = [
        line.rstrip() + "former:990103001" if line.startswith("990101001,") else line
        for line in text.splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    async with database.transaction() as session:
        await loading.load(session, folder=folder, now=NOW)
        snapshot = await queries.load_snapshot(session, now=NOW)

    assert snapshot.find_township("990103001") == "990101001"
    assert snapshot.find_township("990103001", "old_list") == "990101001"
    assert snapshot.find_township("990103009") is None
