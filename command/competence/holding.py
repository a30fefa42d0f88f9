"""Which line and field hold an item in a district, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from command.catalogue.facts import EVERYWHERE, Holder, Level, Line
from command.competence.timeline import UNKNOWN, once
from command.competence.values import Choice

_NEARNESS: Final = {"county": 0, "township": 1, "city": 2}
"""Of one field's holders at several levels: the city acts by decision only, so it comes last."""
_NOTHING_TO_CHOOSE: Final[Mapping[str, Holding]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """What is true of an item's holder: there is one, none, or several that only an answer tells apart."""

    line: Line | Literal["none", "several"]
    scope: Literal["full", "partial"]
    level: Level | Literal["none"]
    field: str
    """The holder's field, else the item's own; empty with several, whose item says it."""
    number: int
    """Of the field; UNKNOWN with several."""
    rows: tuple[str, ...]
    choices: tuple[Choice, ...]
    by_field: Mapping[str, Holding]
    """With several, what an answer makes true: the fields that only one of them has."""

    @classmethod
    def none(cls, field: str, number: int) -> Holding:
        """Make what is true of an item in a field that nobody holds."""
        return cls("none", "full", "none", field, number, (), (), _NOTHING_TO_CHOOSE)


def choose_holders(rows: Iterable[Holder], *, fields: Mapping[str, int]) -> Holding:
    """Let a district's own rows beat the city's, and each line and field hold an item once."""
    rows = list(rows)
    own = [row for row in rows if row.area != EVERYWHERE] or rows
    found: dict[tuple[str, str], Holder] = {}
    for row in sorted(own, key=lambda row: _NEARNESS[row.level]):
        found.setdefault((row.line, row.field), row)
    holders = [found[key] for key in sorted(found)]
    single = [_holding(holder, fields) for holder in holders]
    if len(single) == 1:
        return single[0]
    named = [holder.field for holder in holders]
    return Holding(
        "several",
        "full",
        "none",
        "",
        UNKNOWN,
        tuple(holder.id for holder in holders),
        tuple(
            Choice(row.item, row.field, None, row.boundary or row.field, "", row.line)
            for row in holders
        ),
        {holding.field: holding for holding in single if named.count(holding.field) == 1},
    )


def _holding(holder: Holder, fields: Mapping[str, int]) -> Holding:
    return Holding(
        once(holder.line),
        "partial" if holder.partial else "full",
        once(holder.level),
        once(holder.field),
        fields[holder.field],
        (holder.id,),
        (),
        _NOTHING_TO_CHOOSE,
    )
