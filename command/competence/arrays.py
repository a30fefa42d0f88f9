"""A snapshot's values as arrays, for many acts at once: row `n` is the timeline's value `n`.

Every array ends with a row more, of what is true when nothing holds: NOTHING, the number -1, finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from command.competence.candidates import SUBJECTS
from command.competence.ground import Standing
from command.competence.holding import Holding
from command.competence.snapshot import Snapshot
from command.competence.timeline import NOTHING, UNKNOWN
from command.competence.vocabulary import SITUATION

Array = NDArray[Any]
_made: WeakKeyDictionary[Snapshot, Arrays] = WeakKeyDictionary()


def arrays_of(snapshot: Snapshot) -> Arrays:
    """Give a snapshot's arrays, made when they are first asked for."""
    found = _made.get(snapshot)
    if found is None:
        found = _made[snapshot] = Arrays(snapshot)
    return found


def code(key: str, value: Any) -> int:
    """Number an answer of the decision table's vocabulary."""
    return SITUATION[key].index(value)


class Names:
    """Words, each once and numbered; None is NOTHING."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, word: str | None) -> int:
        """Number a word."""
        return NOTHING if word is None else self._numbers.setdefault(word, len(self._numbers))

    def column(self) -> tuple[str | None, ...]:
        """List the words in order; the last is None, where -1 finds it."""
        return (*self._numbers, None)


class Arrays:
    """What a vectorised decision looks up."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.names = Names()
        fields = snapshot.numbers.fields
        name = self.names.number

        found = snapshot.candidates.values
        versions = {item.id: n for n, item in enumerate(snapshot.items.values) if item}
        narrowed = [v.by_subject if v else None for v in found]
        self.known = _array(found, lambda v: code("class", v.known), code("class", "unknown"))
        self.items = _array(
            narrowed,
            lambda row: [code("items", n.items) for n in row],
            [code("items", "none")] * len(SUBJECTS),
        )
        self.version = _array(
            narrowed,
            lambda row: [versions[n.only.item.id] if n.only else NOTHING for n in row],
            [NOTHING] * len(SUBJECTS),
        )

        items = snapshot.items.values
        self.item = _array(items, lambda v: snapshot.numbers.items[v.code], UNKNOWN)
        self.item_field = _array(items, lambda v: fields[v.field], UNKNOWN)
        self.fines = {
            "unit": (
                _array(items, lambda v: _sum(v.unit_min), np.nan),
                _array(items, lambda v: _sum(v.unit_max), np.nan),
            ),
            "person": (
                _array(items, lambda v: _sum(v.person_min), np.nan),
                _array(items, lambda v: _sum(v.person_max), np.nan),
            ),
        }
        """The least and the greatest, by subject."""
        self.severe = _array(items, lambda v: bool(v.severe), False)

        held = snapshot.holders.values
        self.holdings: list[Holding] = [v or _UNHELD for v in held]
        self.chosen: dict[tuple[int, str], int] = {}
        """(value, field) -> holding that an answer chooses."""
        for n, value in enumerate(held):
            for field, holding in (value.by_field if value else {}).items():
                self.chosen[n, field] = len(self.holdings)
                self.holdings.append(holding)
        self.line = _array(self.holdings, lambda h: code("holder", h.line), code("holder", "none"))
        self.scope = _array(self.holdings, lambda h: code("scope", h.scope), code("scope", "full"))
        self.level = _array(self.holdings, lambda h: code("level", h.level), code("level", "none"))
        self.holding_field = _array(self.holdings, lambda h: h.number, UNKNOWN)

        teams = snapshot.standings.values
        places = {id(standing): n for n, standing in enumerate(teams) if standing}

        def place(standing: Standing | None) -> int:
            return NOTHING if standing is None else places[id(standing)]

        self.team = _array(teams, lambda v: name(v.code), NOTHING)
        self.body = _array(teams, lambda v: name(v.team.body), NOTHING)
        self.signing = _array(teams, lambda v: name(v.signing), NOTHING)
        self.commanding = _array(teams, lambda v: name(v.commanding), NOTHING)
        self.guiding = _array(teams, lambda v: name(v.guiding), NOTHING)
        self.works = _array(
            teams,
            lambda v: [number in v.fields for number in fields.values()],
            [False] * len(fields),
        )
        self.county = _array(snapshot.field_teams.values, place, NOTHING)
        self.bureau = _array(snapshot.bureaus.values, place, NOTHING)

        ground = snapshot.ground.values
        self.form = _array(ground, lambda v: code("form", v.form), code("form", "none"))
        self.squad = _array(ground, lambda v: place(v.squad), NOTHING)
        self.office = _array(ground, lambda v: name(v.office.name if v.office else None), NOTHING)
        self.own_name = _array(
            ground, lambda v: name((v.power.name_used or None) if v.power else None), NOTHING
        )

        lines = snapshot.lines.values
        self.majors = {
            "unit": _array(lines, lambda v: _sum(v.unit.major), np.nan),
            "person": _array(lines, lambda v: _sum(v.person.major), np.nan),
        }
        powers = snapshot.areas.values
        self.mode = _array(powers, lambda v: code("area", v.mode), code("area", "none"))
        self.area_team = _array(
            powers, lambda v: snapshot.numbers.teams.get(v.team, UNKNOWN), UNKNOWN
        )


_UNHELD: Final = Holding.none("", UNKNOWN)


def _array(values: Sequence[Any] | Iterable[Any], of: Callable[[Any], Any], nothing: Any) -> Array:
    return np.array([nothing if v is None else of(v) for v in values] + [nothing])


def _sum(amount: float | None) -> float:
    return np.nan if amount is None else amount
