"""Boundaries over HTTP: looked at, refused with the feature and the rule, published once, and told of."""

import json
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from core.clock import utcnow
from tests.conftest import YUNZE
from tests.platform import Platform

DAY: Final = (utcnow() + timedelta(days=40)).date().isoformat()
CGCS2000: Final = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}


def survey(*redrawn: tuple[list[float], list[float]]) -> dict[str, Any]:
    """Draw Yunze as it is, but for vertices that were moved."""
    text = json.dumps(json.loads((YUNZE / "townships.geojson").read_text("utf-8")))
    for old, new in redrawn:
        assert json.dumps(old) in text
        text = text.replace(json.dumps(old), json.dumps(new))
    return {"crs": CGCS2000, **json.loads(text)}


async def send(
    platform: Platform,
    path: str,
    drawing: Any,
    *,
    who: str = "yz-admin",
    lang: str = "zh",
    **form: Any,
) -> httpx.Response:
    return await platform.client.post(
        f"/api/v1/{path}",
        files={"file": ("界线.geojson", json.dumps(drawing).encode())},
        data={"valid_from": DAY} | form,
        headers=await platform.sign_in(who) | {"Accept-Language": lang},
    )


async def get(platform: Platform, path: str, who: str = "yz-admin") -> Any:
    answer = await platform.client.get(f"/api/v1/{path}", headers=await platform.sign_in(who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_review_names_what_moves_and_what_is_wrong_and_keeps_nothing(
    platform: Platform,
) -> None:
    wider = survey(([87.34, 43.0], [87.35, 43.0]), ([87.34, 43.04], [87.35, 43.04]))

    told = (await send(platform, "boundaries:review", wider)).json()

    assert (told["base"], told["valid_from"], told["townships"]) == (1, DAY, 4)
    assert [one["name"] for one in told["changed"]] == ["石门乡"]
    (move,) = told["moves"]
    assert (move["before"], move["after"]["name"]) == (None, "石门乡")
    (gap,) = told["faults"]
    assert (gap["kind"], gap["sliver"], gap["bars"]) == ("gap", False, False)
    assert [one["name"] for one in gap["townships"]] == ["东湖街道"]
    assert 87.04 < gap["lon"] < 87.06
    levels = [one["properties"]["level"] for one in told["drawing"]["features"]]
    assert levels == ["township", "moved", "gap"]
    assert [one["state"] for one in (await get(platform, "boundaries"))["items"]] == ["in_force"]


async def test_what_is_published_comes_into_force_on_its_day_and_is_told_with_who_did_it(
    platform: Platform,
) -> None:
    wider = survey(([87.34, 43.0], [87.35, 43.0]), ([87.34, 43.04], [87.35, 43.04]))

    published = await send(platform, "boundaries", wider, base="1")

    assert published.status_code == 201, published.text
    assert published.json()["generation"] == 2
    states = [
        (one["generation"], one["state"]) for one in (await get(platform, "boundaries"))["items"]
    ]
    assert states == [(2, "coming"), (1, "in_force")]
    (line,) = (await get(platform, "catalogue/publications"))["items"]
    assert (line["kind"], line["edition"]) == ("boundaries", published.json()["edition"])
    assert line["by"] == "云泽管理员"


async def test_boundaries_that_were_published_meanwhile_are_not_written_over(
    platform: Platform,
) -> None:
    again = survey(([87.34, 43.0], [87.36, 43.0]))
    assert (await send(platform, "boundaries", again, base="1")).status_code == 201

    late = await send(platform, "boundaries", survey(([87.34, 43.0], [87.33, 43.0])), base="1")

    assert late.status_code == 409
    assert (late.json()["type"], late.json()["last"]) == ("/problems/boundaries-moved", 2)
    assert len((await get(platform, "boundaries"))["items"]) == 2


async def test_the_very_same_boundaries_are_not_published_twice(platform: Platform) -> None:
    wider = survey(([87.34, 43.0], [87.35, 43.0]))
    first = await send(platform, "boundaries", wider, base="1")

    again = await send(platform, "boundaries", wider, base="2")
    from_another_day = await send(platform, "boundaries", wider, base="2", valid_from="2040-01-01")

    assert (first.status_code, again.status_code, from_another_day.status_code) == (201, 409, 201)
    assert again.json()["type"] == "/problems/survey-unchanged"
    assert from_another_day.json()["generation"] == 3
    assert len((await get(platform, "catalogue/publications"))["items"]) == 2


async def test_ground_that_two_townships_claim_is_not_published(platform: Platform) -> None:
    over = survey(([87.3, 43.04], [87.15, 43.04]))

    reviewed = (await send(platform, "boundaries:review", over)).json()
    refused = await send(platform, "boundaries", over, base="1")

    assert reviewed["contested_count"] == 1
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/ground-contested"
    assert len((await get(platform, "boundaries"))["items"]) == 1


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "第 2 个要素（330103001）：没有这个镇街"), ("en", "feature 2 (330103001): no such")],
)
async def test_a_bad_file_is_refused_with_its_features_and_the_rule(
    platform: Platform, lang: str, said: str
) -> None:
    bad = survey()
    bad["features"][1]["properties"]["code"] = "330103001"
    bad["features"][2]["geometry"] = {"type": "Point", "coordinates": [87.0, 43.0]}

    refused = await send(platform, "boundaries:review", bad, lang=lang)

    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"] == "/problems/survey-refused"
    assert [(one["pointer"], one["rule"]) for one in problem["errors"]] == [
        ("/file/features/1", "unknown_code"),
        ("/file/features/2", "no_polygon"),
    ]
    assert problem["errors"][0]["detail"].startswith(said)


async def test_a_drawing_of_another_coordinate_system_is_refused(platform: Platform) -> None:
    turned = survey()
    for feature in turned["features"]:
        text = json.dumps(feature["geometry"]["coordinates"])
        feature["geometry"]["coordinates"] = json.loads(text.replace("87.", "7."))

    refused = await send(platform, "boundaries:review", turned)

    assert [one["rule"] for one in refused.json()["errors"]] == ["far"]


async def test_only_an_administrator_looks_at_surveys_and_only_overseers_at_publications(
    platform: Platform,
) -> None:
    for who in ("yz-center", "yz-team", "yz-guest"):
        assert (await send(platform, "boundaries:review", survey(), who=who)).status_code == 403
        headers = await platform.sign_in(who)
        told = await platform.client.get("/api/v1/catalogue/publications", headers=headers)
        assert told.status_code == 403


async def test_special_areas_are_told_with_their_ground_and_who_has_powers_there(
    platform: Platform,
) -> None:
    (station,) = (await get(platform, "catalogue/areas", "yz-guest"))["items"]

    assert (station["code"], station["name"]) == ("YZ-SA", "云泽站")
    assert [(one["team"], one["mode"], one["fields"]) for one in station["powers"]] == [
        ("YZ-CITY", "own", ["城市管理"]),
        ("YZ-CITY", "shared", ["生态环境"]),
    ]
    assert station["ground"]["type"] == "Polygon"
    assert (await get(platform, "catalogue/areas?on=2020-01-01"))["items"] == []
