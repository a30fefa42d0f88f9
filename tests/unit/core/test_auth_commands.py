"""Accounts from the command line."""

import asyncio
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.auth.commands import cli
from core.db import Database, metadata

CREATE = [
    "create", "Li", "--name", "李二", "--role", "admin", "--node", "city", "--node-name", "市",
]  # fmt: skip


@pytest.fixture
def runner(tmp_path: Path) -> CliRunner:
    url = f"sqlite:///{tmp_path / 'onedoor.db'}"

    async def make() -> None:
        database = Database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await database.close()

    asyncio.run(make())
    return CliRunner(env={"ONEDOOR_DATABASE_URL": url, "ONEDOOR_PASSWORD": "long enough, surely"})


class TestAccounts:
    def test_are_created_listed_and_disabled(self, runner: CliRunner) -> None:
        created = runner.invoke(cli, CREATE)
        assert (created.exit_code, created.output) == (0, "li may sign in.\n")
        assert "admin" in runner.invoke(cli, ["list"]).output

        assert runner.invoke(cli, ["password", "li"]).exit_code == 0
        assert runner.invoke(cli, ["disable", "li"]).exit_code == 0
        assert "disabled" in runner.invoke(cli, ["list"]).output

    def test_are_refused_in_one_line(self, runner: CliRunner) -> None:
        runner.invoke(cli, CREATE)

        for arguments in (CREATE, ["disable", "nobody"]):
            refused = runner.invoke(cli, arguments)
            assert refused.exit_code == 1
            assert len(refused.output.splitlines()) == 1

    def test_of_walls_are_made_with_a_link_that_is_said_once_and_disabled_by_name(
        self, runner: CliRunner
    ) -> None:
        make = ["kiosk", "hall-1", "--node", "city", "--node-name", "市"]

        made = runner.invoke(cli, make, env={"ONEDOOR_PUBLIC_URL": "https://onedoor.example"})

        assert re.fullmatch(r"https://onedoor\.example/wall#[\w-]{43}\n", made.output)
        listed = runner.invoke(cli, ["list"]).output
        assert "kiosk" in listed
        assert made.output.partition("#")[2].strip() not in listed
        assert runner.invoke(cli, make).exit_code == 1
        assert runner.invoke(cli, ["disable", "hall-1"]).exit_code == 0

    def test_need_a_long_password(self, runner: CliRunner) -> None:
        refused = runner.invoke(cli, CREATE, env={"ONEDOOR_PASSWORD": "short"})

        assert refused.exit_code == 2
        assert "12" in refused.output
