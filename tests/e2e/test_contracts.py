"""What the running platform answers and says fits its published contracts, field by field."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest
import yaml

import main
from tests.factories import shared_platform
from tests.pages import read
from tests.platform import Platform, make_event, now_text

Json = dict[str, Any]


def strict(node: Any) -> Any:
    """Let objects have no field that is not listed, unless they say that they may."""
    if isinstance(node, dict):
        closed = {key: strict(value) for key, value in node.items()}
        if "properties" in node and node.get("type") == "object":
            closed.setdefault("additionalProperties", False)
        return closed
    return [strict(value) for value in node] if isinstance(node, list) else node


OPENAPI: Json = main.create_app().openapi()
ASYNCAPI: Json = yaml.safe_load(read("docs/asyncapi.yaml"))
ANSWERS = {"schemas": strict(OPENAPI["components"]["schemas"])}
FRAMES = {**ASYNCAPI["components"], "schemas": strict(ASYNCAPI["components"]["schemas"])}


def check_answer(answer: httpx.Response, path: str) -> Any:
    """Hold an answer against what OpenAPI says of its operation."""
    operation = OPENAPI["paths"][path][answer.request.method.lower()]
    described = operation["responses"][str(answer.status_code)]
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content:
        assert "content" not in described
        return None
    schema = described["content"][media_type].get("schema", {})
    said = answer.json() if "json" in media_type else None
    if said is not None:
        jsonschema.validate(said, {**schema, "components": ANSWERS})
    return said


def check_frame(message: Json, channel: str) -> None:
    """Hold a message of a socket against what AsyncAPI says of its channel."""
    wanted = next((key for key in ("name", "resumed", "snapshot", "done") if key in message), None)
    fitting = [
        found
        for name, found in ASYNCAPI["components"]["messages"].items()
        if name in ASYNCAPI["channels"][channel]["messages"]
        and (
            found["name"] == message["name"]
            if wanted == "name" and "name" in found
            else wanted == _kind(found)
        )
    ]
    assert len(fitting) == 1, message
    jsonschema.validate(message, {**fitting[0]["payload"], "components": FRAMES})


def _kind(message: Json) -> str | None:
    schema = message["payload"].get("$ref", "").rpartition("/")[2]
    return {
        "Resumed": "resumed",
        "UnitSnapshot": "snapshot",
        "NodeSnapshot": "snapshot",
        "Done": "done",
        "Refused": None,
    }.get(schema, "")


@pytest.fixture(scope="module")
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform("sqlite", request) as running:
        yield running


@pytest.fixture(scope="module")
async def worked(platform: Platform) -> str:
    """The number of a case that was worked to its end, with every frame checked; another waits."""
    image = b"\x89PNG\r\n\x1a\n" + bytes(64)
    officer = await platform.sign_in("yz-team")
    async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
        await platform.report(category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "X"})
        case_no: str = (
            await platform.report(
                subject={"name": "王某", "kind": "person"},
                attachments=[{"url": "https://files.example/1.jpg"}],
            )
        )["case_no"]
        task = await phone.frame("task.offered", case_no=case_no)
        await phone.say({"ack": phone.opening["seq"] + 1})
        await phone.say({"here": {"lon": 87.03, "lat": 43.03, "accuracy_m": 8}})
        await phone.frame("task.changed", state="delivered")
        file = await platform.client.post(
            "/api/v1/files", files={"file": ("a.png", image)}, headers=officer
        )
        kept = check_answer(file, "/api/v1/files")
        for do, more in (
            ("depart", {}),
            ("accept", {}),
            ("depart", {}),
            ("arrive", {"place": {"lon": 87.03, "lat": 43.03}}),
            ("finish", {"result": "已劝导整改", "files": [kept["id"]]}),
        ):
            await phone.act(do, task["id"], **more)
        await phone.say({"nonsense": 1})
        await phone.wait_for(lambda message: "refused" in message and message["refused"] is None)
        await console.say({"nonsense": 1})
        await console.wait_for(lambda message: "refused" in message)
        await console.frame("case.changed", case_no=case_no, state="closed")
        await console.frame("platform.health")
    for channel, socket in (("field", phone), ("console", console)):
        for message in socket.heard:
            check_frame(message, channel)
    async with platform.phone("yz-team", last_seq=0) as again:
        check_frame(again.opening, "field")
    return case_no


async def test_every_answer_and_every_frame_is_as_it_is_described(
    platform: Platform, worked: str
) -> None:
    client, operator = platform.client, await platform.sign_in("yz-center")

    async def get(path: str, headers: dict[str, str], **given: str) -> Any:
        answer = await client.get(path.format(**given), headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        return check_answer(answer, path)

    for path in ("me", "tasks", "cases", "units", "teams", "health"):
        await get(f"/api/v1/{path}", operator)
    for path in ("/healthz", "/readyz", "/metrics", "/api/v1/city", "/api/v1/grid/areas"):
        await get(path, {})
    story = await get("/api/v1/cases/{case_no}", operator, case_no=worked)
    await get("/api/v1/tasks/{task_id}", operator, task_id=story["tasks"][0]["id"])
    await get("/api/v1/changes", platform.as_platform)
    await get(
        "/api/v1/events/{source_event_id}",
        platform.as_platform,
        source_event_id=story["source_event_id"],
    )
    where = await client.get("/api/v1/grid/locate", params={"lon": 87.03, "lat": 43.03})
    check_answer(where, "/api/v1/grid/locate")

    event = make_event()
    for content in (event, event, event | {"title": "别的"}, event | {"colour": 1}):
        answer = await client.post("/api/v1/events", json=content, headers=platform.as_platform)
        check_answer(answer, "/api/v1/events")
    rows = [event, make_event(), {}]
    batch = await client.post("/api/v1/events:batch", json=rows, headers=platform.as_platform)
    check_answer(batch, "/api/v1/events:batch")

    waiting = (await client.get("/api/v1/cases?state=to_judge", headers=operator)).json()["items"]
    judged = await client.post(
        f"/api/v1/cases/{waiting[0]['case_no']}/assign",
        json={"team": "YZ-T1", "reason": "现场核实", "version": waiting[0]["version"]},
        headers=operator,
    )
    assert judged.status_code == 200
    check_answer(judged, "/api/v1/cases/{case_no}/assign")
    await get("/api/v1/cases/{case_no}", operator, case_no=waiting[0]["case_no"])


async def test_every_operation_that_asks_who_is_calling_refuses_a_stranger_as_described(
    platform: Platform,
) -> None:
    for path, methods in OPENAPI["paths"].items():
        address = re.sub(r"\{\w+\}", str(uuid4()), path)
        for method, operation in methods.items():
            if "security" in operation:
                answer = await platform.client.request(method, address)
                assert answer.status_code == 401, (method, path)
                check_answer(answer, path)


async def test_every_refusal_of_an_act_is_as_it_is_described(platform: Platform) -> None:
    officer, operator = await platform.sign_in("yz-team"), await platform.sign_in("yz-center")
    act = {"do": "accept", "id": str(uuid4()), "at": now_text()}
    path = "/api/v1/tasks/{task_id}/acts"
    for headers, content, status in (
        (officer, act, 404),
        (operator, act, 403),
        (officer, act | {"do": "sleep"}, 422),
        (officer, "{", 400),
    ):
        answer = await platform.client.post(
            path.format(task_id=uuid4()),
            headers={**headers, "Content-Type": "application/json"},
            **({"content": content} if isinstance(content, str) else {"json": content}),
        )
        assert answer.status_code == status, answer.text
        check_answer(answer, path)
