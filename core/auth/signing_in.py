"""Signing in, each step in its own transaction: count the guess, check it, open a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from core.auth import operations, passwords, queries, throttle
from core.auth.errors import WrongCredentials
from core.auth.values import Credentials, Principal
from core.db import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A fresh session: the only moment its token is known to us."""

    token: str
    principal: Principal


async def login(
    database: Database,
    *,
    username: str,
    password: str,
    address: str,
    device: str,
    lifetime: timedelta,
    now: datetime,
) -> SignedIn:
    """Open a session for whoever knows the password.

    It takes the database, not a session: a refusal must not undo the count of the guess, and no
    transaction may stay open while a password is being hashed.

    :raises TooManyLogins: when the username or the address has no guess left
    :raises WrongCredentials: when there is no such account, it is disabled or the password is wrong
    :raises LoginBusy: when too many sign in at once; that costs no guess
    """
    with passwords.sign_in_place():
        async with database.transaction() as session:
            await throttle.count(session, username=username, address=address, now=now)
        known = await _check(database, username=username, password=password)
        fresh = None
        if passwords.needs_rehash(known.password_hash):
            fresh = await passwords.hash_password(password)
    async with database.transaction() as session:
        # Between the check and now the account may have changed; what holds now counts.
        account = await queries.get_account(session, account_id=known.account_id)
        if account.disabled_at is not None or account.password_hash != known.password_hash:
            raise WrongCredentials()
        if fresh is not None:
            account.password_hash = fresh
        await throttle.forgive(session, username=username, address=address, now=now)
        token = await operations.open_session(
            session, account_id=account.id, device=device, expires_at=now + lifetime, now=now
        )
        principal = await queries.principal_of(session, token=token, now=now)
    log.info("signed_in", account_id=str(known.account_id), session_id=str(principal.session_id))
    return SignedIn(token=token, principal=principal)


async def _check(database: Database, *, username: str, password: str) -> Credentials:
    async with database.reading() as session:
        known = await queries.find_credentials(session, username=username)
    stored = known.password_hash if known is not None else None
    if not await passwords.verify_password(password, stored=stored) or known is None:
        log.info("sign_in_refused", account_id=str(known.account_id) if known else None)
        raise WrongCredentials()
    return known
