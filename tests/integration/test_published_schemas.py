"""Schemas at addresses that stay: they are there, they are sound, and what is answered fits them."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from integration.api import SCHEMAS
from tests.factories import shared_platform
from tests.pages import read
from tests.platform import Platform, make_event


@pytest.fixture(scope="module")
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform("sqlite", request) as running:
        yield running


async def published(platform: Platform, name: str) -> Draft202012Validator:
    answer = await platform.client.get(f"/schemas/{name}.json")
    schema: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/schema+json"
    assert schema["$id"] == f"/schemas/{name}.json"
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_are_those_that_the_page_names() -> None:
    assert set(re.findall(r"/schemas/([\w-]+)\.json", read("docs/versions.md"))) == set(SCHEMAS)


async def test_fit_what_is_sent_and_answered(platform: Platform) -> None:
    (await published(platform, "event-1")).validate(make_event())
    await platform.report()
    told = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
    for change in told.json()["items"]:
        (await published(platform, "change-1")).validate(change)
    for answer in (
        await platform.client.post("/api/v1/events", json={}, headers=platform.as_platform),
        await platform.client.get("/api/v1/me"),
        await platform.client.get("/schemas/event-9.json"),
    ):
        assert not answer.is_success
        (await published(platform, "problem-1")).validate(answer.json())
