"""The facts by the keys people ask them with: names for screens, rows for explanations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TypeVar

from command.catalogue.facts import ClassItem, ClassKey, Fact, Facts, Item, Rule, TeamFact

Row = TypeVar("Row", bound=Fact)


@dataclass(frozen=True)
class Book:
    """One edition's facts, looked up. What is asked rarely is made when it is first asked."""

    facts: Facts

    @cached_property
    def classes(self) -> Mapping[ClassKey, str]:
        """The name of every class."""
        return {row.key: row.name for row in self.facts.classes}

    def class_name(self, key: ClassKey) -> str | None:
        """Give a class's name, None when nobody knows it."""
        return self.classes.get(key)

    def keys_of(self, key: ClassKey) -> tuple[ClassKey, ...]:
        """Give a class and what it means in another scheme: by which names it may be written of."""
        means = self._aliases.get(key)
        return (key,) if means is None else (key, means)

    def group_of(self, key: ClassKey) -> str | None:
        """Give the group a class belongs to, None when nobody knows it."""
        return self._groups.get(key)

    def item(self, code: str, day: date | None = None) -> Item | None:
        """Give an item as the law had it on a day; else as it is written last."""
        return _on(self._items.get(code, ()), day)

    def team(self, code: str, day: date | None = None) -> TeamFact | None:
        """Give a team as it was on a day; else as it is written last."""
        return _on(self._teams.get(code, ()), day)

    def links(self, key: ClassKey) -> list[ClassItem]:
        """List what a class may fall under, whenever."""
        return [row for row in self.facts.class_items if row.key == key]

    def fields_of(self, key: ClassKey) -> list[str]:
        """List the fields that an item of a class has been held in, whenever."""
        items = {link.item for link in self.links(key)}
        held = (row.field for row in self.facts.holders if row.item in items)
        return list(dict.fromkeys(held))

    def rule(self, rule_id: str, version: int) -> Rule | None:
        """Find a row of the decision table again by what a decision stored."""
        return next((r for r in self.facts.rules if (r.id, r.version) == (rule_id, version)), None)

    def row(self, row_id: str) -> Fact | None:
        """Find a row again by its id."""
        return self._rows.get(row_id)

    @cached_property
    def _aliases(self) -> Mapping[ClassKey, ClassKey]:
        return {row.key: row.means for row in self.facts.class_aliases}

    @cached_property
    def _groups(self) -> Mapping[ClassKey, str]:
        return {row.key: row.group for row in self.facts.classes}

    @cached_property
    def _items(self) -> Mapping[str, list[Item]]:
        return _grouped((row.code, row) for row in self.facts.items)

    @cached_property
    def _teams(self) -> Mapping[str, list[TeamFact]]:
        return _grouped((row.code, row) for row in self.facts.teams)

    @cached_property
    def _rows(self) -> Mapping[str, Fact]:
        kinds = (getattr(self.facts, kind.name) for kind in fields(Facts))
        return {
            row.id: row
            for rows in kinds
            if isinstance(rows, tuple)
            for row in rows
            if isinstance(row, Fact)
        }


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for code, row in pairs:
        grouped.setdefault(code, []).append(row)
    return grouped


def _on(rows: Iterable[Row], day: date | None) -> Row | None:
    """Give the row good on a day, else the one that begins last."""
    begun = sorted(rows, key=lambda row: row.span.from_ or date.min)
    good = [row for row in begun if day is not None and day in row.span]
    return next(iter(reversed(good or begun)), None)
