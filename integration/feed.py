"""A simulated grassroots platform: reports invented events over HTTP, as a real one would."""

import asyncio
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import structlog

from core.clock import utcnow
from core.ids import new_id
from core.log import configure
from core.tables import read_csv

log = structlog.get_logger()

EVERY_S: Final = 8.0
"""Seconds between events, about: calm enough to watch, lively enough to look at."""
KEPT: Final = 20
"""Reports remembered, to be sent again now and then as a platform does after a time-out."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What may happen where: classes that have an item, and the bases of the city's units."""

    classes: Sequence[tuple[str, str, str, str]]
    places: Sequence[tuple[float, float, str]]


def read_scene(city: Path) -> Scene:
    """Read a city's folder for classes and places to invent events from."""
    mapped = {
        (row["scheme"], row["kind"], row["code"]) for row in read_csv(city / "class_items.csv")
    }
    classes = [
        (row["scheme"], row["kind"], row["code"], row["name"])
        for row in read_csv(city / "event_classes.csv")
        if (row["scheme"], row["kind"], row["code"]) in mapped
    ]
    places = [
        (float(row["base_lon"]), float(row["base_lat"]), row["name"])
        for row in read_csv(city / "units.csv")
    ]
    return Scene(classes, places)


def invent(scene: Scene, chance: random.Random) -> dict[str, Any]:
    """Invent one event; all of it is made up and says so."""
    scheme, kind, code, name = chance.choice(scene.classes)
    lon, lat, near = chance.choice(scene.places)
    ago = timedelta(seconds=chance.randrange(30, 900))
    return {
        "source_event_id": f"SIM-{new_id()}",
        "occurred_at": (utcnow() - ago).isoformat(),
        "title": f"{name}（演示）",
        "category": {"scheme": scheme, "kind": kind, "code": code},
        "description": "模拟上报，非真实事件。",
        "location": {
            "lon": round(lon + chance.gauss(0, 0.008), 6),
            "lat": round(lat + chance.gauss(0, 0.008), 6),
            "crs": "CGCS2000",
            "address": f"{near}附近（演示）",
        },
        "urgency": chance.choices(("general", "urgent", "critical"), (80, 15, 5))[0],
    }


async def play(*, demo: Path, city: Path, every_s: float) -> None:
    """Report events until told to stop, and follow our own channel of changes."""
    facts = json.loads(await asyncio.to_thread(demo.read_text, "utf-8"))
    scene, chance = read_scene(city), random.Random()
    kept: list[dict[str, Any]] = []
    since = 0
    headers = {"Authorization": f"Bearer {facts['platform_token']}"}
    async with httpx.AsyncClient(
        base_url=facts["base_url"], headers=headers, timeout=10, trust_env=False
    ) as client:
        while True:
            again = kept and chance.random() < 0.05
            event = chance.choice(kept) if again else invent(scene, chance)
            try:
                answer = await client.post("/api/v1/events", json=event)
                since = await _follow(client, since)
            except httpx.HTTPError as failure:
                log.warning("platform_unheard", error=type(failure).__name__)
                kept.append(event)
            else:
                said = answer.json()
                log.info(
                    "reported",
                    status=answer.status_code,
                    case_no=said.get("case_no"),
                    state=said.get("state"),
                    title=event["title"],
                )
                kept = [*kept[-KEPT:], event]
            await asyncio.sleep(chance.expovariate(1 / every_s))


async def _follow(client: httpx.AsyncClient, since: int) -> int:
    """Read what became of our events, as the platform's own screens would."""
    while True:
        answer = await client.get("/api/v1/changes", params={"since": since})
        answer.raise_for_status()
        page = answer.json()
        for item in page["items"]:
            if item["data"]["stage"] != "accepted":
                log.info("heard", case_no=item["data"]["case_no"], stage=item["data"]["stage"])
        since = page["last"]
        if since >= page["head"]:
            return since


def main() -> None:
    """Play the platform: `python -m integration.feed DEMO.json CITY [SECONDS]`."""
    demo, city = Path(sys.argv[1]), Path(sys.argv[2])
    every_s = float(sys.argv[3]) if len(sys.argv) > 3 else EVERY_S
    configure()
    asyncio.run(play(demo=demo, city=city, every_s=every_s))


if __name__ == "__main__":
    main()
