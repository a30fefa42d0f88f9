"""Our full form: every dated row of a kind, out and in again."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from command.catalogue import diff, folder, full_form, workbook
from command.catalogue.facts import Facts
from command.catalogue.forms import KEPT, Form, form_of
from command.catalogue.sheets import write_csv
from command.catalogue.workbook import Imported
from command.catalogue.xlsx_writing import write
from tests.unit.catalogue.test_diff import parts_of_yunze

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)


def read(content: bytes, *, facts: Facts = YUNZE, name: str = "file") -> Imported:
    return workbook.read(content, name=name, form="full", facts=facts, valid_from=DAY)


def rows_of(kind: str) -> list[list[str]]:
    return [[*row] for row in full_form.write_form(form_of(kind), YUNZE)]


def told(kind: str, rows: list[list[str]]) -> list[tuple[int, str, str]]:
    imported = read(write({kind: rows}))
    assert not imported.changes
    assert all(fault.said("zh") and fault.said("en") for fault in imported.faults)
    return [(fault.row, fault.column, fault.rule) for fault in imported.faults]


@settings(max_examples=20)
@given(facts=parts_of_yunze())
def test_what_was_exported_changes_nothing_when_it_comes_back(facts: Facts) -> None:
    imported = read(workbook.write_full(facts), facts=facts)

    # Rows that name what was left out are faults: of a whole catalogue there are none.
    assert {fault.rule for fault in imported.faults} <= {"unknown_code"}
    assert not imported.changes


def test_a_whole_catalogue_comes_back_without_a_fault() -> None:
    assert read(workbook.write_full(YUNZE)) == Imported(diff.between(YUNZE, YUNZE), ())


@pytest.mark.parametrize("form", KEPT, ids=lambda form: form.name)
def test_one_kind_comes_back_as_csv(form: Form) -> None:
    imported = read(workbook.write_full_csv(YUNZE, kind=form.name), name=form.file)

    assert imported.faults == ()
    assert not imported.changes


def test_a_csv_of_another_name_is_known_by_its_heading() -> None:
    imported = read(workbook.write_full_csv(YUNZE, kind="holders"), name="新建.csv")

    assert imported.faults == ()


def test_a_sheet_says_all_there_is_of_its_kind() -> None:
    shorter = rows_of("sanction_lines")[:-1]

    imported = read(write({"sanction_lines": shorter}))

    after = diff.apply(YUNZE, imported.changes)
    assert [row.subject for row in after.sanction_lines] == ["person"]
    assert after.items == YUNZE.items


def cell(kind: str, column: str, value: str) -> tuple[str, list[list[str]]]:
    rows = rows_of(kind)
    rows[1][rows[0].index(column)] = value
    return kind, rows


@pytest.mark.parametrize(
    ("sheet", "fault"),
    [
        (cell("holders", "line", "own"), (2, "line", "not_one_of")),
        (cell("holders", "item", "YZ-99"), (2, "item", "unknown_code")),
        (cell("holders", "valid_from", "2026/1/1"), (2, "valid_from", "not_a_day")),
        (cell("holders", "valid_to", "2026-01-01"), (2, "valid_to", "ends_before_it_begins")),
        (cell("sanction_lines", "amount", "十万"), (2, "amount", "not_a_number")),
        (cell("township_powers", "township", "990103001"), (2, "township", "former_area")),
        (cell("bodies", "code", "91350100M000100Y44"), (2, "code", "wrong_check_digit")),
        (("rules", [*rows_of("rules"), rows_of("rules")[1]]), (25, "", "same_row")),
        (("parameters", [row[1:] for row in rows_of("parameters")]), (0, "name", "no_column")),
        (("whatever", [["a"], ["b"]]), (0, "", "unknown_sheet")),
    ],
)
def test_what_is_wrong_is_told_by_the_cell(
    sheet: tuple[str, list[list[str]]], fault: tuple[int, str, str]
) -> None:
    assert fault in told(*sheet)


def test_two_sheets_of_one_kind_are_refused() -> None:
    rows = rows_of("items")

    (fault,) = read(write({"items": rows, "item": rows})).faults

    assert (fault.sheet, fault.rule) == ("item", "sheet_twice")


def test_signs_that_nobody_can_see_are_told() -> None:
    content = write_csv([["name", "value", "valid_from", "valid_to"], ["a\x07", "1", "", ""]])

    (fault,) = read(content, name="parameters.csv").faults

    assert (fault.row, fault.column, fault.rule) == (2, "name", "not_plain")
