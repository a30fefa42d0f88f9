"""Web Push (RFC 8030): a browser is told by its maker's service, though no page of ours is open.

What is said is sealed for this one browser (RFC 8291): the service in between cannot read it.
"""

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import httpx
import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core import outbound
from core.outbound import Address
from dispatch.notices.carriers.vapid import VapidKey, point_of
from dispatch.notices.models import Notice, PushSubscription
from dispatch.notices.rules import Outcome, judge
from dispatch.notices.values import from_base64url

RECORD_BYTES: Final = 4096
TTL_S: Final = 3600
"""How long a push service keeps what a phone that is off has not fetched; then the ladder is long beyond it."""
URGENCY: Final = {"general": "normal", "urgent": "high", "critical": "high"}
"""RFC 8030 §5.3: `high` wakes a phone that saves its battery."""


@dataclass(frozen=True, slots=True)
class WebPush:
    """Pushes in our name. `allowed` says of an address whether we may connect to it."""

    key: VapidKey
    contact: str
    allowed: Callable[[Address], bool] = outbound.is_public

    async def send(
        self,
        client: httpx.AsyncClient,
        notice: Notice,
        subscription: PushSubscription,
        *,
        words: dict[str, str],
        now: datetime,
    ) -> Outcome:
        """Push a notice to a browser.

        :raises core.outbound.BadAddress: when the browser's address leads where we do not go
        :raises httpx.HTTPError: when the service does not answer
        """
        target = await outbound.resolve(subscription.endpoint, allowed=self.allowed)
        parts = urlsplit(subscription.endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        answer = await client.post(
            target.url,
            content=seal(
                orjson.dumps(words),
                browser=from_base64url(subscription.p256dh),
                secret=from_base64url(subscription.auth),
                own=ec.generate_private_key(ec.SECP256R1()),
                salt=os.urandom(16),
            ),
            headers={
                **target.headers,
                "Authorization": self.key.authorization(
                    origin=origin, contact=self.contact, now=now
                ),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(TTL_S),
                "Urgency": URGENCY[notice.urgency],
                # What is said again takes the place of what was not fetched yet.
                "Topic": notice.subject.replace("-", "")[:32],
            },
            extensions=target.extensions,
        )
        return judge(answer.status_code, retry_after=answer.headers.get("retry-after"))


def seal(
    content: bytes,
    *,
    browser: bytes,
    secret: bytes,
    own: ec.EllipticCurvePrivateKey,
    salt: bytes,
) -> bytes:
    """Encrypt for one browser, which alone holds the other half (RFC 8291 §3.4, one record of RFC 8188).

    `own` and `salt` are made anew for every message.
    """
    ours = point_of(own.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser)
    shared = own.exchange(ec.ECDH(), theirs)
    root = _derive(shared, 32, salt=secret, info=b"WebPush: info\0" + browser + ours)
    key = _derive(root, 16, salt=salt, info=b"Content-Encoding: aes128gcm\0")
    nonce = _derive(root, 12, salt=salt, info=b"Content-Encoding: nonce\0")
    head = salt + struct.pack("!IB", RECORD_BYTES, len(ours)) + ours
    last = b"\x02"
    return head + AESGCM(key).encrypt(nonce, content + last, None)


def _derive(key: bytes, length: int, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)
