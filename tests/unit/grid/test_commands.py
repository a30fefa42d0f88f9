"""`onedoor boundaries import`: look first, then publish with a date."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core import editions
from core.db import Database, metadata
from grid import loading, queries
from grid.commands import cli
from grid.snapshot import CitySnapshot
from grid.values import EDITION

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"


class Desk:
    """A surveyor's desk: a database with Yunze in it, and a drawing to change."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'onedoor.db'}"
        self.file = folder / "survey.geojson"
        self.runner = CliRunner(env={"ONEDOOR_DATABASE_URL": self.url})
        self.drawing: dict[str, Any] = json.loads(
            (YUNZE / "townships.geojson").read_text(encoding="utf-8")
        )
        asyncio.run(self._make())

    def run(self, *options: str) -> Any:
        self.file.write_text(json.dumps(self.drawing), encoding="utf-8")
        return self.runner.invoke(
            cli, ["import", str(self.file), "--valid-from", "2027-01-01", *options]
        )

    def redraw(self, old: list[float], new: list[float]) -> None:
        text = json.dumps(self.drawing)
        assert json.dumps(old) in text
        self.drawing = json.loads(text.replace(json.dumps(old), json.dumps(new)))

    def on(self, day: datetime) -> tuple[CitySnapshot, int]:
        async def read() -> tuple[CitySnapshot, int]:
            database = Database(self.url)
            async with database.reading() as session:
                snapshot = await queries.load_snapshot(session, now=day)
                edition = await editions.find(session, name=EDITION)
            await database.close()
            return snapshot, edition

        return asyncio.run(read())

    async def _make(self) -> None:
        database = Database(self.url)
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        async with database.transaction() as session:
            await loading.load(session, folder=YUNZE, now=datetime(2026, 1, 1, tzinfo=UTC))
        await database.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_dry_run_reports_and_publishes_nothing(desk: Desk) -> None:
    desk.redraw([87.34, 43.0], [87.35, 43.0])

    told = desk.run("--dry-run")

    assert told.exit_code == 0, told.output
    assert "990102201 石门乡" in told.output
    assert "nobody -> 石门乡" in told.output
    assert "gap 3,6" in told.output  # the hole in 东湖街道, 3.6 km²
    assert "Nothing was published." in told.output
    assert desk.on(datetime(2027, 1, 2, tzinfo=UTC))[0].version == 1


def test_what_is_published_is_in_force_from_its_day_and_every_process_hears(desk: Desk) -> None:
    desk.redraw([87.34, 43.0], [87.35, 43.0])

    told = desk.run()

    assert told.exit_code == 0, told.output
    assert "Published as generation 2, in force from 2027-01-01." in told.output
    today, edition = desk.on(datetime(2026, 6, 1, tzinfo=UTC))
    then, _ = desk.on(datetime(2027, 1, 2, tzinfo=UTC))
    assert (today.version, then.version, edition) == (1, 2, 1)
    assert today.index.locate(87.342, 43.005).township is None
    assert then.index.locate(87.342, 43.005).township == "990102201"


def test_ground_claimed_twice_is_not_published(desk: Desk) -> None:
    desk.redraw([87.3, 43.04], [87.15, 43.04])

    told = desk.run()

    assert told.exit_code == 1
    assert "overlap" in told.output
    assert "claim the same ground" in told.output
    assert desk.on(datetime(2027, 1, 2, tzinfo=UTC))[0].version == 1


def test_the_report_can_be_looked_at_on_a_map(desk: Desk, tmp_path: Path) -> None:
    told = desk.run("--dry-run", "-o", str(tmp_path / "report.geojson"))

    assert told.exit_code == 0, told.output
    drawn = json.loads((tmp_path / "report.geojson").read_text(encoding="utf-8"))
    levels = [feature["properties"]["level"] for feature in drawn["features"]]
    assert levels == ["township"] * 4 + ["gap"]


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--crs", "mars"), "no coordinate system we know"), ((), "no such township")],
)
def test_a_survey_that_cannot_be_read_is_refused_in_a_line(
    desk: Desk, options: tuple[str, ...], said: str
) -> None:
    if not options:
        desk.drawing["features"][0]["properties"]["code"] = "330103001"

    told = desk.run(*options)

    assert told.exit_code == 2
    assert told.output.count("\n") == 1
    assert said in told.output
