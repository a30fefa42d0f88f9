"""What a notice says, to whom, and by which way it goes there."""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from core.words import Words
from dispatch.notices.lifecycle import NoticeState


class NoticeKind(StrEnum):
    """What a notice is about; `task.alerted` says again what was not answered."""

    TASK_OFFERED = "task.offered"
    TASK_ALERTED = "task.alerted"
    INSTRUCTION = "instruction"
    SOS = "sos"


class Carrier(StrEnum):
    """Who takes a notice to somebody: the browser's push service, or the city's messaging platform."""

    WEB_PUSH = "web_push"
    WEBHOOK = "webhook"


Urgency = Literal["general", "urgent", "critical"]


@dataclass(frozen=True, slots=True)
class Ask:
    """That a unit is to be told of something, by every carrier that reaches it.

    Nothing in it says whom or what the matter is about: it passes through strangers' servers.
    """

    kind: NoticeKind
    subject: str
    """The id of the task, the instruction or the call for help."""
    unit: str
    urgency: str


POINT_BYTES: Final = 65
"""An uncompressed point of P-256 (RFC 8291 §2.1)."""
SECRET_BYTES: Final = 16


def from_base64url(text: str) -> bytes:
    """Read base64url with or without its padding.

    :raises ValueError: when it is none
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as wrong:
        raise ValueError(str(wrong)) from None


def to_base64url(data: bytes) -> str:
    """Write base64url as the web does, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _a_point(text: str) -> str:
    raw = from_base64url(text)
    if len(raw) != POINT_BYTES:
        raise ValueError(f"not {POINT_BYTES} bytes")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    return text


def _a_secret(text: str) -> str:
    if len(from_base64url(text)) != SECRET_BYTES:
        raise ValueError(f"not {SECRET_BYTES} bytes")
    return text


class PushKeysIn(BaseModel):
    """What a push is encrypted with, so that only the browser can read it, base64url."""

    model_config = ConfigDict(extra="forbid")

    p256dh: Annotated[Words, Field(max_length=100), AfterValidator(_a_point)]
    auth: Annotated[Words, Field(max_length=40), AfterValidator(_a_secret)]


class PushSubscriptionIn(BaseModel):
    """What a browser's `PushSubscription.toJSON()` gives."""

    model_config = ConfigDict(extra="forbid")

    endpoint: Annotated[Words, Field(min_length=1, max_length=2000)]
    keys: PushKeysIn
    expirationTime: float | None = None  # noqa: N815


class SubscribedOut(BaseModel):
    """The subscription that is kept."""

    id: UUID


class PushKeyOut(BaseModel):
    """What a browser subscribes with (`applicationServerKey`); null where pushes are off."""

    key: str | None


class NoticeOut(BaseModel):
    """A notice on its way, sent, or dead. The address it goes to is a secret between us and the browser."""

    id: UUID
    kind: NoticeKind
    subject: str
    unit: str
    urgency: Urgency
    carrier: Carrier
    state: NoticeState
    tries: int
    last_error: str | None
    made_at: AwareDatetime
    due_at: AwareDatetime
    """When it is tried next, while it waits."""
    settled_at: AwareDatetime | None


class NoticesOut(BaseModel):
    """A page of notices, newest first; `next` is null on the last page."""

    items: list[NoticeOut]
    next: UUID | None


def words(*, kind: str, subject: str, urgency: str) -> dict[str, str]:
    """Give what a notice says on its way: that something is there, and how much it presses."""
    return {"kind": kind, "id": subject, "urgency": urgency}
