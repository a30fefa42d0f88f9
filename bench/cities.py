"""The cities that are measured: the sample city, and the same with a thousand units on duty."""

import csv
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from core.clock import utcnow
from core.run import ROOT
from core.tables import read_csv
from grid.folder import read_folder

SAMPLE: Final = min(path.parent for path in (ROOT / "cities").glob("*/city.json"))
"""The one sample city that comes with the code."""
UNITS: Final = 1_000
ID: Final = "@@@@@@@@@@@@@@@@"
"""Stands for the event's id in a prepared body; an id has as many characters."""


def with_units(folder: Path, target: Path, *, units: int = UNITS) -> list[str]:
    """Copy a city's folder, with this many units round the clock; gives their codes.

    Units beyond those there are double the ones of townships, with officers and certificates alike.
    """
    shutil.copytree(folder, target)
    rows = {name: list(read_csv(target / f"{name}.csv")) for name in _PEOPLE}
    crews: dict[str, list[dict[str, Any]]] = {}
    for officer in rows["officers"]:
        crews.setdefault(officer["unit"], []).append(dict(officer))
    held: dict[str, list[dict[str, Any]]] = {}
    for paper in rows["certificates"]:
        held.setdefault(paper["officer"], []).append(dict(paper))

    townships = {team["code"] for team in read_csv(target / "teams.csv") if team["township"]}
    own = [dict(unit) for unit in rows["units"]]
    doubled = [crew for crew in own if crew["team"] in townships]
    made: dict[str, list[dict[str, Any]]] = {"units": own, "officers": [], "certificates": []}
    made["officers"] = [officer for crew in crews.values() for officer in crew]
    made["certificates"] = [paper for papers in held.values() for paper in papers]
    for number in range(units - len(own)):
        tail = f"-x{number}"
        unit = doubled[number % len(doubled)]
        own.append({**unit, "code": unit["code"] + tail})
        for rider in crews[unit["code"]]:
            code = rider["code"] + tail
            made["officers"].append({**rider, "code": code, "unit": unit["code"] + tail})
            made["certificates"] += [
                {**paper, "officer": code, "number": paper["number"] + tail}
                for paper in held.get(rider["code"], ())
            ]
    for each in own:
        each["shift_from"] = each["shift_to"] = "00:00"
    for name, changed in made.items():
        _write(target / f"{name}.csv", changed)
    return [each["code"] for each in own]


def make_events(folder: Path, *, count: int, seed: int = 7) -> list[str]:
    """Write event bodies of a city: a township drawn evenly, a point drawn evenly inside it.

    Classes are those that lead to one item without a question, in the city's commonest field.
    """
    chance = random.Random(seed)
    occurred_at = (utcnow() - timedelta(minutes=5)).isoformat()
    classes, places = _classes(folder), _points(folder, count=count, seed=seed)
    return [
        json.dumps(
            {
                "source_event_id": ID,
                "occurred_at": occurred_at,
                "title": f"{name}（测试）",
                "category": {"scheme": scheme, "kind": kind, "code": code},
                "description": "网格员巡查发现，现场照片稍后补充，请及时处置。（测试数据）",
                "location": {"lon": lon, "lat": lat, "crs": "CGCS2000", "address": "测试路 1 号"},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for (lon, lat) in places
        for scheme, kind, code, name in [chance.choice(classes)]
    ]


_PEOPLE: Final = ("units", "officers", "certificates")


def _classes(folder: Path) -> list[tuple[str, str, str, str]]:
    """List the classes that ask no question, of the field in which the bureau holds most of them."""
    fields = {
        row["item"]: row["field"]
        for row in read_csv(folder / "holders.csv")
        if row["line"] == "comprehensive" and not row["valid_to"]
    }
    plain = [
        row
        for row in read_csv(folder / "class_items.csv")
        if row["item"] in fields and not row["question_zh"]
    ]
    ((field, _),) = Counter(fields[row["item"]] for row in plain).most_common(1)
    keys = {
        (row["scheme"], row["kind"], row["code"]) for row in plain if fields[row["item"]] == field
    }
    return [
        (row["scheme"], row["kind"], row["code"], row["name"])
        for row in read_csv(folder / "event_classes.csv")
        if (row["scheme"], row["kind"], row["code"]) in keys
    ]


def _points(folder: Path, *, count: int, seed: int) -> Iterator[tuple[float, float]]:
    grounds = [shapely.from_wkb(wkb) for wkb in read_folder(folder).boundaries.values()]
    shapely.prepare(grounds)
    chance = np.random.default_rng(seed)
    for number in chance.integers(len(grounds), size=count).tolist():
        west, south, east, north = shapely.bounds(grounds[number]).tolist()
        while True:
            lon, lat = chance.uniform(west, east), chance.uniform(south, north)
            if shapely.contains_xy(grounds[number], lon, lat):
                yield round(float(lon), 6), round(float(lat), 6)
                break


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
