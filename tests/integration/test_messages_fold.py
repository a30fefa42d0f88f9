"""A snapshot of instructions and calls for help, with the frames after it, is the snapshot of later."""

import random
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest

from core.auth.values import Role
from tests.factories import sign_up
from tests.picture import Picture
from tests.platform import Platform, Socket, now_text
from tests.waiting import until_read

UNITS = ["YZ-U1", "YZ-U2A", "YZ-U4", "YZ-U6"]
NODES = ["city", "district:990101", "township:990101001", "team:YZ-T4"]


class City:
    """Who may do what about messages, drawn by lot."""

    def __init__(self, platform: Platform, officers: list[str], lot: random.Random) -> None:
        self.platform, self.officers, self.lot = platform, officers, lot
        self.instructions: list[str] = []
        self.calls: list[str] = []

    async def post(self, who: str, path: str, word: dict[str, Any] | None = None) -> Any:
        headers = await self.platform.sign_in(who)
        answer = await self.platform.client.post(f"/api/v1/{path}", json=word, headers=headers)
        assert answer.status_code < 500, answer.text
        return answer

    async def step(self) -> None:
        """Let something happen; what is refused changes nothing."""
        word: dict[str, Any] = {"id": str(uuid4()), "at": now_text()}
        officer = self.lot.choice(self.officers)
        match self.lot.choice(
            ["issue", "read", "sign", "sign", "close", "sos", "answer", "answer"]
        ):
            case "issue":
                told = self.lot.sample(UNITS, self.lot.randint(1, 4))
                wanted = {"id": word["id"], "text": "加强巡查", "units": told}
                await self.post("yz-center", "instructions", wanted)
                self.instructions.append(word["id"])
            case "read" | "sign" as do if self.instructions:
                one = self.lot.choice(self.instructions)
                await self.post(officer, f"instructions/{one}/acts", {**word, "do": do})
            case "close" if self.instructions:
                one = self.lot.choice(self.instructions)
                await self.post("yz-center", f"instructions/{one}/close")
            case "sos":
                place = {"lon": 87.0 + self.lot.random() / 5, "lat": 43.0 + self.lot.random() / 5}
                await self.post(officer, "sos", {**word, "place": place})
                self.calls.append(word["id"])
            case "answer" if self.calls:
                act = self.lot.choice(["acknowledge", "take", "call_off", "close", "false_alarm"])
                who = self.lot.choice(["yz-center", officer])
                path = f"sos/{self.lot.choice(self.calls)}/acts"
                await self.post(who, path, {**word, "do": act, "words": "已核实"})


@pytest.mark.parametrize("seed", range(3))
async def test_a_snapshot_with_the_frames_after_it_is_the_snapshot_of_later(
    platform: Platform, seed: int
) -> None:
    officers = [await sign_up(platform, Role.OFFICER, "city", unit) for unit in UNITS]
    watchers = {node: await sign_up(platform, Role.VIEWER, node) for node in NODES}
    city = City(platform, officers, random.Random(seed))
    for _ in range(10):
        await city.step()
    async with AsyncExitStack() as stack:
        sockets: list[tuple[str, Socket]] = []
        for username in watchers.values():
            sockets.append((username, await stack.enter_async_context(platform.console(username))))
        for username in officers:
            sockets.append((username, await stack.enter_async_context(platform.phone(username))))
        for _ in range(40):
            await city.step()
        for username, socket in sockets:
            await _same_as_later(platform, username, socket)


async def _same_as_later(platform: Platform, username: str, socket: Socket) -> None:
    """Fold what a socket hears until it has come as far as a snapshot taken now, and compare."""
    picture = Picture.of(socket.opening)
    door = platform.phone if "officer" in username else platform.console

    async def catches_up() -> bool:
        async with door(username) as later:
            wanted = Picture.of(later.opening)
        while picture.seq < wanted.seq:
            picture.fold(await socket.wait_for(lambda message: "seq" in message))
        return picture == wanted

    await until_read(catches_up, True)


@pytest.mark.parametrize("seed", range(2))
async def test_whoever_hears_of_a_message_may_get_it_and_nobody_else(
    platform: Platform, seed: int
) -> None:
    officers = [await sign_up(platform, Role.OFFICER, "city", unit) for unit in UNITS]
    roles = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN, Role.VIEWER)
    nodes = [*NODES, "district:990102", "township:990102100", "team:YZ-T2"]
    watchers = [
        await sign_up(platform, roles[number % len(roles)], node)
        for number, node in enumerate(nodes)
    ]
    city = City(platform, officers, random.Random(seed))
    for _ in range(50):
        await city.step()

    for username in [*officers, *watchers]:
        door = platform.phone if username in officers else platform.console
        picture, heard = Picture(0), dict[str, dict[str, Any]]()
        async with door(username, last_seq=0) as socket:
            for _ in range(socket.opening["resumed"]["to"]):
                frame = await socket.wait_for(lambda message: "seq" in message)
                picture.fold(frame)
                if frame["name"] in ("instruction.changed", "sos.changed"):
                    heard[frame["data"]["id"]] = frame["data"]
        headers = await platform.sign_in(username)
        for kind, ids in (("instructions", city.instructions), ("sos", city.calls)):
            for one in ids:
                answer = await platform.client.get(f"/api/v1/{kind}/{one}", headers=headers)
                assert answer.status_code == (200 if one in heard else 404), (username, kind)
                if answer.status_code == 200:
                    assert answer.json() == heard[one], (username, kind)
