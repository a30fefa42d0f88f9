"""What the README and the platforms' guide print works as printed, on the sample city they name."""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core import schema
from core.db import Database
from core.settings import Settings
from main import load_folder
from tests.pages import ROOT, read
from tests.platform import Platform, running_platform

SAMPLE = ROOT / "cities" / "hangzhou"
UNIT = "330106010-zf-1"

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="the pages' examples need curl, which is not on PATH"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks to the examples like the project's own: `.venv`, `var/demo.json`."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "var").mkdir()
    return folder


@pytest.fixture(scope="module")
async def platform(checkout: Path, valkey_url: str) -> AsyncIterator[Platform]:
    settings = Settings(
        database_url=f"sqlite:///{checkout / 'var' / 'onedoor.db'}",
        redis_url=valkey_url,
        redis_prefix=f"test-{uuid4().hex}",
        data_dir=checkout / "var",
    )
    database = Database(settings.database_url)
    await schema.upgrade(database)
    await load_folder(database, folder=SAMPLE)
    await database.close()
    async with running_platform(settings, SAMPLE) as running:
        yield running


async def run(script: str, folder: Path) -> list[Any]:
    """Run a script as a reader would, and give the JSON texts it printed."""
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-euo", "pipefail", "-c", script.replace("\ncurl", "\necho; curl")),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NO_PROXY": "*"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, failed = await shell.communicate()
    assert shell.returncode == 0, failed.decode()
    return [json.loads(line) for line in said.decode().splitlines() if line.strip()]


def examples(page: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", read(page), flags=re.M | re.S)


async def test_the_first_event_of_the_readme_rings_the_phone_it_names(
    platform: Platform, checkout: Path
) -> None:
    _, report, changes, _ = examples("README.md")
    async with platform.phone("duiyuan") as phone:
        said = await run(report, checkout)
        task = await phone.frame("task.offered", case_no=said[0]["case_no"])
        again, heard = await run(report + changes, checkout)

    assert (said[0]["state"], said[0]["stage"]) == ("routed", "accepted")
    assert task["unit"] == UNIT == platform.facts["officer"]["unit_id"]
    assert again["case_no"] == said[0]["case_no"]
    assert [item["data"]["stage"] for item in heard["items"]] == ["accepted", "dispatched"]


async def test_the_examples_of_the_guide_answer_as_it_says(
    platform: Platform, checkout: Path
) -> None:
    said = await run("".join(examples("docs/http.md")), checkout)
    taken, batch, changes, supplement, event = said

    assert taken["state"] == "routed"
    assert [row["status"] for row in batch] == [201, 422]
    assert batch[1]["problem"]["errors"][0]["pointer"] == "/occurred_at"
    assert changes["last"] == changes["head"] == changes["items"][-1]["seq"]
    assert supplement["type"] == "/problems/not-asked"
    assert event["case_no"] == taken["case_no"]
    assert event["stages"][0]["stage"] == "accepted"
