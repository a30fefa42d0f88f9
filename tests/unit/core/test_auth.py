"""Accounts and sessions, without HTTP."""

from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from core.auth import operations, passwords, queries, throttle
from core.auth.errors import (
    AccountAlreadyDisabled,
    AccountNotFound,
    LoginBusy,
    UsernameTaken,
    WrongCredentials,
)
from core.auth.models import Account
from core.auth.signing_in import SignedIn, login
from core.auth.values import Ended, Principal, Role, hash_token, new_token
from core.clock import utcnow
from core.db import Database
from core.errors import Unauthorized
from core.ids import new_id
from tests.unit.core.conftest import PASSWORD

NOW = utcnow()
MINUTE = timedelta(minutes=1)


async def sign_in(database: Database, password: str = PASSWORD) -> SignedIn:
    return await login(
        database,
        username="wang",
        password=password,
        address="192.0.2.7",
        device="Chrome / Android",
        lifetime=timedelta(hours=1),
        now=NOW,
    )


async def principal_of(database: Database, token: str, now: datetime = NOW) -> Principal:
    async with database.reading() as session:
        return await queries.principal_of(session, token=token, now=now)


async def ended_since(database: Database, since: datetime) -> Ended:
    async with database.reading() as session:
        return await queries.ended_since(session, since=since)


async def change_scope(database: Database, account: Account) -> None:
    async with database.transaction() as session:
        await operations.change_scope(
            session,
            account_id=account.id,
            role=Role.SUPERVISOR,
            node="district:990101",
            node_name="某区",
            unit=None,
            now=NOW + MINUTE,
        )


class TestAccount:
    async def test_keeps_one_username_whatever_its_case_and_width(
        self, database: Database, wang: Account, password_hash: str
    ) -> None:
        with pytest.raises(UsernameTaken):
            async with database.transaction() as session:
                await operations.create_account(
                    session,
                    username=" ＷANG ",
                    password_hash=password_hash,
                    name="王二",
                    role=Role.VIEWER,
                    node="city",
                    node_name="市",
                    now=NOW,
                )

    async def test_that_is_disabled_can_do_nothing_more(
        self, database: Database, wang: Account
    ) -> None:
        signed_in = await sign_in(database)

        async with database.transaction() as session:
            await operations.disable(session, account_id=wang.id, now=NOW)

        with pytest.raises(Unauthorized):
            await principal_of(database, signed_in.token)
        with pytest.raises(WrongCredentials):
            await sign_in(database)
        with pytest.raises(AccountAlreadyDisabled):
            async with database.transaction() as session:
                await operations.disable(session, account_id=wang.id, now=NOW)

    async def test_that_does_not_exist_is_refused(self, database: Database) -> None:
        with pytest.raises(AccountNotFound):
            async with database.transaction() as session:
                await operations.disable(session, account_id=new_id(), now=NOW)

    async def test_of_a_demo_is_noticed_until_disabled(
        self, database: Database, password_hash: str
    ) -> None:
        async with database.transaction() as session:
            assert not await queries.has_demo_accounts(session)
            demo = await operations.create_account(
                session,
                username="demo",
                password_hash=password_hash,
                name="演示",
                role=Role.OPERATOR,
                node="city",
                node_name="市",
                demo=True,
                now=NOW,
            )
            assert await queries.has_demo_accounts(session)
            await operations.disable(session, account_id=demo.id, now=NOW)
            assert not await queries.has_demo_accounts(session)

    async def test_signs_in_with_a_new_password_only_and_loses_the_sessions_of_the_old(
        self, database: Database, wang: Account
    ) -> None:
        signed_in = await sign_in(database)
        changed = await passwords.hash_password("another")

        async with database.transaction() as session:
            await operations.set_password(
                session, account_id=wang.id, password_hash=changed, now=NOW
            )

        with pytest.raises(Unauthorized):
            await principal_of(database, signed_in.token)
        with pytest.raises(WrongCredentials):
            await sign_in(database)
        await sign_in(database, "another")


class TestSession:
    async def test_tells_who_holds_the_token(self, database: Database, wang: Account) -> None:
        signed_in = await sign_in(database)

        principal = await principal_of(database, signed_in.token)

        assert principal == signed_in.principal
        assert (principal.username, principal.role, principal.node, principal.unit) == (
            "wang",
            Role.OFFICER,
            "team:T1",
            "U1",
        )

    async def test_ends_when_its_time_is_up(self, database: Database, wang: Account) -> None:
        signed_in = await sign_in(database)
        end = signed_in.principal.expires_at

        await principal_of(database, signed_in.token, end - timedelta(microseconds=1))
        with pytest.raises(Unauthorized):
            await principal_of(database, signed_in.token, end)

    async def test_ends_alone_or_with_all_the_others(
        self, database: Database, wang: Account
    ) -> None:
        phone, tablet, console = [await sign_in(database) for _ in range(3)]

        async with database.transaction() as session:
            await operations.logout(session, session_id=phone.principal.session_id, now=NOW)
        with pytest.raises(Unauthorized):
            await principal_of(database, phone.token)
        await principal_of(database, tablet.token)

        async with database.transaction() as session:
            await operations.end_all_sessions(session, account_id=wang.id, now=NOW)
        for signed_in in (tablet, console):
            with pytest.raises(Unauthorized):
                await principal_of(database, signed_in.token)

    @pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\ud800", "王", "\x00"])
    async def test_is_not_opened_by_anything_but_its_token(
        self, database: Database, token: str
    ) -> None:
        with pytest.raises(Unauthorized):
            await principal_of(database, token)

    async def test_is_forgotten_some_time_after_it_expired(
        self, database: Database, wang: Account
    ) -> None:
        signed_in = await sign_in(database)

        async with database.transaction() as session:
            await operations.forget_old(session, before=NOW + timedelta(hours=2), now=NOW)

        with pytest.raises(Unauthorized):
            await principal_of(database, signed_in.token)

    def test_tokens_are_long_and_never_the_same(self) -> None:
        tokens = {new_token() for _ in range(1000)}

        assert len(tokens) == 1000
        assert {len(token) for token in tokens} == {43}
        assert len(hash_token(tokens.pop())) == 32


class TestEnded:
    async def test_names_sessions_that_ended_since(self, database: Database, wang: Account) -> None:
        ended, live = await sign_in(database), await sign_in(database)

        async with database.transaction() as session:
            await operations.logout(session, session_id=ended.principal.session_id, now=NOW)

        found = await ended_since(database, NOW - MINUTE)
        assert found.ends(ended.principal)
        assert not found.ends(live.principal)
        assert not (await ended_since(database, NOW + MINUTE)).ends(ended.principal)

    async def test_names_accounts_whose_scope_changed_but_spares_who_came_after(
        self, database: Database, wang: Account
    ) -> None:
        before = await sign_in(database)

        await change_scope(database, wang)

        ended = await ended_since(database, NOW)
        after = await principal_of(database, before.token)
        assert wang.id in ended.accounts
        assert ended.ends(before.principal)
        assert not ended.ends(after)
        assert (after.role, after.node, after.unit) == (Role.SUPERVISOR, "district:990101", None)

    async def test_names_accounts_that_were_disabled(
        self, database: Database, wang: Account
    ) -> None:
        signed_in = await sign_in(database)

        async with database.transaction() as session:
            await operations.disable(session, account_id=wang.id, now=NOW + MINUTE)

        assert (await ended_since(database, NOW)).ends(signed_in.principal)


class TestPassword:
    async def test_is_checked_as_slowly_for_nobody_as_for_somebody(self) -> None:
        assert not passwords.needs_rehash(passwords.DUMMY_HASH)
        with pytest.raises(VerifyMismatchError):
            PasswordHasher().verify(passwords.DUMMY_HASH, "anything")
        assert not await passwords.verify_password("anything", stored=None)

    async def test_of_old_parameters_is_hashed_anew_when_it_is_next_used(
        self, database: Database, wang: Account
    ) -> None:
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
        async with database.transaction() as session:
            account = await queries.get_account(session, account_id=wang.id)
            account.password_hash = weak

        await sign_in(database)

        async with database.reading() as session:
            account = await queries.get_account(session, account_id=wang.id)
            assert not passwords.needs_rehash(account.password_hash)
        await sign_in(database)

    async def test_costs_no_guess_when_too_many_sign_in_at_once(
        self, database: Database, wang: Account
    ) -> None:
        with ExitStack() as crowd:
            for _ in range(passwords.AT_ONCE):
                crowd.enter_context(passwords.sign_in_place())
            for _ in range(throttle.PER_USERNAME + 1):
                with pytest.raises(LoginBusy):
                    await sign_in(database)

        await sign_in(database)

    async def test_is_never_compared_with_what_is_no_hash(self) -> None:
        assert not await passwords.verify_password("x", stored="not a hash")
