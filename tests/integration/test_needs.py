"""Needs you now, over HTTP and on the wire, on both databases: who is called on, who takes it in hand."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col

from command.cases.models import Case
from core.auth.values import Role
from core.clock import utcnow
from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from tests.conftest import DATABASES
from tests.factories import shared_platform, sign_up
from tests.platform import Platform

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module", params=DATABASES)
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with shared_platform(request.param, request) as running:
        yield running


@pytest.fixture(scope="module")
async def west(platform: Platform) -> str:
    """An operator of the other district."""
    return await sign_up(platform, Role.OPERATOR, "district:990102")


def make_alert(**changes: Any) -> NewAlert:
    facts: dict[str, Any] = {
        "kind": "unanswered",
        "subject": str(uuid4()),
        "node": "township:990101001",
        "level": "township",
        "district": "990101",
        "township": "990101001",
        "team": "YZ-T1",
        "facts": {"title": "占道摆摊"},
    }
    return NewAlert(**(facts | changes))


async def call(platform: Platform, *new: NewAlert) -> None:
    async with platform.database.transaction() as session:
        await alerts.raise_alerts(session, alerts=new, now=utcnow())


async def end(platform: Platform, *subjects: str) -> None:
    async with platform.database.transaction() as session:
        await alerts.end(session, kinds=["unanswered"], subjects=subjects, now=utcnow())


async def needs(platform: Platform, username: str) -> list[dict[str, Any]]:
    answer = await platform.client.get("/api/v1/needs", headers=await platform.sign_in(username))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def acknowledge(platform: Platform, username: str, alert_id: str) -> Any:
    return await platform.client.post(
        f"/api/v1/alerts/{alert_id}/acknowledge", headers=await platform.sign_in(username)
    )


class TestNeeds:
    async def test_come_by_the_time_that_is_left(self, platform: Platform) -> None:
        now = utcnow()
        late, soon, whenever = (
            make_alert(due_at=due) for due in (now - MINUTE, now + 10 * MINUTE, None)
        )
        await call(platform, whenever, soon, late)

        order = [need["subject"] for need in await needs(platform, "yz-center")]

        mine = [one.subject for one in (late, soon, whenever)]
        assert [subject for subject in order if subject in mine] == mine

    async def test_have_what_came_back_first_and_disputes_before_it(
        self, platform: Platform
    ) -> None:
        unclear = {"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
        plain, returned, disputed = [
            (await platform.report(category=unclear))["case_no"] for _ in range(3)
        ]
        async with platform.database.transaction() as session:
            for case_no, reason in ((returned, "returned_other_area"), (disputed, "disputed")):
                await session.execute(
                    update(Case).where(col(Case.case_no) == case_no).values(hops=1, reason=reason)
                )

        listed = [(need["kind"], need["case_no"]) for need in await needs(platform, "yz-center")]

        assert listed[:2] == [("disputed", disputed), ("returned", returned)]
        assert ("to_judge", plain) in listed

    async def test_tell_of_cases_to_judge_and_of_tasks_without_a_unit(
        self, platform: Platform
    ) -> None:
        judged = await platform.report(
            category={"scheme": "LOCAL-YZ", "kind": "matter", "code": "M02"}
        )
        async with platform.console("yz-center") as console:
            waits = await platform.report(location={"lon": 87.15, "lat": 43.15, "crs": "CGCS2000"})
            await console.frame("task.changed", case_no=waits["case_no"], state="waiting")

        found = {
            (need["kind"], need["case_no"], need["title"])
            for need in await needs(platform, "yz-center")
        }

        assert ("to_judge", judged["case_no"], "占道摆摊") in found
        assert ("waiting", waits["case_no"], "占道摆摊") in found

    async def test_are_those_of_ones_scope_and_no_others(
        self, platform: Platform, west: str
    ) -> None:
        here = make_alert()
        there = make_alert(
            node="district:990102", level="district", district="990102", township="990102201"
        )
        await call(platform, here, there)

        def mine(found: list[dict[str, Any]]) -> set[str]:
            return {need["subject"] for need in found} & {here.subject, there.subject}

        assert mine(await needs(platform, "yz-east")) == {here.subject}
        assert mine(await needs(platform, west)) == {there.subject}
        assert mine(await needs(platform, "yz-center")) == {here.subject, there.subject}
        assert mine(await needs(platform, "yz-team")) == set()


class TestAcknowledge:
    async def test_is_told_to_whoever_sees_it_and_stands_in_the_snapshot(
        self, platform: Platform
    ) -> None:
        new = make_alert()
        async with platform.console("yz-center") as console:
            await call(platform, new)
            raised = await console.frame("alert.changed", subject=new.subject)
            answer = await acknowledge(platform, "yz-east", raised["id"])
            heard = await console.frame("alert.changed", subject=new.subject)
            again = await acknowledge(platform, "yz-center", raised["id"])
        async with platform.console("yz-east") as console:
            shown = console.opening["snapshot"]["alerts"]

        assert raised["acknowledged_at"] is None
        assert answer.status_code == 200
        assert heard == answer.json() == again.json()
        assert heard["facts"]["acknowledged_name"]
        assert heard in shown

    async def test_of_another_districts_alert_is_404(self, platform: Platform, west: str) -> None:
        new = make_alert()
        async with platform.console("yz-center") as console:
            await call(platform, new)
            raised = await console.frame("alert.changed", subject=new.subject)

        assert (await acknowledge(platform, west, raised["id"])).status_code == 404
        assert (await acknowledge(platform, "yz-team", raised["id"])).status_code == 404
        assert (await acknowledge(platform, "yz-guest", raised["id"])).status_code == 403

    async def test_of_what_concerns_his_own_unit_is_an_officers_to_give(
        self, platform: Platform
    ) -> None:
        new = make_alert(unit="YZ-U1")
        await call(platform, new)
        (need,) = [n for n in await needs(platform, "yz-team") if n["subject"] == new.subject]

        assert (await acknowledge(platform, "yz-team", need["alert_id"])).status_code == 200

    async def test_of_what_is_over_is_refused(self, platform: Platform) -> None:
        new = make_alert()
        async with platform.console("yz-center") as console:
            await call(platform, new)
            raised = await console.frame("alert.changed", subject=new.subject)
            await end(platform, new.subject)
            ended = await console.frame("alert.changed", subject=new.subject)

        assert ended["ended"] is True
        assert (await acknowledge(platform, "yz-center", raised["id"])).status_code == 409
        assert new.subject not in {need["subject"] for need in await needs(platform, "yz-center")}

    async def test_is_void_when_somebody_higher_is_called_on(self, platform: Platform) -> None:
        new = make_alert()
        async with platform.console("yz-center") as console:
            await call(platform, new)
            raised = await console.frame("alert.changed", subject=new.subject)
            await acknowledge(platform, "yz-east", raised["id"])
            await call(platform, make_alert(subject=new.subject, node="city", level="city"))
            climbed = await console.frame("alert.changed", subject=new.subject, level="city")

        assert (climbed["id"], climbed["acknowledged_at"]) == (raised["id"], None)
