"""Every status that /openapi.json promises can be had: each is asked for here, one by one."""

import asyncio
import json
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from core.auth import passwords, throttle
from core.auth.values import Role
from core.clock import utcnow
from core.http import body_time
from dispatch import api as tasks_api
from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from dispatch.notices.models import Notice
from field_units import door, operations
from tests.conftest import YUNZE
from tests.factories import shared_platform, sign_up
from tests.platform import Platform, make_event, now_text
from tests.raw_http import exchange
from tests.receivers import Browser
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
    await _of_orders(asker, officer, operator)
    await _of_cases(asker, officer, operator)
    await _of_rulings(asker, officer, operator)
    await _of_judging(asker, officer, operator)
    await _of_recusals(asker, officer, operator)
    await _of_clocks(asker, officer, operator)
    await _of_competence(asker, operator)
    await _of_drafts(asker, operator, await platform.sign_in("yz-admin"), monkeypatch)
    await _of_boundaries(asker, operator, await platform.sign_in("yz-admin"), monkeypatch)
    await _of_alerts(asker, officer, operator)
    await _of_files(asker, officer, operator, monkeypatch)
    await _of_units(asker, officer, operator)
    admin = await platform.sign_in("yz-admin")
    await _of_notices(asker, officer, operator, admin)
    await _of_instructions(asker, officer, operator)
    await _of_sos(asker, officer, operator)
    await _of_handovers(asker, officer, operator)
    await _of_slow_messages(asker, officer, operator, monkeypatch)
    await _of_maps(asker, officer, operator)
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


async def _of_orders(asker: Asker, officer: Headers, operator: Headers) -> None:
    one, many = "POST /api/v1/tasks/{task_id}/orders", "POST /api/v1/orders:batch"
    who = "GET /api/v1/tasks/{task_id}/candidates"
    async with asker.platform.phone("yz-team") as phone:
        reported = await asker.platform.report()
        offered = await phone.frame("task.offered", case_no=reported["case_no"])
    named, lost = {"task_id": offered["id"]}, {"task_id": uuid4()}

    def order(do: str, **more: Any) -> dict[str, Any]:
        return {"id": str(uuid4()), "do": do, **more}

    for status, headers, which in (
        (200, operator, named),
        (401, {}, named),
        (403, officer, named),
        (404, operator, lost),
        (422, operator, {"task_id": "one"}),
    ):
        await asker.ask(who, status, headers, named=which)
    for status, headers, content, which in (
        (401, {}, order("recall", reason="x"), named),
        (403, officer, order("recall", reason="x"), named),
        (404, operator, order("recall", reason="x"), lost),
        (409, operator, order("resume"), named),
        (422, operator, order("recall"), named),
        (200, operator, order("recall", reason="误派"), named),
    ):
        await asker.ask(one, status, headers, json=content, named=which)
    await _of_json(asker, one, operator, named)
    bulk = {"orders": [order("resume", task=offered["id"])]}
    for status, headers, content in (
        (200, operator, bulk),
        (401, {}, bulk),
        (403, officer, bulk),
        (422, operator, {"orders": []}),
    ):
        await asker.ask(many, status, headers, json=content)
    await _of_json(asker, many, operator, {})


async def _of_rulings(asker: Asker, officer: Headers, operator: Headers) -> None:
    rule, several = "POST /api/v1/cases/{case_no}/rulings", {"scheme": "LOCAL-YZ", "code": "M03"}
    reported = await asker.platform.report(category=several | {"kind": "matter"})
    named, lost = {"case_no": reported["case_no"]}, {"case_no": "20260101-000000"}
    word = {
        "kind": "designation", "team": "YZ-CITY", "item": "YZ-03", "reason": "指定", "version": 1,
    }  # fmt: skip
    for status, headers, content, which in (
        (401, {}, word, named),
        (403, officer, word, named),
        (404, operator, word, lost),
        (409, operator, word | {"version": 7}, named),
        (422, operator, word | {"team": "YZ-NONE"}, named),
        (200, operator, word, named),
    ):
        await asker.ask(rule, status, headers, json=content, named=which)
    await _of_json(asker, rule, operator, named)


async def _of_judging(asker: Asker, officer: Headers, operator: Headers) -> None:
    judge, similar = (
        "POST /api/v1/cases/{case_no}/judgements",
        "GET /api/v1/cases/{case_no}/similar",
    )
    add, key = "POST /api/v1/supplements/{source_event_id}", asker.platform.as_platform
    reported = await asker.platform.report(source_event_id="EV-ASKED", location=None)
    named, lost = {"case_no": reported["case_no"]}, {"case_no": "20260101-000000"}
    word = {
        "id": str(uuid4()), "do": "ask_back", "missing": ["place"], "reason": "何处", "version": 1,
    }  # fmt: skip
    for status, headers, content, which in (
        (401, {}, word, named),
        (403, officer, word, named),
        (404, operator, word, lost),
        (409, operator, word | {"version": 7}, named),
        (422, operator, word | {"missing": []}, named),
        (200, operator, word, named),
    ):
        await asker.ask(judge, status, headers, json=content, named=which)
    await _of_json(asker, judge, operator, named)
    for status, headers, which, params in (
        (200, operator, named, {}),
        (401, {}, named, {}),
        (404, operator, lost, {}),
        (422, operator, named, {"lon": "181"}),
    ):
        await asker.ask(similar, status, headers, named=which, params=params)
    for status, headers in ((200, operator), (401, {})):
        await asker.ask("GET /api/v1/refusal-grounds", status, headers)
    event = {"source_event_id": "EV-ASKED"}
    said = {"supplement_id": "S-1", "description": "湖滨路口"}
    for status, headers, body, which in (
        (401, {}, said, event),
        (404, key, said, {"source_event_id": "nothing"}),
        (422, key, {}, event),
        (201, key, said, event),
        (200, key, said, event),
        (409, key, said | {"description": "别处"}, event),
    ):
        await asker.ask(add, status, headers, json=body, named=which)
    await _of_json(asker, add, key, event)


async def _of_recusals(asker: Asker, officer: Headers, operator: Headers) -> None:
    every, end = "/api/v1/recusals", "POST /api/v1/recusals/{recusal_id}/end"
    word = {
        "officer": "YZ-U7-A", "subject": "91330000000000000X", "valid_from": "2026-01-01",
        "reason": "近亲属",
    }  # fmt: skip
    for status, headers in ((200, operator), (401, {}), (403, officer)):
        await asker.ask(f"GET {every}", status, headers)
    for status, headers, content in (
        (401, {}, word),
        (403, officer, word),
        (422, operator, word | {"officer": "YZ-NOBODY"}),
        (422, operator, word | {"subject": None}),
    ):
        await asker.ask(f"POST {every}", status, headers, json=content)
    await _of_json(asker, f"POST {every}", operator, {})
    recorded = (await asker.ask(f"POST {every}", 201, operator, json=word)).json()
    for status, headers, which in (
        (200, operator, recorded["id"]),
        (401, {}, recorded["id"]),
        (403, officer, recorded["id"]),
        (404, operator, uuid4()),
        (422, operator, "one"),
    ):
        await asker.ask(end, status, headers, named={"recusal_id": which})


async def _of_clocks(asker: Asker, officer: Headers, operator: Headers) -> None:
    for status, headers in ((200, operator), (401, {})):
        await asker.ask("GET /api/v1/time-limits", status, headers)
    clock, ask = "POST /api/v1/cases/{case_no}/clock", "POST /api/v1/cases/{case_no}/extensions"
    answer = "POST /api/v1/cases/{case_no}/extensions/{extension_id}/answer"
    nowhere = {"scheme": "?", "kind": "matter", "code": "1"}
    case_no = (await asker.platform.report(category=nowhere))["case_no"]
    asked = {"id": str(uuid4()), "value": 1, "reason": "等待材料"}
    named = {"case_no": case_no, "extension_id": asked["id"]}
    lost = {"case_no": "20260101-000000", "extension_id": asked["id"]}
    guest = await asker.platform.sign_in("yz-guest")
    word = {"ground": "dispute", "version": 1}
    said = {"approve": True, "reason": "同意"}
    for operation, content, done in ((clock, word, 200), (ask, asked, 201)):
        for status, headers, body, which in (
            (401, {}, content, named),
            (403, guest, content, named),
            (404, operator, content, lost),
            (422, operator, {}, named),
            (done, operator, content, named),
        ):
            await asker.ask(operation, status, headers, json=body, named=which)
        await _of_json(asker, operation, operator, named)
    await asker.ask(clock, 409, operator, json=word, named=named)
    await asker.ask(ask, 200, operator, json=asked, named=named)
    await asker.ask(ask, 409, operator, json=asked | {"value": 2}, named=named)
    for status, headers, body, which in (
        (401, {}, said, named),
        (403, officer, said, named),
        (404, operator, said, lost),
        (422, operator, {}, named),
    ):
        await asker.ask(answer, status, headers, json=body, named=which)
    await _of_json(asker, answer, operator, named)
    other = await sign_up(asker.platform, Role.SUPERVISOR, "city")
    chief = {"Authorization": f"Bearer {asker.platform.tokens[other]}"}
    await asker.ask(answer, 200, chief, json=said, named=named)
    await asker.ask(answer, 409, chief, json=said | {"approve": False}, named=named)


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


async def _of_maps(asker: Asker, officer: Headers, operator: Headers) -> None:
    inflow, replay = "GET /api/v1/inflow", "GET /api/v1/cases/{case_no}/replay"
    case_no = (await asker.platform.report())["case_no"]
    for status, headers, days in ((200, operator, 7), (401, {}, 1), (422, operator, 0)):
        await asker.ask(inflow, status, headers, params={"days": days})
    for status, headers, number in (
        (200, operator, case_no),
        (401, {}, case_no),
        (403, officer, case_no),
        (404, operator, "20260101-999999"),
    ):
        await asker.ask(replay, status, headers, named={"case_no": number})


async def _of_screens(asker: Asker, operator: Headers) -> None:
    for name in ("me", "units", "teams", "health", "wall", "tiles"):
        await asker.ask(f"GET /api/v1/{name}", 200, operator)
        await asker.ask(f"GET /api/v1/{name}", 401, {})
    await asker.ask("GET /api/v1/wall", 403, await asker.platform.sign_in("yz-team"))
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


async def _of_alerts(asker: Asker, officer: Headers, operator: Headers) -> None:
    acknowledge, now = "POST /api/v1/alerts/{alert_id}/acknowledge", utcnow()
    new = NewAlert(kind="unanswered", subject="status", node="city", level="city")
    async with asker.platform.database.transaction() as session:
        await alerts.raise_alerts(session, alerts=[new], now=now)
    needs = await asker.ask("GET /api/v1/needs", 200, operator)
    await asker.ask("GET /api/v1/needs", 401, {})
    (alert_id,) = [n["alert_id"] for n in needs.json()["items"] if n["subject"] == new.subject]
    named = {"alert_id": alert_id}
    guest = await asker.platform.sign_in("yz-guest")
    for status, headers in ((401, {}), (403, guest), (404, officer), (200, operator)):
        await asker.ask(acknowledge, status, headers, named=named)
    await asker.ask(acknowledge, 422, operator, named={"alert_id": "none"})
    async with asker.platform.database.transaction() as session:
        await alerts.end(session, kinds=[new.kind], subjects=[new.subject], now=now)
    await asker.ask(acknowledge, 409, operator, named=named)


async def _of_units(asker: Asker, officer: Headers, operator: Headers) -> None:
    duty, osmand = "POST /api/v1/duty", "GET /api/v1/positions/osmand"
    owntracks = "POST /api/v1/positions/owntracks"
    token = await _device(asker)
    spot, said = {"lat": "43.02", "lon": "87.03"}, {"_type": "location", "lat": 43.02, "lon": 87.03}
    for status, shown, params in ((200, token, spot), (401, "?", spot), (422, token, {})):
        await asker.ask(osmand, status, {}, params={"id": shown, **params})
    for status, headers, content in (
        (200, _password(token), said),
        (401, {}, said),
        (422, _password(token), {"_type": "location"}),
    ):
        await asker.ask(owntracks, status, headers, json=content)
    await _of_json(asker, owntracks, _password(token), {})
    for _ in range(int(door.BURST) + 5):
        await asker.platform.client.get("/api/v1/positions/osmand", params={"id": token, **spot})
    await asker.ask(osmand, 429, {}, params={"id": token, **spot})
    await asker.ask(owntracks, 429, _password(token), json=said)

    def word(do: str) -> dict[str, str]:
        return {"do": do, "id": str(uuid4()), "at": now_text()}

    for status, headers, content in (
        (200, officer, word("start_break")),
        (200, officer, word("end_break")),
        (200, officer, word("sign_off")),
        (409, officer, word("start_break")),
        (200, officer, word("sign_on")),
        (401, {}, word("sign_off")),
        (403, operator, word("sign_off")),
        (422, officer, word("sleep")),
    ):
        await asker.ask(duty, status, headers, json=content)
    await _of_json(asker, duty, officer, {})


async def _device(asker: Asker) -> str:
    async with asker.platform.database.transaction() as session:
        return await operations.add_device(session, unit="YZ-U1", name="", now=utcnow())


def _password(token: str) -> Headers:
    return {"Authorization": "Basic " + b64encode(f"unit:{token}".encode()).decode()}


async def _of_notices(asker: Asker, officer: Headers, operator: Headers, admin: Headers) -> None:
    subscribe = "POST /api/v1/push-subscriptions"
    forget = "DELETE /api/v1/push-subscriptions/{subscription_id}"
    wanted = Browser("https://push.example/x").subscription
    for status, headers in ((200, officer), (401, {})):
        await asker.ask("GET /api/v1/push-key", status, headers)
    kept = await asker.ask(subscribe, 201, officer, json=wanted)
    for status, headers, content in (
        (401, {}, wanted),
        (403, operator, wanted),
        (422, officer, {}),
    ):
        await asker.ask(subscribe, status, headers, json=content)
    await _of_json(asker, subscribe, officer, {})
    named = {"subscription_id": kept.json()["id"]}
    for status, headers, which in (
        (401, {}, named),
        (403, operator, named),
        (422, officer, {"subscription_id": "one"}),
        (204, officer, named),
        (404, officer, named),
    ):
        await asker.ask(forget, status, headers, named=which)
    for status, headers, most in (
        (200, admin, 1),
        (401, {}, 1),
        (403, operator, 1),
        (422, admin, 0),
    ):
        await asker.ask("GET /api/v1/notices", status, headers, params={"limit": most})
    now = utcnow()
    dead = Notice(
        kind="sos", subject="-", unit="YZ-U1", urgency="critical", carrier="webhook", state="dead",
        made_at=now, due_at=now, settled_at=now,
    )  # fmt: skip
    async with asker.platform.database.transaction() as session:
        session.add(dead)
    retry, given_up = "POST /api/v1/notices/{notice_id}/retry", {"notice_id": dead.id}
    for status, headers, which in (
        (401, {}, given_up),
        (403, operator, given_up),
        (404, admin, {"notice_id": uuid4()}),
        (422, admin, {"notice_id": "one"}),
        (200, admin, given_up),
        (409, admin, given_up),
    ):
        await asker.ask(retry, status, headers, named=which)


async def _of_instructions(asker: Asker, officer: Headers, operator: Headers) -> None:
    issue, one = "POST /api/v1/instructions", "GET /api/v1/instructions/{instruction_id}"
    act = "POST /api/v1/instructions/{instruction_id}/acts"
    close = "POST /api/v1/instructions/{instruction_id}/close"
    wanted: dict[str, Any] = {"id": str(uuid4()), "text": "加强巡查", "units": ["YZ-U1", "YZ-U4"]}
    named: dict[str, Any] = {"instruction_id": wanted["id"]}
    lost = {"instruction_id": uuid4()}
    for status, headers, content in (
        (200, operator, wanted),
        (401, {}, wanted),
        (403, officer, wanted),
        (409, operator, wanted | {"text": "别的"}),
        (422, operator, wanted | {"units": ["NO"]}),
    ):
        await asker.ask(issue, status, headers, json=content)
    await _of_json(asker, issue, operator, {})
    for status, headers, most in ((200, officer, 1), (401, {}, 1), (422, officer, 0)):
        await asker.ask("GET /api/v1/instructions", status, headers, params={"limit": most})
    for status, headers, which in (
        (200, officer, named),
        (401, {}, named),
        (404, officer, lost),
        (422, officer, {"instruction_id": "one"}),
    ):
        await asker.ask(one, status, headers, named=which)
    word = {"do": "read", "id": str(uuid4()), "at": now_text()}
    for status, headers, content, which in (
        (200, officer, word, named),
        (401, {}, word, named),
        (403, operator, word, named),
        (404, officer, word, lost),
        (422, officer, {}, named),
    ):
        await asker.ask(act, status, headers, json=content, named=which)
    await _of_json(asker, act, officer, named)
    for status, headers, which in (
        (401, {}, named),
        (403, officer, named),
        (404, operator, lost),
        (422, operator, {"instruction_id": "one"}),
        (200, operator, named),
    ):
        await asker.ask(close, status, headers, named=which)
    await asker.ask(act, 409, officer, json=word | {"do": "sign"}, named=named)


async def _of_sos(asker: Asker, officer: Headers, operator: Headers) -> None:
    call, one = "POST /api/v1/sos", "GET /api/v1/sos/{sos_id}"
    answer = "POST /api/v1/sos/{sos_id}/acts"
    other = await sign_up(asker.platform, Role.OFFICER, "city", "YZ-U4")
    another = {"Authorization": f"Bearer {asker.platform.tokens[other]}"}
    said = {"id": str(uuid4()), "at": now_text()}
    for status, headers, content in (
        (200, officer, said),
        (401, {}, said),
        (403, operator, said),
        (409, another, said),
        (422, officer, {}),
    ):
        await asker.ask(call, status, headers, json=content)
    await _of_json(asker, call, officer, {})
    for status, headers in ((200, operator), (401, {})):
        await asker.ask("GET /api/v1/sos", status, headers)
    named, lost = {"sos_id": said["id"]}, {"sos_id": uuid4()}
    for status, headers, which in (
        (200, operator, named),
        (401, {}, named),
        (404, operator, lost),
        (422, operator, {"sos_id": "one"}),
    ):
        await asker.ask(one, status, headers, named=which)
    word = {"do": "close", "id": str(uuid4()), "at": now_text(), "words": "人员安全"}
    for status, headers, content, which in (
        (401, {}, word, named),
        (403, officer, word, named),
        (404, operator, word, lost),
        (422, operator, {}, named),
        (200, operator, word, named),
        (409, operator, word | {"id": str(uuid4())}, named),
    ):
        await asker.ask(answer, status, headers, json=content, named=which)
    await _of_json(asker, answer, operator, named)


async def _of_handovers(asker: Asker, officer: Headers, operator: Headers) -> None:
    make, one = "POST /api/v1/handovers", "GET /api/v1/handovers/{handover_id}"
    wanted = {"id": str(uuid4()), "from": "2026-11-20T00:00:00Z", "to": "2026-11-20T08:00:00Z"}
    named, lost = {"handover_id": wanted["id"]}, {"handover_id": uuid4()}
    for status, headers, content in (
        (200, operator, wanted),
        (401, {}, wanted),
        (403, officer, wanted),
        (409, operator, wanted | {"to": "2026-11-20T09:00:00Z"}),
        (422, operator, {}),
    ):
        await asker.ask(make, status, headers, json=content)
    await _of_json(asker, make, operator, {})
    for status, headers, most in (
        (200, operator, 1),
        (401, {}, 1),
        (403, officer, 1),
        (422, operator, 0),
    ):
        await asker.ask("GET /api/v1/handovers", status, headers, params={"limit": most})
    for status, headers, which in (
        (200, operator, named),
        (401, {}, named),
        (403, officer, named),
        (404, operator, lost),
        (422, operator, {"handover_id": "one"}),
    ):
        await asker.ask(one, status, headers, named=which)
    remark = {"id": str(uuid4()), "text": "围挡未撤"}
    leaving = {"id": str(uuid4()), "side": "leaving"}
    for what, content in (("remarks", remark), ("signatures", leaving)):
        operation = f"POST /api/v1/handovers/{{handover_id}}/{what}"
        for status, headers, body, which in (
            (200, operator, content, named),
            (401, {}, content, named),
            (403, officer, content, named),
            (404, operator, content, lost),
            (422, operator, {}, named),
        ):
            await asker.ask(operation, status, headers, json=body, named=which)
        await _of_json(asker, operation, operator, named)
    # What one has said is another's: its id is taken.
    for what, content in (("remarks", leaving), ("signatures", remark)):
        operation = f"POST /api/v1/handovers/{{handover_id}}/{what}"
        more = {"text": "x"} if what == "remarks" else {"side": "coming"}
        body = {"id": content["id"], **more}
        await asker.ask(operation, 409, operator, json=body, named=named)


async def _of_slow_messages(
    asker: Asker, officer: Headers, operator: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(body_time, "PATIENCE_S", 0.1)
        for operation, headers in (
            ("POST /api/v1/push-subscriptions", officer),
            ("POST /api/v1/instructions", operator),
            ("POST /api/v1/instructions/{instruction_id}/acts", officer),
            ("POST /api/v1/sos", officer),
            ("POST /api/v1/sos/{sos_id}/acts", operator),
            ("POST /api/v1/handovers", operator),
            ("POST /api/v1/handovers/{handover_id}/remarks", operator),
            ("POST /api/v1/handovers/{handover_id}/signatures", operator),
        ):
            path = re.sub(r"\{\w+\}", str(uuid4()), operation.split()[1])
            await asker.ask_slowly(operation, headers, path)


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
            ("POST /api/v1/duty", officer),
            ("POST /api/v1/positions/owntracks", _password(await _device(asker))),
        ):
            await asker.ask_slowly(operation, headers)
        act, assign = "POST /api/v1/tasks/{task_id}/acts", "POST /api/v1/cases/{case_no}/assign"
        await asker.ask_slowly(act, officer, f"/api/v1/tasks/{task}/acts")
        await asker.ask_slowly(assign, operator, "/api/v1/cases/20260101-000000/assign")
        order = "POST /api/v1/tasks/{task_id}/orders"
        await asker.ask_slowly(order, operator, f"/api/v1/tasks/{task}/orders")
        rulings = "POST /api/v1/cases/{case_no}/rulings"
        await asker.ask_slowly(rulings, operator, "/api/v1/cases/20260101-000000/rulings")
        for path in ("/api/v1/orders:batch", "/api/v1/recusals"):
            await asker.ask_slowly(f"POST {path}", operator)
        add = "POST /api/v1/supplements/{source_event_id}"
        key = asker.platform.as_platform
        await asker.ask_slowly(add, key, "/api/v1/supplements/EV-ASKED")
        for path in ("clock", "extensions", "extensions/{extension_id}/answer", "judgements"):
            operation = "POST /api/v1/cases/{case_no}/" + path
            lost = f"/api/v1/cases/20260101-000000/{path.format(extension_id=uuid4())}"
            await asker.ask_slowly(operation, operator, lost)


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
