"""The city's messaging platform (浙政钉 or another): told by a signed POST, and it finds the people of a unit.

Signed as Standard Webhooks asks (standardwebhooks.com), so that any of its libraries can check where it
comes from. The address is the administrator's own setting and may well lie in the government's network.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx
import orjson

from core.clock import iso
from dispatch.notices.models import Notice
from dispatch.notices.rules import Outcome, judge

PREFIX: Final = "whsec_"


@dataclass(frozen=True, slots=True)
class Webhook:
    """The one address notices are posted to, and the secret they are signed with."""

    url: str
    secret: str

    async def send(
        self, client: httpx.AsyncClient, notice: Notice, *, words: dict[str, str], now: datetime
    ) -> Outcome:
        """Post a notice.

        :raises httpx.HTTPError: when nobody answers
        """
        said = {"type": notice.kind, "timestamp": iso(notice.made_at)}
        body = orjson.dumps({**said, "data": {**words, "unit": notice.unit}})
        name, moment = str(notice.id), int(now.timestamp())
        answer = await client.post(
            self.url,
            content=body,
            headers={
                "Content-Type": "application/json",
                "webhook-id": name,
                "webhook-timestamp": str(moment),
                "webhook-signature": sign(self.secret, name=name, moment=moment, body=body),
            },
        )
        return judge(answer.status_code, retry_after=answer.headers.get("retry-after"))


def sign(secret: str, *, name: str, moment: int, body: bytes) -> str:
    """Sign a message; `secret` is `whsec_` and base64, or any text."""
    key = secret.encode()
    if secret.startswith(PREFIX):
        key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{name}.{moment}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
