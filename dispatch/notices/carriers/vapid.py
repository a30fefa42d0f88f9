"""VAPID (RFC 8292): by this key a browser's push service knows that a push comes from us, and from nobody else.

Written on `cryptography`, which we have for the pushes' encryption anyway. `pywebpush`, the usual library,
brings two HTTP clients of its own and connects where a name leads by the time it is asked: ours has to
connect to the very address that was checked.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.preflight import CannotStart
from core.settings import Settings
from dispatch.notices.values import from_base64url, to_base64url

FILE: Final = "vapid.key"
LASTS: Final = timedelta(hours=12)
"""How long a signature is good for; more than a day is refused."""


@dataclass(frozen=True)
class VapidKey:
    """The key pair of this platform."""

    private: ec.EllipticCurvePrivateKey

    @cached_property
    def public(self) -> str:
        """What browsers subscribe with, base64url."""
        return to_base64url(point_of(self.private.public_key()))

    def authorization(self, *, origin: str, contact: str, now: datetime) -> str:
        """Sign for a push service, named by its origin; `contact` is whom it may write to, empty for nobody."""
        claims = {"aud": origin, "exp": int((now + LASTS).timestamp())}
        if contact:
            claims["sub"] = contact
        signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
        r, s = decode_dss_signature(self.private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = to_base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature}, k={self.public}"


def find_key(settings: Settings) -> VapidKey | None:
    """Read the key from the settings, else from the data folder; None where there is neither.

    :raises CannotStart: when what is there is no key
    """
    path = settings.data_dir / FILE
    written = settings.vapid_key or (path.read_text() if path.is_file() else "")
    if not written.strip():
        return None
    try:
        number = int.from_bytes(from_base64url(written.strip()), "big")
        return VapidKey(ec.derive_private_key(number, ec.SECP256R1()))
    except ValueError:
        raise CannotStart("ONEDOOR_VAPID_KEY is no private key: 32 bytes, base64url.") from None


def make_key(data_dir: Path) -> None:
    """Make a key in the data folder, unless there is one: with another, every browser would have to subscribe anew."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    try:
        handle = os.open(data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(to_base64url(number.to_bytes(32, "big")) + "\n")


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Write a public key as the web does: an uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _part(value: dict[str, object] | dict[str, str] | dict[str, str | int]) -> str:
    return to_base64url(json.dumps(value, separators=(",", ":")).encode())
