"""The throttle on signing in."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from core.auth import throttle
from core.auth.errors import TooManyLogins, WrongCredentials
from core.auth.models import Account, LoginAttempt
from core.auth.signing_in import login
from core.clock import utcnow
from core.db import Database
from tests.unit.core.conftest import PASSWORD

NOW = utcnow()


async def guess(
    database: Database, username: str = "wang", address: str = "192.0.2.7", now: datetime = NOW
) -> None:
    async with database.transaction() as session:
        await throttle.count(session, username=username, address=address, now=now)


async def sign_in(database: Database, password: str, now: datetime = NOW) -> None:
    await login(
        database,
        username="wang",
        password=password,
        address="192.0.2.7",
        device="",
        lifetime=timedelta(hours=1),
        now=now,
    )


class TestThrottle:
    async def test_stops_guessing_at_one_username_from_anywhere(self, database: Database) -> None:
        for i in range(throttle.PER_USERNAME):
            await guess(database, address=f"192.0.2.{i}")

        with pytest.raises(TooManyLogins) as refused:
            await guess(database, username="WANG", address="198.51.100.1")
        await guess(database, username="li", address="198.51.100.1")

        assert refused.value.facts["retry_after_s"] == throttle.WINDOW.total_seconds() + 1

    async def test_stops_one_address_from_trying_usernames(self, database: Database) -> None:
        for i in range(throttle.PER_ADDRESS):
            await guess(database, username=f"somebody-{i}")

        with pytest.raises(TooManyLogins):
            await guess(database, username="somebody-else")
        await guess(database, username="somebody-else", address="192.0.2.8")

    async def test_takes_a_whole_ipv6_subscriber_for_one_address(self, database: Database) -> None:
        for i in range(throttle.PER_ADDRESS):
            await guess(database, username=f"somebody-{i}", address=f"2001:db8:1:2::{i + 1:x}")

        with pytest.raises(TooManyLogins):
            await guess(database, username="wang", address="2001:db8:1:2:ffff::1")
        await guess(database, username="wang", address="2001:db8:1:3::1")

    async def test_lets_in_again_after_the_window(self, database: Database) -> None:
        for _ in range(throttle.PER_USERNAME):
            await guess(database)

        with pytest.raises(TooManyLogins):
            await guess(database, now=NOW + throttle.WINDOW - timedelta(seconds=1))
        await guess(database, now=NOW + throttle.WINDOW)

    async def test_holds_against_guesses_made_at_once(self, database: Database) -> None:
        outcomes = await asyncio.gather(
            *(guess(database) for _ in range(3 * throttle.PER_USERNAME)), return_exceptions=True
        )

        assert outcomes.count(None) == throttle.PER_USERNAME
        assert all(isinstance(o, TooManyLogins) for o in outcomes if o is not None)

    async def test_outlives_the_refusal_and_the_process(
        self, database: Database, wang: Account
    ) -> None:
        for _ in range(throttle.PER_USERNAME):
            with pytest.raises(WrongCredentials):
                await sign_in(database, "wrong")

        again = Database(database.engine.url.render_as_string(hide_password=False))
        with pytest.raises(TooManyLogins):
            await sign_in(again, PASSWORD)
        await again.close()

    async def test_forgives_who_knows_the_password(self, database: Database, wang: Account) -> None:
        for _ in range(3):
            for _ in range(throttle.PER_USERNAME - 1):
                await guess(database, address="198.51.100.1")
            await sign_in(database, PASSWORD)

        async with database.reading() as session:
            by_username, by_address = throttle.keys_of("wang", "192.0.2.7")
            assert await session.get(LoginAttempt, by_username) is None
            counted = await session.get(LoginAttempt, by_address)
            assert counted is not None
            assert counted.failures == 0

    async def test_lets_the_last_guess_in_when_it_is_right(
        self, database: Database, wang: Account
    ) -> None:
        for _ in range(throttle.PER_USERNAME - 1):
            await guess(database, address="198.51.100.1")

        await sign_in(database, PASSWORD)
        await sign_in(database, PASSWORD)

    async def test_keeps_neither_usernames_nor_addresses(self, database: Database) -> None:
        await guess(database, username="my-secret-password")

        async with database.reading() as session:
            keys = (await session.scalars(select(col(LoginAttempt.key)))).all()
        assert {len(key) for key in keys} == {32}

    async def test_forgets_what_no_longer_matters(self, database: Database) -> None:
        await guess(database)

        async with database.transaction() as session:
            await throttle.forget_old(session, now=NOW + throttle.WINDOW)
            assert await session.scalar(select(func.count()).select_from(LoginAttempt)) == 2
            await throttle.forget_old(session, now=NOW + 2 * throttle.WINDOW)
            assert await session.scalar(select(func.count()).select_from(LoginAttempt)) == 0
