"""The facts of one edition as people look through them: found by words, an item with all its versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from command.catalogue.facts import ClassKey, EventClass, Fact, Facts, Holder, Item, TownshipItem
from command.catalogue.search import Finder, findable

Row = TypeVar("Row", bound=Fact)


@dataclass(frozen=True)
class Browse:
    """Looks through one edition; what it needs for that is made when it is first needed."""

    facts: Facts

    def items(self, query: str, *, field: str = "") -> Iterator[str]:
        """Give the codes of the items that fit, each once, in the order of their codes."""
        for row in self._items.find(query):
            if not field or row.field == field:
                yield row.code

    def classes(self, query: str) -> Iterator[EventClass]:
        """Give the classes that fit, those with an item first."""
        return self._classes.find(query)

    def item_on(self, code: str, day: date) -> tuple[Item, bool]:
        """Give an item as it is on a day, else as it is written last, and whether it is good then."""
        versions = self.versions[code]
        good = [row for row in versions if day in row.span]
        return (good or versions)[-1], bool(good)

    def holders_on(self, code: str, day: date) -> list[Holder]:
        """List who holds an item on a day, wherever."""
        return [row for row in self.holders.get(code, ()) if day in row.span]

    def townships_on(self, code: str, day: date) -> int:
        """Count the townships that have an item on their published list on a day."""
        return sum(_counts(row, day) for row in self.listed.get(code, ()))

    def lists_on(self, day: date) -> Mapping[str, set[str]]:
        """Give each township's published list on a day, by item."""
        lists: dict[str, set[str]] = {}
        for row in self.facts.township_items:
            if _counts(row, day):
                lists.setdefault(row.township, set()).add(row.item)
        return lists

    @cached_property
    def versions(self) -> Mapping[str, list[Item]]:
        """The versions of every item, oldest first."""
        return _grouped((row.code, row) for row in self.facts.items)

    @cached_property
    def holders(self) -> Mapping[str, list[Holder]]:
        """Who held every item, oldest first."""
        return _grouped((row.item, row) for row in self.facts.holders)

    @cached_property
    def listed(self) -> Mapping[str, list[TownshipItem]]:
        """The townships' rows of every item, oldest first."""
        return _grouped((row.item, row) for row in self.facts.township_items)

    @cached_property
    def item_count(self) -> Mapping[ClassKey, int]:
        """How many items every class may fall under."""
        pairs = {(row.key, row.item) for row in self.facts.class_items}
        return Counter(key for key, _ in pairs)

    @cached_property
    def _items(self) -> Finder[Item]:
        last = (versions[-1] for _, versions in sorted(self.versions.items()))
        return Finder(
            findable(row, code=row.code, name=row.name, more=f"{row.law} {row.article}")
            for row in last
        )

    @cached_property
    def _classes(self) -> Finder[EventClass]:
        rows = sorted(
            self.facts.classes,
            key=lambda row: (not self.item_count.get(row.key), row.key[1] == "component", row.key),
        )
        return Finder(findable(row, code=row.key[2], name=row.name, more=row.group) for row in rows)


def _counts(row: TownshipItem, day: date) -> bool:
    return day in row.span and row.published_on is not None and row.published_on <= day


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for code, row in sorted(pairs, key=lambda pair: (pair[0], pair[1].span.from_ or date.min)):
        grouped.setdefault(code, []).append(row)
    return grouped
