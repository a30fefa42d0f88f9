"""How heavy a sanction may become: whether it is major, and whether it may be imposed on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from command.catalogue.facts import ANY, Item, Parameter, SanctionLine, Severe, Subject

Band = Literal["unknown", "minor", "major"]
SUMMARY_MOST: Final[dict[str, Subject]] = {
    "summary_most_unit": "unit",
    "summary_most_person": "person",
}
"""Parameters: the largest fine, in yuan, that may be imposed on the spot (行政处罚法 Art 51)."""


class Line(NamedTuple):
    """For a subject: from which sum on a fine is major, up to which it may be imposed on the spot."""

    major: float | None = None
    rows: tuple[str, ...] = ()
    summary: float | None = None


class Lines(NamedTuple):
    """The lines of a field, for either subject."""

    unit: Line = Line()
    person: Line = Line()


NO_LINES: Final = Lines()


Weight = tuple[Band, bool | None, tuple[str, ...]]
"""What is known of a sanction before it is imposed: its band, whether it may be imposed on the spot,
and the rows of the lines."""


def choose_lines(rows: Iterable[SanctionLine | Parameter]) -> Lines:
    """Let a line that names the field beat one for any field."""
    lines: dict[str, SanctionLine] = {}
    spots: dict[str, float] = {}
    ordered = sorted(rows, key=lambda row: isinstance(row, SanctionLine) and row.field == ANY)
    for row in ordered:
        if isinstance(row, SanctionLine):
            lines.setdefault(row.subject, row)
        else:
            spots.setdefault(SUMMARY_MOST[row.name], row.value)
    return Lines(
        _line(lines.get("unit"), spots.get("unit")), _line(lines.get("person"), spots.get("person"))
    )


def _line(row: SanctionLine | None, summary: float | None) -> Line:
    return Line(row.amount, (row.id,), summary) if row else Line(None, (), summary)


def weigh(
    item: Item,
    lines: Lines,
    subject: Subject | None,
    amount: float | None,
    severe: tuple[Severe, ...],
) -> Weight:
    """Weigh the sanction that is expected, else those that the item allows.

    While nobody knows the subject, an item that fines only one is about that one; else what does not
    hold for both is not known.
    """
    unit, person = lines
    if subject is None:
        subject = _only_subject(item)
    allowed = item.severe
    if subject == "unit":
        band, summary = _weigh(item.unit_min, item.unit_max, allowed, unit, amount)
        rows = unit.rows
    elif subject == "person":
        band, summary = _weigh(item.person_min, item.person_max, allowed, person, amount)
        rows = person.rows
    else:
        band, summary = _weigh(item.unit_min, item.unit_max, allowed, unit, amount)
        other, spot = _weigh(item.person_min, item.person_max, allowed, person, amount)
        band = band if band == other else "unknown"
        summary = summary if summary is spot else None
        rows = unit.rows + person.rows
    return ("major", False, rows) if severe else (band, summary, rows)


def _only_subject(item: Item) -> Subject | None:
    fines_units = item.unit_min is not None or item.unit_max is not None
    fines_persons = item.person_min is not None or item.person_max is not None
    if fines_units == fines_persons:
        return None
    return "unit" if fines_units else "person"


def _weigh(
    least: float | None,
    most: float | None,
    severe: tuple[Severe, ...],
    line: Line,
    amount: float | None,
) -> tuple[Band, bool | None]:
    major, _, on_the_spot = line
    if amount is not None:
        return (
            "unknown" if major is None else "major" if amount >= major else "minor",
            None if on_the_spot is None else amount <= on_the_spot,
        )
    band: Band = "unknown"
    if major is not None:
        if least is not None and least >= major:
            band = "major"
        elif most is not None and most < major and not severe:
            band = "minor"
    if on_the_spot is None:
        return band, None
    if most is not None and most <= on_the_spot and not severe:
        return band, True
    return band, False if least is not None and least > on_the_spot else None
