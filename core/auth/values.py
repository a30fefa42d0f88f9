"""The words of identity: roles, tokens, and the Principal a request acts as."""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

TOKEN_BYTES: Final = 32
TOKEN_CHARS: Final = 128
"""Nothing longer is worth hashing: it is no token of ours."""


class Role(StrEnum):
    """What somebody is here to do; where they may do it is their node."""

    OPERATOR = "operator"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    VIEWER = "viewer"
    KIOSK = "kiosk"
    """A wall that nobody attends: it opens the wall, and is a stranger everywhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who acts: an account through one of its sessions, with the scope it has at this moment."""

    account_id: UUID
    session_id: UUID
    username: str
    name: str
    role: Role
    node: str
    node_name: str
    unit: str | None
    scope_changed_at: datetime
    """When that scope began; a socket opened with an earlier one is to be closed."""
    expires_at: datetime
    by_cookie: bool = False

    @property
    def scope(self) -> str:
        """What they may see: an officer what his unit is asked, anybody else their node."""
        return f"unit:{self.unit}" if self.role is Role.OFFICER else self.node


@dataclass(frozen=True, slots=True)
class Credentials:
    """An enabled account and what its password is checked against."""

    account_id: UUID
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What no longer holds: sessions that ended, and accounts whose scope changed, with when."""

    sessions: frozenset[UUID]
    accounts: Mapping[UUID, datetime]

    def ends(self, principal: Principal) -> bool:
        """Tell whether a socket opened as this principal must close.

        A socket opened after the change has the new scope already and stays.
        """
        if principal.session_id in self.sessions:
            return True
        changed_at = self.accounts.get(principal.account_id)
        return changed_at is not None and changed_at > principal.scope_changed_at


def new_token() -> str:
    """Make a secret of 256 random bits, to be shown once and never stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """Give what is stored of a token. It is random, so one round of SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def normal_username(username: str) -> str:
    """Give the one form of a username, so that width and case make no second account."""
    return unicodedata.normalize("NFKC", username).strip().casefold()
