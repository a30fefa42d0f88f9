"""Instructions to many: each unit's receipt, told to whoever may see it, and an alert where nobody signs."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.auth.values import Role
from core.clock import iso, utcnow
from dispatch.instructions.models import InstructionHistory
from tests.factories import sign_up
from tests.platform import Platform, now_text
from tests.waiting import until_read

ALL = ["YZ-U1", "YZ-U2A", "YZ-U6"]


async def issue(platform: Platform, who: str = "yz-center", **changes: Any) -> dict[str, Any]:
    """Issue an instruction to three units of two districts."""
    wanted = {"id": str(uuid4()), "text": "今晚加强巡查", "units": ALL, **changes}
    answer = await platform.client.post(
        "/api/v1/instructions", json=wanted, headers=await platform.sign_in(who)
    )
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def act(platform: Platform, who: str, instruction: str, do: str, **changes: Any) -> Any:
    word = {"do": do, "id": str(uuid4()), "at": now_text(), **changes}
    return await platform.client.post(
        f"/api/v1/instructions/{instruction}/acts",
        json=word,
        headers=await platform.sign_in(who),
    )


async def read(platform: Platform, who: str, instruction: str) -> Any:
    return await platform.client.get(
        f"/api/v1/instructions/{instruction}", headers=await platform.sign_in(who)
    )


def states(instruction: dict[str, Any]) -> dict[str, str]:
    return {receipt["unit"]: receipt["state"] for receipt in instruction["receipts"]}


class TestIssuing:
    async def test_tells_the_units_named_and_those_of_the_teams_named_each_once(
        self, platform: Platform
    ) -> None:
        said = await issue(platform, teams=["YZ-T2", "YZ-T1"], units=["YZ-U1", "YZ-U1"])

        assert states(said) == {"YZ-U1": "sent", "YZ-U2A": "sent", "YZ-U2B": "sent"}

    async def test_again_gives_the_one_that_is(self, platform: Platform) -> None:
        first = await issue(platform)

        assert await issue(platform, id=first["id"]) == first
        other = await platform.client.post(
            "/api/v1/instructions",
            json={"id": first["id"], "text": "别的", "units": ALL},
            headers=await platform.sign_in("yz-center"),
        )
        assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")

    @pytest.mark.parametrize(
        "told", [{"units": ["NO"]}, {"teams": ["NO"]}, {"units": ["YZ-U6"]}, {"units": []}]
    )
    async def test_reaches_nobody_beyond_the_scope(
        self, platform: Platform, told: dict[str, Any]
    ) -> None:
        answer = await platform.client.post(
            "/api/v1/instructions",
            json={"id": str(uuid4()), "text": "x", **told},
            headers=await platform.sign_in("yz-east"),
        )

        assert answer.status_code == 422

    @pytest.mark.parametrize("who", ["yz-team", "yz-admin", "yz-guest"])
    async def test_is_for_command_posts(self, platform: Platform, who: str) -> None:
        answer = await platform.client.post(
            "/api/v1/instructions",
            json={"id": str(uuid4()), "text": "x", "units": ["YZ-U1"]},
            headers=await platform.sign_in(who),
        )

        assert answer.status_code == 403


class TestReceipt:
    async def test_goes_from_sent_to_delivered_to_read_to_signed_before_the_posts_eyes(
        self, platform: Platform
    ) -> None:
        async with platform.console("yz-center") as console, platform.phone("yz-team") as phone:
            said = await issue(platform)
            frame = await phone.wait_for(lambda m: m.get("name") == "instruction.changed")
            assert states(frame["data"]) == {"YZ-U1": "sent"}, "a unit sees its own receipt only"
            await phone.say({"ack": frame["seq"]})
            for state in ("delivered", "read", "signed"):
                if state != "delivered":
                    do = {"read": "read", "signed": "sign"}[state]
                    word = {"do": do, "id": str(uuid4()), "at": now_text()}
                    await phone.say({**word, "instruction": said["id"]})
                    assert await phone.wait_for(lambda m: "done" in m) == {"done": word["id"]}
                heard = await console.frame("instruction.receipt", unit="YZ-U1", state=state)
                assert heard["instruction"] == said["id"]
                assert heard[f"{state}_at"]

        now = (await read(platform, "yz-center", said["id"])).json()
        assert states(now) == {"YZ-U1": "signed", "YZ-U2A": "sent", "YZ-U6": "sent"}
        listed = await platform.client.get(
            "/api/v1/instructions", headers=await platform.sign_in("yz-center")
        )
        assert listed.json()["items"][0]["counts"] == {
            "sent": 2,
            "delivered": 0,
            "read": 0,
            "signed": 1,
        }

    async def test_moves_forward_only_and_once(self, platform: Platform) -> None:
        said = await issue(platform)
        word = {"id": str(uuid4()), "at": now_text()}
        for do in ("sign", "sign", "read"):
            answer = await act(platform, "yz-team", said["id"], do, **word)
            assert answer.json() == {"done": word["id"]}

        now = (await read(platform, "yz-team", said["id"])).json()
        assert states(now) == {"YZ-U1": "signed"}
        async with platform.database.reading() as session:
            history = await session.scalars(
                select(InstructionHistory).order_by(col(InstructionHistory.id))
            )
            assert [row.what for row in history] == ["issued", "signed"]

    async def test_of_a_phone_that_was_away_is_in_its_snapshot_and_delivered_late(
        self, platform: Platform
    ) -> None:
        said = await issue(platform)

        async with platform.phone("yz-team") as phone:
            held = phone.opening["snapshot"]["instructions"]
            assert [one["id"] for one in held] == [said["id"]]
            await phone.say({"ack": phone.opening["seq"]})

            async def state() -> str:
                now = (await read(platform, "yz-team", said["id"])).json()
                return states(now)["YZ-U1"]

            await until_read(state, "delivered")

    async def test_of_somebody_who_was_not_told_does_not_exist(self, platform: Platform) -> None:
        said = await issue(platform, units=["YZ-U2A"])

        assert (await act(platform, "yz-team", said["id"], "sign")).status_code == 404


class TestScope:
    async def test_shows_each_node_the_receipts_of_its_own_units(self, platform: Platform) -> None:
        said = await issue(platform)
        seen = {}
        for node in (
            "city",
            "district:990101",
            "township:990101001",
            "team:YZ-T4",
            "township:990102100",
        ):
            username = await sign_up(platform, Role.VIEWER, node)
            answer = await read(platform, username, said["id"])
            seen[node] = (
                sorted(states(answer.json())) if answer.status_code == 200 else answer.status_code
            )
            async with platform.console(username, last_seq=0) as console:
                told = [
                    sorted(states((await console.hear())["data"]))
                    for _ in range(console.opening["resumed"]["to"])
                ]
            assert told == ([seen[node]] if answer.status_code == 200 else []), node

        assert seen == {
            "city": ALL,
            "district:990101": ["YZ-U1", "YZ-U2A"],
            "township:990101001": ["YZ-U1"],
            "team:YZ-T4": ["YZ-U6"],
            "township:990102100": 404,
        }


class TestEnd:
    async def test_comes_with_the_last_signature(self, platform: Platform) -> None:
        officers = [await sign_up(platform, Role.OFFICER, "city", unit) for unit in ALL]
        async with platform.console("yz-center") as console:
            said = await issue(platform)
            answers = await asyncio.gather(
                *(act(platform, officer, said["id"], "sign") for officer in officers)
            )
            assert [answer.status_code for answer in answers] == [200] * 3
            await console.frame("instruction.changed", id=said["id"], ended=True)

        assert (await read(platform, "yz-center", said["id"])).json()["ended"]

    async def test_comes_when_it_is_closed_where_it_was_issued(self, platform: Platform) -> None:
        said = await issue(platform)
        path = f"/api/v1/instructions/{said['id']}/close"

        beneath = await platform.client.post(path, headers=await platform.sign_in("yz-east"))
        assert beneath.status_code == 403
        for _ in range(2):
            closed = await platform.client.post(path, headers=await platform.sign_in("yz-center"))
            assert closed.json()["ended"]
        late = await act(platform, "yz-team", said["id"], "sign")
        assert (late.status_code, late.json()["type"]) == (409, "/problems/instruction-over")
        async with platform.phone("yz-team") as phone:
            assert phone.opening["snapshot"]["instructions"] == []


class TestUnsigned:
    async def test_calls_on_the_post_that_issued_it_until_it_is_over(
        self, platform: Platform
    ) -> None:
        async with platform.console("yz-center") as console:
            said = await issue(platform, sign_by=iso(utcnow() + timedelta(milliseconds=300)))
            await act(platform, "yz-team", said["id"], "sign")
            alert = await console.frame("alert.changed", kind="instruction_unsigned")
            assert (alert["subject"], alert["node"]) == (said["id"], "city")
            assert alert["facts"]["unsigned"] == 2
            path = f"/api/v1/instructions/{said['id']}/close"
            await platform.client.post(path, headers=await platform.sign_in("yz-center"))
            await console.frame("alert.changed", subject=said["id"], ended=True)

    async def test_is_asked_in_vain_of_what_everybody_has_signed(self, platform: Platform) -> None:
        said = await issue(platform, units=["YZ-U1"], sign_by=iso(utcnow() + timedelta(seconds=1)))
        await act(platform, "yz-team", said["id"], "sign")
        await asyncio.sleep(1.5)

        headers = await platform.sign_in("yz-center")
        needs = (await platform.client.get("/api/v1/needs", headers=headers)).json()
        assert [one for one in needs["items"] if one["subject"] == said["id"]] == []
