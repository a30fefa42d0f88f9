"""The facts compiled for deciding: every key a number, every question a look-up. Immutable, swapped whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from command.catalogue.facts import (
    AreaPower,
    Facts,
    Item,
    Parameter,
    TownshipItem,
)
from command.competence.candidates import Candidates, choose_candidates
from command.competence.ground import (
    Ground,
    Standing,
    by_code,
    choose_area_power,
    choose_bureau,
    choose_ground,
    choose_standing,
    lowest_code,
)
from command.competence.holding import Holding, choose_holders
from command.competence.numbering import (
    Numbers,
    area_power_rows,
    bureau_rows,
    candidate_rows,
    field_team_rows,
    ground_rows,
    grouped,
    holder_rows,
    line_rows,
    list_rows,
    number_codes,
    standing_rows,
)
from command.competence.sanction import Lines, choose_lines
from command.competence.sending import Sendings
from command.competence.table import Table
from command.competence.timeline import Timeline, dated, only


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that a decision asks, at one edition.

    A pair is numbered `outer * (how many inner) + inner`. The inner of `holders` and the key of
    `bureaus` is 1 + district, and 0 is the whole city: UNKNOWN + 1.
    """

    edition: int
    numbers: Numbers
    candidates: Timeline[Candidates]
    """By class."""
    items: Timeline[Item]
    """By item."""
    holders: Timeline[Holding]
    """By (item, 1 + district)."""
    lists: Timeline[TownshipItem]
    """By (township, item)."""
    ground: Timeline[Ground]
    """By township."""
    lines: Timeline[Lines]
    """By field."""
    areas: Timeline[AreaPower]
    """By (area, field)."""
    standings: Timeline[Standing]
    """By team."""
    field_teams: Timeline[Standing]
    """The county-level team, by (district, field)."""
    bureaus: Timeline[Standing]
    """A team of the comprehensive bureau, by 1 + district."""
    table: Table
    district_of: Mapping[str, str]
    """Township -> district."""
    parameters: Mapping[str, Timeline[Parameter]]
    sendings: Sendings = field(default_factory=Sendings)

    def parameter(self, name: str, day: date) -> float | None:
        """Give a number the decision needs, as it was on a day."""
        found = self.parameters.get(name)
        row = found.on(0, day.toordinal()) if found else None
        return row.value if row else None

    def border_strip_m(self, day: date) -> float:
        """Tell within how many metres of a border both townships are shown, on the day of filing."""
        strip = self.parameter("border_strip_m", day)
        return 0.0 if strip is None else strip


def compile_facts(facts: Facts) -> Snapshot:
    """Compile an edition's facts.

    :raises ValueError: when a rule of the decision table cannot be read; names the rule.
    """
    numbers = number_codes(facts)
    fields, districts = len(numbers.fields), len(numbers.districts)
    standings = Timeline(
        standing_rows(facts, numbers),
        partial(choose_standing, fields=numbers.fields),
        size=len(numbers.teams),
    )
    return Snapshot(
        edition=facts.edition,
        numbers=numbers,
        candidates=Timeline(
            candidate_rows(facts, numbers),
            partial(
                choose_candidates,
                classes={row.key: row for row in facts.classes},
                items=numbers.items,
                fields=numbers.fields,
            ),
            size=len(numbers.classes),
        ),
        items=Timeline(
            (dated(numbers.items[row.code], row) for row in facts.items),
            only,
            size=len(numbers.items),
        ),
        holders=Timeline(
            holder_rows(facts, numbers),
            partial(choose_holders, fields=numbers.fields),
            size=len(numbers.items) * (1 + districts),
        ),
        lists=Timeline(
            list_rows(facts, numbers), only, size=len(numbers.townships) * len(numbers.items)
        ),
        ground=Timeline(
            ground_rows(facts, numbers, standings),
            choose_ground,
            size=len(numbers.townships),
            order=by_code,
        ),
        lines=Timeline(line_rows(facts, numbers), choose_lines, size=fields),
        areas=Timeline(
            area_power_rows(facts, numbers), choose_area_power, size=len(numbers.areas) * fields
        ),
        standings=standings,
        field_teams=Timeline(
            field_team_rows(numbers, standings), lowest_code, size=districts * fields, order=by_code
        ),
        bureaus=Timeline(
            bureau_rows(numbers, standings), choose_bureau, size=1 + districts, order=by_code
        ),
        table=Table(facts.rules),
        district_of={code: district for code, (_, district) in facts.townships.items()},
        parameters={
            name: Timeline((dated(0, row) for row in rows), only, size=1)
            for name, rows in grouped((row.name, row) for row in facts.parameters).items()
        },
    )
