"""Which line and field hold an item in a district, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from command.catalogue.facts import EVERYWHERE, Holder, Level, Line
from command.competence.timeline import UNKNOWN
from command.competence.values import Choice

_NEARNESS: Final = {"county": 0, "township": 1, "city": 2}
"""Of one field's holders at several levels: the city acts by decision only, so it comes last."""


class Holding(NamedTuple):
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

    @classmethod
    def none(cls, field: str, number: int) -> Holding:
        """Make what is true of an item in a field that nobody holds."""
        return cls("none", "full", "none", field, number, (), ())


class Held(NamedTuple):
    """The lawful holders of an item in a piece of time."""

    unasked: Holding
    """What is true as long as nobody chose a field."""
    by_field: Mapping[str, Holding]
    """What an answer makes true: the fields that only one of several holders has."""


def choose_holders(rows: Iterable[Holder], *, fields: Mapping[str, int]) -> Held:
    """Let a district's own rows beat the city's, and each line and field hold an item once."""
    rows = list(rows)
    own = [row for row in rows if row.area != EVERYWHERE] or rows
    found: dict[tuple[str, str], Holder] = {}
    for row in sorted(own, key=lambda row: _NEARNESS[row.level]):
        found.setdefault((row.line, row.field), row)
    holders = [found[key] for key in sorted(found)]
    single = [_holding(holder, fields) for holder in holders]
    if len(holders) == 1:
        return Held(single[0], {})
    named = [holder.field for holder in holders]
    choices = tuple(
        Choice(holder.item, holder.field, None, holder.boundary or holder.field, holder.field)
        for holder in holders
    )
    ids = tuple(holder.id for holder in holders)
    return Held(
        Holding("several", "full", "none", "", UNKNOWN, ids, choices),
        {holding.field: holding for holding in single if named.count(holding.field) == 1},
    )


def _holding(holder: Holder, fields: Mapping[str, int]) -> Holding:
    return Holding(
        holder.line,
        "partial" if holder.partial else "full",
        holder.level,
        holder.field,
        fields[holder.field],
        (holder.id,),
        (),
    )
