"""Notices: sent at least once by the worker, tried again, given up, sent again by hand; never by a request."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from core import queue
from core.auth import operations as auth
from core.auth import queries as accounts
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.db import Database
from core.processes import Guard, Program
from core.settings import Settings
from dispatch.notices import jobs, operations
from dispatch.notices.carriers import vapid, webhook
from dispatch.notices.jobs import Carriers
from dispatch.notices.models import Notice, PushSubscription
from dispatch.notices.operations import Outlets
from dispatch.notices.rules import WAITS_S
from dispatch.notices.values import Ask, NoticeKind, PushSubscriptionIn
from tests.conftest import YUNZE
from tests.factories import sign_up
from tests.killing import Killable
from tests.platform import Platform, now_text, running_platform
from tests.receivers import Browser, Receiver, receiver
from tests.waiting import until, until_read

ROOT: Final = Path(__file__).parents[2]
UNIT: Final = "YZ-U1"
SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
async def there() -> AsyncIterator[Receiver]:
    async with receiver() as running:
        yield running


@pytest.fixture
def carriers(tmp_path: Path) -> Carriers:
    vapid.make_key(tmp_path)
    return Carriers.of(Settings(data_dir=tmp_path))


def outlets(*, webhook: bool = False) -> Outlets:
    async def wake() -> None:
        pass

    return Outlets(webhook=webhook, wake=wake)


async def officer_of(database: Database, unit: str = UNIT) -> Principal:
    """Make an officer who is signed in."""
    now, name = utcnow(), f"officer-{uuid4().hex[:8]}"
    async with database.transaction() as session:
        account = await auth.create_account(
            session,
            username=name,
            password_hash="nobody signs in with it",
            name=name,
            role=Role.OFFICER,
            node="team:YZ-T1",
            node_name="-",
            unit=unit,
            now=now,
        )
        await session.flush()
        token = await auth.open_session(
            session, account_id=account.id, device="test", expires_at=now + timedelta(1), now=now
        )
    async with database.reading() as session:
        return await accounts.principal_of(session, token=token, now=now)


async def subscribed(database: Database, browser: Browser, unit: str = UNIT) -> Principal:
    """Subscribe a browser for an officer of a unit."""
    principal = await officer_of(database, unit)
    async with database.transaction() as session:
        await operations.subscribe(
            session,
            principal=principal,
            unit=unit,
            wanted=PushSubscriptionIn.model_validate(browser.subscription),
            production=False,
            now=utcnow(),
        )
    return principal


async def ask(database: Database, *, unit: str = UNIT, webhook: bool = False) -> str:
    """Ask for a unit to be told of a task, and give the task's id."""
    task = str(uuid4())
    async with database.transaction() as session:
        await operations.ask(
            session,
            [Ask(NoticeKind.TASK_OFFERED, task, unit, "critical")],
            outlets=outlets(webhook=webhook),
            now=utcnow(),
        )
    return task


async def hurry(database: Database) -> None:
    """Let the time pass until the next try."""
    async with database.transaction() as session:
        await session.execute(update(Notice).values(due_at=utcnow()))


async def kept(database: Database) -> list[Notice]:
    async with database.reading() as session:
        return list(await session.scalars(select(Notice).order_by(col(Notice.id))))


async def count(database: Database, kind: type[Any]) -> int:
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(kind))).scalar_one()


class TestPush:
    async def test_says_that_a_task_is_there_and_nothing_else_and_only_to_the_browser(
        self, city: Database, there: Receiver, carriers: Carriers
    ) -> None:
        browser = there.browser()
        await subscribed(city, browser)
        task = await ask(city)

        await jobs.send_due(city, carriers)

        [(headers, body)] = there.heard
        assert browser.open(body) == {"kind": "task.offered", "id": task, "urgency": "critical"}
        assert task.encode() not in body
        assert headers["content-encoding"] == "aes128gcm"
        assert headers["urgency"] == "high"
        assert headers["topic"] == task.replace("-", "")
        assert int(headers["ttl"]) > 0
        assert carriers.web_push is not None
        assert headers["authorization"].endswith(f", k={carriers.web_push.key.public}")
        [notice] = await kept(city)
        assert (notice.state, notice.tries, notice.last_error) == ("sent", 1, None)

    async def test_goes_to_every_browser_of_the_unit_and_to_no_other_units(
        self, city: Database, there: Receiver, carriers: Carriers
    ) -> None:
        mine, too, other = there.browser(), there.browser(), there.browser()
        await subscribed(city, mine)
        await subscribed(city, too)
        await subscribed(city, other, "YZ-U4")

        await ask(city)
        await jobs.send_due(city, carriers)

        assert len(there.heard) == 2

    async def test_goes_to_no_device_that_was_signed_out(
        self, city: Database, there: Receiver, carriers: Carriers
    ) -> None:
        principal = await subscribed(city, there.browser())
        async with city.transaction() as session:
            await auth.logout(session, session_id=principal.session_id, now=utcnow())

        await ask(city)

        assert await kept(city) == []

    async def test_goes_to_one_who_has_the_browser_now(
        self, city: Database, there: Receiver
    ) -> None:
        browser = there.browser()
        await subscribed(city, browser)
        await subscribed(city, browser, "YZ-U4")

        assert await count(city, PushSubscription) == 1
        await ask(city)
        assert await kept(city) == []
        await ask(city, unit="YZ-U4")
        assert len(await kept(city)) == 1

    async def test_of_a_browser_that_is_gone_is_the_last_to_it(
        self, city: Database, there: Receiver, carriers: Carriers
    ) -> None:
        await subscribed(city, there.browser())
        there.answers = [410]
        await ask(city)

        await jobs.send_due(city, carriers)

        [notice] = await kept(city)
        assert (notice.state, notice.last_error) == ("dead", "answered_410")
        assert await count(city, PushSubscription) == 0

    async def test_does_not_go_into_a_private_network(
        self, city: Database, carriers: Carriers
    ) -> None:
        for host in ("10.0.0.1", "169.254.169.254", "[fd00::1]"):
            await subscribed(city, Browser(f"https://{host}/push"))
        await ask(city)

        await jobs.send_due(city, carriers)

        assert [notice.last_error for notice in await kept(city)] == ["private_address"] * 3

    async def test_goes_nowhere_where_there_is_no_key(
        self, city: Database, there: Receiver
    ) -> None:
        await subscribed(city, there.browser())
        await ask(city)

        await jobs.send_due(city, Carriers(None, None))

        assert [notice.last_error for notice in await kept(city)] == ["not_set_up"]
        assert there.heard == []


class TestWebhook:
    async def test_tells_the_messaging_platform_signed_whom_to_tell_what(
        self, city: Database, there: Receiver
    ) -> None:
        task = await ask(city, webhook=True)

        await jobs.send_due(city, Carriers(None, webhook.Webhook(there.url, SECRET)))

        [(headers, body)] = there.heard
        [notice] = await kept(city)
        said = json.loads(body)
        assert said["type"] == "task.offered"
        assert said["data"] == {
            "kind": "task.offered",
            "id": task,
            "urgency": "critical",
            "unit": UNIT,
        }
        assert headers["webhook-id"] == str(notice.id)
        moment = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == webhook.sign(
            SECRET, name=str(notice.id), moment=moment, body=body
        )
        assert notice.state == "sent"


class TestTrying:
    @pytest.mark.parametrize("trouble", [500, 429, None], ids=["broken", "busy", "slow"])
    async def test_goes_on_until_the_receiver_has_recovered(
        self,
        city: Database,
        there: Receiver,
        trouble: int | None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(jobs, "WHOLE_S", 0.3)
        carriers = Carriers(None, webhook.Webhook(there.url, SECRET))
        there.answers = [trouble, trouble]
        await ask(city, webhook=True)

        for tries in (1, 2):
            await jobs.send_due(city, carriers)
            [notice] = await kept(city)
            assert (notice.state, notice.tries) == ("waiting", tries)
            assert notice.due_at > utcnow()
            await hurry(city)
        await jobs.send_due(city, carriers)

        [notice] = await kept(city)
        assert (notice.state, notice.tries, notice.last_error) == ("sent", 3, None)

    async def test_ends_when_nobody_is_ever_there_and_begins_anew_by_hand(
        self, platform: Platform, there: Receiver
    ) -> None:
        city = platform.database
        there.port, port = 1, there.port
        await ask(city, webhook=True)
        for _ in range(len(WAITS_S) + 1):
            await hurry(city)
            await jobs.send_due(city, Carriers(None, webhook.Webhook(there.url, SECRET)))
        [notice] = await kept(city)
        assert (notice.state, notice.last_error) == ("dead", "no_answer")
        await hurry(city)
        assert not await jobs.are_due(city)

        admin = await platform.sign_in("yz-admin")
        listed = await platform.client.get("/api/v1/notices?state=dead", headers=admin)
        assert [one["id"] for one in listed.json()["items"]] == [str(notice.id)]
        retried = await platform.client.post(f"/api/v1/notices/{notice.id}/retry", headers=admin)
        assert retried.json()["state"] == "waiting"
        there.port = port
        await jobs.send_due(city, Carriers(None, webhook.Webhook(there.url, SECRET)))

        [notice] = await kept(city)
        assert (notice.state, notice.tries) == ("sent", 1)
        again = await platform.client.post(f"/api/v1/notices/{notice.id}/retry", headers=admin)
        assert (again.status_code, again.json()["type"]) == (409, "/problems/notice-not-dead")

    async def test_of_one_does_not_wait_for_another(
        self, city: Database, there: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "WHOLE_S", 0.3)
        there.answers = [None]
        for _ in range(5):
            await ask(city, webhook=True)

        await jobs.send_due(city, Carriers(None, webhook.Webhook(there.url, SECRET)))

        assert sorted(notice.state for notice in await kept(city)) == ["sent"] * 4 + ["waiting"]

    async def test_by_two_workers_at_once_sends_each_notice_once(
        self, city: Database, there: Receiver
    ) -> None:
        for _ in range(20):
            await ask(city, webhook=True)
        carriers = Carriers(None, webhook.Webhook(there.url, SECRET))

        await asyncio.gather(*(jobs.send_due(city, carriers) for _ in range(4)))

        assert len({headers["webhook-id"] for headers, _ in there.heard}) == 20
        assert len(there.heard) == 20

    async def test_is_forgotten_in_the_end_but_not_what_waits(
        self, city: Database, there: Receiver
    ) -> None:
        await ask(city, webhook=True)
        await jobs.send_due(city, Carriers(None, webhook.Webhook(there.url, SECRET)))
        await ask(city, webhook=True)

        async with city.transaction() as session:
            await operations.forget_before(session, moment=utcnow() + timedelta(1))

        assert [notice.state for notice in await kept(city)] == ["waiting"]


@pytest.fixture
def worker(settings: Settings, there: Receiver, tmp_path: Path) -> Iterator[Killable]:
    """A real worker of the platform's, to be killed."""
    env = {
        "ONEDOOR_DATABASE_URL": settings.database_url,
        "ONEDOOR_REDIS_URL": settings.redis_url,
        "ONEDOOR_REDIS_PREFIX": settings.redis_prefix,
        "ONEDOOR_DATA_DIR": str(settings.data_dir),
        "ONEDOOR_NOTICE_WEBHOOK_URL": there.url,
        "ONEDOOR_NOTICE_WEBHOOK_SECRET": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    program = Program(
        name="worker", argv=[sys.executable, "-m", "main", "worker"], env=env, cwd=ROOT
    )
    with Guard() as guard, (tmp_path / "worker.log").open("wb") as log:
        yield Killable(guard, program, log)


async def test_a_worker_killed_in_the_middle_has_sent_at_least_once_and_another_ends_it(
    city: Database, settings: Settings, there: Receiver, worker: Killable
) -> None:
    there.answers = [None]
    await ask(city, webhook=True)
    errands = queue.open_queue(settings, "notices")
    await queue.wake(errands, jobs.send_notices)
    worker.start()
    await until(lambda: there.heard)

    worker.kill()
    [notice] = await kept(city)
    assert (notice.state, notice.tries) == ("waiting", 1)
    assert not await jobs.are_due(city), "nobody takes what somebody may have in hand"
    await hurry(city)
    assert await jobs.are_due(city)
    await queue.wake(errands, jobs.send_notices)
    worker.start()

    async def state() -> str:
        return (await kept(city))[0].state

    await until_read(state, "sent")
    assert len(there.heard) == 2
    assert len({headers["webhook-id"] for headers, _ in there.heard}) == 1
    worker.kill()


class TestSubscribing:
    async def test_is_done_by_officers_and_undone_by_the_same(self, platform: Platform) -> None:
        officer = await platform.sign_in("yz-team")
        wanted = Browser("https://push.example/abc").subscription

        first, again = [
            await platform.client.post("/api/v1/push-subscriptions", json=wanted, headers=officer)
            for _ in range(2)
        ]
        assert (first.status_code, first.json()) == (201, again.json())
        path = f"/api/v1/push-subscriptions/{first.json()['id']}"
        assert (await platform.client.delete(path, headers=officer)).status_code == 204
        assert (await platform.client.delete(path, headers=officer)).status_code == 404
        center = await platform.sign_in("yz-center")
        refused = await platform.client.post(
            "/api/v1/push-subscriptions", json=wanted, headers=center
        )
        assert refused.status_code == 403

    @pytest.mark.parametrize(
        "endpoint",
        ["http://push.example/x", "ftp://push.example/x", "https://a:b@push.example/x", "push"],
    )
    async def test_is_refused_for_what_is_no_place_to_push_to(
        self, platform: Platform, endpoint: str
    ) -> None:
        answer = await platform.client.post(
            "/api/v1/push-subscriptions",
            json=Browser(endpoint).subscription,
            headers=await platform.sign_in("yz-team"),
        )

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/endpoint"

    async def test_keeps_the_ten_newest_browsers_of_an_account(self, city: Database) -> None:
        principal = await officer_of(city)
        for number in range(12):
            browser = Browser(f"https://push.example/{number}")
            async with city.transaction() as session:
                await operations.subscribe(
                    session,
                    principal=principal,
                    unit=UNIT,
                    wanted=PushSubscriptionIn.model_validate(browser.subscription),
                    production=True,
                    now=utcnow(),
                )

        async with city.reading() as session:
            kept = set(await session.scalars(select(col(PushSubscription.endpoint))))
        assert kept == {f"https://push.example/{number}" for number in range(2, 12)}

    async def test_gives_the_key_to_subscribe_with(self, platform: Platform) -> None:
        officer = await platform.sign_in("yz-team")

        answer = await platform.client.get("/api/v1/push-key", headers=officer)

        assert answer.json() == {"key": None}, "no key was made for this platform"


class TestList:
    async def test_is_the_administrators_within_his_scope(self, platform: Platform) -> None:
        await ask(platform.database, webhook=True)
        await ask(platform.database, unit="YZ-U6", webhook=True)
        seen = {}
        for node in ("city", "district:990101", "township:990102201"):
            username = await sign_up(platform, Role.ADMIN, node)
            headers = await platform.sign_in(username)
            answer = await platform.client.get("/api/v1/notices", headers=headers)
            seen[node] = sorted(one["unit"] for one in answer.json()["items"])

        assert seen == {
            "city": ["YZ-U1", "YZ-U6"],
            "district:990101": ["YZ-U1"],
            "township:990102201": ["YZ-U6"],
        }
        for username in ("yz-team", "yz-center", "yz-guest"):
            headers = await platform.sign_in(username)
            answer = await platform.client.get("/api/v1/notices", headers=headers)
            assert answer.status_code == 403


_CONNECTED: Final[list[tuple[Any, ...]]] = []
_WATCHING: Final[list[bool]] = []


def _watch(event: str, facts: tuple[Any, ...]) -> None:
    if _WATCHING and event == "socket.connect":
        _CONNECTED.append(facts[1:])


sys.addaudithook(_watch)


async def test_no_request_and_no_reaction_ever_calls_out(
    settings: Settings, there: Receiver
) -> None:
    changed = Settings.model_validate(
        {**settings.model_dump(), "notice_webhook_url": there.url, "notice_webhook_secret": "x"}
    )
    async with running_platform(changed, YUNZE) as platform:
        officer = await platform.sign_in("yz-team")
        wanted = there.browser().subscription
        answer = await platform.client.post(
            "/api/v1/push-subscriptions", json=wanted, headers=officer
        )
        assert answer.status_code == 201
        _CONNECTED.clear()
        _WATCHING.append(True)
        try:
            async with platform.phone("yz-team") as phone:
                reported = await platform.report()
                offered = await phone.frame("task.offered", case_no=reported["case_no"])
                await phone.act("accept", offered["id"])
                await phone.act("depart", offered["id"])
            call = {"id": str(uuid4()), "at": now_text()}
            await platform.client.post("/api/v1/sos", json=call, headers=officer)

            async def asked() -> bool:
                return await count(platform.database, Notice) >= 2

            await until_read(asked, True)
        finally:
            _WATCHING.clear()

    assert there.heard == []
    assert [to for to in _CONNECTED if to[0] == ("127.0.0.1", there.port)] == []


async def test_what_is_offered_is_pushed_by_the_worker_the_whole_way(
    settings: Settings, there: Receiver, worker: Killable
) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    vapid.make_key(settings.data_dir)
    browser = there.browser()
    worker.start()
    async with running_platform(settings, YUNZE) as platform:
        officer = await platform.sign_in("yz-team")
        await platform.client.post(
            "/api/v1/push-subscriptions", json=browser.subscription, headers=officer
        )
        key = (await platform.client.get("/api/v1/push-key", headers=officer)).json()["key"]
        reported = await platform.report()
        await until(lambda: there.heard)
        [(headers, body)] = there.heard[:1]

        said = browser.open(body)
        task = (
            await platform.client.get(f"/api/v1/tasks/{UUID(said['id'])}", headers=officer)
        ).json()
        assert said["kind"] == "task.offered"
        assert task["case_no"] == reported["case_no"]
        assert headers["authorization"].endswith(f"k={key}")
    worker.kill()
