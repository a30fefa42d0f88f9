"""The catalogue in memory: what routing asks, at one edition. Immutable, swapped whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Holder = Literal["comprehensive", "professional", "ask", "outside"]
Form = Literal["empowered", "posted", "none"]
ClassKey = tuple[str, str, str]
"""(scheme, kind, code)"""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a row is good for: from a day up to, not including, another; None is open."""

    from_: date | None = None
    to: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day < self.to)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as explained to people."""

    code: str
    name: str
    field: str
    law: str
    article: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mapped:
    """That a class may fall under an item, and who holds it."""

    id: str
    item: str
    holder: Holder
    fields: tuple[str, ...]
    question_zh: str
    question_en: str
    span: Span


@dataclass(frozen=True, slots=True)
class Power:
    """How a township enforces during a span, and whose name is on the papers of its squad."""

    id: str
    form: Form
    name_used: str
    span: Span


@dataclass(frozen=True, slots=True)
class Listed:
    """That an item is on a township's list during a span."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the decision table. Every key of `when` must equal the fact, or name it in a list."""

    id: str
    version: int
    priority: int
    when: Mapping[str, Any]
    then: Mapping[str, Any]
    text_zh: str
    text_en: str
    source: str
    span: Span

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether the facts are what the row asks for."""
        return all(
            facts.get(key) in wanted if isinstance(wanted, list) else facts.get(key) == wanted
            for key, wanted in self.when.items()
        )


@dataclass(frozen=True)
class Rulebook:
    """Every row that routing asks, by the key it asks with; rules in order of priority."""

    edition: int
    classes: Mapping[ClassKey, str]
    mapped: Mapping[ClassKey, tuple[Mapped, ...]]
    items: Mapping[str, ItemFacts]
    powers: Mapping[str, tuple[Power, ...]]
    lists: Mapping[tuple[str, str], tuple[Listed, ...]]
    rules: tuple[Rule, ...]

    def class_name(self, key: ClassKey) -> str | None:
        """Give a class's name, None when nobody knows it."""
        return self.classes.get(key)

    def find_rule(self, rule_id: str, version: int) -> Rule | None:
        """Find a row again by what a decision stored."""
        return next((r for r in self.rules if r.id == rule_id and r.version == version), None)
