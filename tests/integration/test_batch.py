"""POST /api/v1/events:batch: many events, each with its own answer, or none taken in."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from command.cases.models import Case
from integration.rows import ROWS
from tests.factories import shared_platform
from tests.platform import Platform, make_event


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


async def post(platform: Platform, body: bytes, **headers: str) -> httpx.Response:
    return await platform.client.post(
        "/api/v1/events:batch", content=body, headers=platform.as_platform | headers
    )


async def send(platform: Platform, rows: list[Any], form: str) -> list[dict[str, Any]]:
    """Send rows in a form and give their answers."""
    if form == "array":
        body = json.dumps(rows).encode()
    else:
        body = b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in rows)
    answer = await post(platform, body)
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()
    assert [row["index"] for row in told] == list(range(len(rows)))
    return told


async def count(platform: Platform) -> int:
    async with platform.database.reading() as session:
        return (await session.execute(select(func.count()).select_from(Case))).scalar_one()


@pytest.mark.parametrize("form", ["array", "lines"])
class TestRows:
    async def test_are_answered_each_for_itself_in_order(
        self, platform: Platform, form: str
    ) -> None:
        event, other = make_event(), make_event()
        rows = [
            event,
            {"source_event_id": "bad"},
            other,
            event,
            event | {"title": "别的"},
            [],
            other | {"occurred_at": "2026-11-20T02:00:00Z"},
        ]

        told = await send(platform, rows, form)

        assert [row["status"] for row in told] == [201, 422, 201, 200, 409, 422, 200]
        assert told[3]["case_no"] == told[0]["case_no"] == told[4]["problem"]["case_no"]
        assert told[6]["case_no"] == told[2]["case_no"]
        assert told[4]["problem"]["fields"] == ["/title"]
        assert {error["pointer"] for error in told[1]["problem"]["errors"]} == {
            "/occurred_at",
            "/title",
            "/category",
        }
        assert "problem" not in told[0]

    async def test_first_of_two_that_contradict_each_other_is_believed(
        self, platform: Platform, form: str
    ) -> None:
        event = make_event()

        told = await send(platform, [event | {"title": "先"}, event | {"title": "后"}], form)

        assert [row["status"] for row in told] == [201, 409]

    async def test_of_a_single_event_is_a_batch_of_one(self, platform: Platform, form: str) -> None:
        event = make_event()
        await send(platform, [event], form)

        (told,) = await send(platform, [event], form)

        assert told["status"] == 200


class TestForm:
    async def test_skips_blank_lines(self, platform: Platform) -> None:
        line = json.dumps(make_event()).encode()

        answer = await post(platform, b"\n\r\n" + line + b"\r\n   \n" + line + b"\n\n")

        assert [row["status"] for row in answer.json()] == [201, 200]

    async def test_tells_a_broken_line_from_its_neighbours(self, platform: Platform) -> None:
        line = json.dumps(make_event()).encode()

        answer = await post(platform, line + b"\n{broken\n\xff\xfe\n" + line)

        assert [row["status"] for row in answer.json()] == [201, 400, 400, 200]
        assert answer.json()[1]["problem"]["type"] == "/problems/malformed"

    async def test_tells_a_broken_element_from_its_neighbours(self, platform: Platform) -> None:
        event = json.dumps(make_event())

        answer = await post(platform, f"[{event}, NaN, {{}}, nonsense, {event}]".encode())

        assert [row["status"] for row in answer.json()] == [201, 422, 422, 400, 200]

    @pytest.mark.parametrize("body", [b"", b"  \n \n", b"[]", b"[", b'[{"a": 1}'])
    async def test_refuses_what_is_no_batch(self, platform: Platform, body: bytes) -> None:
        before = await count(platform)

        answer = await post(platform, body)

        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/not-a-batch")
        assert await count(platform) == before

    async def test_takes_an_object_for_a_row_and_says_what_is_wrong_with_it(
        self, platform: Platform
    ) -> None:
        answer = await post(platform, json.dumps({"events": [make_event()]}).encode())

        (told,) = answer.json()
        assert told["status"] == 422
        assert ("/events", "extra") in {
            (error["pointer"], error["rule"]) for error in told["problem"]["errors"]
        }

    async def test_reads_its_problems_in_the_language_asked_for(self, platform: Platform) -> None:
        answer = await post(platform, b"{}", **{"Accept-Language": "en"})

        assert answer.json()[0]["problem"]["title"] == "Input not valid"


class TestLimits:
    @pytest.mark.parametrize("form", ["array", "lines"])
    async def test_of_rows_are_counted_before_any_is_taken_in(
        self, platform: Platform, form: str
    ) -> None:
        row, before = json.dumps(make_event()), await count(platform)
        rows = [row] * (ROWS + 1)
        body = f"[{','.join(rows)}]" if form == "array" else "\n".join(rows)

        answer = await post(platform, body.encode())

        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/batch-too-long")
        assert answer.json()["limit_rows"] == ROWS
        assert await count(platform) == before

    async def test_take_as_many_rows_as_are_allowed(self, platform: Platform) -> None:
        before = await count(platform)
        event = make_event()
        rows = [event | {"source_event_id": f"MANY-{number // 2}"} for number in range(ROWS)]

        told = await send(platform, rows, "lines")

        statuses = [row["status"] for row in told]
        assert statuses == [201, 200] * (ROWS // 2)
        assert await count(platform) == before + ROWS // 2

    async def test_of_bytes_hold_even_when_none_are_announced(self, platform: Platform) -> None:
        before = await count(platform)
        chunk = json.dumps(make_event()).encode() + b"\n" + b" " * 2**20

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(17):
                yield chunk

        answer = await platform.client.post(
            "/api/v1/events:batch", content=chunks(), headers=platform.as_platform
        )

        assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 16 * 2**20)
        assert await count(platform) == before

    async def test_of_bytes_are_refused_by_what_is_announced(self, platform: Platform) -> None:
        answer = await post(platform, b" " * (16 * 2**20 + 1))

        assert answer.status_code == 413


async def test_a_stranger_may_send_no_batch(platform: Platform) -> None:
    answer = await platform.client.post("/api/v1/events:batch", content=b"[]")

    assert answer.status_code == 401
