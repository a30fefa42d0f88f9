"""Notices, purely: how they are sealed and signed, how often they are tried, where they may go."""

import base64
import hashlib
import hmac
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.preflight import CannotStart
from core.settings import Settings
from dispatch.errors import NoticeNotDead
from dispatch.notices import rules
from dispatch.notices.carriers import vapid, web_push, webhook
from dispatch.notices.lifecycle import MOVES, NoticeState, move
from dispatch.notices.rules import Outcome, judge, may_push_to, next_try
from dispatch.notices.values import PushKeysIn, from_base64url, to_base64url

NOW = datetime(2026, 11, 22, 8, 5, tzinfo=UTC)


def key_of(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64url(text), "big"), ec.SECP256R1())


class TestSeal:
    def test_makes_the_very_bytes_of_the_standards_example(self) -> None:
        # RFC 8291 §5 and Appendix A.
        sealed = web_push.seal(
            b"When I grow up, I want to be a watermelon",
            browser=from_base64url(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            ),
            secret=from_base64url("BTBZMqHH6r4Tts7J_aSIgg"),
            own=key_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            salt=from_base64url("DGv6ra1nlYgDCS1FRnbzlw"),
        )

        assert to_base64url(sealed) == (
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
            "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSg"
            "Sxsj_Qulcy4a-fN"
        )

    @given(content=st.binary(max_size=2000), salt=st.binary(min_size=16, max_size=16))
    def test_is_opened_by_the_browser_alone(self, content: bytes, salt: bytes) -> None:
        browser, secret = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        sealed = web_push.seal(
            content,
            browser=vapid.point_of(browser.public_key()),
            secret=secret,
            own=ec.generate_private_key(ec.SECP256R1()),
            salt=salt,
        )

        opened = http_ece.decrypt(
            sealed, private_key=browser, auth_secret=secret, version="aes128gcm"
        )

        assert opened == content


class TestVapid:
    def test_signs_for_one_push_service_and_for_less_than_a_day(self) -> None:
        key = vapid.VapidKey(ec.generate_private_key(ec.SECP256R1()))
        said = key.authorization(
            origin="https://push.example", contact="https://onedoor.example", now=NOW
        )

        token, _, public = said.removeprefix("vapid t=").partition(", k=")
        head, claims, signature = token.split(".")
        raw = from_base64url(signature)
        r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(public))
        point.verify(
            encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
        )
        assert public == key.public
        assert json.loads(from_base64url(head)) == {"typ": "JWT", "alg": "ES256"}
        said_so = json.loads(from_base64url(claims))
        assert said_so["aud"] == "https://push.example"
        assert said_so["sub"] == "https://onedoor.example"
        assert 0 < said_so["exp"] - NOW.timestamp() < timedelta(days=1).total_seconds()

    def test_key_is_made_once_and_readable_by_us_alone(self, tmp_path: Path) -> None:
        vapid.make_key(tmp_path)
        first = vapid.find_key(Settings(data_dir=tmp_path))
        vapid.make_key(tmp_path)
        second = vapid.find_key(Settings(data_dir=tmp_path))

        assert first is not None
        assert second is not None
        assert first.public == second.public
        assert stat.S_IMODE((tmp_path / vapid.FILE).stat().st_mode) == 0o600

    def test_key_of_the_settings_goes_before_the_one_of_the_folder(self, tmp_path: Path) -> None:
        vapid.make_key(tmp_path)
        found = vapid.find_key(
            Settings(data_dir=tmp_path, vapid_key="q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
        )

        assert found is not None
        assert found.public == (
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        )

    def test_without_a_key_there_are_no_pushes(self, tmp_path: Path) -> None:
        assert vapid.find_key(Settings(data_dir=tmp_path)) is None

    @pytest.mark.parametrize("nonsense", ["?", "AAAA====", "A" * 200])
    def test_what_is_no_key_is_said_at_the_start(self, tmp_path: Path, nonsense: str) -> None:
        with pytest.raises(CannotStart, match="ONEDOOR_VAPID_KEY"):
            vapid.find_key(Settings(data_dir=tmp_path, vapid_key=nonsense))


class TestWebhook:
    @pytest.mark.parametrize(
        ("secret", "key"),
        [("whsec_" + base64.b64encode(b"k" * 24).decode(), b"k" * 24), ("密钥", "密钥".encode())],
    )
    def test_is_signed_as_standard_webhooks_asks(self, secret: str, key: bytes) -> None:
        said = webhook.sign(secret, name="msg_1", moment=1614265330, body=b'{"a": 1}')

        wanted = hmac.new(key, b'msg_1.1614265330.{"a": 1}', hashlib.sha256).digest()
        assert said == "v1," + base64.b64encode(wanted).decode()

    def test_has_the_signature_of_the_standards_example(self) -> None:
        said = webhook.sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            name="msg_p5jXN8AQM9LWM0D4loKWxJek",
            moment=1614265330,
            body=b'{"test": 2432232314}',
        )

        assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class TestTry:
    def test_that_failed_is_followed_by_others_ever_later_and_then_by_none(self) -> None:
        waits = [next_try(tries) for tries in range(1, len(rules.WAITS_S) + 2)]

        *some, last = waits
        assert last is None
        assert all(wait is not None for wait in some)
        assert some == sorted(some)  # type: ignore[type-var]

    def test_comes_no_sooner_than_was_asked_but_not_for_ever_later(self) -> None:
        assert next_try(1, asked_s=60) == timedelta(seconds=60)
        assert next_try(4, asked_s=60) == timedelta(seconds=120)
        assert next_try(1, asked_s=1e9) == timedelta(seconds=300)

    @pytest.mark.parametrize(
        ("status", "said", "outcome"),
        [
            (201, None, Outcome()),
            (204, None, Outcome()),
            (301, None, Outcome("answered_301")),
            (400, None, Outcome("answered_400")),
            (404, None, Outcome("answered_404", gone=True)),
            (410, None, Outcome("answered_410", gone=True)),
            (429, "30", Outcome("answered_429", again=True, wait_s=30)),
            (429, "Wed, 21 Oct 2026 07:28:00 GMT", Outcome("answered_429", again=True)),
            (500, None, Outcome("answered_500", again=True)),
            (503, "-1", Outcome("answered_503", again=True)),
        ],
    )
    def test_is_judged_by_its_answer(self, status: int, said: str | None, outcome: Outcome) -> None:
        assert judge(status, retry_after=said) == outcome


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "production", "may"),
        [
            ("https://push.example/x", True, True),
            ("https://push.example/x", False, True),
            ("http://push.example/x", False, False),
            ("http://127.0.0.1:1/x", False, True),
            ("http://localhost:1/x", False, True),
            ("http://[::1]:1/x", False, True),
            ("http://127.0.0.1:1/x", True, False),
        ],
    )
    def test_of_a_browser_is_over_tls_or_on_this_machine(
        self, url: str, production: bool, may: bool
    ) -> None:
        assert may_push_to(urlsplit(url), production=production) is may


class TestKeys:
    def test_are_a_point_of_the_curve_and_sixteen_bytes(self) -> None:
        point = vapid.point_of(ec.generate_private_key(ec.SECP256R1()).public_key())
        PushKeysIn(p256dh=to_base64url(point), auth=to_base64url(bytes(16)))

        for p256dh, auth in (
            (point, bytes(15)),
            (point[:-1], bytes(16)),
            (b"\x04" + bytes(64), bytes(16)),
            (b"\x02" + point[1:], bytes(16)),
        ):
            with pytest.raises(ValidationError):
                PushKeysIn(p256dh=to_base64url(p256dh), auth=to_base64url(auth))


class TestLifecycle:
    def test_lets_a_person_try_again_only_what_is_dead(self) -> None:
        assert move(NoticeState.DEAD, NoticeState.WAITING) is NoticeState.WAITING
        for state in (NoticeState.WAITING, NoticeState.SENT):
            with pytest.raises(NoticeNotDead):
                move(state, NoticeState.WAITING)

    def test_never_sends_again_what_was_sent(self) -> None:
        assert MOVES[NoticeState.SENT] == frozenset()
