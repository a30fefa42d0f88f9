"""Calls for help: heard by the nearest and by every console, loud until answered, ended by somebody else."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.auth.values import Role
from core.timers import Timer
from dispatch.sos import values
from dispatch.sos.models import SosHistory
from tests.factories import sign_up
from tests.platform import Platform, now_text

AT_U1 = {"lon": 87.03, "lat": 43.03, "accuracy_m": 8}


def word(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "at": now_text(), **changes}


async def call(platform: Platform, **changes: Any) -> str:
    """Call for help as YZ-U1, and give the call's id."""
    said = word(place=AT_U1, **changes)
    answer = await platform.client.post(
        "/api/v1/sos", json=said, headers=await platform.sign_in("yz-team")
    )
    assert answer.status_code == 200, answer.text
    return str(said["id"])


async def answer(platform: Platform, who: str, sos: str, do: str, **changes: Any) -> Any:
    return await platform.client.post(
        f"/api/v1/sos/{sos}/acts",
        json=word(do=do, **changes),
        headers=await platform.sign_in(who),
    )


async def read(platform: Platform, who: str, sos: str) -> Any:
    return await platform.client.get(f"/api/v1/sos/{sos}", headers=await platform.sign_in(who))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a call be loud again at once."""
    for module in (values, __import__("dispatch.sos.operations", fromlist=["AGAIN"])):
        monkeypatch.setattr(module, "AGAIN", timedelta(milliseconds=200))


class TestCalling:
    async def test_from_the_phone_is_heard_by_the_nearest_units_and_every_console_above(
        self, platform: Platform
    ) -> None:
        near = await sign_up(platform, Role.OFFICER, "city", "YZ-U4")
        team = await sign_up(platform, Role.SUPERVISOR, "team:YZ-T1")
        async with (
            platform.phone("yz-team") as phone,
            platform.phone(near) as neighbour,
            platform.console("yz-center") as centre,
            platform.console("yz-east") as district,
            platform.console("yz-donghu") as township,
            platform.console(team) as leader,
        ):
            said = {"do": "sos", **word(place=AT_U1, note="有人持刀")}
            await phone.say(said)
            assert await phone.wait_for(lambda m: "done" in m) == {"done": said["id"]}
            heard = [
                await socket.frame("sos.changed", id=said["id"])
                for socket in (neighbour, centre, district, township, leader)
            ]
            heard += [m["data"] for m in phone.heard if m.get("name") == "sos.changed"] or [
                await phone.frame("sos.changed", id=said["id"])
            ]
            for console in (centre, district, township, leader):
                await console.frame("alert.changed", kind="sos", subject=said["id"])

        assert all(one == heard[0] for one in heard)
        assert (heard[0]["unit"], heard[0]["state"], heard[0]["calls"]) == ("YZ-U1", "raised", 1)
        assert (heard[0]["lon"], heard[0]["note"]) == (87.03, "有人持刀")
        assert "YZ-U4" in {one["unit"] for one in heard[0]["called"]}
        assert "YZ-U1" not in {one["unit"] for one in heard[0]["called"]}
        away = [one["distance_m"] for one in heard[0]["called"]]
        assert away == sorted(away)

    async def test_once_is_one_call_and_pressing_again_makes_it_loud_where_he_is_now(
        self, platform: Platform
    ) -> None:
        said = word(place=AT_U1)
        headers = await platform.sign_in("yz-team")
        for _ in range(2):
            await platform.client.post("/api/v1/sos", json=said, headers=headers)
        first = (await read(platform, "yz-team", said["id"])).json()
        assert first["calls"] == 1
        await answer(platform, "yz-center", said["id"], "acknowledge")

        again = word(place={"lon": 87.04, "lat": 43.02})
        await platform.client.post("/api/v1/sos", json=again, headers=headers)

        now = (await read(platform, "yz-team", said["id"])).json()
        assert (now["state"], now["lon"], now["calls"]) == ("raised", 87.04, 2)
        assert (await read(platform, "yz-team", again["id"])).status_code == 404

    async def test_without_a_place_is_where_the_unit_was_last(self, platform: Platform) -> None:
        said = word()
        await platform.client.post(
            "/api/v1/sos", json=said, headers=await platform.sign_in("yz-team")
        )

        now = (await read(platform, "yz-team", said["id"])).json()
        assert now["lon"] is not None
        assert now["accuracy_m"] is None
        assert now["called"]

    async def test_is_for_officers(self, platform: Platform) -> None:
        refused = await platform.client.post(
            "/api/v1/sos", json=word(), headers=await platform.sign_in("yz-center")
        )

        assert refused.status_code == 403


class TestUnanswered:
    @pytest.mark.usefixtures("soon")
    async def test_is_loud_again_until_somebody_answers_and_then_silent(
        self, platform: Platform
    ) -> None:
        async with platform.console("yz-center") as console:
            sos = await call(platform)
            await console.frame("sos.changed", id=sos, calls=3)
            done = await answer(platform, "yz-center", sos, "acknowledge")
            assert done.json()["state"] == "acknowledged"
            await console.frame("alert.changed", kind="sos", subject=sos, ended=True)

        async with platform.database.reading() as session:
            timers = select(Timer).where(col(Timer.kind) == values.UNANSWERED)
            assert list(await session.scalars(timers)) == []

    @pytest.mark.usefixtures("soon")
    async def test_is_answered_by_whoever_takes_its_alert_in_hand(self, platform: Platform) -> None:
        async with platform.console("yz-center") as console:
            sos = await call(platform)
            alert = await console.frame("alert.changed", kind="sos", subject=sos)
            done = await platform.client.post(
                f"/api/v1/alerts/{alert['id']}/acknowledge",
                headers=await platform.sign_in("yz-center"),
            )
            assert done.status_code == 200, done.text
            await console.frame("sos.changed", id=sos, state="acknowledged")


class TestAnswering:
    async def test_goes_from_known_to_taken_to_closed_with_a_result(
        self, platform: Platform
    ) -> None:
        near = await sign_up(platform, Role.OFFICER, "city", "YZ-U4")
        sos = await call(platform)

        assert (await answer(platform, near, sos, "acknowledge")).json()["state"] == "acknowledged"
        taken = (await answer(platform, near, sos, "take")).json()
        assert (taken["state"], taken["moves"][-1]["unit"]) == ("taken", "YZ-U4")
        bare = await answer(platform, "yz-center", sos, "close")
        assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/words")
        over = (await answer(platform, "yz-center", sos, "close", words="人员安全")).json()
        assert (over["state"], over["ended"]) == ("closed", True)
        late = await answer(platform, near, sos, "take")
        assert (late.status_code, late.json()["type"]) == (409, "/problems/sos-illegal-move")
        listed = await platform.client.get(
            "/api/v1/sos", headers=await platform.sign_in("yz-center")
        )
        assert listed.json() == {"items": []}

    async def test_is_done_once_for_each_id(self, platform: Platform) -> None:
        sos, act_id = await call(platform), str(uuid4())
        for _ in range(2):
            done = await answer(platform, "yz-center", sos, "acknowledge", id=act_id)
            assert done.status_code == 200
        other = await answer(platform, "yz-center", sos, "take", id=act_id)
        assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")

        async with platform.database.reading() as session:
            rows = await session.scalars(select(SosHistory).order_by(col(SosHistory.id)))
            assert [row.to_state for row in rows] == ["raised", "acknowledged"]

    async def test_is_not_for_units_that_were_not_called_nor_for_other_nodes(
        self, platform: Platform
    ) -> None:
        sos = await call(platform)
        west = await sign_up(platform, Role.OPERATOR, "district:990102")
        far = await sign_up(platform, Role.OFFICER, "city", "YZ-U2B")

        assert (await read(platform, west, sos)).status_code == 404
        called = {one["unit"] for one in (await read(platform, "yz-center", sos)).json()["called"]}
        assert (await read(platform, far, sos)).status_code == (200 if "YZ-U2B" in called else 404)


class TestEnd:
    async def test_is_not_said_by_whoever_called(self, platform: Platform) -> None:
        sos = await call(platform)

        for do in ("acknowledge", "take", "close", "false_alarm"):
            refused = await answer(platform, "yz-team", sos, do, words="没事")
            assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-your-sos")

    async def test_of_a_mistake_is_believed_by_somebody_else(self, platform: Platform) -> None:
        sos = await call(platform)
        bare = await answer(platform, "yz-team", sos, "call_off")
        assert bare.status_code == 422
        off = (await answer(platform, "yz-team", sos, "call_off", words="误触")).json()
        assert (off["state"], off["ended"]) == ("called_off", False)
        headers = await platform.sign_in("yz-center")
        needs = (await platform.client.get("/api/v1/needs", headers=headers)).json()
        assert sos in [one["subject"] for one in needs["items"]], (
            "a console still has to believe it"
        )

        over = (await answer(platform, "yz-center", sos, "false_alarm", words="已电话核实")).json()

        assert (over["state"], over["ended"]) == ("false_alarm", True)
        needs = (await platform.client.get("/api/v1/needs", headers=headers)).json()
        assert sos not in [one["subject"] for one in needs["items"]]

    async def test_is_not_said_by_another_unit_either(self, platform: Platform) -> None:
        near = await sign_up(platform, Role.OFFICER, "city", "YZ-U4")
        sos = await call(platform)

        for do in ("close", "false_alarm", "call_off"):
            refused = await answer(platform, near, sos, do, words="没事")
            assert refused.status_code == 403


async def test_a_phone_in_need_that_says_it_twice_at_once_is_one_call(platform: Platform) -> None:
    said, headers = word(place=AT_U1), await platform.sign_in("yz-team")

    answers = await asyncio.gather(
        *(platform.client.post("/api/v1/sos", json=said, headers=headers) for _ in range(8))
    )

    assert {(one.status_code, one.json()["done"]) for one in answers} == {(200, said["id"])}
    listed = await platform.client.get("/api/v1/sos", headers=headers)
    assert [one["calls"] for one in listed.json()["items"]] == [1]
