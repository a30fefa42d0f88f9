"""Many orders at once: each as if it had come alone, and a rehearsal that foretells them and changes nothing."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from core.channels import list_since
from core.db import Database
from core.errors import DomainError
from core.outbox import find_lag
from dispatch.hands import bulk
from dispatch.hands.values import BulkOrderIn
from dispatch.tasks.models import Act, Task, TaskHistory
from tests.hands import POST, Hands
from tests.platform import Platform
from tests.waiting import until_read

TABLES = ("task", "task_history", "act", "frame", "channel_frame", "outbox", "timer")
UNITS = (None, "YZ-U1", "YZ-U1-2", "YZ-U3")


@pytest.fixture
async def hands(city: Database) -> Hands:
    hands = await Hands.of(city)
    for _ in range(4):
        await hands.report()
    return hands


async def random_orders(hands: Hands, chance: random.Random) -> list[BulkOrderIn]:
    """Make orders about the tasks there are, good and bad, some of them twice."""
    async with hands.database.reading() as session:
        ids = list(await session.scalars(select(Task.id)))  # type: ignore[call-overload]
    ids.append(UUID(int=7))
    made: list[dict[str, Any]] = []
    for _ in range(8):
        do = chance.choice(("send", "reassign", "recall", "split", "assist", "extend", "resume"))
        made.append(
            {
                "id": str(UUID(int=chance.getrandbits(128))),
                "task": str(chance.choice(ids)),
                "do": do,
                "unit": chance.choice(UNITS),
                "parts": [{"team": "YZ-T1"}, {"team": "YZ-E-ZD"}] if do == "split" else [],
                "reason": chance.choice((None, "r")),
                "until": chance.choice((None, "2027-01-01T00:00:00Z")),
            }
        )
    return [BulkOrderIn.model_validate(one) for one in [*made, made[0]]]


async def count_rows(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return {
            table: (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            for table in TABLES
        }


def told(answers: list[DomainError | None]) -> list[str]:
    return [
        "done"
        if refused is None
        else json.dumps([type(refused).__name__, refused.facts], sort_keys=True, default=str)
        for refused in answers
    ]


class TestRehearsal:
    @pytest.mark.parametrize("seed", range(4))
    async def test_foretells_what_each_order_is_answered_and_changes_nothing(
        self, hands: Hands, seed: int
    ) -> None:
        given = await random_orders(hands, random.Random(seed))
        before = await count_rows(hands.database)

        foretold = await bulk.rehearse(
            hands.database, given=given, post=POST, forces=hands.forces, now=hands.now
        )

        assert await count_rows(hands.database) == before
        real = [
            await bulk.carry_out(
                hands.database,
                task_id=one.task,
                order=one,
                post=POST,
                forces=hands.forces,
                now=hands.now,
            )
            for one in given
        ]
        assert told(foretold) == told(real)
        assert await count_rows(hands.database) != before


async def test_a_bulk_over_http_answers_row_by_row_and_its_trial_changes_nothing(
    platform: Platform,
) -> None:
    async with platform.phone("yz-team") as phone:
        offered = []
        for _ in range(3):
            said = await platform.report()
            offered.append(await phone.frame("task.offered", case_no=said["case_no"]))
    headers = await platform.sign_in("yz-center")
    orders = [
        {"id": str(UUID(int=n + 1)), "task": task["id"], "do": "recall", "reason": "重复上报"}
        for n, task in enumerate([*offered, offered[0]])
    ]

    async def send(**more: Any) -> Any:
        answer = await platform.client.post(
            "/api/v1/orders:batch", json={"orders": orders, **more}, headers=headers
        )
        assert answer.status_code == 200
        return answer.json()

    trial, real, again = await send(dry_run=True), await send(), await send()

    for said in (trial, real, again):
        assert [row["done"] for row in said["items"]] == [True, True, True, False]
        assert (said["done"], said["refused"]) == (3, 1)
        assert said["items"][3]["problem"]["type"] == "/problems/illegal-move"
    left = await platform.client.get("/api/v1/tasks", headers=headers)
    assert left.json()["items"] == []


async def test_a_bulk_is_the_same_as_so_many_orders_alone(platform: Platform) -> None:
    """Of twice the same tasks, half are ordered about one by one, half at once."""
    wanted: list[dict[str, Any]] = [
        {"do": "recall", "reason": "重复上报"},
        {"do": "reassign"},
        {"do": "extend", "until": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
        {"do": "assist", "team": "YZ-E-ZD", "ask": "取证"},
        {"do": "split", "parts": [{"team": "YZ-T1"}, {"team": "YZ-E-ZD"}]},
        {"do": "resume"},
    ]
    headers = await platform.sign_in("yz-center")
    alone, at_once = [
        [await offered_task(platform, headers) for _ in wanted] for _ in ("alone", "at once")
    ]

    for task, said in zip(alone, wanted, strict=True):
        await platform.client.post(
            f"/api/v1/tasks/{task['id']}/orders", json=said | {"id": str(uuid4())}, headers=headers
        )
    await platform.client.post(
        "/api/v1/orders:batch",
        headers=headers,
        json={
            "orders": [
                said | {"id": str(uuid4()), "task": task["id"]}
                for task, said in zip(at_once, wanted, strict=True)
            ]
        },
    )

    await until_read(lambda: is_quiet(platform), True)
    for one, other in zip(alone, at_once, strict=True):
        assert await traces(platform, one["case_no"]) == await traces(platform, other["case_no"])


async def offered_task(platform: Platform, headers: dict[str, str]) -> dict[str, Any]:
    """Report an event and give its task once it was offered."""
    case_no = (await platform.report())["case_no"]
    found: list[dict[str, Any]] = []

    async def is_offered() -> bool:
        answer = await platform.client.get("/api/v1/tasks", headers=headers)
        found[:] = [
            task
            for task in answer.json()["items"]
            if task["case_no"] == case_no and task["state"] == "offered"
        ]
        return bool(found)

    await until_read(is_offered, True)
    return found[0]


async def is_quiet(platform: Platform) -> bool:
    async with platform.database.reading() as session:
        waiting, _ = await find_lag(session)
    return not waiting


async def traces(platform: Platform, case_no: str) -> list[Any]:
    """Give all that was left of a case: rows, history, acts and frames, but for ids and moments."""
    async with platform.database.reading() as session:
        tasks = list(
            await session.scalars(
                select(Task).where(col(Task.case_no) == case_no).order_by(col(Task.id))
            )
        )
        ids = [task.id for task in tasks]
        history = await session.scalars(
            select(TaskHistory)
            .where(col(TaskHistory.task_id).in_(ids))
            .order_by(col(TaskHistory.id))
        )
        acts = await session.scalars(select(Act).where(col(Act.task_id).in_(ids)))
        frames = [
            json.loads(frame.text)
            for frame in await list_since(session, channel="city", seq=0, most=10_000)
        ]
        return [
            [
                (t.state, t.role, t.version, t.unit, t.team, ids.index(t.parent_id or t.id))
                for t in tasks
            ],
            [(row.from_state, row.to_state, row.actor, ids.index(row.task_id)) for row in history],
            [(act.body, act.answer.get("refused")) for act in acts],
            [
                (frame["name"], frame["data"]["state"], frame["data"]["version"])
                for frame in frames
                if frame["data"].get("case_no") == case_no and "version" in frame["data"]
            ],
        ]
