"""What is the same: found near by, merged so that every reporter hears one story, and taken apart again."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.event import listen, remove

from command.cases import queries as cases
from command.cases.models import Case
from command.errors import CaseIllegalMove, HeadUnfit
from command.judging import queries, rules
from core.db import Database
from core.errors import DomainError
from core.ids import new_id
from field_units.cells import cell_of
from tests.hands import Hands
from tests.integration.test_judging import category, decide, stages, supplement

HERE = {"lon": 87.03, "lat": 43.03}
METRE = 1 / 111_195
"""Of latitude, in degrees."""
LAWFUL = ("accepted", "dispatched", "signed", "arrived", "handled", "closed")


@pytest.fixture
async def hands(city: Database) -> Hands:
    return await Hands.of(city)


async def similar(hands: Hands, case_no: str, node: str = "city", **look: Any) -> list[Any]:
    case = await hands.case(case_no)
    wanted = {"lon": case.lon, "lat": case.lat, "key": (case.scheme, case.kind, case.code)}
    async with hands.database.reading() as session:
        found, _ = await queries.list_similar(
            session,
            case=case,
            node=node,
            world=hands.world,
            day=hands.now.date(),
            **(wanted | look),
        )
    return found


class TestSimilar:
    async def test_are_those_near_by_with_what_speaks_for_each(self, hands: Hands) -> None:
        first = await hands.report(location=HERE, title="湖滨路口有人占道摆摊")
        hands.later(minutes=18)
        north = {"lon": 87.03, "lat": 43.03 + 40 * METRE}
        second = await hands.report(location=north, title="湖滨路口占道摆摊没人管")
        await hands.report(location=HERE, category=category("M10"), title="无照经营")
        await hands.report(location={"lon": 87.03, "lat": 43.03 + 110 * METRE})

        found = await similar(hands, second)

        assert found[0][0]["case_no"] == first
        assert len(found) == 2, "what lies farther than 60 m is not"
        alike = found[0][1]
        assert (alike.kinship, alike.distance_m, alike.apart_s) == ("same", 40, 18 * 60)
        assert 0.5 < alike.likeness < 0.9
        kin = {one["code"]: how.kinship for one, how in found}
        assert kin["M10"] == "group"
        assert all(0 <= how.score <= 1 for _, how in found)

    async def test_are_looked_for_where_and_as_what_a_form_says(self, hands: Hands) -> None:
        there = await hands.report(location={"lon": 87.15, "lat": 43.05}, category=category("M07"))
        mine = await hands.report(location=None, category=category("M06"))
        assert await similar(hands, mine) == []

        found = await similar(
            hands, mine, lon=87.15, lat=43.05 + 250 * METRE, key=("LOCAL-YZ", "matter", "M07")
        )

        assert [case["case_no"] for case, _ in found] == [there]

    async def test_are_of_the_readers_scope_and_time(self, hands: Hands) -> None:
        first = await hands.report(location=HERE)
        hands.later(hours=11)
        second = await hands.report(location=HERE)
        assert [case["case_no"] for case, _ in await similar(hands, second)] == [first]
        assert await similar(hands, second, node="district:990102") == []
        hands.later(hours=2)
        third = await hands.report(location=HERE)
        assert [case["case_no"] for case, _ in await similar(hands, third)] == [second]

    async def test_cost_what_is_near_by_and_not_the_city(self, hands: Hands) -> None:
        case_no = await hands.report(location=HERE)
        await fill(hands, case_no, 4_000)

        with heard_of(hands.database) as asked:
            found = await similar(hands, case_no)

        assert found
        statement, values = next(one for one in asked if "received_at DESC" in one[0])
        explain = "EXPLAIN QUERY PLAN " if hands.database.is_sqlite else "EXPLAIN "
        async with hands.database.reading() as session:
            connection = await session.connection()
            plan = str((await connection.exec_driver_sql(explain + statement, values)).all())
        assert "ix_case_cell" in plan, (statement, values)
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan.replace("SCAN json_each", "")
        assert len(rules.cells_around(87.03, 43.03, 150)) <= 6


class TestMerge:
    async def test_takes_the_work_back_and_its_platform_hears_the_other_to_the_end(
        self, hands: Hands
    ) -> None:
        head = await hands.report(source_event_id="EV-H")
        again = await hands.report(source_event_id="EV-M")
        task = await hands.task(again)

        await decide(hands, again, "merge", into=head)

        case = await hands.case(again)
        assert (case.state, case.outcome, case.merged_into, case.team) == (
            *("closed", "merged", head, None),
        )
        assert (await hands.task(again)).state == "recalled"
        assert (await hands.heard(f"unit:{task.unit}"))[-1]["data"]["ended"]
        assert (await hands.case(head)).members == 1
        await hands.work(await hands.task(head), "accept", "depart", "arrive", "finish")
        wanted = ["accepted", "dispatched", "signed", "arrived", "handled", "closed"]
        assert await stages(hands, "EV-H") == await stages(hands, "EV-M") == wanted
        last = [
            frame["data"]
            for frame in await hands.heard("platform:wangge")
            if frame["data"]["case_no"] == again
        ][-1]
        assert (last["state"], last["closed"], last["outcome"]) == ("closed", True, "handled")
        async with hands.database.reading() as session:
            history = await cases.list_history(session, case=await hands.case(again))
        assert [row["stage"] for row in cases.stages(history)] == wanted

    async def test_is_written_into_both_histories(self, hands: Hands) -> None:
        head, again = await hands.report(), await hands.report()

        await decide(hands, again, "merge", into=head)
        await decide(hands, again, "unmerge", reason="不是同一处")

        for case_no, other, said in (
            (head, again, ["took_in", "let_go"]),
            (again, head, ["merged", "unmerged"]),
        ):
            case = await hands.case(case_no)
            async with hands.database.reading() as session:
                rows = await cases.list_history(session, case=case)
            assert [row.reason for row in rows if row.other == other] == said
        assert (await hands.case(head)).reason == "offered"

    async def test_is_refused_into_itself_what_is_over_or_what_nobody_sees(
        self, hands: Hands
    ) -> None:
        case_no, over = await hands.report(), await hands.report()
        west = await hands.report(location={"lon": 87.05, "lat": 43.15})
        await hands.work(await hands.task(over), "accept", "depart", "arrive", "finish")
        for into in (case_no, over, "20261122-999999"):
            with pytest.raises(HeadUnfit):
                await decide(hands, case_no, "merge", into=into)
        with pytest.raises(HeadUnfit):
            await decide(hands, case_no, "merge", into=west, node="district:990101")
        with pytest.raises(CaseIllegalMove):
            await decide(hands, over, "merge", into=case_no)

    async def test_of_a_case_that_was_asked_back_lets_its_clock_go_on(self, hands: Hands) -> None:
        head = await hands.report()
        again = await hands.report(location={**HERE, "township_code": "990101002"})
        await decide(hands, again, "ask_back", missing=["place"], reason="在哪里")

        await decide(hands, again, "merge", into=head)

        case = await hands.case(again)
        assert (case.asked_at, case.paused_at, case.told) == (None, None, None)

    async def test_both_ways_at_once_is_done_one_way(self, hands: Hands) -> None:
        one, other = await hands.report(), await hands.report()

        done = await asyncio.gather(
            decide(hands, one, "merge", into=other),
            decide(hands, other, "merge", into=one),
            return_exceptions=True,
        )

        assert sorted(isinstance(answer, DomainError) for answer in done) == [False, True], done
        merged = [(await hands.case(number)).merged_into for number in (one, other)]
        assert sorted(map(bool, merged)) == [False, True]

    async def test_asks_no_other_unit_to_take_what_was_declined_a_moment_before(
        self, hands: Hands
    ) -> None:
        head, again = [await hands.report() for _ in range(2)]
        task = await hands.task(again)
        assert await hands.act(task, "decline", reason="忙") is None

        await decide(hands, again, "merge", into=head)

        assert [one.state for one in await hands.tasks(again) if not one.ended] == []


class TestUnmerge:
    async def test_lets_it_be_judged_again_and_what_its_tasks_did_counts_no_more(
        self, hands: Hands
    ) -> None:
        head, again = await hands.report(), await hands.report(source_event_id="EV-U")
        task = await hands.task(again)
        assert await hands.act(task, "accept") is None  # and nobody has heard of it yet

        await decide(hands, again, "merge", into=head, heard=False)
        await decide(hands, again, "unmerge", reason="不是同一处", heard=False)
        await decide(hands, again, "accept", heard=False)
        await hands.react()

        case = await hands.case(again)
        assert (case.state, case.team, case.members) == ("sent", "YZ-T1", 0)
        assert (await hands.case(head)).members == 0
        assert len(await hands.tasks(again)) == 2
        assert await stages(hands, "EV-U") == ["accepted", "dispatched", "accepted", "dispatched"]

    async def test_comes_too_late_once_the_end_was_told(self, hands: Hands) -> None:
        head, again = await hands.report(), await hands.report()
        await decide(hands, again, "merge", into=head)
        await hands.work(await hands.task(head), "accept", "depart", "arrive", "finish")
        with pytest.raises(CaseIllegalMove):
            await decide(hands, again, "unmerge", reason="不是同一处")
        with pytest.raises(CaseIllegalMove):
            await decide(hands, head, "unmerge", reason="没有并入")

    async def test_of_a_case_with_members_takes_them_along(self, hands: Hands) -> None:
        numbers = [await hands.report(source_event_id=f"EV-{n}") for n in range(3)]
        await decide(hands, numbers[0], "merge", into=numbers[1])
        await decide(hands, numbers[1], "merge", into=numbers[2])
        await hands.work(await hands.task(numbers[2]), "accept", "arrive")

        assert (await stages(hands, "EV-0"))[-1] == "arrived"
        await decide(hands, numbers[1], "unmerge", reason="不是同一处")

        assert (await stages(hands, "EV-0"))[-1] == "accepted"
        assert (await hands.case(numbers[0])).merged_into == numbers[1]
        await decide(hands, numbers[1], "refuse", ground="unfounded", reason="查无")
        for event in ("EV-0", "EV-1"):
            last = [
                frame["data"]
                for frame in await hands.heard("platform:wangge")
                if frame["data"]["source_event_id"] == event
            ][-1]
            assert (last["stage"], last["outcome"]) == ("closed", "refused")
            assert last["refusal"]["ground"] == "unfounded"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "unmerge", "work", "recall", "accept", "refuse", "ask"]),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=16,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
async def test_every_reporter_hears_a_lawful_story_with_one_end(
    city: Database, steps: list[tuple[str, int, int]]
) -> None:
    hands = await Hands.of(city)
    run = hands.serial = await _next(city)
    events = [f"EV-{run}-{n}" for n in range(5)]
    numbers = [await hands.report(source_event_id=event) for event in events]
    for do, one, other in steps:
        hands.later(seconds=1)
        try:
            await _step(hands, do, numbers[one], numbers[other])
        except DomainError:
            continue
    for number in numbers:
        await _finish(hands, number)

    for number, event in zip(numbers, events, strict=True):
        case = await hands.case(number)
        told = [
            frame["data"]
            for frame in await hands.heard("platform:wangge")
            if frame["data"]["source_event_id"] == event
        ]
        assert told[0]["stage"] == "accepted"
        assert [one["closed"] for one in told].count(True) == 1, "one end"
        assert told[-1]["closed"], "and nothing after it"
        assert {one["stage"] for one in told} <= set(LAWFUL)
        assert [one["version"] for one in told] == sorted({one["version"] for one in told})
        if case.merged_into:
            head = await hands.case(case.merged_into)
            assert case.followed == (head.followed or head.state)
        open_tasks = [task for task in await hands.tasks(number) if not task.ended]
        assert open_tasks == []
    assert sum([(await hands.case(number)).members for number in numbers]) == sum(
        [(await hands.case(number)).merged_into is not None for number in numbers]
    )


async def _step(hands: Hands, do: str, one: str, other: str) -> None:
    if do == "merge":
        await decide(hands, one, "merge", into=other)
    elif do == "unmerge":
        await decide(hands, one, do, reason="不是")
    elif do == "accept":
        await decide(hands, one, do)
    elif do == "refuse":
        await decide(hands, one, "refuse", ground="unfounded", reason="查无")
    elif do == "ask":
        await decide(hands, one, "ask_back", missing=["place"], reason="在哪里")
        await supplement(hands, one, str(hands.now), description=str(hands.now))
    else:
        task = await hands.task(one)
        if do == "recall":
            await hands.order(task, "recall", reason="换队")
        else:
            onward = {"offered": "accept", "accepted": "arrive", "on_site": "finish"}
            if task.state in onward:
                await hands.work(task, onward[task.state])


async def _finish(hands: Hands, number: str) -> None:
    """Work a case to its end, whatever became of it."""
    for _ in range(6):
        case = await hands.case(number)
        if case.state == "closed":
            return
        if case.state == "to_judge":
            await decide(hands, number, "accept", team="YZ-T1", reason="就近")
        await _step(hands, "work", number, number)
        task = await hands.task(number)
        if task.state == "waiting":
            await hands.order(task, "recall", reason="无人")
            await decide(hands, number, "refuse", ground="unfounded", reason="查无")


async def _next(city: Database) -> int:
    async with city.reading() as session:
        return int(await session.scalar(text('SELECT count(*) FROM "case"')) or 0)


@contextmanager
def heard_of(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Hear what the database is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield asked
    remove(database.engine.sync_engine, "before_cursor_execute", note)


async def fill(hands: Hands, like: str, count: int) -> None:
    """Put as many cases like one all over the city."""
    row = (await hands.case(like)).model_dump()
    rows = []
    for n in range(count):
        lon, lat = 87.0 + n % 200 / 1000, 43.0 + n // 200 / 100
        own = {"id": new_id(), "case_no": f"F-{n}", "source_event_id": f"F-{n}"}
        rows.append(row | own | {"lon": lon, "lat": lat, "cell": cell_of(lon, lat)})
    async with hands.database.transaction() as session:
        await session.execute(insert(Case), rows)
    async with hands.database.transaction() as session:
        await session.execute(text("ANALYZE"))
