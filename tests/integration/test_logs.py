"""What the processes log: ids to follow a case by, and nothing of what somebody wrote or is called."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from core.preflight import free_port
from tests.platform import PATIENCE_S, make_event, now_text
from tests.production import PASSWORD, Production, production
from tests.waiting import until_read

pytestmark = pytest.mark.timeout(300)

REPORTER, PHONE, NUMBER = "慕容晓彤", "13957100888", "330106199003071234"
PRIVATE = {
    "title": f"{REPORTER}反映门口占道",
    "description": f"电话{PHONE}，证件{NUMBER}",
}
PLACE = {"lon": 87.03, "lat": 43.03, "address": "云泽市东湖路琉璃巷17号"}
WRONG = "Wrong-Password-5512"


def lines_of(city: Production, *names: str) -> list[dict[str, Any]]:
    text = "".join(city.log_of(name).read_text("utf-8") for name in names)
    return [json.loads(line) for line in text.splitlines()]


async def sign_in(client: httpx.AsyncClient, username: str, password: str) -> httpx.Response:
    return await client.post("/api/v1/login", json={"username": username, "password": password})


async def test_logs_follow_a_request_and_a_case_and_name_nobody() -> None:
    with production() as city:
        city.create_account("xiaotong.m", "operator", "city")
        city.create_account("linglong.o", "officer", "city", "--unit", "YZ-U1")
        token = city.run("platforms", "token", "wangge").strip()
        port = free_port()
        city.start("web", "serve", port=port)
        city.start("relay", "relay")
        city.start("worker", "worker")
        secrets = [token]
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False
        ) as client:
            case_no = await a_case(client, token, secrets)

            async def is_well() -> bool:
                return (await client.get("/readyz")).status_code == 200

            # Who is told to end while he still begins has no good-bye to say yet.
            await until_read(is_well, True)
        assert {city.stop(name) for name in list(city.processes)} == {0}

        lines = lines_of(city, "web", "relay", "worker")
        text = "".join(city.log_of(name).read_text("utf-8") for name in ("web", "relay", "worker"))

    named = [REPORTER, PHONE, NUMBER, *PRIVATE.values(), "琉璃巷", "欧阳紫薇"]
    for word in [*named, PASSWORD, WRONG, "xiaotong.m", "linglong.o", *secrets]:
        assert word not in text
        assert json.dumps(word)[1:-1] not in text

    requests = [line for line in lines if line["event"] == "request_served"]
    assert all(line["request_id"] for line in requests)
    assert {line["status"] for line in requests} >= {200, 401, 422}
    routes = {line["route"] for line in requests if line.get("case_no") == case_no}
    assert "/api/v1/cases/{case_no}" in routes
    acts = [line for line in lines if line["event"] == "act_kept"]
    assert [(line["case_no"], line["do"]) for line in acts] == [(case_no, "accept")]
    assert all(line["request_id"] for line in acts)


async def a_case(client: httpx.AsyncClient, token: str, secrets: list[str]) -> str:
    """Go through a case, with refusals on the way; gives its number."""
    platform = {"Authorization": f"Bearer {token}"}
    event = make_event(**PRIVATE, location=PLACE)
    said = await client.post("/api/v1/events", json=event, headers=platform)
    assert said.status_code == 201, said.text
    case_no: str = said.json()["case_no"]
    wrong = event | {"urgency": REPORTER, "location": {"lon": PHONE}}
    refused = await client.post("/api/v1/events", json=wrong, headers=platform)
    assert refused.status_code == 422
    differs = await client.post(
        "/api/v1/events", json=event | {"title": REPORTER}, headers=platform
    )
    assert differs.status_code == 409
    assert (await sign_in(client, "xiaotong.m", WRONG)).status_code == 401
    assert (await client.get(f"/api/v1/{REPORTER}")).status_code == 404
    headers: dict[str, dict[str, str]] = {}
    for username in ("xiaotong.m", "linglong.o"):
        signed_in = (await sign_in(client, username, PASSWORD)).json()
        secrets.append(signed_in["token"])
        headers[username] = {"Authorization": f"Bearer {signed_in['token']}"}
    client.cookies.clear()
    operator, officer = headers["xiaotong.m"], headers["linglong.o"]
    assert (await client.get(f"/api/v1/cases/{case_no}", headers=operator)).json()[
        "case_no"
    ] == case_no
    await client.get(f"/api/v1/cases/{REPORTER}", headers=operator)

    async def offered() -> int:
        found = await client.get("/api/v1/tasks", headers=officer)
        return len(found.json()["items"])

    await until_read(offered, 1)
    task = (await client.get("/api/v1/tasks", headers=officer)).json()["items"][0]
    act = {"do": "accept", "id": str(uuid4()), "at": now_text(), "note": f"已联系{REPORTER}{PHONE}"}
    done = await client.post(f"/api/v1/tasks/{task['id']}/acts", json=act, headers=officer)
    assert done.status_code == 200, done.text
    return case_no
