"""Whoever stands at a node hears on its channel what a GET gives there, and neither gives more."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from core.auth.values import Role
from core.channels import Frame
from core.outbox import Outbox
from tests.factories import shared_platform, sign_up
from tests.platform import Platform, now_text
from tests.waiting import until_read

PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
SUBJECT: Final = {"name": "欧阳某某", "uscc": "330100199001010000", "kind": "person"}
PLACES: Final[list[dict[str, Any] | None]] = [
    {"lon": 87.03, "lat": 43.03},
    {"lon": 87.15, "lat": 43.05},
    {"lon": 87.05, "lat": 43.15},
    {"lon": 87.15, "lat": 43.15},
    {"lon": 87.05, "lat": 43.05},
    {"lon": 87.03, "lat": 43.03, "township_code": "990101002"},
    {"township_code": "990101003", "township_scheme": "old_list"},
    None,
]
NODES: Final = [
    "city",
    *(f"district:{code}" for code in ("990101", "990102")),
    *(f"township:{code}" for code in ("990101001", "990101002", "990102100", "990102201")),
    *(f"team:YZ-{code}" for code in ("CITY", "T1", "T4", "E-ZD", "E-HB")),
]
UNITS: Final = ["YZ-U0", "YZ-U1", "YZ-U2A", "YZ-U2B", "YZ-U4"]
ROLES: Final = [Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN, Role.VIEWER]


Pictures = dict[str, dict[str, dict[str, Any]]]
"""Cases by number and tasks by id."""


@dataclass
class Busy:
    """A platform on which much has happened, and all there is to see on it."""

    platform: Platform
    usernames: dict[str, str] = field(default_factory=dict)
    """By node."""
    case_nos: set[str] = field(default_factory=set)
    task_ids: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    """By case."""
    carried: dict[str, Pictures] = field(default_factory=dict)
    """By node: the last of each case and task its channel ever carried."""

    async def get(self, username: str, path: str, **params: Any) -> Any:
        headers = await self.platform.sign_in(username)
        answer = await self.platform.client.get(f"/api/v1/{path}", params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def status(self, username: str, path: str) -> int:
        headers = await self.platform.sign_in(username)
        answer = await self.platform.client.get(f"/api/v1/{path}", headers=headers)
        return answer.status_code


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def busy(request: pytest.FixtureRequest) -> AsyncIterator[Busy]:
    async with shared_platform(request.param, request) as platform:
        made = Busy(platform)
        for number, node in enumerate(NODES):
            role = ROLES[number % len(ROLES)]
            made.usernames[node] = await sign_up(platform, role, node)
        for unit in UNITS:
            made.usernames[f"unit:{unit}"] = await sign_up(platform, Role.OFFICER, "city", unit)
        await make_much_happen(made)
        yield made


async def make_much_happen(busy: Busy) -> None:
    """Report from everywhere, judge some, and let the phone of YZ-U1 do all it may."""
    platform = busy.platform
    for code, place in [*product(("M01", "M04"), PLACES), *[("M01", PLACES[0])] * 3]:
        said = await platform.report(
            category={"scheme": "LOCAL-YZ", "kind": "matter", "code": code},
            location=place,
            subject=SUBJECT,
            description="路口有人占道",
        )
        busy.case_nos.add(said["case_no"])
    await settled(platform)
    everything = await busy.get(busy.usernames["city"], "cases", limit=500)
    to_judge = [case for case in everything["items"] if case["state"] == "to_judge"]
    for case, team in zip(to_judge[:6], ["YZ-CITY", "YZ-T1", "YZ-E-HB"] * 2, strict=True):
        headers = await platform.sign_in(busy.usernames["city"])
        await platform.client.post(
            f"/api/v1/cases/{case['case_no']}/assign",
            json={"team": team, "reason": "研判", "version": case["version"]},
            headers=headers,
        )
    await settled(platform)
    mine = (await busy.get(busy.usernames["unit:YZ-U1"], "tasks"))["items"]
    assert len(mine) >= 3
    await act(busy, mine[0], "accept", "arrive", "finish")
    await act(busy, mine[1], "decline")
    await act(busy, mine[2], "accept", "depart")
    await settled(platform)
    city = busy.usernames["city"]
    for case_no in busy.case_nos:
        busy.task_ids |= {t["id"] for t in (await busy.get(city, f"cases/{case_no}"))["tasks"]}


async def act(busy: Busy, task: dict[str, Any], *acts: str) -> None:
    headers = await busy.platform.sign_in(busy.usernames["unit:YZ-U1"])
    client = busy.platform.client
    for number, do in enumerate(acts):
        more: dict[str, Any] = {"reason": "车辆故障"} if do == "decline" else {}
        if do == "finish":
            photo = await client.post(
                "/api/v1/files", files={"file": ("a.png", PNG)}, headers=headers
            )
            busy.files[task["case_no"]] = photo.json()["id"]
            more = {"result": "已整改", "files": [photo.json()["id"]]}
        act_id = f"{task['id'][:-2]}{number:02d}"
        answer = await client.post(
            f"/api/v1/tasks/{task['id']}/acts",
            json={"do": do, "id": act_id, "at": now_text(), **more},
            headers=headers,
        )
        assert answer.status_code == 200, answer.text


async def settled(platform: Platform) -> None:
    """Wait until no event is on its way."""

    async def waiting() -> int:
        async with platform.database.reading() as session:
            open_ = select(func.count()).select_from(Outbox).where(col(Outbox.done_at).is_(None))
            return (await session.execute(open_)).scalar_one()

    await until_read(waiting, 0)


async def carried(busy: Busy, node: str) -> Pictures:
    """Read all a node's channel ever carried, as a socket hears it that begins with the first frame."""
    if node in busy.carried:
        return busy.carried[node]
    username = busy.usernames[node]
    door = busy.platform.phone if node.startswith("unit:") else busy.platform.console
    last = busy.carried[node] = {"case": {}, "task": {}}
    async with door(username, last_seq=0) as socket:
        for _ in range(socket.opening["resumed"]["to"]):
            frame = await socket.wait_for(lambda message: "seq" in message)
            kind = frame["name"].split(".")[0]
            last[kind][frame["data"]["case_no" if kind == "case" else "id"]] = frame["data"]
    return last


@pytest.mark.parametrize("node", [*NODES, *(f"unit:{unit}" for unit in UNITS)])
class TestNode:
    async def test_hears_what_it_may_get_and_gets_what_it_hears(
        self, busy: Busy, node: str
    ) -> None:
        username = busy.usernames[node]
        heard = await carried(busy, node)

        listed = {c["case_no"]: c for c in (await busy.get(username, "cases", limit=500))["items"]}
        open_tasks = {t["id"]: t for t in (await busy.get(username, "tasks"))["items"]}

        if node.startswith("unit:"):
            assert heard["case"] == {}
            assert listed.keys() <= {task["case_no"] for task in heard["task"].values()}
        else:
            assert heard["case"] == listed
        assert {i: t for i, t in heard["task"].items() if not t["ended"]} == open_tasks
        for task_id, task in heard["task"].items():
            assert await busy.get(username, f"tasks/{task_id}") == task

    async def test_gets_nothing_that_it_does_not_hear(self, busy: Busy, node: str) -> None:
        username = busy.usernames[node]
        heard = await carried(busy, node)
        listed = {c["case_no"] for c in (await busy.get(username, "cases", limit=500))["items"]}

        async def seen(kind: str, ids: set[str]) -> set[str]:
            asked = sorted(ids)
            found = await asyncio.gather(*(busy.status(username, f"{kind}/{i}") for i in asked))
            assert set(found) <= {200, 404}
            return {one for one, status in zip(asked, found, strict=True) if status == 200}

        assert await seen("cases", busy.case_nos) == listed
        assert await seen("tasks", busy.task_ids) == heard["task"].keys()
        own = set(busy.files.values()) if node == "unit:YZ-U1" else set()
        in_scope = {file for case_no, file in busy.files.items() if case_no in listed}
        assert await seen("files", set(busy.files.values())) == in_scope | own

    async def test_begins_with_what_is_open_in_it(self, busy: Busy, node: str) -> None:
        username = busy.usernames[node]
        door = busy.platform.phone if node.startswith("unit:") else busy.platform.console
        heard = await carried(busy, node)

        async with door(username) as socket:
            snapshot = socket.opening["snapshot"]

        cases = {case["case_no"]: case for case in snapshot["cases"]}
        tasks = {task["id"]: task for task in snapshot["tasks"]}
        assert cases == {no: case for no, case in heard["case"].items() if not case["closed"]}
        assert tasks == {i: task for i, task in heard["task"].items() if not task["ended"]}


async def test_much_did_happen(busy: Busy) -> None:
    heard = await carried(busy, "city")

    assert {case["state"] for case in heard["case"].values()} >= {
        *("to_judge", "routed", "sent", "en_route", "closed"),
    }
    assert {task["state"] for task in heard["task"].values()} >= {
        *("waiting", "offered", "en_route", "done", "declined"),
    }
    assert heard["case"].keys() == busy.case_nos
    assert heard["task"].keys() == busy.task_ids
    assert len(busy.files) == 1


async def test_no_frame_says_whom_a_case_is_about(busy: Busy) -> None:
    async with busy.platform.database.reading() as session:
        bodies = list(await session.scalars(select(col(Frame.body))))

    assert any("路口有人占道" in body for body in bodies)
    for body in bodies:
        assert SUBJECT["name"] not in body
        assert SUBJECT["uscc"] not in body
        if '"name":"case.changed"' in body:
            assert "路口有人占道" not in body
