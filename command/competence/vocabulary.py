"""What a row of the decision table may ask and say: every key of `when` with its values, every key of `then`.

The keys are those of `Competence.situation`, in the order they are found out.
"""

from collections.abc import Mapping
from typing import Final

Word = str | int | bool

SITUATION: Final[Mapping[str, tuple[Word, ...]]] = {
    "danger": (True, False),
    "class": ("known", "unknown"),
    "kind": ("matter", "component"),
    "place": ("inside", "outside", "missing", "contradiction"),
    "border": (True, False),
    "items": ("none", "one", "many"),
    "holder": ("none", "comprehensive", "professional", "outside", "several"),
    "scope": ("full", "partial"),
    "level": ("county", "city", "township", "none"),
    "form": ("empowered", "posted", "none"),
    "listed": (True, False),
    "squad": ("able", "unable"),
    "sanction": ("unknown", "minor", "major"),
    "area": ("none", "own", "shared"),
    "upgraded": (True, False),
    "refusals": (0, 1, 2),
}
TEAMS: Final = ("township_squad", "district_field", "area_team", "upgraded")
NAMES: Final = ("own", "bureau", "team")
ASSISTANTS: Final = ("township_squad", "district_field")


def problems_of_when(when: Mapping[str, object]) -> list[tuple[str, str]]:
    """List what is wrong with the conditions of a row: (key, `unknown_key` or `unknown_value`)."""
    found = []
    for key, wanted in when.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        if key not in SITUATION:
            found.append((key, "unknown_key"))
        # True equals 1 in Python, and must not pass for a number of refusals.
        elif not values or any((type(v), v) not in _typed(SITUATION[key]) for v in values):
            found.append((key, "unknown_value"))
    return found


def problems_of_then(then: Mapping[str, object]) -> list[tuple[str, str]]:
    """List what is wrong with the outcome of a row: it judges for a reason, or names a team."""
    if "judge" in then:
        wrong = [(key, "unknown_key") for key in then if key not in ("judge", "interim")]
        return wrong + _unless(bool(then["judge"]) and isinstance(then["judge"], str), "judge")
    allowed = {"team", "name", "assist", "reason", "confidence"}
    found = [(key, "unknown_key") for key in then if key not in allowed]
    found += _unless(then.get("team") in TEAMS, "team")
    found += _unless(then.get("name", "own") in NAMES, "name")
    found += _unless(isinstance(then.get("reason"), str) and bool(then["reason"]), "reason")
    found += _unless(then.get("confidence", "advisory") == "advisory", "confidence")
    assist = then.get("assist", [])
    fits = isinstance(assist, list) and all(one in ASSISTANTS for one in assist)
    return found + _unless(fits, "assist")


def _unless(holds: bool, key: str) -> list[tuple[str, str]]:
    return [] if holds else [(key, "unknown_value")]


def _typed(values: tuple[Word, ...]) -> set[tuple[type, Word]]:
    return {(type(value), value) for value in values}
