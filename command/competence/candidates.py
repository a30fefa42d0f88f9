"""Which items an act of a class may fall under, as the law of a day has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from command.catalogue.facts import ClassAlias, ClassItem, ClassKey, EventClass, Item, Subject
from command.competence.holding import Holding
from command.competence.values import Choice, Procedure

SUBJECTS: Final[tuple[Subject | None, ...]] = (None, "unit", "person")
OF_SUBJECT: Final[Mapping[Subject | None, int]] = {who: n for n, who in enumerate(SUBJECTS)}


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An item, and the row that leads to it from the class; None when a person named the item."""

    link: ClassItem | None
    item: Item
    number: int
    unheld: Holding
    """What is true of the item when nobody holds it."""
    procedures: Mapping[bool | None, Procedure]
    """What the law asks of the handling, by whether the amounts allow it on the spot."""


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """What is left of the candidates once the subject is known, or while it is not."""

    items: Literal["none", "one", "many"]
    only: Candidate | None
    rows: tuple[str, ...]
    question: str | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The candidates of a class in a piece of time."""

    known: Literal["known", "unknown"]
    """Whether the class is known, be it by another scheme's name."""
    via: tuple[str, ...]
    """Ids of the class and of the alias that was followed."""
    all: tuple[Candidate, ...]
    by_subject: tuple[Narrowed, ...]
    """In the order of SUBJECTS."""


def choose_candidates(
    rows: Iterable[EventClass | ClassAlias | ClassItem | Item],
    *,
    classes: Mapping[ClassKey, EventClass],
    items: Mapping[str, int],
    fields: Mapping[str, int],
) -> Candidates | None:
    """Put together what is good in a piece of time for a class; rows come in order of precedence.

    A class that no row maps is what its alias means; an alias names no other alias.
    """
    key: ClassKey | None = None
    aliases: list[ClassAlias] = []
    links: dict[tuple[ClassKey, str], ClassItem] = {}
    versions: dict[str, Item] = {}
    for row in rows:
        if isinstance(row, EventClass):
            key = row.key
        elif isinstance(row, ClassAlias):
            aliases.append(row)
        elif isinstance(row, Item):
            versions.setdefault(row.code, row)
        else:
            links.setdefault((row.key, row.item), row)
    if aliases:
        key, means = aliases[0].key, aliases[0].means
    elif key or links:
        key = means = key or next(iter(links))[0]
    else:
        return None
    found = tuple(
        make_candidate(link, versions[code], items=items, fields=fields)
        for (of, code), link in sorted(links.items())
        if of == means and code in versions
    )
    seen = [classes[name].id for name in dict.fromkeys((key, means)) if name in classes]
    via = (*seen, *(alias.id for alias in aliases[:1]))
    return Candidates(
        known="known" if seen else "unknown",
        via=via,
        all=found,
        by_subject=tuple(_narrow(found, subject, via) for subject in SUBJECTS)
        if any(candidate.link and candidate.link.subject for candidate in found)
        else (_narrow(found, None, via),) * len(SUBJECTS),
    )


def make_candidate(
    link: ClassItem | None, item: Item, *, items: Mapping[str, int], fields: Mapping[str, int]
) -> Candidate:
    """Put a link and its item together with the item's numbers."""
    return Candidate(
        link,
        item,
        items[item.code],
        Holding.none(item.field, fields[item.field]),
        _procedures(item.summary, item.hearing, item.review, item.leniency),
    )


def name_item(candidate: Candidate, via: tuple[str, ...]) -> Narrowed:
    """Leave one candidate."""
    link, item = candidate.link, candidate.item
    rows = (link.id, item.id) if link else (item.id,)
    return Narrowed("one", candidate, via + rows, None, ())


@cache
def _procedures(
    summary: bool | None, hearing: bool | None, review: bool | None, leniency: bool
) -> Mapping[bool | None, Procedure]:
    """Tell the procedure by whether the amounts allow it on the spot; few there are, and items share them."""
    return {
        spot: Procedure(spot if summary is None else summary, hearing, review, leniency)
        for spot in (None, False, True)
    }


def _narrow(
    found: tuple[Candidate, ...], subject: Subject | None, via: tuple[str, ...]
) -> Narrowed:
    fitting = [
        candidate
        for candidate in found
        if subject is None or not candidate.link or candidate.link.subject in (None, subject)
    ]
    if len(fitting) == 1:
        return name_item(fitting[0], via)
    links = [candidate.link for candidate in fitting if candidate.link]
    return Narrowed(
        items="many" if links else "none",
        only=None,
        rows=via + tuple(link.id for link in links),
        question=next((link.id for link in links if link.question_zh), None),
        choices=tuple(
            Choice(link.item, None, link.subject, link.answer_zh, link.answer_en) for link in links
        ),
    )
