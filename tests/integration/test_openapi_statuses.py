"""Every status that /openapi.json promises can be had: each is asked for here, one by one."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from core.auth import passwords, throttle
from core.http import body_time
from dispatch import api as tasks_api
from tests.conftest import YUNZE
from tests.factories import shared_platform
from tests.platform import Platform, make_event, now_text
from tests.raw_http import exchange
from tests.waiting import until_read

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JSON = {"Content-Type": "application/json"}
OWN = {"Origin": "https://foreign.example"}
Headers = dict[str, str]


@pytest.fixture(scope="module")
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(
        "sqlite", request, file_max_bytes=64 * 1024, intake_queue=2, intake_batch=1
    ) as running:
        yield running


@dataclass
class Asker:
    """Asks for one status after another, and keeps what it has seen of each operation."""

    platform: Platform
    described: dict[str, Any]
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def ask(self, operation: str, status: int, headers: Headers, **how: Any) -> Any:
        """Ask an operation for a status and give the answer; `named` fills in its address."""
        method, path = operation.split()
        content: Any = how.pop("json", None)
        if content is not None:
            how["content"], headers = json.dumps(content), JSON | headers
        address = path.format(**how.pop("named", {}))
        answer = await self.platform.client.request(method, address, headers=headers, **how)
        self.platform.client.cookies.clear()
        assert answer.status_code == status, (operation, status, answer.text[:300])
        self.note(operation, status, answer.headers.get("content-type", ""))
        return answer

    async def ask_slowly(self, operation: str, headers: Headers, path: str | None = None) -> None:
        """Begin a body and never end it."""
        method, named = operation.split()
        kind = "multipart/form-data; boundary=x" if named == "/api/v1/files" else "application/json"
        answer = await exchange(
            self.platform.base_url,
            method,
            path or named,
            headers={"Content-Type": kind, **headers, "Content-Length": "99"},
        )
        assert answer.status == 408, (operation, answer)
        self.note(operation, 408, answer.headers["content-type"])

    def note(self, operation: str, status: int, content_type: str) -> None:
        """Keep that a status was seen, in a form that it is described in."""
        method, path = operation.split()
        described = self.described["paths"][path][method.lower()]["responses"][str(status)]
        media_type = content_type.partition(";")[0]
        assert media_type in described.get("content", {media_type: None}), (operation, status)
        self.seen[operation].add(str(status))


async def test_every_documented_status_of_every_operation_is_seen(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = (await platform.client.get("/openapi.json")).json()
    asker = Asker(platform, described)
    officer, operator = await platform.sign_in("yz-team"), await platform.sign_in("yz-center")

    await _of_platforms(asker)
    task = await _of_tasks(asker, officer, operator)
    await _of_cases(asker, officer, operator)
    await _of_competence(asker, operator)
    await _of_drafts(asker, operator, await platform.sign_in("yz-admin"), monkeypatch)
    await _of_boundaries(asker, operator, await platform.sign_in("yz-admin"), monkeypatch)
    await _of_files(asker, officer, operator, monkeypatch)
    await _of_screens(asker, operator)
    await _of_slow_bodies(asker, officer, operator, task, monkeypatch)
    await _of_a_full_house(asker)
    await _of_signing_in(asker, officer, monkeypatch)

    promised = {
        f"{method.upper()} {path}": set(operation["responses"])
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    # That each tells to come back while the database is away is seen in test_database_away.py.
    unseen = {name: promised[name] - asker.seen[name] - {"503"} for name in promised}
    assert unseen == {name: set() for name in promised}


async def _of_platforms(asker: Asker) -> None:
    key, event = asker.platform.as_platform, make_event()
    events, batch = "POST /api/v1/events", "POST /api/v1/events:batch"
    one, changes = "GET /api/v1/events/{source_event_id}", "GET /api/v1/changes"
    for status, content in ((201, event), (200, event), (409, event | {"title": "别的"})):
        await asker.ask(events, status, key, json=content)
    await asker.ask(events, 422, key, json={})
    await asker.ask(batch, 200, key, json=[event])
    for operation, most in ((events, 2**20), (batch, 2**24)):
        await asker.ask(operation, 400, key, content=b"" if operation == batch else b"{")
        await asker.ask(operation, 401, {}, json=event)
        await asker.ask(operation, 413, key, content=bytes(most + 1))
        await asker.ask(operation, 415, key | {"Content-Type": "text/plain"}, content=b"{}")
    await asker.ask(one, 200, key, named=event)
    await asker.ask(one, 404, key, named={"source_event_id": "nothing"})
    await asker.ask(one, 401, {}, named=event)
    for status, headers, query in ((200, key, ""), (401, {}, ""), (422, key, "x")):
        await asker.ask(changes, status, headers, params={"since": query or "0"})


async def _of_tasks(asker: Asker, officer: Headers, operator: Headers) -> str:
    act, one = "POST /api/v1/tasks/{task_id}/acts", "GET /api/v1/tasks/{task_id}"
    async with asker.platform.phone("yz-team") as phone:
        reported = await asker.platform.report()
        offered = await phone.frame("task.offered", case_no=reported["case_no"])
    named = {"task_id": offered["id"]}

    def word(do: str) -> dict[str, str]:
        return {"do": do, "id": str(uuid4()), "at": now_text()}

    await asker.ask("GET /api/v1/tasks", 200, officer)
    await asker.ask("GET /api/v1/tasks", 401, {})
    for status, headers, task in ((200, officer, offered["id"]), (404, officer, uuid4())):
        await asker.ask(one, status, headers, named={"task_id": task})
    await asker.ask(one, 401, {}, named=named)
    await asker.ask(one, 422, officer, named={"task_id": "one"})
    for status, headers, content in (
        (409, officer, word("arrive")),
        (200, officer, word("accept")),
        (422, officer, word("sleep")),
        (403, operator, word("depart")),
        (401, {}, word("depart")),
    ):
        await asker.ask(act, status, headers, json=content, named=named)
    await asker.ask(act, 404, officer, json=word("depart"), named={"task_id": uuid4()})
    await _of_json(asker, act, officer, named)
    return str(offered["id"])


async def _of_cases(asker: Asker, officer: Headers, operator: Headers) -> None:
    assign, one = "POST /api/v1/cases/{case_no}/assign", "GET /api/v1/cases/{case_no}"
    nowhere = {"scheme": "?", "kind": "matter", "code": "1"}
    named = {"case_no": (await asker.platform.report(category=nowhere))["case_no"]}
    word = {"team": "YZ-T1", "reason": "现场核实", "version": 1}
    lost = {"case_no": "20260101-000000"}
    for status, headers, query in ((200, operator, "1"), (401, {}, "1"), (422, operator, "0")):
        await asker.ask("GET /api/v1/cases", status, headers, params={"limit": query})
    for status, headers, which in ((200, operator, named), (401, {}, named), (404, operator, lost)):
        await asker.ask(one, status, headers, named=which)
    for status, headers, content, which in (
        (401, {}, word, named),
        (403, officer, word, named),
        (404, operator, word, lost),
        (409, operator, word | {"version": 7}, named),
        (422, operator, word | {"team": ""}, named),
        (200, operator, word, named),
    ):
        await asker.ask(assign, status, headers, json=content, named=which)
    await _of_json(asker, assign, operator, named)


async def _of_competence(asker: Asker, operator: Headers) -> None:
    asked = {"scheme": "LOCAL-YZ", "code": "M01"}
    for operation in ("GET /api/v1/competence", "GET /api/v1/competence/over-time"):
        for status, headers, params in (
            (200, operator, asked),
            (401, {}, asked),
            (404, operator, asked | {"edition": "999"}),
            (422, operator, asked | {"amount": "-1"}),
        ):
            await asker.ask(operation, status, headers, params=params)
    period = {"from": "2026-01-01", "to": "2027-01-01"}
    bad = {"on": "soon", "q": "x" * 101, "from": "soon"}
    for name, params, found in (
        ("items", {}, True),
        ("classes", {}, True),
        ("townships", {}, True),
        ("areas", {}, True),
        ("figures", {}, True),
        ("reform", period, True),
        ("export", {}, True),
        ("matrix", {"district": "990101"}, True),
        ("rules", {}, False),
        ("checks", {}, False),
        ("drafts", {}, False),
    ):
        operation = f"GET /api/v1/catalogue/{name}"
        await asker.ask(operation, 200, operator, params=params)
        await asker.ask(operation, 401, {}, params=params)
        if found:
            await asker.ask(operation, 422, operator, params=bad)
    await asker.ask("GET /api/v1/catalogue/matrix", 404, operator, params={"district": "1"})
    one = "GET /api/v1/catalogue/items/{code}"
    for status, headers, code in (
        (200, operator, "YZ-01"),
        (401, {}, "YZ-01"),
        (404, operator, "?"),
    ):
        await asker.ask(one, status, headers, named={"code": code})
    check = "POST /api/v1/catalogue/rules:check"
    table: dict[str, Any] = {"rules": []}
    for status, headers, content in ((200, operator, table), (401, {}, table), (422, operator, {})):
        await asker.ask(check, status, headers, json=content)
    await _of_json(asker, check, operator, {})


async def _of_drafts(
    asker: Asker, operator: Headers, admin: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, one = "POST /api/v1/catalogue/drafts", "GET /api/v1/catalogue/drafts/{draft_id}"
    simulate = "POST /api/v1/catalogue/drafts/{draft_id}/simulate"
    publish, back = (
        "POST /api/v1/catalogue/drafts/{draft_id}/publish",
        "POST /api/v1/catalogue/rollback",
    )
    form = {"form": "township_list", "valid_from": "2030-01-01", "township": "990101001"}
    held = "事项代码\nYZ-01\nYZ-08\nYZ-09\n"

    def filled(content: str) -> dict[str, Any]:
        return {"files": {"file": ("a.csv", content.encode())}, "data": form}

    kept = [
        await asker.ask(drafts, 201, admin, **filled(held + code))
        for code in ("YZ-03\n", "YZ-03\n")
    ]
    await asker.ask(drafts, 200, admin, **filled("事项代码\nNO\n"))
    await asker.ask(drafts, 401, {}, **filled(held))
    await asker.ask(drafts, 403, operator, **filled(held))
    await asker.ask(drafts, 422, admin, files={"file": ("a.csv", b"")})
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    await asker.ask(drafts, 400, admin | multipart, content=b"nonsense")
    await asker.ask(drafts, 413, admin | multipart, content=bytes(2**25 + 1))
    await asker.ask(drafts, 415, admin | {"Content-Type": "image/png"}, content=b"")
    first, second = ({"draft_id": answer.json()["id"]} for answer in kept)
    lost = {"draft_id": uuid4()}
    nothing: dict[str, Any] = {}
    for operation, content in ((simulate, nothing), (publish, {"accept": []})):
        await asker.ask(operation, 401, {}, json=content, named=first)
        await asker.ask(operation, 403, operator, json=content, named=first)
        await asker.ask(operation, 404, admin, json=content, named=lost)
        await asker.ask(operation, 422, admin, json={"colour": 1}, named=first)
        await _of_json(asker, operation, admin, first)
    await asker.ask(simulate, 200, admin, json={}, named=first)
    for status, headers, named in (
        (200, operator, first),
        (401, {}, first),
        (404, operator, lost),
        (422, operator, {"draft_id": "one"}),
    ):
        await asker.ask(one, status, headers, named=named)
    await asker.ask(publish, 200, admin, json={"accept": []}, named=first)
    await asker.ask(publish, 409, admin, json={"accept": []}, named=first)
    # The row that the other draft brings is there already: it must be made anew.
    await asker.ask(one, 409, operator, named=second)
    await asker.ask(simulate, 409, admin, json={}, named=second)
    for status, headers, edition in (
        (200, admin, 1),
        (401, {}, 1),
        (403, operator, 1),
        (404, admin, 999),
        (422, admin, 0),
    ):
        await asker.ask(back, status, headers, json={"edition": edition})
    await _of_json(asker, back, admin, {})
    with monkeypatch.context() as hurried:
        hurried.setattr(body_time, "PATIENCE_S", 0.1)
        for operation in (drafts, back, "POST /api/v1/catalogue/rules:check"):
            await asker.ask_slowly(operation, admin)
        for operation in (simulate, publish):
            path = operation.split()[1].format(**second)
            await asker.ask_slowly(operation, admin, path)


async def _of_boundaries(
    asker: Asker, operator: Headers, admin: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asker.ask("GET /api/v1/boundaries", 200, operator)
    await asker.ask("GET /api/v1/boundaries", 401, {})
    review, publish = "POST /api/v1/boundaries:review", "POST /api/v1/boundaries"
    ground = (YUNZE / "townships.geojson").read_bytes()
    crs = b'"crs": {"type": "name", "properties": {"name": "EPSG:4490"}}, '
    files = {"file": ("a.geojson", ground.replace(b"{", b"{" + crs, 1))}
    form = {"valid_from": "2031-01-01", "base": "1"}
    for operation, done in ((review, 200), (publish, 201)):
        await asker.ask(operation, done, admin, files=files, data=form)
        await asker.ask(operation, 401, {}, files=files, data=form)
        await asker.ask(operation, 403, operator, files=files, data=form)
        await asker.ask(operation, 422, admin, files={"file": ("a", b"{}")}, data=form)
        multipart = {"Content-Type": "multipart/form-data; boundary=x"}
        await asker.ask(operation, 400, admin | multipart, content=b"nonsense")
        await asker.ask(operation, 413, admin | multipart, content=bytes(2**25 + 1))
        await asker.ask(operation, 415, admin | {"Content-Type": "image/png"}, content=b"")
    await asker.ask(publish, 409, admin, files=files, data=form | {"base": "0"})
    published = "GET /api/v1/catalogue/publications"
    for status, headers, query in (
        (200, admin, {}),
        (401, {}, {}),
        (403, operator, {}),
        (422, admin, {"before": "soon"}),
    ):
        await asker.ask(published, status, headers, params=query)
    with monkeypatch.context() as hurried:
        hurried.setattr(body_time, "PATIENCE_S", 0.1)
        for operation in (review, publish):
            await asker.ask_slowly(operation, admin | multipart)


async def _of_json(asker: Asker, operation: str, headers: Headers, named: dict[str, Any]) -> None:
    await asker.ask(operation, 400, JSON | headers, content=b"{", named=named)
    await asker.ask(operation, 413, JSON | headers, content=bytes(2**20 + 1), named=named)
    await asker.ask(operation, 415, headers, content=b"{}", named=named)


async def _of_files(
    asker: Asker, officer: Headers, operator: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, get = "POST /api/v1/files", "GET /api/v1/files/{file_id}"
    kept = await asker.ask(post, 201, officer, files={"file": ("a.png", PNG)})
    for status, headers, content in (
        (401, {}, PNG),
        (403, operator, PNG),
        (413, officer, bytes(65 * 1024)),
        (422, officer, b""),
    ):
        await asker.ask(post, status, headers, files={"file": ("a.png", content)})
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    await asker.ask(post, 400, officer | form, content=b"nonsense")
    await asker.ask(post, 415, officer | {"Content-Type": "image/png"}, content=PNG)
    with monkeypatch.context() as narrow:
        narrow.setattr(tasks_api, "UPLOADS", 0)
        full = await asker.ask(post, 503, officer, files={"file": ("a.png", PNG)})
        assert int(full.headers["retry-after"]) > 0
    named = {"file_id": kept.json()["id"]}
    for status, headers, which in (
        (200, officer, named),
        (206, officer | {"Range": "bytes=0-3"}, named),
        (416, officer | {"Range": "bytes=9999-"}, named),
        (401, {}, named),
        (404, operator, {"file_id": uuid4()}),
        (422, operator, {"file_id": "one"}),
    ):
        await asker.ask(get, status, headers, named=which)


async def _of_screens(asker: Asker, operator: Headers) -> None:
    for name in ("me", "units", "teams", "health"):
        await asker.ask(f"GET /api/v1/{name}", 200, operator)
        await asker.ask(f"GET /api/v1/{name}", 401, {})
    for path in ("/healthz", "/metrics", "/api/v1/city"):
        await asker.ask(f"GET {path}", 200, {})
    areas = await asker.ask("GET /api/v1/grid/areas", 200, {})
    await asker.ask("GET /api/v1/grid/areas", 304, {"If-None-Match": areas.headers["etag"]})
    for status, lon in ((200, "87.03"), (422, "east")):
        await asker.ask("GET /api/v1/grid/locate", status, {}, params={"lon": lon, "lat": "43.03"})
    await asker.ask("GET /readyz", 200, {})
    async with asker.platform.database.transaction() as session:
        await session.execute(text("ALTER TABLE alembic_version RENAME TO alembic_away"))

    async def readiness() -> int:
        return (await asker.platform.client.get("/readyz")).status_code

    await until_read(readiness, 503)
    await asker.ask("GET /readyz", 503, {})
    async with asker.platform.database.transaction() as session:
        await session.execute(text("ALTER TABLE alembic_away RENAME TO alembic_version"))


async def _of_slow_bodies(
    asker: Asker,
    officer: Headers,
    operator: Headers,
    task: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(body_time, "PATIENCE_S", 0.1)
        for operation, headers in (
            ("POST /api/v1/events", asker.platform.as_platform),
            ("POST /api/v1/events:batch", asker.platform.as_platform),
            ("POST /api/v1/login", {}),
            ("POST /api/v1/files", officer),
        ):
            await asker.ask_slowly(operation, headers)
        act, assign = "POST /api/v1/tasks/{task_id}/acts", "POST /api/v1/cases/{case_no}/assign"
        await asker.ask_slowly(act, officer, f"/api/v1/tasks/{task}/acts")
        await asker.ask_slowly(assign, operator, "/api/v1/cases/20260101-000000/assign")


async def _of_a_full_house(asker: Asker) -> None:
    client, key = asker.platform.client, asker.platform.as_platform
    async with asker.platform.database.transaction():
        # Nobody else can write now: what is reported waits, until there is room for no more.
        posts = {
            asyncio.create_task(client.post("/api/v1/events", json=make_event(), headers=key))
            for _ in range(6)
        }
        done, waiting = await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
    refused = [post.result() for post in done if post.result().status_code == 503]
    assert refused
    asker.note("POST /api/v1/events", 503, refused[0].headers["content-type"])
    await asyncio.gather(*waiting)


async def _of_signing_in(asker: Asker, officer: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    login, logout = "POST /api/v1/login", "POST /api/v1/logout"
    account = asker.platform.facts["accounts"][0]
    right = {"username": account["username"], "password": account["password"]}
    wrong = {"username": "nobody", "password": "nothing"}
    signed_in: httpx.Response = await asker.ask(login, 200, {}, json=right)
    await asker.ask(login, 403, OWN, json=right)
    await asker.ask(login, 422, {}, json={})
    await _of_json(asker, login, {}, {})
    for _ in range(throttle.PER_USERNAME):
        await asker.ask(login, 401, {}, json=wrong)
    await asker.ask(login, 429, {}, json=wrong)
    with monkeypatch.context() as busy:
        busy.setattr(passwords, "AT_ONCE", 0)
        await asker.ask(login, 503, {}, json=right)
    cookie = {"Cookie": signed_in.headers["set-cookie"].partition(";")[0]}
    await asker.ask(logout, 401, {})
    await asker.ask(logout, 403, cookie)
    await asker.ask(logout, 204, {"Authorization": f"Bearer {signed_in.json()['token']}"})
