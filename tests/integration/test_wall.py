"""The wall and its kiosks: what a hall may see, whoever asks, and that a kiosk's link opens nothing else."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from command.world import World
from core.auth import operations as auth
from core.auth import queries as accounts
from core.auth.values import Role
from core.clock import utcnow
from core.outbox import Outbox
from tests.factories import shared_platform, sign_up
from tests.platform import Platform, now_text
from tests.waiting import until_read

SECRETS: Final = {
    "title": "张三丰家门口堆物",
    "description": "联系电话 13800138000，住三单元 501",
    "address": "文二西路 718 号 3 单元 501",
    "subject": "欧阳某某",
    "note": "有人持刀",
    "words": "当事人李四已整改",
}
PLACES: Final[list[dict[str, Any]]] = [
    {"lon": 87.03123, "lat": 43.03456},
    {"lon": 87.15123, "lat": 43.05456},
    {"lon": 87.05123, "lat": 43.15456},
    {"township_code": "990101002"},
]
NODES: Final = [
    *("city", "district:990101", "district:990102", "township:990101001", "township:990102201"),
    *("team:YZ-T1", "team:YZ-CITY"),
]
LOOKERS: Final = [Role.KIOSK, Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN, Role.VIEWER]
OPEN_TO_A_KIOSK: Final = {"GET /api/v1/wall", "GET /api/v1/me"}


async def open_kiosk(platform: Platform, node: str) -> str:
    """Make a kiosk of a node and give its token."""
    now = utcnow()
    async with platform.database.transaction() as session:
        return await auth.open_kiosk(
            session,
            username=f"wall-{uuid4().hex[:8]}",
            node=node,
            node_name=node,
            expires_at=now + timedelta(days=366),
            now=now,
        )


@dataclass
class Hall:
    """A platform on which things have happened, and who may look at it."""

    platform: Platform
    tokens: dict[tuple[str, Role], str] = field(default_factory=dict)

    async def get(self, node: str, role: Role, path: str, **params: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[node, role]}"}
        answer = await self.platform.client.get(f"/api/v1/{path}", params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def hall(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    async with shared_platform(request.param, request) as platform:
        made = Hall(platform)
        for node in NODES:
            made.tokens[node, Role.KIOSK] = await open_kiosk(platform, node)
            for role in LOOKERS[1:]:
                username = await sign_up(platform, role, node)
                made.tokens[node, role] = platform.tokens[username]
        await _let_things_happen(platform)
        yield made


async def _let_things_happen(platform: Platform) -> None:
    for code in ("M01", "M02", "M04"):
        for place in PLACES:
            await platform.report(
                category={"scheme": "LOCAL-YZ", "kind": "matter", "code": code},
                location={**place, "address": SECRETS["address"]},
                title=SECRETS["title"],
                description=SECRETS["description"],
                subject={"name": SECRETS["subject"], "kind": "person"},
            )

    async def waiting() -> int:
        async with platform.database.reading() as session:
            open_ = select(func.count()).select_from(Outbox).where(col(Outbox.done_at).is_(None))
            return (await session.execute(open_)).scalar_one()

    await until_read(waiting, 0)
    officer = await platform.sign_in("yz-team")
    client = platform.client
    task, *_ = (await client.get("/api/v1/tasks", headers=officer)).json()["items"]
    for do, more in (
        ("accept", {}),
        ("arrive", {"place": {"lon": 87.03123, "lat": 43.03456}}),
        ("finish", {"result": "已整改", "note": SECRETS["words"]}),
    ):
        said = {"do": do, "id": str(uuid4()), "at": now_text(), **more}
        done = await client.post(f"/api/v1/tasks/{task['id']}/acts", json=said, headers=officer)
        assert done.status_code == 200, done.text
    call = {"id": str(uuid4()), "at": now_text(), "note": SECRETS["note"]}
    place = {"lon": 87.03789, "lat": 43.03987, "accuracy_m": 8}
    called = await client.post("/api/v1/sos", json={**call, "place": place}, headers=officer)
    assert called.status_code == 200, called.text
    await until_read(waiting, 0)


@pytest.mark.parametrize("node", NODES)
class TestWall:
    async def test_counts_what_the_lists_of_its_node_have(self, hall: Hall, node: str) -> None:
        wall = await hall.get(node, Role.KIOSK, "wall")
        listed = (await hall.get(node, Role.OPERATOR, "cases", limit=500))["items"]
        units = (await hall.get(node, Role.OPERATOR, "units"))["items"]
        calls = (await hall.get(node, Role.OPERATOR, "sos"))["items"]
        counts = {one["name"]: one["count"] for one in wall["counts"]}

        def with_state(*states: str) -> int:
            return sum(case["state"] in states for case in listed)

        assert counts == {
            "sos": len([call for call in calls if not call["ended"]]),
            "overdue": 0,
            "to_judge": with_state("to_judge"),
            "unanswered": with_state("sent"),
            "in_hand": with_state("signed", "en_route", "on_site"),
        }
        assert sum(town["open"] for town in wall["towns"]) == sum(not c["closed"] for c in listed)
        assert sum(hour["came"] for hour in wall["hours"]) == len(listed)
        assert sum(hour["closed"] for hour in wall["hours"]) == with_state("closed")
        assert sum(unit["count"] for unit in wall["units"]) == len(units)
        assert len(wall["news"]) == min(12, len(listed))
        for one in wall["counts"]:
            assert len(one["first"]) == min(3, one["count"])

    @pytest.mark.parametrize("role", LOOKERS)
    async def test_says_nothing_but_words_of_the_city_whoever_asks(
        self, hall: Hall, node: str, role: Role
    ) -> None:
        wall = await hall.get(node, role, "wall")
        world: World = hall.platform.app.state.world()
        city_words = {
            *(area.name for area in world.city.townships.values()),
            *(area.name for area in world.city.districts.values()),
            *(team.name for team in world.roster.teams.values()),
            *world.city.townships,
            node,
        }

        for text in _texts(wall):
            if text in city_words or re.fullmatch(r"[a-z_]+", text) or _is_a_time(text):
                continue
            assert text in {name for name in map(str, _class_names(world))}, text
        for secret in SECRETS.values():
            assert secret not in str(wall)

    async def test_tells_where_somebody_is_to_a_kilometre_and_no_nearer(
        self, hall: Hall, node: str
    ) -> None:
        wall = await hall.get(node, Role.KIOSK, "wall")

        for spot in wall["spots"]:
            assert (spot["lon"], spot["lat"]) == (round(spot["lon"], 2), round(spot["lat"], 2))
            assert set(spot) == {"state", "lon", "lat", "count"}


def _class_names(world: World) -> Iterator[str | None]:
    for code in ("M01", "M02", "M04"):
        yield world.book.class_name(("LOCAL-YZ", "matter", code))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def _is_a_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


class TestKiosk:
    async def test_is_a_stranger_to_everything_but_the_wall(self, hall: Hall) -> None:
        platform = hall.platform
        headers = {"Authorization": f"Bearer {hall.tokens['city', Role.KIOSK]}"}
        let_in = set()
        for path, methods in platform.app.openapi()["paths"].items():
            address = re.sub(r"\{\w+\}", str(uuid4()), path)
            for method, operation in methods.items():
                if "security" not in operation:
                    continue
                answer = await platform.client.request(method, address, headers=headers)
                if answer.status_code == 200:
                    let_in.add(f"{method.upper()} {path}")
                else:
                    assert answer.status_code == 401, (method, path, answer.text)

        assert let_in == OPEN_TO_A_KIOSK

    @pytest.mark.parametrize("path", ["/ws/console", "/ws/field"])
    async def test_opens_no_socket(self, hall: Hall, path: str) -> None:
        url = hall.platform.base_url.replace("http", "ws", 1) + path
        headers = {"Authorization": f"Bearer {hall.tokens['city', Role.KIOSK]}"}

        with pytest.raises(InvalidStatus) as refused:
            async with connect(url, additional_headers=headers, proxy=None):
                pass

        assert refused.value.response.status_code == 401

    async def test_sees_its_own_node_alone(self, hall: Hall) -> None:
        east = await hall.get("district:990101", Role.KIOSK, "wall")
        west = await hall.get("district:990102", Role.KIOSK, "wall")

        assert {line["district_name"] for line in east["news"]}.isdisjoint(
            line["district_name"] for line in west["news"]
        )
        assert east["node_name"] == "district:990101"

    async def test_says_when_its_link_ends_and_is_taken_down_with_its_account(
        self, hall: Hall
    ) -> None:
        token = await open_kiosk(hall.platform, "city")
        hall.tokens["mine", Role.KIOSK] = token
        assert (await hall.get("mine", Role.KIOSK, "wall"))["ends_at"] is not None
        assert (await hall.get("city", Role.OPERATOR, "wall"))["ends_at"] is None

        async with hall.platform.database.transaction() as session:
            principal = await accounts.principal_of(session, token=token, now=utcnow())
            await auth.disable(session, account_id=principal.account_id, now=utcnow())

        answer = await hall.platform.client.get(
            "/api/v1/wall", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 401

    async def test_has_no_password_that_signs_it_in(self, hall: Hall) -> None:
        token = await open_kiosk(hall.platform, "city")
        async with hall.platform.database.reading() as session:
            principal = await accounts.principal_of(session, token=token, now=utcnow())
        for password in ("", "!", principal.username):
            answer = await hall.platform.client.post(
                "/api/v1/login", json={"username": principal.username, "password": password or "x"}
            )
            assert answer.status_code == 401


async def test_an_officer_has_no_wall(hall: Hall) -> None:
    headers = await hall.platform.sign_in("yz-team")
    answer = await hall.platform.client.get("/api/v1/wall", headers=headers)

    assert answer.status_code == 403
