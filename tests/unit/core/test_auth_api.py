"""Signing in and out over HTTP, and who may ride on a session."""

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import Depends, FastAPI
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from core import http
from core.auth import operations, throttle
from core.auth.api import device_of
from core.auth.models import Account
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.db import Database
from core.errors import Unauthorized
from core.settings import Settings
from tests.unit.core.conftest import ORIGIN, PASSWORD

RIGHT = {"username": "wang", "password": PASSWORD}
WRONG = {"username": "wang", "password": "wrong"}
FOREIGN = {"Origin": "https://evil.test"}
OWN = {"Origin": ORIGIN}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class TestLogin:
    async def test_gives_a_token_a_cookie_and_who_one_is(
        self, client: httpx.AsyncClient, wang: Account
    ) -> None:
        answer = await client.post("/api/v1/login", json=RIGHT)

        assert answer.status_code == 200
        assert answer.json()["user"] == {
            "username": "wang",
            "name": "王一",
            "role": "officer",
            "node": "team:T1",
            "node_name": "一队",
            "unit": "U1",
        }
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"onedoor_session={answer.json()['token']}; ")
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
        assert answer.headers["cache-control"] == "no-store"

    async def test_makes_the_cookie_secure_where_browsers_come_over_tls(
        self, client: httpx.AsyncClient, app: FastAPI, wang: Account
    ) -> None:
        app.state.settings = Settings(public_url="https://onedoor.example")

        answer = await client.post("/api/v1/login", json=RIGHT)

        assert "Secure" in answer.headers["set-cookie"]

    async def test_answers_a_wrong_password_and_an_unknown_user_alike(
        self, client: httpx.AsyncClient, wang: Account
    ) -> None:
        wrong = await client.post("/api/v1/login", json=WRONG)
        unknown = await client.post("/api/v1/login", json={**WRONG, "username": "nobody"})

        assert wrong.status_code == unknown.status_code == 401
        assert wrong.headers["www-authenticate"] == "Bearer"
        bodies = [answer.json() | {"request_id": ""} for answer in (wrong, unknown)]
        assert bodies[0] == bodies[1]
        assert bodies[0]["type"] == "/problems/wrong-credentials"
        assert "set-cookie" not in wrong.headers

    async def test_is_throttled_and_says_when_to_come_back(
        self, client: httpx.AsyncClient, wang: Account
    ) -> None:
        for _ in range(throttle.PER_USERNAME):
            assert (await client.post("/api/v1/login", json=WRONG)).status_code == 401

        answer = await client.post("/api/v1/login", json=RIGHT)

        assert answer.status_code == 429
        assert answer.json()["type"] == "/problems/too-many-logins"
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after_s"] > 0

    async def test_is_refused_from_another_sites_page(
        self, client: httpx.AsyncClient, wang: Account
    ) -> None:
        foreign = await client.post("/api/v1/login", json=RIGHT, headers=FOREIGN)
        own = await client.post("/api/v1/login", json=RIGHT, headers=OWN)

        assert foreign.status_code == 403
        assert foreign.json()["type"] == "/problems/foreign-origin"
        assert "set-cookie" not in foreign.headers
        assert own.status_code == 200

    @pytest.mark.parametrize(
        ("body", "pointer", "rule"),
        [
            ({"username": "wang"}, "/password", "missing"),
            ({**RIGHT, "username": "x" * 65}, "/username", "too_long"),
            ({**RIGHT, "username": "wang\x00"}, "/username", "format"),
            ({**RIGHT, "password": 7}, "/password", "type"),
            ({**RIGHT, "admin": True}, "/admin", "extra"),
        ],
    )
    async def test_names_the_field_that_is_wrong(
        self, client: httpx.AsyncClient, body: dict[str, object], pointer: str, rule: str
    ) -> None:
        answer = await client.post(
            "/api/v1/login", content=json.dumps(body), headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 422
        assert [(e["pointer"], e["rule"]) for e in answer.json()["errors"]] == [(pointer, rule)]

    async def test_takes_no_half_of_a_letter_for_a_name(self, client: httpx.AsyncClient) -> None:
        body = json.dumps({**RIGHT, "username": "\ud800"})
        headers = {"Content-Type": "application/json"}

        answer = await client.post("/api/v1/login", content=body, headers=headers)

        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")

    async def test_leaves_the_token_nowhere_in_the_database(
        self, client: httpx.AsyncClient, wang: Account, database: Database, tmp_path: Path
    ) -> None:
        token = (await client.post("/api/v1/login", json=RIGHT)).json()["token"]

        files = tmp_path.glob("onedoor.db*")  # noqa: ASYNC240
        stored = b"".join(file.read_bytes() for file in files)

        if database.is_sqlite:
            assert b"wang" in stored
        assert token.encode() not in stored
        assert PASSWORD.encode() not in stored


class TestSession:
    async def test_is_needed(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/api/v1/me")

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["type"] == "/problems/unauthorized"

    async def test_rides_on_a_bearer_token_or_on_the_cookie(
        self, client: httpx.AsyncClient, token: str
    ) -> None:
        by_bearer = await client.get("/api/v1/me", headers=bearer(token))
        client.cookies.set(http.COOKIE, token)
        by_cookie = await client.get("/api/v1/me")

        assert by_bearer.json() == by_cookie.json()
        assert by_bearer.json()["username"] == "wang"

    async def test_prefers_the_bearer_token_even_when_it_is_wrong(
        self, client: httpx.AsyncClient, token: str
    ) -> None:
        client.cookies.set(http.COOKIE, token)

        assert (await client.get("/api/v1/me", headers=bearer("wrong"))).status_code == 401

    async def test_is_not_found_in_a_url(self, client: httpx.AsyncClient, token: str) -> None:
        for name in ("token", "access_token", http.COOKIE):
            assert (await client.get(f"/api/v1/me?{name}={token}")).status_code == 401

    @pytest.mark.parametrize(
        "headers",
        [{}, FOREIGN, {"Origin": "null"}, {"Origin": f"{ORIGIN}:8443"}, {"Origin": "x://["}],
    )
    async def test_by_cookie_changes_nothing_unless_from_our_own_page(
        self, client: httpx.AsyncClient, token: str, headers: dict[str, str]
    ) -> None:
        client.cookies.set(http.COOKIE, token)

        answer = await client.post("/api/v1/logout", headers=headers)

        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/foreign-origin"
        assert (await client.get("/api/v1/me")).status_code == 200

    async def test_by_cookie_from_our_own_page_may_change_things(
        self, client: httpx.AsyncClient, token: str
    ) -> None:
        client.cookies.set(http.COOKIE, token)

        answer = await client.post("/api/v1/logout", headers=OWN)

        assert answer.status_code == 204
        assert 'onedoor_session=""' in answer.headers["set-cookie"]

    async def test_by_bearer_needs_no_origin_and_ends_at_logout(
        self, client: httpx.AsyncClient, token: str
    ) -> None:
        assert (await client.post("/api/v1/logout", headers=bearer(token))).status_code == 204
        assert (await client.get("/api/v1/me", headers=bearer(token))).status_code == 401
        assert (await client.post("/api/v1/logout", headers=bearer(token))).status_code == 401

    async def test_that_expired_is_refused(
        self, client: httpx.AsyncClient, database: Database, wang: Account
    ) -> None:
        past = utcnow() - timedelta(seconds=1)
        async with database.transaction() as session:
            token = await operations.open_session(
                session, account_id=wang.id, device="", expires_at=past, now=past
            )

        assert (await client.get("/api/v1/me", headers=bearer(token))).status_code == 401

    async def test_has_the_public_address_for_its_origin_when_there_is_one(
        self, client: httpx.AsyncClient, app: FastAPI, token: str
    ) -> None:
        app.state.settings = Settings(public_url="https://onedoor.example")
        client.cookies.set(http.COOKIE, token)

        by_host = await client.post("/api/v1/logout", headers=OWN)
        public = {"Origin": "https://onedoor.example"}
        by_public_url = await client.post("/api/v1/logout", headers=public)

        assert by_host.status_code == 403
        assert by_public_url.status_code == 204


class TestRequire:
    async def test_lets_in_the_named_roles_only(
        self, client: httpx.AsyncClient, app: FastAPI, token: str
    ) -> None:
        for path, role in (("/officers", Role.OFFICER), ("/operators", Role.OPERATOR)):

            @app.get(path)
            async def get(_principal: Principal = Depends(http.require(role))) -> str:  # noqa: B008
                return "in"

        assert (await client.get("/officers", headers=bearer(token))).status_code == 200
        assert (await client.get("/officers")).status_code == 401
        refused = await client.get("/operators", headers=bearer(token))
        assert refused.status_code == 403
        assert refused.json()["type"] == "/problems/role-not-allowed"


async def _no_message() -> Message:
    raise AssertionError("nobody reads from this socket")


async def _nowhere(message: Message) -> None:
    raise AssertionError("nobody writes to this socket")


def socket(headers: dict[str, str], query: str = "") -> WebSocket:
    raw = {"host": "onedoor.test", **headers}
    scope: Scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/ws/field",
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in raw.items()],
    }
    return WebSocket(scope, _no_message, _nowhere)


class TestSocket:
    async def test_takes_a_bearer_token_from_anywhere(
        self, database: Database, settings: Settings, token: str
    ) -> None:
        principal = await http.principal_of_socket(
            socket({**bearer(token), **FOREIGN}), database, settings, utcnow()
        )

        assert principal.username == "wang"
        assert not principal.by_cookie

    async def test_takes_the_cookie_from_our_own_origin_only(
        self, database: Database, settings: Settings, token: str
    ) -> None:
        cookie = {"Cookie": f"{http.COOKIE}={token}"}

        principal = await http.principal_of_socket(
            socket(cookie | OWN), database, settings, utcnow()
        )
        assert principal.by_cookie
        for origin in ({}, FOREIGN):
            with pytest.raises(http.ForeignOrigin):
                await http.principal_of_socket(
                    socket(cookie | origin), database, settings, utcnow()
                )

    async def test_ignores_a_token_in_its_url(
        self, database: Database, settings: Settings, token: str
    ) -> None:
        with pytest.raises(Unauthorized):
            await http.principal_of_socket(
                socket({}, f"token={token}"), database, settings, utcnow()
            )


class TestDevice:
    @pytest.mark.parametrize(
        ("user_agent", "device"),
        [
            ("Mozilla/5.0 (Linux; Android 14; SN 1) Chrome/130.0 Safari/537", "Chrome / Android"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604", "Safari / iPhone"),
            ("curl/8", "other / other"),
        ],
    )
    def test_is_told_without_what_identifies_it(self, user_agent: str, device: str) -> None:
        assert device_of(user_agent) == device
