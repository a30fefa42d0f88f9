"""Positions from devices: on duty only, to consoles that look there, and into a history that is forgotten."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.auth.values import Role
from core.clock import utcnow
from core.db import Database
from field_units import operations, tracks
from field_units.models import Device, Track
from field_units.values import Position
from tests.factories import sign_up
from tests.platform import Platform
from tests.waiting import until_read

OSMAND, OWNTRACKS = "/api/v1/positions/osmand", "/api/v1/positions/owntracks"
HERE = {"lat": "43.02", "lon": "87.03"}


async def device_of(platform: Platform, unit: str) -> str:
    async with platform.database.transaction() as session:
        return await operations.add_device(session, unit=unit, name="手持终端", now=utcnow())


async def unit_of(platform: Platform, code: str) -> dict[str, Any]:
    headers = await platform.sign_in("yz-center")
    items = (await platform.client.get("/api/v1/units", headers=headers)).json()["items"]
    found: dict[str, Any] = next(item for item in items if item["code"] == code)
    return found


async def list_tracks(platform: Platform) -> list[tuple[str, float, float]]:
    async with platform.database.reading() as session:
        rows = await session.scalars(select(Track).order_by(col(Track.at)))
        return [(row.unit, row.lon, row.lat) for row in rows]


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"unit:{password}".encode()).decode()}


class TestOsmand:
    async def test_tells_where_a_unit_is(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")
        now = int(utcnow().timestamp())

        answer = await platform.client.get(
            OSMAND,
            params={"id": token, **HERE, "timestamp": now, "accuracy": "6.5", "batt": "81"},
        )

        assert (answer.status_code, answer.json()) == (200, {"kept": True})
        unit = await unit_of(platform, "YZ-U1")
        assert (unit["lon"], unit["lat"]) == (87.03, 43.02)
        assert unit["position_at"] is not None
        await until_read(lambda: list_tracks(platform), [("YZ-U1", 87.03, 43.02)])

    async def test_takes_milliseconds_and_a_clock_that_is_ahead(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")
        ahead = int((utcnow() + timedelta(hours=8)).timestamp() * 1000)

        answer = await platform.client.get(OSMAND, params={"id": token, **HERE, "timestamp": ahead})

        assert answer.json() == {"kept": True}
        at = datetime.fromisoformat((await unit_of(platform, "YZ-U1"))["position_at"])
        assert at <= datetime.now(UTC)

    async def test_an_old_position_is_not_kept(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")
        old = int((utcnow() - timedelta(hours=1)).timestamp())

        answer = await platform.client.get(OSMAND, params={"id": token, **HERE, "timestamp": old})

        assert answer.json() == {"kept": False}

    @pytest.mark.parametrize(
        "wrong",
        [{"lat": "91"}, {"lon": "east"}, {"lat": "nan"}, {"timestamp": "-1"}, {"lat": None}],
    )
    async def test_what_is_no_place_is_pointed_at(
        self, platform: Platform, wrong: dict[str, Any]
    ) -> None:
        token = await device_of(platform, "YZ-U1")
        params = {key: value for key, value in (HERE | wrong).items() if value is not None}

        answer = await platform.client.get(OSMAND, params={"id": token, **params})

        assert answer.status_code == 422
        assert [e["pointer"] for e in answer.json()["errors"]] == [next(iter(wrong))]


class TestOwnTracks:
    async def test_tells_where_a_unit_is_and_is_told_nothing(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")
        message = {
            "_type": "location",
            "lat": 43.02,
            "lon": 87.03,
            "tst": int(utcnow().timestamp()),
            "acc": 12,
            "tid": "U1",
            "batt": 70,
        }

        answer = await platform.client.post(OWNTRACKS, json=message, headers=basic(token))

        assert (answer.status_code, answer.json()) == (200, [])
        assert (await unit_of(platform, "YZ-U1"))["lon"] == 87.03

    async def test_other_messages_are_taken_and_not_used(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")

        other = await platform.client.post(
            OWNTRACKS, json={"_type": "lwt", "tst": 1}, headers=basic(token)
        )
        broken = await platform.client.post(
            OWNTRACKS, json={"_type": "location"}, headers=basic(token)
        )

        assert (other.status_code, broken.status_code) == (200, 422)


class TestDevice:
    async def test_that_nobody_knows_or_was_revoked_tells_nothing(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")
        async with platform.database.transaction() as session:
            device = await session.scalar(select(Device))
            assert device is not None
            await operations.revoke_device(session, device_id=device.id, now=utcnow())

        for shown in (token, "guess", "x" * 500, ""):
            answer = await platform.client.get(OSMAND, params={"id": shown, **HERE})
            assert answer.status_code == 401
        for headers in (basic(token), {"Authorization": "Basic ?"}, {}):
            answer = await platform.client.post(OWNTRACKS, json={"_type": "lwt"}, headers=headers)
            assert answer.status_code == 401
        assert await list_tracks(platform) == []

    async def test_opens_nothing_else(self, platform: Platform) -> None:
        token = await device_of(platform, "YZ-U1")

        for headers in ({"Authorization": f"Bearer {token}"}, basic(token)):
            answer = await platform.client.get("/api/v1/units", headers=headers)
            assert answer.status_code == 401

    async def test_is_kept_as_a_hash_and_said_in_no_log(
        self, platform: Platform, capsys: pytest.CaptureFixture[str]
    ) -> None:
        token = await device_of(platform, "YZ-U1")
        await platform.client.get(OSMAND, params={"id": token, **HERE})
        await platform.client.get(OSMAND, params={"id": token, "lat": "?", "lon": "?"})

        async with platform.database.reading() as session:
            device = await session.scalar(select(Device))
        assert device is not None
        assert token not in repr(device)
        said = capsys.readouterr()
        assert token not in said.out + said.err

    async def test_that_reports_too_often_is_told_when_to_come_back(
        self, platform: Platform
    ) -> None:
        token = await device_of(platform, "YZ-U1")
        statuses: list[int] = []
        while 429 not in statuses and len(statuses) < 200:
            answer = await platform.client.get(OSMAND, params={"id": token, **HERE})
            statuses.append(answer.status_code)

        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["type"] == "/problems/too-many-positions"

    async def test_ids_that_are_guessed_from_one_address_are_turned_away(
        self, platform: Platform
    ) -> None:
        statuses: list[int] = []
        while 429 not in statuses and len(statuses) < 100:
            answer = await platform.client.get(OSMAND, params={"id": uuid4().hex, **HERE})
            statuses.append(answer.status_code)

        assert set(statuses) == {401, 429}


class TestOffDuty:
    async def test_a_position_is_neither_kept_nor_told(self, platform: Platform) -> None:
        token, officer = await device_of(platform, "YZ-U1"), await platform.sign_in("yz-team")
        await platform.client.get(OSMAND, params={"id": token, **HERE})
        await until_read(lambda: list_tracks(platform), [("YZ-U1", 87.03, 43.02)])
        word = {"do": "sign_off", "id": str(uuid4())}
        await platform.client.post("/api/v1/duty", json=word, headers=officer)

        async with platform.console("yz-center") as console:
            await console.say({"view": {"bbox": [86, 42, 88, 44]}})
            answer = await platform.client.get(OSMAND, params={"id": token, "lat": 43, "lon": 87})
            assert answer.json() == {"kept": False}
            whole = await console.frame("units.moved", whole=True)
        unit = await unit_of(platform, "YZ-U1")

        assert whole["units"] == []
        assert (unit["position_at"], unit["lon"], unit["lat"]) == (None, 87.02, 43.02)
        assert len(await list_tracks(platform)) == 1


class TestView:
    async def test_brings_what_moves_in_it_and_no_single_moves(self, platform: Platform) -> None:
        tokens = {unit: await device_of(platform, unit) for unit in ("YZ-U1", "YZ-U5")}
        west_of = await sign_up(platform, Role.OPERATOR, "district:990102")
        async with (
            platform.console("yz-center") as city,
            platform.console(west_of) as west,
            platform.console("yz-guest") as plain,
        ):
            for console in (city, west):
                await console.say({"view": {"bbox": [87.0, 43.0, 87.1, 43.2]}})
                await console.frame("units.moved", whole=True)
            for unit, token in tokens.items():
                spot = {"lat": "43.15" if unit == "YZ-U5" else "43.03", "lon": "87.05"}
                await platform.client.get(OSMAND, params={"id": token, **spot})
            seen: set[str] = set()
            while seen != {"YZ-U1", "YZ-U5"}:
                frame = await city.frame("units.moved", whole=False)
                seen |= {unit for unit, *_ in frame["units"]}
            await west.frame("units.moved", whole=False)
            # Who never said where it looks hears of each.
            for _ in tokens:
                await plain.frame("unit.moved")

        told = [m["data"] for m in west.heard if m.get("name") == "units.moved"]
        assert {unit for data in told for unit, *_ in data["units"]} == {"YZ-U5"}
        assert not [m for m in city.heard if m.get("name") == "unit.moved"]

    @pytest.mark.parametrize(
        "view", [{"bbox": [1, 2, 3]}, {"bbox": [2, 0, 1, 0]}, {}, 7, {"bbox": [0, 0, 0, 99]}]
    )
    async def test_that_is_none_is_refused(self, platform: Platform, view: object) -> None:
        async with platform.console("yz-center") as console:
            await console.say({"view": view})

            refused = await console.wait_for(lambda m: "refused" in m)

        assert refused["problem"]["type"] == "/problems/invalid-input"


async def test_a_track_is_forgotten_after_its_days(database: Database) -> None:
    now = utcnow()
    async with database.transaction() as session:
        for days in (1, 29, 31):
            at = now - timedelta(days=days)
            session.add(Track(unit="YZ-U1", at=at, lon=87.03, lat=43.03))

    async with database.transaction() as session:
        await tracks.forget_before(session, moment=now - timedelta(days=30))

    async with database.reading() as session:
        left = list(await session.scalars(select(Track)))
    assert sorted((now - row.at).days for row in left) == [1, 29]


class TestRefresh:
    """What a process knows of positions that others have heard."""

    @pytest.fixture
    def positions(self, platform: Platform) -> Any:
        return platform.app.state.positions

    async def test_shows_what_was_there_before_it_began_and_drops_what_is_too_old(
        self, platform: Platform, positions: Any
    ) -> None:
        presence, now = platform.app.state.presence, utcnow()
        presence.put("YZ-U1", Position(87.03, 43.03, now - timedelta(seconds=20)))
        presence.put("YZ-U3", Position(87.05, 43.05, now - timedelta(hours=1)))
        presence.put("YZ-gone", Position(87.05, 43.05, now))
        await positions.refresh()

        async with platform.console("yz-center") as console:
            await console.say({"view": {"bbox": [86, 42, 88, 44]}})
            whole = await console.frame("units.moved", whole=True)

        assert [unit for unit, *_ in whole["units"]] == ["YZ-U1"]
        assert set(presence.where) == {"YZ-U1", "YZ-U3"}
