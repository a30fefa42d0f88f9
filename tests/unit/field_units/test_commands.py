"""Devices from the command line."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.db import Database, metadata
from field_units.commands import cli
from field_units.models import Unit


@pytest.fixture
def runner(tmp_path: Path) -> CliRunner:
    url = f"sqlite:///{tmp_path / 'onedoor.db'}"

    async def make() -> None:
        database = Database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        async with database.transaction() as session:
            session.add(
                Unit(
                    code="YZ-U1",
                    name="东湖一组",
                    team="YZ-T1",
                    base_lon=87.02,
                    base_lat=43.02,
                    shift_from=0,
                    shift_to=0,
                )
            )
        await database.close()

    asyncio.run(make())
    return CliRunner(env={"ONEDOOR_DATABASE_URL": url})


class TestDevices:
    def test_are_added_listed_and_revoked_once(self, runner: CliRunner) -> None:
        added = runner.invoke(cli, ["add", "YZ-U1", "--name", "手持终端"])
        assert added.exit_code == 0
        token = added.output.strip()
        assert len(token) >= 40

        listed = runner.invoke(cli, ["list"]).output
        assert "YZ-U1" in listed
        assert "works" in listed
        assert token not in listed

        device_id = listed.split()[1]
        assert "YZ-U1" in runner.invoke(cli, ["revoke", device_id]).output
        assert "revoked" in runner.invoke(cli, ["list"]).output
        again = runner.invoke(cli, ["revoke", device_id])
        assert (again.exit_code, len(again.output.splitlines())) == (1, 1)

    def test_of_a_unit_that_is_none_are_refused(self, runner: CliRunner) -> None:
        assert runner.invoke(cli, ["add", "YZ-U9"]).exit_code == 2
