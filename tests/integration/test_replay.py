"""One operation on one clock: what happened, what was said, and where its units were while they worked on it."""

from datetime import timedelta
from typing import Any

from command import replay
from core.auth.values import Role
from core.bulk import put
from core.db import Database
from core.texts import Lang
from dispatch.tasks.rules import working_spans
from field_units.models import Track
from tests.factories import sign_up
from tests.hands import NOON, Hands
from tests.platform import Platform

ZH: Lang = "zh"


async def walk(hands: Hands, unit: str, *minutes: int) -> None:
    """Keep a position of a unit at each of these minutes after noon, a little farther east each time."""
    rows = [
        Track(unit=unit, at=NOON + timedelta(minutes=n), lon=87 + n / 1000, lat=43.03)
        for n in minutes
    ]
    async with hands.database.transaction() as session:
        await put(session, rows)


async def look(hands: Hands, case_no: str, node: str = "city") -> dict[str, Any]:
    async with hands.database.reading() as session:
        return await replay.replay(session, case_no=case_no, node=node, lang=ZH, now=hands.now)


async def worked(city: Database) -> tuple[Hands, str]:
    """A case that YZ-U1 accepted at minute 2, rested from 6 to 10, and finished at minute 14."""
    hands = await Hands.of(city)
    case_no = await hands.report()
    task = await hands.task(case_no)
    for minutes, do, words in (
        (2, "accept", {}),
        (4, "arrive", {}),
        (6, "suspend", {"ground": "testing", "reason": "等检测"}),
        (10, "resume", {}),
        (14, "finish", {"note": "摊主配合"}),
    ):
        hands.now = NOON + timedelta(minutes=minutes)
        await hands.work(task, do, **words)
    await walk(hands, task.unit or "", 0, 1, 3, 5, 7, 9, 11, 13, 15, 30)
    hands.now = NOON + timedelta(minutes=40)
    return hands, case_no


class TestTrail:
    async def test_is_of_the_time_at_work_alone(self, city: Database) -> None:
        hands, case_no = await worked(city)

        (trail,) = (await look(hands, case_no))["trails"]

        minutes = [round((at - NOON.timestamp()) / 60) for _, _, at in trail["points"]]
        assert minutes == [3, 5, 11, 13]

    async def test_goes_on_until_now_while_the_work_does(self, city: Database) -> None:
        hands = await Hands.of(city)
        case_no = await hands.report()
        task = await hands.task(case_no)
        hands.later(minutes=1)
        await hands.work(task, "accept")
        await walk(hands, task.unit or "", 0, 2, 4, 6)
        hands.now = NOON + timedelta(minutes=5)

        seen = await look(hands, case_no)

        assert [point[2] for point in seen["trails"][0]["points"]] == [
            (NOON + timedelta(minutes=n)).timestamp() for n in (2, 4)
        ]
        assert not seen["ended"]

    async def test_is_nobodys_who_did_not_take_the_task_on(self, city: Database) -> None:
        hands = await Hands.of(city)
        case_no = await hands.report()
        task = await hands.task(case_no)
        await walk(hands, task.unit or "", 0, 1, 2)
        hands.later(minutes=3)
        await hands.work(task, "decline")

        assert (await look(hands, case_no))["trails"] == []


class TestMarks:
    async def test_tell_the_case_its_tasks_and_what_was_said_in_order(self, city: Database) -> None:
        hands, case_no = await worked(city)

        seen = await look(hands, case_no)

        assert [mark["at"] for mark in seen["marks"]] == sorted(m["at"] for m in seen["marks"])
        told = [(m["kind"], m["state"], m["words"]) for m in seen["marks"] if m["kind"] == "task"]
        assert told == [
            ("task", "offered", None),
            ("task", "accepted", None),
            ("task", "on_site", None),
            ("task", "suspended", "等检测"),
            ("task", "on_site", None),
            ("task", "done", "已劝离；摊主配合"),
        ]
        states = [mark["state"] for mark in seen["marks"] if mark["kind"] == "case"]
        assert (states[0], states[-1], seen["ended"]) == ("routed", "closed", True)


class TestWho:
    async def test_overseers_of_the_scope_alone_are_told_where_officers_were(
        self, platform: Platform
    ) -> None:
        case_no = (await platform.report())["case_no"]
        path = f"/api/v1/cases/{case_no}/replay"

        async def ask(username: str) -> int:
            headers = await platform.sign_in(username)
            return (await platform.client.get(path, headers=headers)).status_code

        viewer = await sign_up(platform, Role.VIEWER, "city")
        west = await sign_up(platform, Role.OPERATOR, "district:990102")
        assert [await ask(one) for one in ("yz-center", "yz-donghu")] == [200, 200]
        assert [await ask(one) for one in (viewer, "yz-team", west)] == [403, 403, 404]

    async def test_an_instruction_about_the_case_is_among_what_was_said(
        self, platform: Platform
    ) -> None:
        case_no = (await platform.report())["case_no"]
        headers = await platform.sign_in("yz-center")
        issued = await platform.client.post(
            "/api/v1/instructions",
            json={
                "id": "0197a7f2-0000-7000-8000-000000000001",
                "text": "先疏导交通",
                "units": ["YZ-U1"],
                "case_no": case_no,
            },
            headers=headers,
        )
        assert issued.status_code in (200, 201), issued.text

        answer = await platform.client.get(f"/api/v1/cases/{case_no}/replay", headers=headers)

        (mark,) = [one for one in answer.json()["marks"] if one["kind"] == "told"]
        assert (mark["words"], mark["state"]) == ("先疏导交通", None)


def test_a_span_of_work_begins_with_a_yes_and_rests_with_the_task() -> None:
    def move(minute: int, state: str) -> dict[str, Any]:
        return {
            "at": (NOON + timedelta(minutes=minute)).isoformat(),
            "device_at": None,
            "state": state,
        }

    moves = [
        move(0, "offered"),
        move(1, "seen"),
        move(2, "accepted"),
        move(3, "en_route"),
        move(5, "suspended"),
        move(9, "en_route"),
    ]

    spans = working_spans(moves, now=NOON + timedelta(minutes=11))

    assert [
        tuple((moment - NOON) // timedelta(minutes=1) for moment in span) for span in spans
    ] == [(2, 5), (9, 11)]
