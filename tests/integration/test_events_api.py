"""POST /api/v1/events as a platform meets it: who may, what is taken, how a refusal reads."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from core.clock import utcnow
from integration import commands, operations
from integration.models import Platform as PlatformRow
from tests.factories import shared_platform
from tests.platform import Platform, make_event
from tests.waiting import until_read

BAD: list[tuple[dict[str, Any], str, str, Any]] = [
    ({"source_event_id": ""}, "/source_event_id", "too_short", {"min_length": 1}),
    ({"source_event_id": "号" * 129}, "/source_event_id", "too_long", {"max_length": 128}),
    ({"source_event_id": 7}, "/source_event_id", "type", {"type": "string"}),
    ({"source_event_id": ...}, "/source_event_id", "missing", None),
    ({"title": "题" * 501}, "/title", "too_long", {"max_length": 500}),
    ({"title": "\x00"}, "/title", "format", {"pattern": ...}),
    ({"title": ...}, "/title", "missing", None),
    ({"occurred_at": "2026-11-20T10:00:00"}, "/occurred_at", "format", {"format": "date-time"}),
    ({"occurred_at": "yesterday"}, "/occurred_at", "format", {"format": "date-time"}),
    ({"occurred_at": 1732000000}, "/occurred_at", "format", {"format": "date-time"}),
    (
        {"occurred_at": "9999-12-31T23:59:59-08:00"},
        "/occurred_at",
        "format",
        {"format": "date-time"},
    ),
    ({"occurred_at": ...}, "/occurred_at", "missing", None),
    ({"description": "述" * 10_001}, "/description", "too_long", {"max_length": 10_000}),
    ({"category": "M01"}, "/category", "type", {"type": "object"}),
    ({"category.kind": "event"}, "/category/kind", "enum", ["component", "matter"]),
    ({"category.code": ""}, "/category/code", "too_short", {"min_length": 1}),
    ({"category.scheme": ...}, "/category/scheme", "missing", None),
    ({"location.lon": 181}, "/location/lon", "range", {"le": 180.0}),
    ({"location.lat": -90.5}, "/location/lat", "range", {"ge": -90.0}),
    ({"location.lon": "87.03"}, "/location/lon", "type", {"type": "number"}),
    ({"location.lon": float("nan")}, "/location/lon", "range", None),
    ({"location.lat": ...}, "/location", "missing", None),
    ({"location.crs": "mars"}, "/location/crs", "enum", ["CGCS2000", "WGS84", "GCJ-02", "BD-09"]),
    ({"location.address": "址" * 501}, "/location/address", "too_long", {"max_length": 500}),
    ({"location.township_code": "99 01"}, "/location/township_code", "format", {"pattern": ...}),
    ({"location.height": 3}, "/location/height", "extra", None),
    ({"subject": {"kind": "firm"}}, "/subject/kind", "enum", ["unit", "person"]),
    ({"subject": {"uscc": "9133 0100"}}, "/subject/uscc", "format", {"pattern": ...}),
    ({"urgency": "low"}, "/urgency", "enum", ["general", "urgent", "critical"]),
    ({"attachments": [{"url": "ftp://x/1"}]}, "/attachments/0/url", "format", {"pattern": ...}),
    (
        {"attachments": [{"url": "http://x/1", "sha256": "zz"}]},
        "/attachments/0/sha256",
        "format",
        {"pattern": ...},
    ),
    ({"attachments": [{"url": "http://x/1"}] * 21}, "/attachments", "too_long", {"max_length": 20}),
    ({"reporter": "张三"}, "/reporter", "extra", None),
]


@pytest.fixture(scope="module")
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform("sqlite", request) as running:
        yield running


async def post(platform: Platform, body: bytes | object, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await platform.client.post(
        "/api/v1/events", content=content, headers=platform.as_platform | headers
    )


def spoilt(changes: dict[str, Any]) -> dict[str, Any]:
    """Make an event with something wrong at a place; `...` takes the place away."""
    event = make_event()
    for path, value in changes.items():
        *way, last = path.split(".")
        node: Any = event
        for step in way:
            node = node[step]
        node[last] = value
        if value is ...:
            del node[last]
    return event


class TestRefusal:
    @pytest.mark.parametrize(("changes", "pointer", "rule", "allowed"), BAD)
    async def test_says_where_which_rule_and_what_is_allowed(
        self, platform: Platform, changes: dict[str, Any], pointer: str, rule: str, allowed: Any
    ) -> None:
        answer = await post(platform, spoilt(changes))

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["type"], problem["count"]) == ("/problems/invalid-input", 1)
        (error,) = problem["errors"]
        assert (error["in"], error["pointer"], error["rule"]) == ("body", pointer, rule)
        if isinstance(allowed, dict) and ... in allowed.values():
            assert error["allowed"].keys() == allowed.keys()
        else:
            assert error.get("allowed") == allowed
        assert error["detail"]

    async def test_names_everything_that_is_wrong_at_once(self, platform: Platform) -> None:
        answer = await post(platform, spoilt({"title": "", "category.kind": "x", "reporter": 1}))

        pointers = {error["pointer"] for error in answer.json()["errors"]}
        assert pointers == {"/title", "/category/kind", "/reporter"}

    async def test_never_says_back_what_was_sent(self, platform: Platform) -> None:
        answer = await post(platform, spoilt({"subject": {"kind": "张三丰"}}))

        assert "张三丰" not in answer.text

    @pytest.mark.parametrize("body", [b"", b"{", b"{'a': 1}", b"\xff\xfe", b'{"title": "\\ud800"}'])
    async def test_of_what_is_no_json_is_400(self, platform: Platform, body: bytes) -> None:
        answer = await post(platform, body)

        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")

    @pytest.mark.parametrize("body", [b"[]", b"7", b"null", b'"event"'])
    async def test_of_what_is_no_object_is_422(self, platform: Platform, body: bytes) -> None:
        answer = await post(platform, body)

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert (error["pointer"], error["allowed"]) == ("", {"type": "object"})

    @pytest.mark.parametrize(
        ("asked", "title", "language"),
        [
            ("zh-CN,en;q=0.5", "内容有误", "zh-CN"),
            ("en-GB", "Input not valid", "en"),
            ("", "内容有误", "zh-CN"),
        ],
    )
    async def test_is_read_in_the_language_asked_for(
        self, platform: Platform, asked: str, title: str, language: str
    ) -> None:
        answer = await post(platform, spoilt({"title": ""}), **{"Accept-Language": asked})

        assert answer.headers["content-language"] == language
        assert answer.json()["title"] == title
        detail = answer.json()["errors"][0]["detail"]
        assert any("一" <= char <= "鿿" for char in detail) == (language == "zh-CN")

    async def test_of_a_body_over_the_limit_is_413(self, platform: Platform) -> None:
        answer = await post(platform, b" " * (1024 * 1024 + 1))

        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


async def command(platform: Platform, *words: str) -> Any:
    """Run `onedoor platforms …` beside the platform; in a thread, since it has a loop of its own."""
    runner = CliRunner(env={"ONEDOOR_DATABASE_URL": platform.settings.database_url})
    return await asyncio.to_thread(lambda: runner.invoke(commands.cli, words))


class TestWho:
    @pytest.mark.parametrize(
        "authorization",
        [None, "", "Bearer", "Basic eDp5", "Bearer wrong", "Bearer " + "x" * 200],
    )
    async def test_a_stranger_is_refused_before_the_body_is_read(
        self, platform: Platform, authorization: str | None
    ) -> None:
        headers = {} if authorization is None else {"Authorization": authorization}

        answer = await platform.client.post("/api/v1/events", content=b"{", headers=headers)

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"

    async def test_an_officers_session_is_no_platforms_token(self, platform: Platform) -> None:
        headers = await platform.sign_in("yz-team")

        answer = await platform.client.post("/api/v1/events", json=make_event(), headers=headers)

        assert answer.status_code == 401

    async def test_a_platforms_token_opens_no_screen(self, platform: Platform) -> None:
        for path in ("/api/v1/cases", "/api/v1/tasks", "/api/v1/units", "/api/v1/me"):
            answer = await platform.client.get(path, headers=platform.as_platform)

            assert answer.status_code == 401, path

    async def test_a_revoked_token_ends_within_seconds(self, platform: Platform) -> None:
        async with platform.database.transaction() as session:
            session.add(PlatformRow(code="revoked", name="某平台", attachment_hosts=[]))
            await session.flush()
            token = await operations.issue_token(session, platform="revoked", now=utcnow())
        headers = {"Authorization": f"Bearer {token}"}

        async def status() -> int:
            answer = await platform.client.post(
                "/api/v1/events", json=make_event(), headers=headers
            )
            return answer.status_code

        assert await status() == 201
        listed = (await command(platform, "list")).output
        token_id = listed[listed.index("revoked") :].splitlines()[1].split()[0]
        assert token not in listed
        assert (await command(platform, "revoke", token_id)).output == (
            "A token of revoked is revoked.\n"
        )

        await until_read(status, 401)
        another = (await command(platform, "token", "revoked")).output.strip()
        headers["Authorization"] = f"Bearer {another}"
        assert await status() == 201
        again = await command(platform, "revoke", token_id)
        assert (again.exit_code, len(again.output.splitlines())) == (1, 1)


class TestTaken:
    async def test_says_case_state_stage_and_time(self, platform: Platform) -> None:
        answer = await post(platform, make_event())

        said = answer.json()
        assert answer.status_code == 201
        assert said.keys() == {"case_no", "state", "stage", "received_at"}
        assert (said["state"], said["stage"]) == ("routed", "accepted")

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            (
                {"category": {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M99"}},
                "unknown_class",
            ),
            ({"category": {"scheme": "?", "kind": "component", "code": "1"}}, "not_enforcement"),
            ({"location": None}, "no_place"),
            ({"location": {"lon": 87.05, "lat": 43.05}}, "outside_city"),
            (
                {"location": {"lon": 87.03, "lat": 43.03, "township_code": "990101002"}},
                "place_contradiction",
            ),
        ],
    )
    async def test_what_cannot_be_routed_is_judged_not_refused(
        self, platform: Platform, changes: dict[str, Any], reason: str
    ) -> None:
        event = {k: v for k, v in (make_event() | changes).items() if v is not None}

        answer = await post(platform, event)

        assert (answer.status_code, answer.json()["state"]) == (201, "to_judge")
        headers = await platform.sign_in("yz-center")
        case = await platform.client.get(
            f"/api/v1/cases/{answer.json()['case_no']}", headers=headers
        )
        assert case.json()["reason"] == reason

    async def test_the_same_again_is_its_first_case_however_it_is_written(
        self, platform: Platform
    ) -> None:
        event = make_event(location={"lon": 87, "lat": 43.03})
        text = json.dumps(event, ensure_ascii=False)
        backward = json.dumps(dict(reversed(event.items())))
        written = [
            text,
            backward,
            text.replace('"lon": 87,', '"lon": 87.0,').replace("+08:00", ".000+08:00"),
            text.replace('"lon": 87,', '"lon": 8.7e1, "address": null,'),
        ]

        answers = [await post(platform, body.encode()) for body in written]

        assert [answer.status_code for answer in answers] == [201, 200, 200, 200]
        assert len({answer.json()["case_no"] for answer in answers}) == 1

    async def test_another_body_under_the_id_is_409_and_changes_nothing(
        self, platform: Platform
    ) -> None:
        event = make_event()
        first = await post(platform, event)

        other = await post(platform, event | {"title": "别的", "description": "新的"})

        assert (other.status_code, other.json()["type"]) == (409, "/problems/report-differs")
        assert other.json()["fields"] == ["/description", "/title"]
        assert other.json()["case_no"] == first.json()["case_no"]
        assert (await post(platform, event)).status_code == 200


class TestSchema:
    async def test_is_published_for_everybody(self, platform: Platform) -> None:
        answer = await platform.client.get("/schemas/event-1.json")

        assert answer.headers["content-type"] == "application/schema+json"
        Draft202012Validator.check_schema(answer.json())
        assert Draft202012Validator(answer.json()).is_valid(make_event())
        assert not Draft202012Validator(answer.json()).is_valid(spoilt({"title": 7}))
