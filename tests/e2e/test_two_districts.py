"""Two districts' operators sit side by side, and each hears of their own district alone."""

from core.auth.values import Role
from tests.factories import sign_up
from tests.platform import Platform, Socket

EAST, WEST = {"lon": 87.03, "lat": 43.03}, {"lon": 87.05, "lat": 43.15}


def cases_heard(console: Socket) -> set[str]:
    return {m["data"]["case_no"] for m in console.heard if "case_no" in m.get("data", {})}


async def listen(console: Socket, cases: set[str]) -> None:
    """Read on until all these cases were heard to be with a unit."""
    while True:
        if cases <= {
            message["data"]["case_no"]
            for message in console.heard
            if message.get("name") == "case.changed" and message["data"]["state"] == "sent"
        }:
            return
        await console.hear()


async def test_operators_of_two_districts_hear_only_their_own(platform: Platform) -> None:
    west = await sign_up(platform, Role.OPERATOR, "district:990102")
    async with (
        platform.console("yz-east") as east_console,
        platform.console(west) as west_console,
        platform.console("yz-center") as centre,
    ):
        in_east = {(await platform.report(location=EAST))["case_no"] for _ in range(3)}
        in_west = {(await platform.report(location=WEST))["case_no"] for _ in range(3)}
        nowhere = (await platform.report(location=None))["case_no"]

        await listen(east_console, in_east)
        await listen(west_console, in_west)
        await listen(centre, in_east | in_west)
        for case_no in in_east | in_west:
            answers = [
                (await platform.client.get(f"/api/v1/cases/{case_no}", headers=headers)).status_code
                for headers in (await platform.sign_in("yz-east"), await platform.sign_in(west))
            ]
            assert answers == ([200, 404] if case_no in in_east else [404, 200])

        assert cases_heard(east_console) == in_east
        assert cases_heard(west_console) == in_west
        assert cases_heard(centre) >= in_east | in_west
        units = await platform.client.get("/api/v1/units", headers=await platform.sign_in(west))
        assert {unit["code"] for unit in units.json()["items"]} == {"YZ-U5", "YZ-U6"}
        read = await platform.client.get(
            f"/api/v1/cases/{nowhere}", headers=await platform.sign_in(west)
        )
        assert read.status_code == 404
