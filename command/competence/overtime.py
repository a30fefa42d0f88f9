"""Who is competent from day to day, and below and above the line of a major sanction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Final, NamedTuple

from command.catalogue.facts import ANY, Fact, Facts, SanctionLine, Subject
from command.competence.decide import decide
from command.competence.snapshot import Snapshot
from command.competence.values import Asked, Competence

SUBJECTS: Final[tuple[Subject, ...]] = ("person", "unit")


class Band(NamedTuple):
    """Fines of a subject from `least` up to, not including, `most`; None is without end."""

    subject: Subject
    least: float
    most: float | None

    def holds(self, asked: Asked) -> bool:
        """Tell whether what was asked is about this band."""
        if asked.subject != self.subject:
            return False
        amount = asked.amount or 0.0
        if asked.severe:
            return self.most is None
        return self.least <= amount and (self.most is None or amount < self.most)


class Stretch(NamedTuple):
    """Days with one answer: from a day up to, not including, another."""

    from_: date
    to: date
    answer: Competence


def bands(asked: Asked, facts: Facts) -> list[Band]:
    """Cut the fines of each subject at the line of a major sanction on the day of the act.

    A field of its own line is looked for in the field that holds the one item, when that is known.
    """
    found = []
    for subject in SUBJECTS:
        lines = [row for row in facts.sanction_lines if row.subject == subject]
        line = _line(lines, asked.law_day, asked.field)
        cuts = [0.0] if line is None else [0.0, line]
        found += [
            Band(subject, least, most) for least, most in zip(cuts, [*cuts[1:], None], strict=True)
        ]
    return found


def change_days(facts: Facts, *, first: date, last: date) -> list[date]:
    """List the days within a period on which any row begins or ends, in order, the first day too."""
    days = {first}
    for kind in fields(Facts):
        rows = getattr(facts, kind.name)
        if isinstance(rows, tuple):
            for row in rows:
                days.update(_ends(row))
    return sorted(day for day in days if first <= day < last)


def stretches(
    asked: Asked, band: Band, snapshot: Snapshot, *, days: Sequence[date], last: date
) -> Iterator[Stretch]:
    """Answer for each day in turn and join equal neighbours.

    An act is filed on the day or after it, so before the day of the act the law is that of the day.
    """
    begun: tuple[date, Competence] | None = None
    for day in days:
        answer = decide(
            asked._replace(
                filing_day=day,
                law_day=min(asked.law_day, day),
                subject=band.subject,
                amount=band.least,
                severe=asked.severe if band.most is None else (),
            ),
            snapshot,
        )
        if begun is not None and not _same(begun[1], answer):
            yield Stretch(begun[0], day, begun[1])
            begun = None
        begun = begun or (day, answer)
    if begun is not None:
        yield Stretch(begun[0], last, begun[1])


def _same(one: Competence, other: Competence) -> bool:
    return (one.team, one.signing_body, one.reason) == (
        other.team,
        other.signing_body,
        other.reason,
    )


def _line(rows: Iterable[SanctionLine], day: date, field: str | None) -> float | None:
    good = [row for row in rows if day in row.span]
    for name in (field, ANY):
        found = next((row.amount for row in good if row.field == name), None)
        if found is not None:
            return found
    return None


def _ends(row: Fact) -> Iterator[date]:
    for day in (row.span.from_, row.span.to, getattr(row, "published_on", None)):
        if day is not None:
            yield day
