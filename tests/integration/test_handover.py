"""The sheet of a shift: made by the system, remarked on, signed by two people, never changed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from command.handover.models import Handover, HandoverEntry
from core.auth.values import Role
from core.clock import iso, utcnow
from core.db import Database
from tests.factories import shared_platform, sign_up
from tests.platform import Platform, now_text
from tests.waiting import until_read

NOWHERE = {"scheme": "?", "kind": "matter", "code": "1"}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def busy(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    """A platform on which a little of everything has happened: known by heart, see `figures` below."""
    async with shared_platform(request.param, request) as platform:
        headers = await platform.sign_in("yz-team")
        async with platform.phone("yz-team") as phone:
            for do in (("accept", "arrive", "finish"), ("decline",), ("accept",)):
                case_no = (await platform.report())["case_no"]
                task = await phone.frame("task.offered", case_no=case_no)
                for one in do:
                    more = {"decline": {"reason": "车辆故障"}, "finish": {"result": "已整改"}}
                    await phone.act(one, task["id"], **more.get(one, {}))
        await platform.report(category=NOWHERE)
        sos = {"id": str(uuid4()), "at": now_text()}
        await platform.client.post("/api/v1/sos", json=sos, headers=headers)
        center = await platform.sign_in("yz-center")
        wanted = {"id": str(uuid4()), "text": "加强巡查", "units": ["YZ-U1", "YZ-U6"]}
        await platform.client.post("/api/v1/instructions", json=wanted, headers=center)

        async def closed() -> int:
            answer = await platform.client.get("/api/v1/cases?state=closed", headers=center)
            return len(answer.json()["items"])

        await until_read(closed, 1)
        yield platform


def span() -> dict[str, str]:
    now = utcnow()
    return {"from": iso(now - timedelta(hours=8)), "to": iso(now)}


async def make(platform: Platform, who: str = "yz-center", **changes: Any) -> Any:
    return await platform.client.post(
        "/api/v1/handovers",
        json={"id": str(uuid4()), **span(), **changes},
        headers=await platform.sign_in(who),
    )


async def post(platform: Platform, who: str, sheet: str, what: str, **word: Any) -> Any:
    return await platform.client.post(
        f"/api/v1/handovers/{sheet}/{what}",
        json={"id": str(uuid4()), **word},
        headers=await platform.sign_in(who),
    )


class TestSheet:
    async def test_counts_what_whoever_comes_must_know(self, busy: Platform) -> None:
        answer = await make(busy)

        assert answer.status_code == 200, answer.text
        sheet = answer.json()
        counted = {figure["name"]: figure["count"] for figure in sheet["figures"]}
        assert {
            name: counted[name]
            for name in (
                *("came_in", "closed", "open", "to_judge", "unanswered", "returned"),
                *("late", "paused", "sos", "sos_open", "instructions_unsigned"),
            )
        } == {
            "came_in": 4,
            "closed": 1,
            "open": 3,
            "to_judge": 1,
            "unanswered": 1,
            "returned": 1,
            "late": 0,
            "paused": 0,
            "sos": 1,
            "sos_open": 1,
            "instructions_unsigned": 1,
        }
        assert counted["units_on_duty"] >= 1
        assert sheet["leaving"] is sheet["coming"] is None

    async def test_names_what_it_counts_and_everything_named_can_be_opened(
        self, busy: Platform
    ) -> None:
        sheet = (await make(busy)).json()
        headers = await busy.sign_in("yz-center")
        places = {"case": "cases", "task": "tasks", "sos": "sos", "instruction": "instructions"}
        for figure in sheet["figures"]:
            assert len(figure["ids"]) == figure["count"]
            for one in figure["ids"] if figure["of"] in places else ():
                path = f"/api/v1/{places[figure['of']]}/{one}"
                assert (await busy.client.get(path, headers=headers)).status_code == 200, path

    async def test_of_a_node_holds_what_is_within_it(self, busy: Platform) -> None:
        west = await sign_up(busy, Role.OPERATOR, "district:990102")
        sheet = (await make(busy, west)).json()

        counted = {figure["name"]: figure["count"] for figure in sheet["figures"]}
        assert (counted["came_in"], counted["sos"]) == (0, 0)
        assert counted["instructions_unsigned"] == 1

    async def test_stays_as_it_was_whatever_happens_later(self, busy: Platform) -> None:
        sheet = (await make(busy)).json()
        await busy.report(category=NOWHERE)

        headers = await busy.sign_in("yz-center")
        path = f"/api/v1/handovers/{sheet['id']}"
        assert (await busy.client.get(path, headers=headers)).json() == sheet
        again = await make(busy, id=sheet["id"], **{k: sheet[k] for k in ("from", "to")})
        assert again.json() == sheet
        other = await make(busy, id=sheet["id"])
        assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")

    @pytest.mark.parametrize(("from_h", "to_h"), [(-1, -2), (-1, -1), (-1, 1), (-24 * 8, 0)])
    async def test_is_made_for_a_span_that_is_over_and_not_too_long(
        self, busy: Platform, from_h: int, to_h: int
    ) -> None:
        now = utcnow() - timedelta(seconds=1)
        wanted = {"from": now + timedelta(hours=from_h), "to": now + timedelta(hours=to_h)}

        answer = await make(busy, **{name: iso(moment) for name, moment in wanted.items()})

        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-span")

    async def test_is_read_at_its_node_and_in_the_city(self, busy: Platform) -> None:
        sheet = (await make(busy, "yz-east")).json()
        path, seen = f"/api/v1/handovers/{sheet['id']}", {}
        for who in ("yz-east", "yz-center", "yz-donghu", "yz-team", "yz-guest"):
            answer = await busy.client.get(path, headers=await busy.sign_in(who))
            seen[who] = answer.status_code

        assert seen == {
            "yz-east": 200,
            "yz-center": 200,
            "yz-donghu": 404,
            "yz-team": 403,
            "yz-guest": 403,
        }
        assert (
            await post(busy, "yz-center", sheet["id"], "signatures", side="leaving")
        ).status_code == 404, "the city reads a district's sheet and does not sign it"


class TestSigning:
    async def test_is_done_by_the_one_who_leaves_and_then_by_another_who_comes(
        self, busy: Platform
    ) -> None:
        comes = await sign_up(busy, Role.OPERATOR, "city")
        sheet = (await make(busy)).json()["id"]

        early = await post(busy, comes, sheet, "signatures", side="coming")
        assert early.json()["type"] == "/problems/handover-not-left"
        await post(busy, "yz-center", sheet, "remarks", text="3 号路口围挡未撤")
        left = await post(busy, "yz-center", sheet, "signatures", side="leaving")
        assert left.status_code == 200
        himself = await post(busy, "yz-center", sheet, "signatures", side="coming")
        assert (himself.status_code, himself.json()["type"]) == (409, "/problems/same-person")
        await post(busy, comes, sheet, "remarks", text="收到")
        done = (await post(busy, comes, sheet, "signatures", side="coming")).json()

        assert [one["text"] for one in done["remarks"]] == ["3 号路口围挡未撤", "收到"]
        assert done["leaving"]["name"] != done["coming"]["name"] == comes
        for what, word in (("remarks", {"text": "迟"}), ("signatures", {"side": "coming"})):
            late = await post(busy, comes, sheet, what, **word)
            assert late.json()["type"] == "/problems/handover-done"

    async def test_by_two_at_once_is_done_by_one(self, busy: Platform) -> None:
        other = await sign_up(busy, Role.SUPERVISOR, "city")
        sheet = (await make(busy)).json()["id"]

        answers = await asyncio.gather(
            *(post(busy, who, sheet, "signatures", side="leaving") for who in ("yz-center", other))
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        held = await busy.client.get(
            f"/api/v1/handovers/{sheet}", headers=await busy.sign_in("yz-center")
        )
        assert held.json()["leaving"]


@pytest.mark.parametrize("table", ["handover", "handover_entry"])
async def test_what_was_written_is_never_changed(database: Database, table: str) -> None:
    sheet, now = uuid4(), utcnow()
    rows = {
        "handover": Handover(
            id=sheet, node="city", from_at=now, to_at=now, made_at=now, account=uuid4(),
            made_by="a", figures=[], warnings=[],
        ),
        "handover_entry": HandoverEntry(
            id=uuid4(), handover_id=sheet, kind="remark", at=now, account=uuid4(), name="a"
        ),
    }  # fmt: skip
    async with database.transaction() as session:
        session.add_all(rows.values())

    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            async with database.transaction() as session:
                await session.execute(text(statement))


async def test_a_sheet_counts_all_at_one_moment_however_much_comes_in_meanwhile(
    busy: Platform,
) -> None:
    made = asyncio.Event()

    async def report() -> None:
        while not made.is_set():
            await busy.report(category=NOWHERE)

    reporting = [asyncio.create_task(report()) for _ in range(3)]
    before = await make(busy)
    sheets = [await make(busy) for _ in range(15)]
    made.set()
    await asyncio.gather(*reporting)

    counted = [
        {figure["name"]: figure["count"] for figure in sheet.json()["figures"]}
        for sheet in (before, *sheets)
    ]
    assert counted[-1]["to_judge"] > counted[0]["to_judge"], "Nothing came in meanwhile"
    # Whatever is open besides was so before.
    assert len({one["open"] - one["to_judge"] for one in counted}) == 1
