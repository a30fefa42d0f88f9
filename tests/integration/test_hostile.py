"""Whatever is sent, in whatever form, at whatever pace: a clear refusal, and memory that stays where it is."""

import asyncio
import gzip
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from core.http import body_time
from core.preflight import free_port
from tests.factories import shared_platform
from tests.platform import PATIENCE_S, Platform, make_event, now_text
from tests.raw_http import chunked, exchange, trickle
from tests.waiting import until_read

MB = 2**20
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform("sqlite", request) as running:
        yield running


@dataclass
class Door:
    """An address that takes JSON: who may knock, and what a good body is."""

    path: str
    user: str | None
    good: dict[str, Any]

    async def knock(self, platform: Platform, body: bytes, **headers: str) -> httpx.Response:
        """Send a body as it is."""
        return await platform.client.post(
            self.path, content=body, headers=JSON | await self.key(platform) | headers
        )

    async def key(self, platform: Platform) -> dict[str, str]:
        """Give the header that is let in."""
        if self.user is None:
            return {}
        return platform.as_platform if not self.user else await platform.sign_in(self.user)


DOORS = {
    "event": Door("/api/v1/events", "", make_event()),
    "login": Door("/api/v1/login", None, {"username": "nobody", "password": "nothing"}),
    "act": Door(
        f"/api/v1/tasks/{uuid4()}/acts",
        "yz-team",
        {"do": "accept", "id": str(uuid4()), "at": now_text(), "place": {"lon": 87.0, "lat": 43.0}},
    ),
    "assign": Door(
        "/api/v1/cases/20261122-999999/assign",
        "yz-center",
        {"team": "YZ-T1", "reason": "现场核实", "version": 1},
    ),
}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    return DOORS[request.param]


def told(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Hold an answer to the form every refusal has, and give it."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem.keys() >= {"type", "title", "detail", "request_id", "instance"}
    for error in problem.get("errors", ()):
        assert error.keys() >= {"in", "pointer", "rule", "detail"}
        assert error["detail"]
    return problem


class TestJson:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b" ",
            b"{",
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"[" * 100_000 + b"]" * 100_000,
            b'{"x": "\\ud800"}',
            b'{"x": "\xed\xa0\x80"}',
            b'{"x": "\xff"}',
            b"\xef\xbb\xbf{}",
            "{}".encode("utf-16"),
            '{"title": "占道"}'.encode("gbk"),
            b'{"x": 1} {"x": 2}',
            b"\x00",
        ],
        ids=lambda body: repr(body[:12]),
    )
    async def test_that_is_none_is_malformed(
        self, platform: Platform, door: Door, body: bytes
    ) -> None:
        problem = told(await door.knock(platform, body), 400)

        assert problem["type"] == "/problems/malformed"

    async def test_with_a_key_twice_is_pointed_at(self, platform: Platform, door: Door) -> None:
        text = json.dumps(door.good)
        key = next(iter(door.good))

        twice = f'{{"{key}": {json.dumps(door.good[key])}, {text[1:]}'
        problem = told(await door.knock(platform, twice.encode()), 422)

        assert [(e["pointer"], e["rule"]) for e in problem["errors"]] == [(f"/{key}", "duplicate")]

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 400])
    async def test_knows_no_number_that_is_none(self, platform: Platform, number: str) -> None:
        for name, field in (("event", "location"), ("act", "place")):
            body = json.dumps(DOORS[name].good | {field: {"lon": "?", "lat": 43.0}})

            answer = await DOORS[name].knock(platform, body.replace('"?"', number).encode())

            (error,) = told(answer, 422)["errors"]
            assert (error["pointer"], error["rule"]) == (f"/{field}/lon", "range")

    async def test_of_one_long_string_or_name_is_a_field_error(
        self, platform: Platform, door: Door
    ) -> None:
        long = "长" * (MB // 4)
        key = next(key for key, value in door.good.items() if isinstance(value, str))

        text = json.dumps({**door.good, key: long}, ensure_ascii=False)
        problem = told(await door.knock(platform, text.encode()), 422)

        assert any(error["pointer"] == f"/{key}" for error in problem["errors"])
        assert long[:100] not in json.dumps(problem, ensure_ascii=False)

    async def test_names_a_key_that_is_given_twice_deep_inside(self, platform: Platform) -> None:
        event = json.dumps(make_event()).replace('"lon":', '"lon": 1, "lon":')
        act = json.dumps(DOORS["act"].good).replace('"lon":', '"lon": 1, "lon":')

        for name, body, pointer in (("event", event, "/location/lon"), ("act", act, "/place/lon")):
            (error,) = told(await DOORS[name].knock(platform, body.encode()), 422)["errors"]
            assert (error["pointer"], error["rule"]) == (pointer, "duplicate")

    async def test_of_a_stranger_is_not_read(self, platform: Platform, door: Door) -> None:
        if door.user is None:
            return
        answer = await platform.client.post(
            door.path, content=b"{", headers={"Content-Type": "x/y"}
        )

        told(answer, 401)


class TestMediaType:
    @pytest.mark.parametrize(
        "media_type",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=gbk",
            "application/json;charset=utf-16",
            "application/jsonp",
            "multipart/form-data; boundary=x",
            "*/*",
        ],
    )
    async def test_that_is_not_read_here_is_named(
        self, platform: Platform, door: Door, media_type: str
    ) -> None:
        answer = await door.knock(platform, b"{}", **{"Content-Type": media_type})

        problem = told(answer, 415)
        assert (problem["part"], problem["allowed"]) == ("Content-Type", ["application/json"])

    @pytest.mark.parametrize(
        "media_type",
        ["application/json", "application/json;charset=utf-8", 'Application/JSON; Charset="UTF-8"'],
    )
    async def test_of_json_is_read_however_it_is_written(
        self, platform: Platform, media_type: str
    ) -> None:
        answer = await DOORS["event"].knock(
            platform, json.dumps(make_event()).encode(), **{"Content-Type": media_type}
        )

        assert answer.status_code == 201

    async def test_may_be_left_out_by_platforms_only(self, platform: Platform, door: Door) -> None:
        answer = await platform.client.post(
            door.path, content=json.dumps(door.good).encode(), headers=await door.key(platform)
        )

        if door.user == "":
            assert answer.is_success
        else:
            told(answer, 415)

    async def test_that_is_compressed_is_not_unpacked(self, platform: Platform, door: Door) -> None:
        bomb = gzip.compress(bytes(MB))

        problem = told(await door.knock(platform, bomb, **{"Content-Encoding": "gzip"}), 415)

        assert (problem["part"], problem["allowed"]) == ("Content-Encoding", ["identity"])

    async def test_of_a_batch_may_be_an_array_or_lines(self, platform: Platform) -> None:
        for media_type, status in (
            ("application/json", 200),
            ("application/x-ndjson", 200),
            ("text/csv", 415),
        ):
            answer = await platform.client.post(
                "/api/v1/events:batch",
                content=json.dumps([make_event()]).encode(),
                headers={**platform.as_platform, "Content-Type": media_type},
            )
            assert answer.status_code == status, media_type

    @pytest.mark.parametrize(
        ("media_type", "body", "status"),
        [
            ("image/jpeg", b"\xff\xd8\xff", 415),
            ("multipart/form-data", b"--x--", 400),
            ("multipart/form-data; boundary=x", b"nonsense", 400),
            ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
        ],
    )
    async def test_of_a_file_is_a_form(
        self, platform: Platform, media_type: str, body: bytes, status: int
    ) -> None:
        headers = {**await platform.sign_in("yz-team"), "Content-Type": media_type}

        answer = await platform.client.post("/api/v1/files", content=body, headers=headers)

        problem = told(answer, status)
        if status == 422:
            assert [error["pointer"] for error in problem["errors"]] == ["/file"]

    async def test_of_an_empty_file_is_a_field_error(self, platform: Platform) -> None:
        headers = {**await platform.sign_in("yz-team"), "Accept-Language": "en"}

        answer = await platform.client.post(
            "/api/v1/files", files={"file": ("a.png", b"")}, headers=headers
        )

        (error,) = told(answer, 422)["errors"]
        assert error == {
            "in": "body",
            "pointer": "/file",
            "rule": "too_short",
            "allowed": {"min_length": 1},
            "detail": "Too short: at least 1.",
        }


class TestFieldErrors:
    """Every one says where, which rule and what is allowed, in the reader's language."""

    @pytest.mark.parametrize(
        ("user", "path", "place", "pointer", "rule"),
        [
            ("yz-center", "/api/v1/cases?state=lost", "query", "state", "enum"),
            ("yz-center", "/api/v1/cases?limit=0", "query", "limit", "range"),
            ("yz-center", "/api/v1/cases?before=%00", "query", "before", "format"),
            ("yz-center", "/api/v1/tasks/one", "path", "task_id", "format"),
            ("yz-center", "/api/v1/files/one", "path", "file_id", "format"),
            ("", "/api/v1/changes?since=x", "query", "since", "type"),
            ("", "/api/v1/changes?since=99999999999999999999", "query", "since", "range"),
            (None, "/api/v1/grid/locate?lon=1", "query", "lat", "missing"),
            (None, "/api/v1/grid/locate?lon=nan&lat=1", "query", "lon", "range"),
            (None, "/api/v1/grid/locate?lon=1&lat=1&crs=mars", "query", "crs", "enum"),
        ],
    )
    async def test_of_a_parameter_are_told_in_both_languages(
        self,
        platform: Platform,
        user: str | None,
        path: str,
        place: str,
        pointer: str,
        rule: str,
    ) -> None:
        headers = await Door(path, user, {}).key(platform)
        said = {}
        for lang in ("zh", "en"):
            answer = await platform.client.get(path, headers={**headers, "Accept-Language": lang})
            (error,) = told(answer, 422)["errors"]
            assert (error["in"], error["pointer"], error["rule"]) == (place, pointer, rule)
            said[lang] = error["detail"]
        assert any("一" <= char <= "鿿" for char in said["zh"])
        assert said["en"].isascii()

    async def test_of_a_team_that_is_none_point_at_it(self, platform: Platform) -> None:
        waiting = await platform.report(category={"scheme": "?", "kind": "matter", "code": "1"})
        operator = await platform.sign_in("yz-center")

        answer = await platform.client.post(
            f"/api/v1/cases/{waiting['case_no']}/assign",
            json={"team": "NONE", "reason": "现场核实", "version": 1},
            headers=operator,
        )

        (error,) = told(answer, 422)["errors"]
        assert (error["pointer"], error["rule"]) == ("/team", "unknown")


class TestSize:
    async def test_is_bounded_by_what_is_announced_and_by_what_comes(
        self, platform: Platform, door: Door
    ) -> None:
        async def unannounced() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b" " * (MB // 16)

        assert told(await door.knock(platform, b"[" * (MB + 1)), 413)["limit_bytes"] == MB
        streamed = await platform.client.post(
            door.path, content=unannounced(), headers=JSON | await door.key(platform)
        )
        assert told(streamed, 413)["limit_bytes"] == MB

    async def test_of_a_batch_is_refused_before_a_row_is_taken_in(self, platform: Platform) -> None:
        before = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
        for rows in (
            b"[" + b",".join([b"{}"] * 100_000) + b"]",
            b"{}\n" * 100_000,
            b"[" + b",".join([json.dumps(make_event()).encode()] * 5_001) + b"]",
        ):
            answer = await platform.client.post(
                "/api/v1/events:batch", content=rows, headers=platform.as_platform
            )
            assert told(answer, 413)["limit_rows"] == 5_000
        after = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
        assert after.json()["head"] == before.json()["head"]

    @pytest.mark.parametrize("body", [b"[" * (16 * MB), b"]" * (16 * MB), b'"' * (16 * MB)])
    async def test_of_a_batch_without_form_is_refused(
        self, platform: Platform, body: bytes
    ) -> None:
        answer = await platform.client.post(
            "/api/v1/events:batch", content=body, headers=platform.as_platform
        )

        assert answer.status_code in (200, 400)
        if answer.status_code == 200:
            assert [row["status"] for row in answer.json()] == [400]


class TestPace:
    @pytest.fixture(autouse=True)
    def hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body_time, "PATIENCE_S", 0.3)
        monkeypatch.setattr(body_time, "SLOWEST", MB)

    async def test_of_a_body_that_stops_ends_the_request_and_the_line(
        self, platform: Platform, door: Door
    ) -> None:
        headers = JSON | await door.key(platform) | {"Content-Length": "1000"}

        answer = await exchange(
            platform.base_url, "POST", door.path, headers=headers, body=b'{"title": '
        )

        assert (answer.status, answer.json()["type"]) == (408, "/problems/body-too-slow")
        assert answer.closed

    async def test_of_a_body_that_never_begins_does_too(self, platform: Platform) -> None:
        headers = JSON | platform.as_platform | {"Content-Length": "1000"}

        answer = await exchange(platform.base_url, "POST", "/api/v1/events", headers=headers)

        assert (answer.status, answer.closed) == (408, True)

    async def test_of_a_trickle_does_too(self, platform: Platform, door: Door) -> None:
        headers = JSON | await door.key(platform) | {"Transfer-Encoding": "chunked"}

        answer = await exchange(
            platform.base_url, "POST", door.path, headers=headers, body=trickle(chunked(b" "))
        )

        assert (answer.status, answer.closed) == (408, True)

    async def test_may_be_slow_as_long_as_much_is_coming(
        self, platform: Platform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(body_time, "SLOWEST", 1)
        body = json.dumps(make_event()).encode()

        async def halting() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 64):
                yield body[start : start + 64]
                await asyncio.sleep(0.1)

        answer = await platform.client.post(
            "/api/v1/events", content=halting(), headers=JSON | platform.as_platform
        )

        assert answer.status_code == 201


class TestAddress:
    @pytest.mark.parametrize(
        "path", ["/api/v1/nothing", "/api", "/api/v1/city/", "/assets/nothing.js", "/openapi.json/"]
    )
    async def test_that_is_none_is_a_problem(self, platform: Platform, path: str) -> None:
        told(await platform.client.get(path), 404)

    @pytest.mark.parametrize(
        ("path", "allow"),
        [
            ("/api/v1/events", "POST"),
            ("/api/v1/cases", "GET, HEAD"),
            ("/api/v1/files", "POST"),
            (f"/api/v1/files/{UUID(int=1)}", "GET, HEAD"),
            ("/healthz", "GET, HEAD"),
            ("/", "GET, HEAD"),
        ],
    )
    async def test_allows_what_it_answers_to_and_says_so(
        self, platform: Platform, path: str, allow: str
    ) -> None:
        for method in ("DELETE", "PUT", "PATCH", "OPTIONS", "TRACE"):
            answer = await platform.client.request(method, path)
            assert told(answer, 405)["type"] == "/problems/method-not-allowed"
            assert answer.headers["allow"] == allow

    @pytest.mark.parametrize("path", ["/api/v1/city", "/healthz", "/schemas/event-1.json"])
    async def test_answers_head_as_get_without_content(self, platform: Platform, path: str) -> None:
        got, head = await platform.client.get(path), await platform.client.head(path)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == str(len(got.content))


@dataclass
class Served:
    """A web process of its own: what it is made of is read from the kernel."""

    base_url: str
    headers: dict[str, str]
    pid: int

    def memory_kb(self) -> int:
        """Read how much memory the process holds."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


@pytest.fixture
async def served(platform: Platform) -> AsyncIterator[Served]:
    port = free_port()
    settings = platform.settings
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "main", "serve", "--port", str(port)),
        env={
            **os.environ,
            "ONEDOOR_DATABASE_URL": settings.database_url,
            "ONEDOOR_REDIS_URL": settings.redis_url,
            "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
            "ONEDOOR_DATA_DIR": str(settings.data_dir),
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    base_url = f"http://127.0.0.1:{port}"

    async def answers() -> bool:
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                return (await client.get(f"{base_url}/healthz")).is_success
        except httpx.HTTPError:
            return False

    try:
        await until_read(answers, True)
        yield Served(base_url, platform.as_platform, program.pid)
    finally:
        program.terminate()
        await program.wait()


def floods() -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Everything large and odd, one after another."""
    batch, event, login = "/api/v1/events:batch", "/api/v1/events", "/api/v1/login"
    yield batch, b"[" * (16 * MB), {}
    yield batch, b"[" + b"{}," * (5 * MB) + b"{}]", {}
    yield batch, b"{}\n" * (5 * MB), {}
    yield batch, b'["' + b"x" * (16 * MB - 4) + b'"]', {}
    yield batch, b"\\" * (16 * MB), {}
    yield event, b'{"title": "' + b"x" * (MB - 20) + b'"}', {}
    yield event, b'{"a":' * 100_000, {}
    yield event, b"{" + b'"a":1,' * 170_000 + b'"b":1}', {}
    yield event, gzip.compress(bytes(64 * MB)), {"Content-Encoding": "gzip"}
    yield login, b"[" * MB, {}
    yield login, b'{"username": {' + b'"a":1,' * 100_000 + b'"b":1}}', {}


async def test_memory_stays_where_it_is_whatever_is_sent(served: Served) -> None:
    async def flood(client: httpx.AsyncClient) -> None:
        for path, body, more in floods():
            answer = await client.post(path, content=body, headers=JSON | served.headers | more)
            assert 200 <= answer.status_code < 500, (path, body[:20], answer.text[:300])
            if answer.status_code == 200:
                assert {row["status"] for row in answer.json()} <= {400, 422}

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(128):
            yield bytes(MB)

    async with httpx.AsyncClient(
        base_url=served.base_url, timeout=4 * PATIENCE_S, trust_env=False
    ) as client:
        await flood(client)
        after_one = served.memory_kb()
        for _ in range(3):
            await flood(client)
        over = await client.post("/api/v1/events:batch", content=endless(), headers=served.headers)
        assert over.status_code == 413

        assert served.memory_kb() - after_one < 64 * 1024
        assert served.memory_kb() < 600 * 1024
