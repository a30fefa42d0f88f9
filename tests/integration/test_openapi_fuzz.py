"""Schemathesis against the running platform: what it answers is what /openapi.json says, whatever is asked."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.factories import shared_platform
from tests.platform import Platform

SEED = 20261122
EXAMPLES = 12
"""Drawn for each operation, beside the schema's own edges, which are walked in full."""

ENDS_THE_SESSION = "/api/v1/logout"
"""Its statuses are asked for one by one, in test_hostile.py: here it would sign everybody out."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def test_every_operation_keeps_to_its_description(platform: Platform, tmp_path: Path) -> None:
    officer = (await platform.sign_in("yz-team"))["Authorization"]
    operator = (await platform.sign_in("yz-center"))["Authorization"]
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        "\n".join(
            [
                "color = false",
                "warnings = false",
                f"headers = {{ Authorization = {json.dumps(operator)} }}",
                "[generation]",
                f"max-examples = {EXAMPLES}",
                'database = "none"',
                "no-shrink = true",
                *_headers_of("platforms", platform.as_platform["Authorization"]),
                *_headers_of("tasks", officer),
                *_headers_of("units", officer),
                # A batch is answered row by row: a row that is wrong is no wrong batch.
                "[[operations]]",
                'include-path = "/api/v1/events:batch"',
                "checks.negative_data_rejection.enabled = false",
                # Which units there are and which span is over: no form can say.
                *_refuse_some("/api/v1/instructions"),
                *_refuse_some("/api/v1/handovers"),
                # What a decision needs, and whether what is added says anything.
                *_refuse_some("/api/v1/cases/{case_no}/judgements"),
                *_refuse_some("/api/v1/supplements/{source_event_id}"),
            ]
        )
    )

    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
        *("run", f"{platform.base_url}/openapi.json", f"--seed={SEED}"),
        *("--phases=examples,coverage,fuzzing", "--continue-on-failure"),
        *("--suppress-health-check=all", f"--exclude-path={ENDS_THE_SESSION}"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await program.communicate()

    assert program.returncode == 0, said.decode()


def _headers_of(tag: str, authorization: str) -> list[str]:
    headers = f"{{ Authorization = {json.dumps(authorization)} }}"
    return ["[[operations]]", f'include-tag = "{tag}"', f"headers = {headers}"]


def _refuse_some(path: str) -> list[str]:
    return [
        "[[operations]]",
        f"include-path = {json.dumps(path)}",
        "checks.positive_data_acceptance.enabled = false",
    ]
