"""How much one case is like another: by class, distance, time and words. Pure."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from command.catalogue.facts import ClassKey
from command.judging.values import ANY, GROUP, Alike, Kinship, Reach, Told
from field_units.cells import NAMED_PER_DEG, cell_of
from grid.geometry import DEGREE_M

KIN: Final[dict[Kinship, float]] = {"same": 1.0, "group": 0.6, "other": 0.0}
WEIGHTS: Final = (0.35, 0.3, 0.15, 0.2)
"""How much class, distance, time and words count of the whole: an order for a person to look at, no decision."""


def choose_reach(
    reaches: Iterable[Reach], *, keys: Sequence[ClassKey], group: str | None
) -> Reach | None:
    """Give the row for a class: its own before its group's before anybody's; None where there is none."""
    by_place = {
        row.code if row.code == ANY or row.code.startswith(GROUP) else _key(row): row
        for row in reaches
    }
    wanted = (*keys, f"{GROUP}{group}", ANY)
    return next((by_place[place] for place in wanted if place in by_place), None)


def _key(row: Reach) -> ClassKey:
    return row.scheme, row.kind, row.code


def kinship(
    one: Sequence[ClassKey], other: Sequence[ClassKey], *, groups: tuple[str | None, str | None]
) -> Kinship:
    """Tell how two classes are related: by what they mean in any scheme, then by their groups."""
    if set(one) & set(other):
        return "same"
    return "group" if groups[0] is not None and groups[0] == groups[1] else "other"


def compare(told: Told, *, text: str, reach: Reach) -> Alike:
    """Weigh what speaks for two reports being of the same: near in every respect is 1, at the reach's end 0."""
    parts = (
        KIN[told.kinship],
        max(0.0, 1 - told.distance_m / reach.distance_m),
        max(0.0, 1 - told.apart_s / (reach.within_h * 3600)),
        likeness(text, told.text),
    )
    return Alike(
        score=round(sum(w * part for w, part in zip(WEIGHTS, parts, strict=True)), 3),
        kinship=told.kinship,
        distance_m=round(told.distance_m),
        apart_s=round(told.apart_s),
        likeness=round(parts[3], 2),
    )


def likeness(one: str, other: str) -> float:
    """Compare two texts by their pairs of characters: Chinese has no spaces to part words by (Dice)."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    plain = "".join(char for char in text.casefold() if char.isalnum())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def cells_around(lon: float, lat: float, distance_m: float) -> list[str]:
    """Name the cells that touch a circle: as many as it is wide, however large the city."""
    north = distance_m / DEGREE_M
    east = north / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + north))))
    x, y = (math.floor((at) * NAMED_PER_DEG) for at in (lon - east, lat - north))
    to_x, to_y = (math.floor((at) * NAMED_PER_DEG) for at in (lon + east, lat + north))
    return [
        cell_of((column + 0.5) / NAMED_PER_DEG, (row + 0.5) / NAMED_PER_DEG) or ""
        for column in range(x, to_x + 1)
        for row in range(y, to_y + 1)
    ]
