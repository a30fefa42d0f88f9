"""The worked example of the format: one base, two sites, three units, two vehicles. Known by heart."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs" / "missions"

Document = dict[str, Any]


def instance_document() -> Document:
    """The instance, as a document that a test may change."""
    return _read("example/instance.json")


def twin_city_document() -> Document:
    """The worked example twice: the twin's base is another place, its agencies are others."""
    one, twin = instance_document(), instance_document()
    kinds = ("agencies", "sites", "units", "vehicles")
    for kind in kinds:
        for member in twin[kind]:
            member["id"] += "'"
    for site in twin["sites"]:
        site["recused"] = [unit + "'" for unit in site.get("recused", [])]
        for due in site["due"]:
            due["agency"] += "'"
    for unit in twin["units"]:
        unit["agencies"] = [agency + "'" for agency in unit["agencies"]]
    for member in (*twin["units"], *twin["vehicles"]):
        member["base"] = one["places"][1]["id"]
    return one | {kind: one[kind] + twin[kind] for kind in kinds}


def plan_a() -> Document:
    """Two vehicles, worth 17.85."""
    return _read("example/plan-a.json")


def plan_b() -> Document:
    """One vehicle, worth 19.35, the optimum."""
    return _read("example/plan-b.json")


def schema(name: str) -> Document:
    """A schema of the format."""
    return _read(f"schema/{name}.schema.json")


def as_bytes(document: object) -> bytes:
    """Write a document as a stranger would send it."""
    return json.dumps(document).encode()


def _read(path: str) -> Document:
    document: Document = json.loads((DOCS / path).read_text("utf-8"))
    return document
