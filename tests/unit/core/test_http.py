"""HTTP: problems, languages, limits and headers, through a whole application."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI, Header, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Scope
from starlette.websockets import WebSocket
from structlog.testing import capture_logs

from core import http
from core.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthorized,
    Unavailable,
)
from core.http.body_limit import BODY_BYTES
from core.http.request_context import content_policy
from core.settings import Settings


class CaseClosed(Conflict):
    """A refusal without words in either language."""

    title = "Case closed"


class Item(BaseModel):
    names: list[str]


REFUSALS: dict[str, DomainError] = {
    "gone": NotFound(),
    "mine": Forbidden(),
    "closed": CaseClosed("Case 7 is closed.", case_no="7", version=3, type="mine"),
    "odd": Invalid("A sentence.", ids={UUID(int=1)}, rate=float("nan")),
    "often": TooMany(retry_after_s=2.1),
    "later": Unavailable(),
}

routes = APIRouter()


@routes.get("/refuse/{name}")
async def refuse(name: str) -> None:
    raise REFUSALS[name]


@routes.get("/items/{number}")
async def get_item(number: int, most: int = Query(le=9), x_kind: int = Header(0)) -> int:
    return number + most


@routes.put("/items/{number}")
async def put_item(number: int, item: Item) -> Item:
    return item


@routes.get("/break")
async def break_down() -> None:
    raise RuntimeError("password=hunter2")


@routes.get("/stream-break")
async def stream_break() -> Response:
    async def body() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("half way")

    return StreamingResponse(body())


@routes.post("/raw")
async def raw(request: Request) -> int:
    return len(await request.body())


@routes.get("/own-csp")
async def own_csp() -> Response:
    return PlainTextResponse("", headers={"Content-Security-Policy": "sandbox"})


@routes.websocket("/ws")
async def refuse_socket(websocket: WebSocket) -> None:
    raise Unauthorized()


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    app = FastAPI()
    app.include_router(routes)
    app.include_router(routes, prefix="/api/v1")
    app.add_route("/items/{number}", _delete, methods=["DELETE"])
    app.add_route("/large", _length, methods=["POST"])
    http.install(
        app, settings=settings, body_limits={"/large": 2 * BODY_BYTES}, quiet=frozenset({"/raw"})
    )
    return app


async def _delete(request: Request) -> Response:
    return Response(status_code=204)


async def _length(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def chunks(count: int, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield bytes(size)


class TestProblem:
    @pytest.mark.parametrize(
        ("name", "status", "type_"),
        [
            ("gone", 404, "/problems/not-found"),
            ("mine", 403, "/problems/forbidden"),
            ("closed", 409, "/problems/case-closed"),
            ("odd", 422, "/problems/invalid"),
            ("often", 429, "/problems/too-many"),
            ("later", 503, "/problems/unavailable"),
        ],
    )
    async def test_follows_the_kind_of_refusal(
        self, client: httpx.AsyncClient, name: str, status: int, type_: str
    ) -> None:
        answer = await client.get(f"/refuse/{name}")

        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert body["type"] == type_
        assert body["status"] == status
        assert body["title"]
        assert body["detail"]
        assert body["instance"] == f"/refuse/{name}"
        assert body["request_id"] == answer.headers["x-request-id"]

    async def test_carries_facts_which_never_replace_its_own_members(
        self, client: httpx.AsyncClient
    ) -> None:
        body = (await client.get("/refuse/closed")).json()

        assert (body["case_no"], body["version"]) == ("7", 3)
        assert body["type"] == "/problems/case-closed"
        assert body["detail"] == "Case 7 is closed."

    async def test_is_json_whatever_the_facts_are(self, client: httpx.AsyncClient) -> None:
        body = (await client.get("/refuse/odd")).json()

        assert body["ids"] == [str(UUID(int=1))]
        assert body["rate"] is None

    async def test_says_when_to_come_back(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/refuse/often")).headers["retry-after"] == "3"
        assert (await client.get("/refuse/later")).headers["retry-after"] == "1"

    async def test_is_in_the_readers_language(self, client: httpx.AsyncClient) -> None:
        zh = await client.get("/refuse/gone")
        en = await client.get("/refuse/gone", headers={"Accept-Language": "en-GB,zh;q=0.5"})

        assert (zh.json()["title"], zh.headers["content-language"]) == ("未找到", "zh-CN")
        assert (en.json()["title"], en.headers["content-language"]) == ("Not found", "en")
        assert zh.headers["vary"] == "Accept-Language"

    def test_can_be_built_without_a_request(self) -> None:
        body = http.problem_body(NotFound(what="task"), "en")

        assert body == {
            "what": "task",
            "type": "/problems/not-found",
            "title": "Not found",
            "status": 404,
            "detail": "There is no such thing within your scope.",
        }

    async def test_answers_a_socket_that_is_refused_before_it_opens(self, app: FastAPI) -> None:
        scope: Scope = {
            "type": "websocket",
            "scheme": "ws",
            "path": "/ws",
            "raw_path": b"/ws",
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"onedoor.test"), (b"accept-language", b"en")],
            "extensions": {"websocket.http.response": {}},
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await app(scope, receive, send)

        assert sent[0]["type"] == "websocket.http.response.start"
        assert sent[0]["status"] == 401
        assert json.loads(sent[1]["body"])["title"] == "Sign in first"

    async def test_stands_for_an_unknown_path_and_a_wrong_method(
        self, client: httpx.AsyncClient
    ) -> None:
        unknown = await client.get("/nowhere")
        wrong = await client.post("/items/1")

        assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/not-found")
        assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/method-not-allowed")

    async def test_of_a_wrong_method_allows_all_that_any_route_of_the_path_allows(
        self, client: httpx.AsyncClient
    ) -> None:
        assert (await client.patch("/items/1")).headers["allow"] == "GET, HEAD, PUT, DELETE"
        assert (await client.patch("/api/v1/items/1")).headers["allow"] == "GET, HEAD, PUT"


class TestInput:
    @pytest.mark.parametrize(
        ("path", "headers", "place", "pointer"),
        [
            ("/items/x?most=1", {}, "path", "number"),
            ("/items/1?most=10", {}, "query", "most"),
            ("/items/1?most=1", {"X-Kind": "x"}, "header", "x-kind"),
        ],
    )
    async def test_of_a_parameter_is_named(
        self,
        client: httpx.AsyncClient,
        path: str,
        headers: dict[str, str],
        place: str,
        pointer: str,
    ) -> None:
        answer = await client.get(path, headers=headers)

        assert answer.status_code == 422
        errors = answer.json()["errors"]
        assert [(error["in"], error["pointer"]) for error in errors] == [(place, pointer)]

    @pytest.mark.parametrize(
        ("body", "pointer", "rule"),
        [
            ({"names": ["a", 2]}, "/names/1", "type"),
            ({}, "/names", "missing"),
            ([], "", "type"),
        ],
    )
    async def test_of_a_body_is_pointed_at(
        self, client: httpx.AsyncClient, body: Any, pointer: str, rule: str
    ) -> None:
        answer = await client.put("/items/1", json=body)

        assert answer.json()["type"] == "/problems/invalid-input"
        errors = answer.json()["errors"]
        assert [(error["pointer"], error["rule"]) for error in errors] == [(pointer, rule)]

    @pytest.mark.parametrize("content", [b"{", b"nope", b"\xff\xfe{", b"[" * 100_000])
    async def test_that_is_no_json_is_malformed(
        self, client: httpx.AsyncClient, content: bytes
    ) -> None:
        answer = await client.put(
            "/items/1", content=content, headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 400
        assert answer.json()["type"] == "/problems/malformed"


class TestBodyLimit:
    async def test_takes_what_is_just_within(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/raw", content=bytes(BODY_BYTES))).json() == BODY_BYTES

    async def test_refuses_by_what_is_announced(self, client: httpx.AsyncClient) -> None:
        answer = await client.post("/raw", content=bytes(BODY_BYTES + 1))

        assert answer.status_code == 413
        assert answer.json()["type"] == "/problems/body-too-large"
        assert answer.json()["limit_bytes"] == BODY_BYTES
        assert answer.headers["x-request-id"]

    @pytest.mark.parametrize("path", ["/raw", "/large"])
    async def test_refuses_a_stream_at_the_byte_where_it_goes_over(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        answer = await client.post(path, content=chunks(33))

        assert answer.status_code == 413
        assert answer.json()["type"] == "/problems/body-too-large"

    async def test_leaves_more_room_where_it_is_named(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/large", content=chunks(32))).text == str(2 * BODY_BYTES)

    async def test_refuses_a_json_body_that_is_streamed(self, client: httpx.AsyncClient) -> None:
        answer = await client.request(
            "PUT", "/items/1", content=chunks(17), headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 413


class TestRequestContext:
    async def test_hides_what_broke_and_logs_it_once(self, client: httpx.AsyncClient) -> None:
        with capture_logs() as lines:
            answer = await client.get("/break", headers={"Accept-Language": "en"})

        assert answer.status_code == 500
        assert answer.json()["type"] == "/problems/internal-error"
        assert "hunter2" not in answer.text
        assert "RuntimeError" not in answer.text
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        failed = [line for line in lines if line["event"] == "request_failed"]
        assert [line["route"] for line in failed] == ["/break"]

    async def test_breaks_the_line_when_half_an_answer_is_out(
        self, client: httpx.AsyncClient
    ) -> None:
        with capture_logs() as lines, pytest.raises(RuntimeError, match="half way"):
            await client.get("/stream-break")

        assert "request_failed" in [line["event"] for line in lines]

    async def test_keeps_a_well_formed_id_and_makes_one_otherwise(
        self, client: httpx.AsyncClient
    ) -> None:
        kept = await client.get("/nowhere", headers={"X-Request-ID": "caller-0001"})
        assert kept.headers["x-request-id"] == "caller-0001"
        for offered in ("short", "x" * 65, "with space in it", "-leading-dash", "王" * 9):
            made = await client.get("/nowhere", headers={b"X-Request-ID": offered.encode()})
            assert UUID(made.headers["x-request-id"]).version == 7

    async def test_leaves_no_id_behind(self, client: httpx.AsyncClient) -> None:
        await client.get("/nowhere")

        assert "request_id" not in structlog.contextvars.get_contextvars()

    async def test_logs_the_route_not_the_path(self, client: httpx.AsyncClient) -> None:
        with capture_logs() as lines:
            await client.get("/refuse/gone?token=t0ken", headers={"Authorization": "Bearer t0ken"})

        (line,) = [line for line in lines if line["event"] == "request_served"]
        assert (line["method"], line["route"], line["status"]) == ("GET", "/refuse/{name}", 404)
        assert "t0ken" not in str(lines)

    async def test_is_quiet_about_the_successes_of_quiet_routes(
        self, client: httpx.AsyncClient
    ) -> None:
        with capture_logs() as lines:
            await client.post("/raw", content=b"1")
            await client.post("/raw", content=bytes(BODY_BYTES + 1))

        levels = [line["log_level"] for line in lines if line["event"] == "request_served"]
        assert levels == ["debug", "info"]

    async def test_sends_the_headers_that_keep_pages_safe(self, client: httpx.AsyncClient) -> None:
        headers = (await client.get("/nowhere")).headers

        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert not re.search(r"https?:|\*", headers["content-security-policy"])
        assert headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in headers

    async def test_leaves_an_answers_own_headers_alone(self, client: httpx.AsyncClient) -> None:
        headers = (await client.get("/own-csp")).headers

        assert headers.get_list("content-security-policy") == ["sandbox"]

    async def test_keeps_answers_of_the_api_out_of_caches(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/api/v1/refuse/gone")).headers["cache-control"] == "no-store"
        assert "cache-control" not in (await client.get("/own-csp")).headers


class TestContentPolicy:
    def test_lets_pages_ask_the_one_origin_of_the_tiles(self) -> None:
        plain = content_policy("").split("; ")
        tiled = content_policy("https://t0.tiles.example:8443/w/{z}/{x}/{y}?tk=k;x").split("; ")

        assert set(tiled) - set(plain) == {"connect-src 'self' https://t0.tiles.example:8443"}
        assert len(tiled) == len(plain)

    @pytest.mark.parametrize(
        "wrong",
        [
            "/tiles/{z}/{x}/{y}",
            "https://tiles.example/{z}/{x}",
            "https://tiles.example;script-src */{z}/{x}/{y}",
            "https://*.example/{z}/{x}/{y}",
            "javascript:{z}{x}{y}",
        ],
    )
    def test_is_not_opened_by_what_is_no_address_of_tiles(self, wrong: str) -> None:
        with pytest.raises(ValueError, match="tiles"):
            Settings(tile_url=wrong)


class TestLanguage:
    @pytest.mark.parametrize(
        ("accept_language", "lang"),
        [
            (None, "zh"),
            ("", "zh"),
            ("en", "en"),
            ("EN-us", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
            ("en;q=0.8, zh;q=0.9", "zh"),
            ("en;q=0.9, zh;q=0.8", "en"),
            ("en, zh", "en"),
            ("zh, en", "zh"),
            ("fr, de", "zh"),
            ("fr, en;q=0.1", "en"),
            ("*", "zh"),
            ("en;q=0.5, *", "zh"),
            ("en;q=0, *", "zh"),
            ("zh;q=0", "en"),
            ("en;q=0", "zh"),
            ("en;q=nonsense", "zh"),
            ("en;q=nan, zh;q=0.1", "zh"),
            ("en ; q=0.3 , zh ; q=0.2", "en"),
            (";;;,,q=", "zh"),
        ],
    )
    def test_is_what_the_reader_prefers(self, accept_language: str | None, lang: str) -> None:
        assert http.language(accept_language) == lang
