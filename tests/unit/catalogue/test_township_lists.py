"""Townships' own lists: one for several, or a column for each; complete from a day on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command.catalogue import diff, folder, workbook
from command.catalogue.facts import Facts
from command.catalogue.sheets import write_csv
from command.catalogue.township_lists import list_items
from command.catalogue.workbook import Imported

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)
DONGHU, NANSHI = "990101001", "990101002"


def read(rows: list[list[str]], *townships: str, facts: Facts = YUNZE) -> Imported:
    return workbook.read(
        write_csv(rows),
        name="清单.csv",
        form="township_list",
        facts=facts,
        valid_from=DAY,
        townships=townships,
    )


def lists_after(imported: Imported, facts: Facts = YUNZE) -> dict[str, set[str]]:
    assert imported.faults == ()
    after = diff.apply(facts, imported.changes)
    return {
        township: codes
        for township, codes in list_items(after, townships=facts.townships, day=DAY).items()
        if codes
    }


def test_a_list_for_several_townships_is_the_whole_list_of_each() -> None:
    imported = read([["事项代码", "事项名称"], ["YZ-01", ""], ["YZ-03", ""]], DONGHU, NANSHI)

    assert lists_after(imported) == {DONGHU: {"YZ-01", "YZ-03"}, NANSHI: {"YZ-01", "YZ-03"}}
    before = list_items(YUNZE, townships=[DONGHU], day=DAY)[DONGHU]
    assert before == {"YZ-01", "YZ-08", "YZ-09"}


def test_an_item_that_was_on_the_list_stays_the_row_it_was() -> None:
    imported = read([["事项代码"], ["YZ-01"], ["YZ-08"], ["YZ-09"]], DONGHU)

    assert not imported.faults
    assert not imported.changes


def test_a_list_counts_from_the_day_it_was_published() -> None:
    imported = read([["事项代码"], ["YZ-03"]], NANSHI)

    ((row,),) = (rows for rows in imported.changes.come.values() if rows)
    assert (row.span.from_, row.published_on, row.source) == (DAY, DAY, "清单.csv")  # type: ignore[attr-defined]


def test_a_column_for_each_township_by_code_or_by_name() -> None:
    rows = [
        ["序号", "事项代码", DONGHU, "南市街道"],
        ["1", "YZ-01", "√", "是"],
        ["2", "YZ-03", "", "√"],
    ]

    assert lists_after(read(rows)) == {DONGHU: {"YZ-01"}, NANSHI: {"YZ-01", "YZ-03"}}


def test_an_item_may_be_given_by_its_name_alone() -> None:
    assert lists_after(read([["事项名称"], ["对占道摆摊的处罚"]], NANSHI))[NANSHI] == {"YZ-01"}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["代码"], ["YZ-01"]], (0, "", "no_table")),
        ([["事项代码"], ["YZ-01"]], (0, "", "no_township")),
        ([["事项代码", DONGHU], ["YZ-99", "√"]], (2, "事项代码", "unknown_code")),
        ([["事项代码", DONGHU], ["33027501200", "√"]], (2, "事项代码", "wrong_code")),
        ([["事项名称", DONGHU], ["对乱贴的处罚", "√"]], (2, "事项名称", "unknown_name")),
        (
            [["事项代码", "事项名称", DONGHU], ["YZ-01", "对占道的处罚", "√"]],
            (2, "事项名称", "name_differs"),
        ),
        (
            [["事项代码", DONGHU], ["YZ-01", "√"], ["YZ-01", "√"]],
            (3, "事项代码", "duplicate_code"),
        ),
        ([["事项代码", DONGHU], ["YZ-01", "也许"]], (2, DONGHU, "not_a_mark")),
        ([["事项代码", DONGHU, "西湖街道"], ["YZ-01", "√"]], (1, "西湖街道", "unknown_township")),
        ([["事项代码", DONGHU, "990103002"], ["YZ-01", "√"]], (1, "990103002", "former_area")),
    ],
)
def test_what_is_wrong_is_told_by_the_cell(
    rows: list[list[str]], fault: tuple[int, str, str]
) -> None:
    imported = read(rows)

    assert [(f.row, f.column, f.rule) for f in imported.faults] == [fault]
    assert not imported.changes
    assert all(f.said("zh") and f.said("en") for f in imported.faults)


def test_an_old_district_code_is_told_with_what_it_became() -> None:
    (fault,) = read([["事项代码", DONGHU, "990103002"], ["YZ-01", "√"]]).faults

    assert fault.facts["became"] == "990101"
    assert "云北区" in fault.said("zh")


@settings(max_examples=40)
@given(data=st.data(), as_csv=st.booleans())
def test_what_was_exported_changes_nothing_when_it_comes_back(
    data: st.DataObject, as_csv: bool
) -> None:
    kept = tuple(row for row in YUNZE.township_items if data.draw(st.booleans()))
    facts = replace(YUNZE, township_items=kept)
    content = workbook.write_township_lists(
        facts, townships=[DONGHU, NANSHI], day=DAY, as_csv=as_csv
    )

    imported = workbook.read(content, name="x", form="township_list", facts=facts, valid_from=DAY)

    assert imported.faults == ()
    assert not imported.changes
