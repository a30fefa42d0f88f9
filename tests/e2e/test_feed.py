"""The simulated platform plays by the rules: what it invents is taken in, and it hears what became of it."""

import asyncio
import contextlib
import random
from collections import Counter

from integration import feed, values
from tests.factories import YUNZE, as_json
from tests.platform import Platform
from tests.waiting import until_read


def test_what_it_invents_is_always_an_event() -> None:
    scene = feed.read_scene(YUNZE)
    mapped = {code for _, _, code, _ in scene.classes}

    for seed in range(200):
        event = feed.invent(scene, random.Random(seed))
        read = values.read(as_json(event))
        assert read.category.code in mapped
        assert "演示" in read.title
    assert mapped == {f"M{n:02d}" for n in range(1, 11)} - {"M06"}


async def test_it_reports_over_http_until_it_is_told_to_stop(platform: Platform) -> None:
    demo = platform.settings.data_dir / "demo.json"
    playing = asyncio.create_task(feed.play(demo=demo, city=YUNZE, every_s=0.01))

    async def head() -> bool:
        answer = await platform.client.get("/api/v1/changes", headers=platform.as_platform)
        return bool(answer.json()["head"] >= 30)

    await until_read(head, True)
    playing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await playing

    cases = await platform.client.get(
        "/api/v1/cases", params={"limit": 500}, headers=await platform.sign_in("yz-center")
    )
    found = Counter(case["state"] for case in cases.json()["items"])
    assert sum(found.values()) >= 10
    assert all(case["title"].endswith("（演示）") for case in cases.json()["items"])
