"""A city starts by hand: two webs, relay and worker as processes of a user without rights."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from core.preflight import free_port
from tests.platform import PATIENCE_S, Socket, make_event
from tests.production import PASSWORD, PUBLIC_URL, Production, production
from tests.waiting import until_read

pytestmark = pytest.mark.timeout(300)
RESTART = 1012


@pytest.fixture(scope="module")
def city() -> Iterator[Production]:
    """A city with one account that may sign in."""
    with production() as prepared:
        prepared.create_account("yz-chief", "operator", "city")
        yield prepared


async def is_well(client: httpx.AsyncClient) -> bool:
    answer = await client.get("/readyz")
    return answer.status_code == 200 and answer.json()["ok"]


async def sign_in(client: httpx.AsyncClient) -> httpx.Response:
    """Sign in as a browser does, whose page came through the proxy with TLS."""
    answer = await client.post(
        "/api/v1/login",
        json={"username": "yz-chief", "password": PASSWORD},
        headers={"Origin": PUBLIC_URL, "X-Forwarded-Proto": "https"},
    )
    assert answer.status_code == 200, answer.text
    return answer


async def test_two_webs_a_relay_and_a_worker_serve_a_city_and_end_when_told(
    city: Production,
) -> None:
    token = city.run("platforms", "token", "wangge").strip()
    ports = free_port(), free_port()
    for number, port in enumerate(ports):
        city.start(f"web-{number}", "serve", port=port)
    city.start("relay", "relay")
    city.start("worker", "worker")
    one, other = (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False)
        for port in ports
    )
    async with one, other:
        for client in (one, other):
            await until_read(partial(is_well, client), True)

        signed_in = await sign_in(other)
        cookie = signed_in.headers["set-cookie"]
        assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
        assert "max-age" in signed_in.headers["strict-transport-security"]

        headers = {"Cookie": cookie.split(";")[0], "Origin": PUBLIC_URL}
        url = f"ws://127.0.0.1:{ports[1]}/ws/console"
        async with connect(url, additional_headers=headers, proxy=None) as wire:
            socket = Socket(wire)
            await socket.say({"hello": {"last_seq": None}})
            assert "snapshot" in await socket.hear()

            said = await report(one, token)
            async with asyncio.timeout(2 * PATIENCE_S):
                heard = await socket.frame("task.offered", case_no=said["case_no"])
            assert heard["unit"] == "YZ-U1"
            made = city.run("backup", str(city.scratch / "backups"))
            assert "Backed up into" in made

            assert city.stop("web-1") == 0
            assert await closing_code(wire) == RESTART
        later = await report(one, token)
        assert later["case_no"] != said["case_no"]
    assert {name: city.stop(name) for name in list(city.processes)} == {
        "web-0": 0,
        "relay": 0,
        "worker": 0,
    }


async def report(client: httpx.AsyncClient, token: str) -> dict[str, Any]:
    answer = await client.post(
        "/api/v1/events", json=make_event(), headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def closing_code(wire: Any) -> int | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await wire.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
