"""Judging: a case is accepted as it is after all, refused on a ground, or its platform is asked for more; once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from command.cases import queries
from command.cases.models import Attachment, Case
from command.cases.operations import announce
from command.clocks.models import ClockHistory
from command.errors import (
    BadJudgement,
    CaseChanged,
    CaseIllegalMove,
    CaseNotFound,
    JudgementKnown,
    NotAsked,
    ReportDiffers,
    RulingOpen,
    SupplementDiffers,
    TeamElsewhere,
)
from command.intake import take_in
from command.judging import supplements
from command.judging.operations import judge
from command.judging.values import JudgementIn
from core.db import Database
from core.ids import new_id
from tests.factories import make_report
from tests.hands import Hands

ACCOUNT = str(new_id())
CONTRADICTION = {"lon": 87.03, "lat": 43.03, "township_code": "990101002"}


@pytest.fixture
async def hands(city: Database) -> Hands:
    return await Hands.of(city)


def category(code: str) -> dict[str, str]:
    return {"scheme": "LOCAL-YZ", "kind": "matter", "code": code}


async def decide(
    hands: Hands,
    case_no: str,
    do: str,
    *,
    node: str = "city",
    account: str = ACCOUNT,
    heard: bool = True,
    **more: Any,
) -> Case:
    """Decide about a case as it is now."""
    if "version" not in more:
        more["version"] = (await hands.case(case_no)).version
    said = JudgementIn.model_validate({"id": str(uuid4()), "do": do} | more)
    async with hands.database.transaction() as session:
        case = await judge(
            session,
            case_no=case_no,
            said=said,
            account=account,
            node=node,
            world=hands.world,
            now=hands.now,
        )
    if heard:
        await hands.react()
    return case


async def supplement(
    hands: Hands, case_no: str, supplement_id: str = "S-1", **content: Any
) -> bool:
    async with hands.database.transaction() as session:
        case = (await queries.list_to_merge(session, case_nos={case_no}))[case_no]
        new = await supplements.add(
            session,
            case=case,
            supplement_id=supplement_id,
            content=content,
            world=hands.world,
            now=hands.now,
        )
    await hands.react()
    return new


async def clock_of(hands: Hands, case_no: str) -> list[str]:
    async with hands.database.reading() as session:
        rows = await session.scalars(
            select(ClockHistory)
            .where(col(ClockHistory.case_no) == case_no)
            .order_by(col(ClockHistory.at), col(ClockHistory.id))
        )
        return [row.what for row in rows]


async def stages(hands: Hands, source_event_id: str) -> list[str]:
    """Give the stages the platform heard of an event, one after the other, repetitions left out."""
    heard: list[str] = []
    for frame in await hands.heard("platform:wangge"):
        data = frame["data"]
        if data.get("source_event_id") == source_event_id and heard[-1:] != [data["stage"]]:
            heard.append(data["stage"])
    return heard


class TestAccept:
    async def test_corrects_the_place_and_the_rules_say_whose_it_is(self, hands: Hands) -> None:
        case_no = await hands.report(location=CONTRADICTION)
        assert (await hands.case(case_no)).state == "to_judge"

        await decide(hands, case_no, "accept", place={"lon": 87.15, "lat": 43.05})

        case = await hands.case(case_no)
        assert (case.township, case.team, case.state) == ("990101002", "YZ-T2", "sent")
        assert (case.lon, case.lat) == (87.15, 43.05)
        assert (await hands.task(case_no)).unit is not None

    async def test_takes_a_township_alone_and_keeps_the_point(self, hands: Hands) -> None:
        case_no = await hands.report(location=CONTRADICTION)

        await decide(hands, case_no, "accept", place={"township": "990101001"})

        case = await hands.case(case_no)
        assert (case.township, case.team, case.lon) == ("990101001", "YZ-T1", 87.03)

    async def test_corrects_the_class_and_the_limit_goes_with_it(self, hands: Hands) -> None:
        case_no = await hands.report(category=category("M06"))
        before = await hands.case(case_no)
        assert (before.state, before.limit_rule) == ("to_judge", "YZ-GENERAL v1")

        await decide(hands, case_no, "accept", category=category("M07"))

        case = await hands.case(case_no)
        assert (case.code, case.team, case.item) == ("M07", "YZ-E-ZD", "YZ-03")
        assert case.limit_rule == "YZ-GARBAGE v1"
        assert case.due_at != before.due_at
        assert await clock_of(hands, case_no) == ["reckoned"]

    async def test_answers_the_question_of_the_rules(self, hands: Hands) -> None:
        case_no = await hands.report(category=category("M09"))
        with pytest.raises(RulingOpen) as open_:
            await decide(hands, case_no, "accept")
        assert "倾倒的是单位还是个人？" in str(open_.value.facts["question"])

        await decide(hands, case_no, "accept", subject="person")

        case = await hands.case(case_no)
        assert (case.item, case.team) == ("YZ-09", "YZ-T1")

    async def test_names_another_team_only_with_a_reason_and_where_it_serves(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report(category=category("M02"))
        wrongs: tuple[tuple[dict[str, Any], type[Exception]], ...] = (
            ({"team": "YZ-E-ZD"}, BadJudgement),
            ({"team": "YZ-T4", "reason": "就近"}, TeamElsewhere),
        )
        for wrong, refusal in wrongs:
            with pytest.raises(refusal):
                await decide(hands, case_no, "accept", **wrong)
        assert (await hands.case(case_no)).state == "to_judge"

        await decide(hands, case_no, "accept", team="YZ-E-ZD", reason="电话核实为经营场所")

        case = await hands.case(case_no)
        assert (case.team, case.reason) == ("YZ-E-ZD", "offered")
        assert case.why["judged"]["reason"] == "电话核实为经营场所"

    async def test_leaves_the_consoles_of_the_place_it_is_not_in(self, hands: Hands) -> None:
        case_no = await hands.report(
            location={"lon": 87.03, "lat": 43.03}, category=category("M06")
        )

        await decide(
            hands,
            case_no,
            "accept",
            place={"lon": 87.05, "lat": 43.15},
            category=category("M01"),
        )

        left = [frame for frame in await hands.heard("district:990101")][-1]
        assert (left["name"], left["data"]) == (
            "case.left",
            {"case_no": case_no, "to": "YZ-W-ZD"},
        )
        west = (await hands.heard("district:990102"))[0]["data"]
        assert (west["case_no"], west["team"]) == (case_no, "YZ-W-ZD")

    async def test_of_a_changed_or_unseen_case_is_refused(self, hands: Hands) -> None:
        case_no = await hands.report(location=CONTRADICTION)
        with pytest.raises(CaseChanged):
            await decide(hands, case_no, "accept", version=99)
        with pytest.raises(CaseNotFound):
            await decide(hands, case_no, "accept", node="district:990102", version=1)

    async def test_of_a_case_that_is_worked_is_refused(self, hands: Hands) -> None:
        case_no = await hands.report()
        for do, more in (
            ("accept", {}),
            ("refuse", {"ground": "unfounded", "reason": "查无"}),
            ("ask_back", {"missing": ["place"], "reason": "在哪里"}),
        ):
            with pytest.raises(CaseIllegalMove):
                await decide(hands, case_no, do, **more)


class TestRefuse:
    async def test_ends_the_case_and_its_platform_hears_on_what_ground(self, hands: Hands) -> None:
        case_no = await hands.report(source_event_id="EV-R", category=category("M06"))

        await decide(hands, case_no, "refuse", ground="unfounded", reason="现场无此摊位")

        case = await hands.case(case_no)
        assert (case.state, case.outcome, case.reason) == ("closed", "refused", "refused")
        told = (await hands.heard("platform:wangge"))[-1]["data"]
        assert (told["stage"], told["closed"], told["outcome"]) == ("closed", True, "refused")
        assert told["refusal"] == {
            "ground": "unfounded",
            "name": "经核查无此情形",
            "words": "现场无此摊位",
        }
        assert await stages(hands, "EV-R") == ["accepted", "closed"]
        with pytest.raises(CaseIllegalMove):
            await decide(hands, case_no, "accept")

    @pytest.mark.parametrize("ground", ["old_ground", "nobody_knows"])
    async def test_takes_only_a_ground_that_is_in_force(self, hands: Hands, ground: str) -> None:
        case_no = await hands.report(category=category("M06"))
        with pytest.raises(BadJudgement) as refused:
            await decide(hands, case_no, "refuse", ground=ground, reason="查无")
        assert "/ground" in str(refused.value.facts["errors"])

    async def test_wants_ground_and_words(self, hands: Hands) -> None:
        case_no = await hands.report(category=category("M06"))
        with pytest.raises(BadJudgement):
            await decide(hands, case_no, "refuse", reason="查无")
        with pytest.raises(BadJudgement):
            await decide(hands, case_no, "refuse", ground="unfounded")


class TestAskBack:
    async def test_tells_the_platform_what_is_missing_and_the_clock_rests(
        self, hands: Hands
    ) -> None:
        case_no = await hands.report(location=None, source_event_id="EV-A")
        due = (await hands.case(case_no)).due_at
        assert due is not None

        await decide(
            hands, case_no, "ask_back", missing=["place", "evidence"], reason="在哪个路口？"
        )

        case = await hands.case(case_no)
        assert (case.state, case.reason, case.paused_at) == ("to_judge", "asked_back", hands.now)
        told = (await hands.heard("platform:wangge"))[-1]["data"]
        assert told["stage"] == "accepted"
        assert told["asked_back"]["missing"] == ["place", "evidence"]
        assert told["asked_back"]["words"] == "在哪个路口？"
        async with hands.database.reading() as session:
            assert await queries.list_to_judge(session, node="city") == []

        hands.later(hours=3)
        assert await supplement(
            hands,
            case_no,
            location={"lon": 87.03, "lat": 43.03, "crs": "CGCS2000", "address": "湖滨路口"},
        )

        case = await hands.case(case_no)
        assert (case.state, case.asked_at, case.paused_at) == ("to_judge", None, None)
        assert (case.township, case.address) == ("990101001", "湖滨路口")
        assert await clock_of(hands, case_no) == ["rested", "went_on"]
        async with hands.database.reading() as session:
            assert [one.case_no for one in await queries.list_to_judge(session, node="city")] == [
                case_no
            ]
        await decide(hands, case_no, "accept")
        assert (await hands.case(case_no)).team == "YZ-T1"
        assert await stages(hands, "EV-A") == ["accepted", "dispatched"]

    async def test_is_answered_once_and_the_first_report_stays_the_same(self, hands: Hands) -> None:
        event: dict[str, Any] = {
            "source_event_id": "EV-S",
            "location": None,
            "description": "有人摆摊",
        }
        case_no = await hands.report(**event)
        await decide(hands, case_no, "ask_back", missing=["place"], reason="在哪里")
        words: dict[str, Any] = {
            "description": "在湖滨路口",
            "attachments": [{"url": "https://a.example/1.jpg"}],
        }

        assert await supplement(hands, case_no, **words)
        assert not await supplement(hands, case_no, **words)

        with pytest.raises(SupplementDiffers):
            await supplement(hands, case_no, description="在别处")
        with pytest.raises(NotAsked):
            await supplement(hands, case_no, "S-2", description="还有")
        case = await hands.case(case_no)
        assert case.report["description"] == "有人摆摊\n在湖滨路口"
        async with hands.database.reading() as session:
            files = list(await session.scalars(select(Attachment)))
        assert [file.url for file in files] == ["https://a.example/1.jpg"]
        async with hands.database.transaction() as session:
            report = make_report(**event)
            again, other = take_in(
                session,
                reports=[report, make_report(**event | {"description": "别的"})],
                numbers=[8, 9],
                world=hands.world,
                now=hands.now,
                known={report.identity: case},
            )
        assert getattr(again, "case_no", None) == case_no
        assert isinstance(other, ReportDiffers)

    async def test_may_be_judged_without_waiting_any_longer(self, hands: Hands) -> None:
        case_no = await hands.report(location=CONTRADICTION)
        await decide(hands, case_no, "ask_back", missing=["place"], reason="在哪里")

        await decide(hands, case_no, "accept", place={"township": "990101001"})

        case = await hands.case(case_no)
        assert (case.team, case.asked_at, case.paused_at) == ("YZ-T1", None, None)
        with pytest.raises(NotAsked):
            await supplement(hands, case_no, description="在湖滨路口")


class TestOnce:
    async def test_the_same_decision_again_finds_it_done(self, hands: Hands) -> None:
        case_no = await hands.report(category=category("M06"))
        said: dict[str, Any] = {
            "id": str(uuid4()),
            "version": 1,
            "ground": "unfounded",
            "reason": "查无",
        }

        first = await decide(hands, case_no, "refuse", **said)
        again = await decide(hands, case_no, "refuse", **said)

        assert (again.version, again.state) == (first.version, "closed")
        assert (await hands.reasons(case_no)).count("refused") == 1
        others: list[dict[str, Any]] = [{"account": str(new_id())}, {"reason": "别的"}]
        for other in others:
            with pytest.raises(JudgementKnown):
                await decide(hands, case_no, "refuse", **said | other)


async def test_a_resting_case_that_is_announced_keeps_what_its_platform_was_asked(
    hands: Hands,
) -> None:
    case_no = await hands.report(location=None)
    await decide(hands, case_no, "ask_back", missing=["place"], reason="在哪里")
    hands.now += timedelta(minutes=1)
    async with hands.database.transaction() as session:
        case = (await queries.list_to_merge(session, case_nos={case_no}))[case_no]
        announce(session, case, hands.world, hands.now)
    assert (await hands.heard("city"))[-1]["data"]["asked_back"]["words"] == "在哪里"
