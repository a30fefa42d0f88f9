"""Who has a case open sees who else has: in scope, across processes, and only as long as it is so."""

from typing import Any

import pytest

from core.auth.values import Role
from core.clock import utcnow
from core.db import Database
from tests.factories import sign_up
from tests.platform import Platform, Socket
from tests.waiting import until_read
from web.onlookers import Onlookers


async def names_told(console: Socket, case_no: str, count: int) -> list[str]:
    """Read on until this many others are told, and give their names."""

    def fits(message: dict[str, Any]) -> bool:
        data = message.get("data", {})
        return (
            message.get("name") == "case.onlookers"
            and data["case_no"] == case_no
            and len(data["onlookers"]) == count
        )

    told = await console.wait_for(fits)
    return [onlooker["name"] for onlooker in told["data"]["onlookers"]]


async def test_two_who_have_one_case_open_are_told_of_each_other_until_one_leaves(
    platform: Platform,
) -> None:
    case_no = (await platform.report())["case_no"]
    async with platform.console("yz-center") as center:
        await center.say({"open": case_no})
        async with platform.console("yz-east") as east:
            await east.say({"open": case_no})
            assert await names_told(center, case_no, 1) == ["云东指挥员"]
            assert await names_told(east, case_no, 1) == ["云泽指挥员"]

            await east.say({"open": None})
            assert await names_told(center, case_no, 0) == []
            await east.say({"open": case_no})
            assert await names_told(center, case_no, 1) == ["云东指挥员"]
        # Who hangs up has left.
        assert await names_told(center, case_no, 0) == []


async def test_one_person_with_two_windows_is_nobody_elses_company_twice(
    platform: Platform,
) -> None:
    case_no = (await platform.report())["case_no"]
    async with (
        platform.console("yz-center") as center,
        platform.console("yz-east") as east,
        platform.console("yz-east") as again,
    ):
        for console in (east, again, center):
            await console.say({"open": case_no})

        assert await names_told(center, case_no, 1) == ["云东指挥员"]
        assert await names_told(east, case_no, 1) == ["云泽指挥员"]
        assert await names_told(again, case_no, 1) == ["云泽指挥员"]


async def test_a_case_beyond_ones_scope_is_refused_and_tells_nobody_anything(
    platform: Platform,
) -> None:
    case_no = (await platform.report())["case_no"]
    west_of = await sign_up(platform, Role.OPERATOR, "district:990102")
    async with (
        platform.console("yz-center") as center,
        platform.console("yz-east") as east,
        platform.console(west_of) as west,
    ):
        await west.say({"open": case_no})
        refused = await west.wait_for(lambda message: "refused" in message)
        assert refused["problem"]["status"] == 404
        for console in (center, east):
            await console.say({"open": case_no})
        assert await names_told(center, case_no, 1) == ["云东指挥员"]

        await west.say({"view": None})
        await west.say({"nonsense": 1})
        await west.wait_for(lambda message: "refused" in message)
    assert not [m for m in west.heard if m.get("name") == "case.onlookers"]


async def test_a_case_that_went_to_another_team_tells_the_former_one_nothing_more(
    platform: Platform,
) -> None:
    case_no = (await platform.report(category=_TO_JUDGE))["case_no"]
    headers = await platform.sign_in("yz-center")
    await _assign(platform, case_no, "YZ-T1", headers)
    squad = await sign_up(platform, Role.SUPERVISOR, "team:YZ-T1")
    async with platform.console("yz-center") as center, platform.console(squad) as team:
        await team.say({"open": case_no})
        await center.say({"open": case_no})
        await names_told(team, case_no, 1)

        task = (await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)).json()
        open_task = next(one for one in task["tasks"] if not one["ended"])
        word = {"id": _ID, "do": "recall", "reason": "报错了"}
        answer = await platform.client.post(
            f"/api/v1/tasks/{open_task['id']}/orders", json=word, headers=headers
        )
        assert answer.status_code == 200, answer.text
        await team.frame("case.left", case_no=case_no)
        async with platform.console("yz-east") as east:
            await east.say({"open": case_no})
            await names_told(center, case_no, 2)
            await names_told(center, case_no, 1)
    told = [m["data"] for m in team.heard if m.get("name") == "case.onlookers"]
    assert all("云东指挥员" not in str(data) for data in told)


_TO_JUDGE = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
_ID = "6f1c2b9e-54e3-4f0b-9d0e-0f6f2f2f7a11"


async def _assign(platform: Platform, case_no: str, team: str, headers: dict[str, str]) -> None:
    case = (await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)).json()
    answer = await platform.client.post(
        f"/api/v1/cases/{case_no}/assign",
        json={"team": team, "reason": "现场为经营场所", "version": case["version"]},
        headers=headers,
    )
    assert answer.status_code == 200, answer.text

    async def is_sent() -> bool:
        return bool(await _tasks(platform, case_no, headers))

    await until_read(is_sent, True)


async def _tasks(platform: Platform, case_no: str, headers: dict[str, str]) -> list[Any]:
    case = (await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)).json()
    found: list[Any] = case["tasks"]
    return found


@pytest.mark.parametrize("word", [{"open": 7}, {"open": ""}, {"open": {"case_no": "1"}}])
async def test_a_word_that_names_no_case_is_refused(
    platform: Platform, word: dict[str, Any]
) -> None:
    async with platform.console("yz-center") as console:
        await console.say(word)

        refused = await console.wait_for(lambda message: "refused" in message)

    assert refused["problem"]["type"] == "/problems/invalid-input"


async def test_processes_tell_each_other_and_forget_what_is_not_said_again(
    platform: Platform, city: Database
) -> None:
    case_no = (await platform.report())["case_no"]
    bus, prefix = platform.app.state.bus, platform.settings.redis_prefix
    other = Onlookers(city, bus, prefix=prefix)
    async with platform.console("yz-center") as center, platform.console("yz-east") as east:
        (line,) = platform.app.state.hub.following("district:990101")
        await other.open(line, case_no)
        await other.exchange(utcnow())
        await center.say({"open": case_no})
        assert await names_told(center, case_no, 1) == ["云东指挥员"]

        other.leave(line)
        await other.exchange(utcnow())
        assert await names_told(center, case_no, 0) == []
        assert east.opening
