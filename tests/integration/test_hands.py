"""What officers and command posts do about tasks: who may, what comes late, what hangs together."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from command.cases import judging, queries
from command.errors import CaseIllegalMove, RulingBeyond, RulingOpen
from core.db import Database
from core.timers import Timer
from dispatch.errors import (
    BadAct,
    CrewUnfit,
    IllegalMove,
    OffDuty,
    TaskChanged,
    TaskGone,
    TaskNotFound,
    TooFar,
    UnitTaken,
    UnitUnknown,
)
from dispatch.hands.orders import Post
from dispatch.ladder import operations as ladder
from field_units.recusals.models import Recusal
from tests.hands import NOON, POST, Hands

NANSHI = {"location": {"lon": 87.15, "lat": 43.05}}


@pytest.fixture
async def hands(city: Database) -> Hands:
    return await Hands.of(city)


async def stand_back(hands: Hands, officer: str, **about: Any) -> None:
    """Record that an officer stands back."""
    async with hands.database.transaction() as session:
        session.add(
            Recusal(
                officer=officer,
                valid_from=NOON.date(),
                reason="与当事人有利害关系",
                by="test",
                recorded_at=NOON,
                **about,
            )
        )


class TestAccept:
    async def test_is_for_a_unit_on_duty_when_the_device_says_it_was_done(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report(**NANSHI)
        task = await hands.task(case_no)
        assert task.unit is not None
        hands.later(hours=9)  # 21:00 there, an hour after the day shift's end

        late = await hands.act(task, "accept")
        in_time = await hands.act(task, "accept", at=hands.now - timedelta(hours=2))

        assert isinstance(late, OffDuty)
        assert late.facts["unit"] == task.unit
        assert in_time is None

    async def test_done_before_the_offer_by_a_wrong_clock_counts_as_done_with_it(
        self, hands: Hands
    ) -> None:
        hands.later(hours=8, minutes=-1)
        case_no = await hands.report(**NANSHI)
        task = await hands.task(case_no)
        hands.later(hours=3)

        assert await hands.act(task, "accept", at=NOON - timedelta(days=300)) is None
        (*_, moved) = await hands.history(task)
        assert moved.device_at == NOON - timedelta(days=300)

    async def test_is_for_two_officers_none_of_whom_stands_back(self, hands: Hands) -> None:
        case_no = await hands.report()
        task = await hands.task(case_no)
        await stand_back(hands, f"{task.unit}-A", place="990101001")

        refused = await hands.act(task, "accept")

        assert isinstance(refused, CrewUnfit)
        assert {name: refused.facts[name] for name in ("needed", "certified", "recused")} == {
            "needed": 2,
            "certified": 2,
            "recused": 1,
        }

    async def test_is_not_asked_of_who_must_stand_back(self, hands: Hands) -> None:
        await stand_back(hands, "YZ-U1-A", place="990101001")
        await stand_back(hands, "YZ-U1-2-B", place="990101")

        task = await hands.task(await hands.report())

        assert task.unit == "YZ-U1-3"

    async def test_that_comes_late_is_told_what_became_of_the_task(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        assert await hands.order(task, "reassign", unit="YZ-U1-3", reason="更近") is None

        gone = await hands.act(task, "accept", at=NOON - timedelta(minutes=1))

        assert isinstance(gone, TaskGone)
        assert gone.facts["state"] == "replaced"
        assert gone.facts["by"] == "post"
        assert gone.facts["reason"] == "更近"
        assert gone.facts["now_with"] == {"unit": "YZ-U1-3", "unit_name": "YZ-U1-3"}

    async def test_refused_once_is_refused_alike_however_often_it_comes(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        await hands.order(task, "recall", reason="误派")
        act_id = uuid4()

        first = await hands.act(task, "accept", id=act_id)
        again = await hands.act(task, "accept", id=act_id)

        assert isinstance(first, TaskGone)
        assert isinstance(again, TaskGone)
        assert first.facts == again.facts


class TestArrive:
    @pytest.mark.parametrize(
        ("place", "reason", "refused"),
        [
            ({"lon": 87.03, "lat": 43.0327}, None, False),  # 300 m
            ({"lon": 87.03, "lat": 43.0330}, None, True),  # 334 m
            ({"lon": 87.03, "lat": 43.0330, "accuracy_m": 50}, None, False),
            ({"lon": 87.03, "lat": 43.05, "accuracy_m": 1e6}, None, True),
            ({"lon": 87.03, "lat": 43.05}, "封路，步行进入", False),
            (None, None, True),
            (None, "手机无定位", False),
        ],
    )
    async def test_is_within_the_radius_or_with_a_reason(
        self, city: Database, place: Any, reason: str | None, refused: bool
    ) -> None:
        hands = await Hands.of(city, radius_m=301)
        task = await hands.task(await hands.report())
        await hands.work(task, "accept")

        answer = await hands.act(task, "arrive", place=place, reason=reason)

        assert isinstance(answer, TooFar) is refused
        if answer is not None:
            assert answer.facts["radius_m"] == 301


class TestOfflineQueue:
    async def test_sent_hours_later_is_done_in_order_with_the_devices_own_times(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report()
        task = await hands.task(case_no)
        began = hands.now
        hands.later(hours=5)

        for minutes, do in enumerate(("see", "accept", "depart", "arrive", "finish")):
            words = {"result": "已劝离"} if do == "finish" else {}
            at = began + timedelta(minutes=minutes)
            assert await hands.act(task, do, at=at, **words) is None
        await hands.react()

        rows = await hands.history(task)
        assert [row.to_state for row in rows] == [
            "offered", "seen", "accepted", "en_route", "on_site", "done",
        ]  # fmt: skip
        assert [row.device_at for row in rows[1:]] == [
            began + timedelta(minutes=minutes) for minutes in range(5)
        ]
        assert (await hands.case(case_no)).state == "closed"

    async def test_seen_after_it_was_accepted_is_done_and_changes_nothing(
        self, hands: Hands
    ) -> None:
        task = await hands.task(await hands.report())
        await hands.work(task, "accept")

        assert await hands.act(task, "see") is None

        assert (await hands.task(task.case_no)).state == "accepted"


class TestRest:
    async def test_goes_on_where_it_stopped(self, hands: Hands) -> None:
        case_no = await hands.report()
        task = await hands.task(case_no)
        await hands.work(task, "accept", "depart", "arrive")

        assert await hands.act(task, "suspend", ground="rectification") is None
        resting = await hands.task(case_no)
        assert (resting.state, resting.suspended_from) == ("suspended", "on_site")
        assert resting.moves[-1]["ground"] == "rectification"
        assert isinstance(await hands.act(task, "finish", result="x"), IllegalMove)
        await hands.work(task, "resume")

        assert ((await hands.task(case_no)).state, (await hands.case(case_no)).state) == (
            "on_site",
            "on_site",
        )
        assert isinstance(await hands.act(task, "resume"), IllegalMove)

    @pytest.mark.parametrize("late", ["accept", "depart", "arrive"])
    async def test_is_not_ended_by_an_act_that_comes_late(self, hands: Hands, late: str) -> None:
        task = await hands.task(await hands.report())
        await hands.work(task, "accept", "depart")
        await hands.act(task, "suspend", ground="testing")

        refused = await hands.act(task, late)

        assert isinstance(refused, IllegalMove)
        assert refused.facts["allowed"] == ["en_route", "recalled", "replaced", "returned", "split"]
        resting = await hands.task(task.case_no)
        assert (resting.state, resting.suspended_from) == ("suspended", "en_route")

    async def test_may_be_ended_by_a_command_post(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        await hands.work(task, "accept")
        await hands.act(task, "suspend", ground="testing")

        assert await hands.order(task, "resume") is None

        assert (await hands.task(task.case_no)).state == "accepted"


class TestReturn:
    async def test_sends_the_case_back_to_be_judged_and_leaves_the_team(self, hands: Hands) -> None:
        case_no = await hands.report()
        task = await hands.task(case_no)
        await hands.work(task, "accept")

        assert isinstance(await hands.act(task, "return"), BadAct)
        assert await hands.act(task, "return", code="other_area") is None
        await hands.react()

        case = await hands.case(case_no)
        assert (case.state, case.reason, case.hops) == ("to_judge", "returned_other_area", 1)
        assert (case.team, case.unit) == (None, None)
        (told,) = case.why["returns"]
        assert (told["team"], told["code"]) == ("YZ-T1", "other_area")
        last = (await hands.heard("team:YZ-T1"))[-1]
        assert (last["name"], last["data"]["case_no"]) == ("case.left", case_no)

    async def test_of_a_second_team_makes_it_disputed_and_the_first_keeps_what_is_urgent(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report()
        await hands.act(await hands.task(case_no), "return", code="other_matter")
        await hands.react()
        await assign(hands, case_no, "YZ-E-ZD")
        await hands.act(await hands.task(case_no), "return", code="other_area")
        await hands.react()

        case = await hands.case(case_no)

        assert (case.reason, case.hops, case.why["interim"]) == ("disputed", 2, "YZ-T1")

    async def test_for_want_of_words_is_no_refusal_of_competence(self, hands: Hands) -> None:
        case_no = await hands.report()
        for _ in range(2):
            task = await hands.task(case_no)
            await hands.act(task, "return", code="too_little_known")
            await hands.react()
            if (await hands.case(case_no)).hops == 1:
                await assign(hands, case_no, "YZ-T1")

        case = await hands.case(case_no)

        assert (case.reason, case.hops) == ("returned_too_little_known", 2)


async def assign(hands: Hands, case_no: str, team: str) -> None:
    """Send a case to a team, as a person does."""
    async with hands.database.transaction() as session:
        case = await queries.get(session, case_no=case_no, node="city", lock=True)
        await judging.assign(
            session,
            case=case,
            team=team,
            reason="研判",
            version=case.version,
            account=POST.account,
            world=hands.world,
            now=hands.now,
        )
    await hands.react()


class TestOrders:
    async def test_send_a_waiting_task_to_the_unit_that_was_chosen(self, hands: Hands) -> None:
        hands.now = NOON
        case_no = await hands.report(**NANSHI)
        for _ in range(3):
            await hands.act(await hands.task(case_no), "decline", reason="忙")
            await hands.react()
        waiting = await hands.task(case_no)
        assert waiting.state == "waiting"

        assert isinstance(await hands.order(waiting, "send"), UnitUnknown)
        assert isinstance(await hands.order(waiting, "send", unit="YZ-U2B"), OffDuty)
        assert isinstance(await hands.order(waiting, "send", unit="YZ-U1"), UnitUnknown)
        assert await hands.order(waiting, "send", unit="YZ-U2A-2") is None

        sent = await hands.task(case_no)
        assert (sent.id, sent.state, sent.unit) == (waiting.id, "offered", "YZ-U2A-2")
        assert sent.moves[-1]["by"] == "post"
        assert (await hands.case(case_no)).state == "sent"

    async def test_reassign_a_task_and_the_case_goes_on_with_the_other(self, hands: Hands) -> None:
        case_no = await hands.report()
        first = await hands.task(case_no)
        await hands.work(first, "accept", "depart")

        assert isinstance(await hands.order(first, "reassign", unit=first.unit), UnitTaken)
        assert await hands.order(first, "reassign") is None

        old, new = await hands.tasks(case_no)
        assert (old.state, old.ended) == ("replaced", True)
        assert new.replaces_id == old.id
        assert new.unit not in (None, old.unit)
        assert (await hands.case(case_no)).state == "sent"
        await hands.work(new, "accept", "depart", "arrive", "finish")
        assert (await hands.reasons(case_no))[-1] == "all_done"

    async def test_recall_a_task_and_the_case_is_judged(self, hands: Hands) -> None:
        case_no = await hands.report()
        task = await hands.task(case_no)

        assert isinstance(await hands.order(task, "recall"), BadAct)
        assert await hands.order(task, "recall", reason="重复上报") is None

        case = await hands.case(case_no)
        assert (case.state, case.reason) == ("to_judge", "recalled")
        last = (await hands.heard(f"unit:{task.unit}"))[-1]["data"]
        assert (last["state"], last["ended"]) == ("recalled", True)
        assert last["moves"][-1]["reason"] == "重复上报"

    async def test_of_a_task_that_changed_since_it_was_read_are_refused(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        await hands.work(task, "accept")

        refused = await hands.order(task, "recall", reason="x", version=task.version)

        assert isinstance(refused, TaskChanged)
        assert refused.facts["state"] == "accepted"

    async def test_repeated_get_the_answer_of_the_first_time(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        order_id = uuid4()

        for _ in range(3):
            assert await hands.order(task, "reassign", id=order_id) is None

        assert len(await hands.tasks(task.case_no)) == 2

    async def test_beyond_the_posts_scope_find_nothing(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        stranger = Post(account="x", node="township:990101002")

        with pytest.raises(TaskNotFound):
            await hands.order(task, "recall", reason="x", post=stranger)
        with pytest.raises(TaskNotFound):
            await hands.order(uuid4(), "recall", reason="x")

    async def test_extend_the_time_to_answer(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        until = hands.now + timedelta(hours=3)

        assert await hands.order(task, "extend", until=until) is None
        assert isinstance(await hands.order(task, "extend", until=NOON), BadAct)

        extended = await hands.task(task.case_no)
        assert (extended.state, extended.accept_by) == ("offered", until)
        assert len(await hands.history(task)) == len(extended.moves) == 2

    async def test_extend_and_the_ladder_waits_as_long(self, hands: Hands) -> None:
        hands.forces.ladder = hands.world.ladder
        task = await hands.task(await hands.report())
        assert task.accept_by is not None
        until = task.accept_by + timedelta(hours=3)

        assert await hands.order(task, "extend", until=until) is None

        async with hands.database.reading() as session:
            timer = await session.get(Timer, (ladder.KIND, task.id.hex))
        assert timer is not None
        assert timer.at == until

    async def test_extend_the_time_to_arrive_of_who_has_accepted(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        await hands.work(task, "accept")
        until = hands.now + timedelta(hours=1)

        assert await hands.order(task, "extend", until=until) is None
        await hands.work(task, "arrive")
        over = await hands.order(task, "extend", until=until)

        assert (await hands.task(task.case_no)).arrive_by == until
        assert isinstance(over, IllegalMove)


class TestSplit:
    async def split(self, hands: Hands) -> tuple[str, list[Any]]:
        case_no = await hands.report()
        parts = [{"team": "YZ-T1", "ask": "清理"}, {"team": "YZ-E-ZD", "ask": "取证"}]
        assert await hands.order(await hands.task(case_no), "split", parts=parts) is None
        return case_no, await hands.tasks(case_no)

    async def test_ends_when_its_parts_are_done_with_their_results(self, hands: Hands) -> None:
        case_no, (parent, one, other) = await self.split(hands)
        assert (parent.state, parent.ended) == ("split", False)
        assert {part.parent_id for part in (one, other)} == {parent.id}
        assert [part.brief["ask"] for part in (one, other)] == ["清理", "取证"]

        await hands.work(one, "accept", "depart", "arrive", "finish")
        assert (await hands.tasks(case_no))[0].state == "split"
        assert (await hands.case(case_no)).state == "on_site"
        await hands.work(other, "accept", "arrive", "finish")

        ended = (await hands.tasks(case_no))[0]
        assert ended.state == "done"
        assert [part["result"] for part in ended.brief["results"]] == ["已劝离", "已劝离"]
        assert (await hands.case(case_no)).state == "closed"

    async def test_waits_for_whoever_follows_a_part_that_was_declined(self, hands: Hands) -> None:
        case_no, (_, one, other) = await self.split(hands)
        await hands.work(other, "accept", "arrive", "finish")
        await hands.work(one, "decline")

        follower = await hands.task(case_no)

        assert (follower.role, follower.replaces_id) == ("part", one.id)
        assert (await hands.tasks(case_no))[0].state == "split"
        await hands.work(follower, "accept", "arrive", "finish")
        assert (await hands.case(case_no)).state == "closed"

    async def test_goes_back_to_be_judged_with_a_part_that_was_given_back(
        self, hands: Hands
    ) -> None:
        case_no, (_, one, other) = await self.split(hands)
        await hands.act(one, "return", code="needs_others")
        await hands.work(other, "accept", "arrive", "finish")

        case = await hands.case(case_no)

        assert (await hands.tasks(case_no))[0].state == "returned"
        assert (case.state, case.reason) == ("to_judge", "returned_needs_others")

    async def test_is_recalled_with_all_its_parts(self, hands: Hands) -> None:
        case_no, (parent, *_) = await self.split(hands)

        assert await hands.order(parent, "recall", reason="取消") is None

        assert {task.state for task in await hands.tasks(case_no)} == {"recalled"}
        assert (await hands.case(case_no)).reason == "recalled"

    async def test_recalled_before_a_part_could_be_asked_anew_asks_nobody(
        self, hands: Hands
    ) -> None:
        case_no, (parent, one, _) = await self.split(hands)
        assert await hands.act(one, "decline", reason="忙") is None

        await hands.order(parent, "recall", reason="取消")

        assert len(await hands.tasks(case_no)) == 3

    async def test_takes_two_parts_and_teams_within_the_posts_scope(self, hands: Hands) -> None:
        task = await hands.task(await hands.report())
        here = Post(account="x", node="township:990101001")
        parts = [{"team": "YZ-T1"}, {"team": "YZ-T2"}]

        assert isinstance(await hands.order(task, "split", parts=parts[:1]), BadAct)
        assert isinstance(await hands.order(task, "split", parts=parts, post=here), UnitUnknown)


class TestAssist:
    async def test_goes_beside_the_lead_and_moves_nothing(self, hands: Hands) -> None:
        case_no = await hands.report()
        lead = await hands.task(case_no)
        await hands.work(lead, "accept")

        assert isinstance(await hands.order(lead, "assist", unit=lead.unit), UnitTaken)
        assert await hands.order(lead, "assist", team="YZ-E-ZD") is None
        helper = await hands.task(case_no)
        await hands.work(helper, "accept", "depart", "arrive")

        assert (helper.role, helper.parent_id) == ("assist", lead.id)
        assert (await hands.case(case_no)).state == "signed"
        await hands.work(lead, "arrive", "finish")
        assert (await hands.case(case_no)).state == "closed"
        assert (await hands.task(case_no)).state == "on_site"

    async def test_is_not_needed_any_more_when_the_work_is_done(self, hands: Hands) -> None:
        case_no = await hands.report()
        lead = await hands.task(case_no)
        await hands.order(lead, "assist", team="YZ-E-ZD")

        await hands.work(lead, "accept", "arrive", "finish")

        helper = await hands.task(case_no)
        assert (helper.state, helper.moves[-1]["reason"]) == ("recalled", "not_needed")

    async def test_goes_over_to_whoever_leads_next(self, hands: Hands) -> None:
        case_no = await hands.report()
        lead = await hands.task(case_no)
        await hands.order(lead, "assist", team="YZ-E-ZD")
        await hands.order(lead, "reassign")

        _, helper, heir = await hands.tasks(case_no)
        assert helper.parent_id == heir.id
        await hands.work(heir, "decline")

        _, helper, _, second = await hands.tasks(case_no)
        assert helper.parent_id == second.id


class TestBorder:
    """Within 20 m of the border both squads may go: who accepts first works it."""

    border = {"location": {"lon": 87.09995, "lat": 43.03}}  # noqa: RUF012

    async def test_asks_both_and_the_first_to_accept_leads(self, hands: Hands) -> None:
        case_no = await hands.report(**self.border)
        one, other = await hands.tasks(case_no)
        assert {task.role for task in (one, other)} == {"rival"}
        assert {task.team for task in (one, other)} == {"YZ-T1", "YZ-T2"}
        body = (await hands.case(case_no)).body

        await hands.work(other, "accept")

        lost, won = await hands.tasks(case_no)
        assert (won.state, won.role) == ("accepted", "lead")
        assert (lost.state, lost.moves[-1]["reason"]) == ("recalled", "taken")
        gone = await hands.act(one, "accept")
        assert isinstance(gone, TaskGone)
        assert gone.facts["now_with"] == {"unit": won.unit, "unit_name": won.brief["unit_name"]}
        case = await hands.case(case_no)
        assert (case.state, case.team, case.body) == ("signed", other.team, body)
        left = [frame for frame in await hands.heard(f"team:{one.team}")][-1]
        assert (left["name"], left["data"]["to"]) == ("case.left", other.team)

    async def test_of_two_that_accept_at_once_has_one_that_leads(self, hands: Hands) -> None:
        for _ in range(5):
            case_no = await hands.report(**self.border)
            rivals = await hands.tasks(case_no)

            answers = await asyncio.gather(*(hands.act(task, "accept") for task in rivals))

            assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "TaskGone"]
            assert sorted(task.state for task in await hands.tasks(case_no)) == [
                "accepted",
                "recalled",
            ]

    async def test_asks_nobody_anew_when_the_other_has_accepted_meanwhile(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report(**self.border)
        one, other = await hands.tasks(case_no)
        assert await hands.act(one, "decline", reason="忙") is None

        await hands.work(other, "accept", "arrive")

        assert len(await hands.tasks(case_no)) == 2
        assert (await hands.case(case_no)).state == "on_site"

    async def test_asks_nobody_anew_when_the_other_has_accepted_and_given_back_meanwhile(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report(**self.border)
        one, other = await hands.tasks(case_no)
        # All of it before the relay hears of any: it was dead, say.
        assert await hands.act(one, "decline", reason="忙") is None
        assert await hands.act(other, "accept") is None
        assert await hands.act(other, "return", code="already_handled") is None
        await hands.react()

        assert len(await hands.tasks(case_no)) == 2
        assert (await hands.case(case_no)).state == "to_judge"

    async def test_goes_on_with_the_other_when_one_says_no(self, hands: Hands) -> None:
        case_no = await hands.report(**self.border)
        one, other = await hands.tasks(case_no)

        await hands.work(one, "decline")

        assert (await hands.case(case_no)).state == "sent"
        follower = await hands.task(case_no)
        assert (follower.role, follower.team) == ("rival", one.team)
        await hands.work(follower, "accept", "arrive", "finish")
        assert (await hands.case(case_no)).state == "closed"
        states = {task.id: task.state for task in await hands.tasks(case_no)}
        assert states[other.id] == "recalled"


class TestRulings:
    async def rule(self, hands: Hands, case_no: str, **changes: Any) -> None:
        async with hands.database.transaction() as session:
            case = await queries.get(session, case_no=case_no, node="city", lock=True)
            said = {
                "kind": "designation", "team": "YZ-CITY", "item": None, "reason": "指定",
                "version": case.version, "account": POST.account, "node": "city",
            }  # fmt: skip
            await judging.rule(
                session, case=case, **(said | changes), world=hands.world, now=hands.now
            )
        await hands.react()

    @pytest.mark.parametrize(
        ("kind", "reason"), [("designation", "designated"), ("upgrade", "upgraded")]
    )
    async def test_name_the_team_and_are_kept(self, hands: Hands, kind: str, reason: str) -> None:
        case_no = await hands.report()
        await hands.act(await hands.task(case_no), "return", code="other_matter")
        await hands.react()

        await self.rule(hands, case_no, kind=kind)

        case = await hands.case(case_no)
        assert (case.team, case.state) == ("YZ-CITY", "sent")
        assert reason in await hands.reasons(case_no)
        (ruling,) = case.why["rulings"]
        assert (ruling["kind"], ruling["by"]) == (kind, POST.account)
        assert case.why["asked"]["upgraded_to"] == "YZ-CITY"
        assert (await hands.task(case_no)).unit == "YZ-U0"

    async def test_are_for_a_district_or_the_city(self, hands: Hands) -> None:
        case_no = await hands.report()
        open_case = await hands.report(
            category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M03"}
        )

        with pytest.raises(CaseIllegalMove):
            await self.rule(hands, case_no)
        with pytest.raises(RulingBeyond):
            await self.rule(hands, open_case, node="township:990101001")
        with pytest.raises(RulingOpen):
            await self.rule(hands, open_case)
        await self.rule(hands, open_case, item="YZ-03")
        assert (await hands.case(open_case)).team == "YZ-CITY"
