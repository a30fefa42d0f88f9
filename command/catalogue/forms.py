"""The form of each kind of fact: its file, its table, its columns, and what its rows are about.

One description serves city folders, workbooks, the database and the comparison of two editions. It is
read off the dataclasses of `command.catalogue.facts`: a new kind of fact is a dataclass there, a line
in `FORMS` here and a migration.
"""

from __future__ import annotations

import types
from collections import abc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, uuid5

from command.catalogue import facts
from command.catalogue.cells import Column, Sort
from command.catalogue.facts import ClassKey, Fact, Facts, Span

Values = Sequence[Any]
"""A row: one value for each column of its form."""

_LAST: Final = (
    Column("valid_from", "day", optional=True),
    Column("valid_to", "day", optional=True),
    Column("source"),
    Column("invented", "flag"),
)
"""What every row ends with."""


@dataclass(frozen=True, eq=False)
class Form:
    """How one kind of fact is written."""

    made: type[Fact]
    name: str
    """Of the attribute of `Facts` that holds the rows, and of a workbook's sheet."""
    file: str
    table: str | None
    """None: kept by another package."""
    key: tuple[str, ...]
    """What a row is about: rows of one key are versions of one another."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """List the columns: what the fact says, then its span, its source and whether it is invented."""
        return tuple(column for column, _ in self._said)

    @cached_property
    def names_itself(self) -> bool:
        """Tell whether a row brings its own id, as a rule does."""
        return self.made is facts.Rule

    def make(self, values: Values, *, id: str | None = None) -> Fact:
        """Make the fact a row says; `id` is what it is known by already."""
        given = {name: values[at] for name, at in self._plain}
        for name, positions in self._keys:
            given[name] = tuple(values[at] for at in positions)
        if not self.names_itself:
            given["id"] = id or self.id_of(values)
        begins, ends, source, invented = values[-4:]
        return self.made(**given, span=Span(begins, ends), source=source, invented=invented)

    def values(self, fact: Fact) -> tuple[Any, ...]:
        """Give the row that says a fact."""
        return tuple(get(fact) for _, get in self._said)

    def cells(self, fact: Fact) -> list[str]:
        """Write the row that says a fact."""
        return [column.write(get(fact)) for column, get in self._said]

    def id_of(self, values: Values) -> str:
        """Name a row by all it says: an id that was stored cannot come to mean something else."""
        cells = (c.write(value) for c, value in zip(self.columns, values, strict=True))
        return str(uuid5(NAMESPACE_URL, "\x1f".join((self.name, *cells))))

    def row_id(self, fact: Fact) -> str:
        """Give the name of a fact's row; a rule's row has one beside the rule's own."""
        return self.id_of(self.values(fact)) if self.names_itself else fact.id

    def key_of(self, fact: Fact) -> tuple[Any, ...]:
        """Give what a fact is about."""
        return tuple(getattr(fact, name) for name in self.key)

    def order(self, fact: Fact) -> tuple[Any, ...]:
        """Order rows by what they are about, then by when they begin."""
        return (self.key_of(fact), fact.span.from_ or date.min, fact.id)

    def of(self, all_facts: Facts) -> tuple[Fact, ...]:
        """Give the rows of this form."""
        rows: tuple[Fact, ...] = getattr(all_facts, self.name)
        return rows

    @cached_property
    def _said(self) -> tuple[tuple[Column, Callable[[Any], Any]], ...]:
        hints = get_type_hints(self.made)
        ends = {"valid_from": "span.from_", "valid_to": "span.to"}
        own = [field for field in fields(self.made) if field.name not in _OF_EVERY]
        named = ((Column("id", required=True), attrgetter("id")),) if self.names_itself else ()
        return (
            *named,
            *(pair for field in own for pair in _columns(field, hints[field.name])),
            *((column, attrgetter(ends.get(column.name, column.name))) for column in _LAST),
        )

    @cached_property
    def _keys(self) -> list[tuple[str, list[int]]]:
        names = [column.name for column in self.columns]
        return [
            (name, [names.index(part) for part in parts])
            for name, parts in _KEYS.items()
            if parts[0] in names and name in {field.name for field in fields(self.made)}
        ]

    @cached_property
    def _plain(self) -> list[tuple[str, int]]:
        parts = {at for _, positions in self._keys for at in positions}
        own = self.columns[: -len(_LAST)]
        return [(column.name, at) for at, column in enumerate(own) if at not in parts]


_OF_EVERY: Final = {field.name for field in fields(Fact)}
_KEYS: Final = {
    "key": ("scheme", "kind", "code"),
    "means": ("to_scheme", "to_kind", "to_code"),
}
"""A class's key is three columns."""
_SORTS: Final[dict[Any, Sort]] = {
    str: "text",
    float: "number",
    int: "count",
    bool: "flag",
    date: "day",
    abc.Mapping: "object",
}


def _columns(field: Field[Any], hint: Any) -> Iterator[tuple[Column, Callable[[Any], Any]]]:
    if hint == ClassKey:
        for at, part in enumerate(_KEYS[field.name]):
            yield Column(part, required=True), _part_of(field.name, at)
        return
    optional = get_origin(hint) in (Union, types.UnionType)
    if optional:
        (hint,) = (one for one in get_args(hint) if one is not types.NoneType)
    is_list = get_origin(hint) is tuple
    if is_list:
        hint = get_args(hint)[0]
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    sort: Sort = "list" if is_list else "text" if choices else _SORTS[get_origin(hint) or hint]
    default = "" if field.default in (MISSING, None) else field.default
    column = Column(
        field.name,
        sort,
        required=field.default is MISSING and not optional and not is_list,
        optional=optional,
        choices=choices,
        default="|".join(default) if is_list else default if sort == "text" else "",
    )
    yield column, attrgetter(field.name)


def _part_of(name: str, at: int) -> Callable[[Any], Any]:
    return lambda fact: getattr(fact, name)[at]


FORMS: Final = (
    Form(facts.EventClass, "classes", "event_classes.csv", "event_class", ("key",)),
    Form(facts.ClassAlias, "class_aliases", "class_aliases.csv", "class_alias", ("key", "means")),
    Form(facts.Item, "items", "items.csv", "item", ("code",)),
    Form(facts.ClassItem, "class_items", "class_items.csv", "class_item", ("key", "item")),
    Form(facts.Holder, "holders", "holders.csv", "holder", ("item", "area", "line", "field")),
    Form(
        facts.TownshipPower,
        "township_powers",
        "township_powers.csv",
        "township_power",
        ("township",),
    ),
    Form(
        facts.TownshipItem,
        "township_items",
        "township_items.csv",
        "township_item",
        ("township", "item"),
    ),
    Form(
        facts.AreaPower, "area_powers", "area_powers.csv", "area_power", ("area", "team", "fields")
    ),
    Form(
        facts.SanctionLine,
        "sanction_lines",
        "sanction_lines.csv",
        "sanction_line",
        ("field", "subject"),
    ),
    Form(facts.Body, "bodies", "bodies.csv", "body", ("code",)),
    Form(facts.TeamFact, "teams", "teams.csv", None, ("code",)),
    Form(facts.TeamAspect, "team_aspects", "team_aspects.csv", "team_aspect", ("team", "aspect")),
    Form(facts.Rule, "rules", "routing_rules.csv", "rule", ("id", "version")),
    Form(facts.Parameter, "parameters", "parameters.csv", "parameter", ("name",)),
    Form(facts.Listing, "listings", "listings.csv", "listing", ("list", "year", "item")),
    Form(facts.EntryTest, "entry_tests", "entry_tests.csv", "entry_test", ("item",)),
    Form(facts.FormerArea, "former_areas", "former_areas.csv", "former_area", ("code",)),
)
KEPT: Final = tuple(form for form in FORMS if form.table is not None)
"""The forms whose rows this package keeps."""
REQUIRED: Final = {"classes", "items", "class_items", "holders", "teams", "rules"}
"""What no city can do without; a file that is absent otherwise is a kind without rows."""


def form_of(name: str) -> Form:
    """Give a form by its name.

    :raises KeyError: when there is none
    """
    return _BY_NAME[name]


_BY_NAME: Final = {form.name: form for form in FORMS}
