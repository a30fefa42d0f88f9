"""The official form: what it says becomes rows, what is wrong with it is told by the cell."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command.catalogue import diff, folder, sheets, workbook
from command.catalogue.facts import Facts, Holder, Item, Listing, Span
from command.catalogue.official import HEADING
from command.catalogue.versions import good_on
from command.catalogue.workbook import Imported
from command.catalogue.xlsx_writing import write
from tests.unit.catalogue.test_xlsx import workbook as merged_workbook

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)
TITLE = ["温州市综合行政执法事项目录(2021年)"]
GROUP = ["一、档案(共 2 项)"]
FIRST = [
    "1",
    "330275012000",
    "对擅自销毁档案的行政处罚",
    "档案法第四十九条",
    "全部",
    "",
    "市档案局",
]
SECOND = [
    "2",
    "330275011000",
    "对涂改档案的行政处罚",
    "档案法第四十八条",
    "部分",
    "只含乡镇",
    "市档案局",
]
SHEET = [TITLE, [*HEADING], GROUP, FIRST, SECOND]


def read(rows: list[list[str]], *, facts: Facts = YUNZE, content: bytes | None = None) -> Imported:
    return workbook.read(
        content or write({"目录": rows}),
        name="目录.xlsx",
        form="official",
        facts=facts,
        valid_from=DAY,
        list="city",
        year=2027,
    )


def told(rows: list[list[str]]) -> list[tuple[int, str, str]]:
    imported = read(rows)
    assert not imported.changes, "nothing is half taken in"
    for fault in imported.faults:
        assert fault.said("zh")
        assert fault.said("en")
    return [(fault.row, fault.column, fault.rule) for fault in imported.faults]


def changed(row: list[str], **cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADING, row, strict=True)]


class TestTakeIn:
    def test_an_item_the_catalogue_has_not_comes_with_its_holder_and_its_listing(self) -> None:
        imported = read(SHEET)

        assert imported.faults == ()
        after = diff.apply(YUNZE, imported.changes)
        (item,) = (row for row in after.items if row.code == "330275012000")
        (holder,) = (row for row in after.holders if row.item == "330275011000")
        (listing,) = (row for row in after.listings if row.item == "330275012000")
        assert (item.field, item.law, item.span) == ("档案", "档案法第四十九条", Span())
        assert (holder.line, holder.field, holder.partial) == ("comprehensive", "档案", "部分")
        assert (holder.boundary, holder.department) == ("只含乡镇", "市档案局")
        assert (listing.list, listing.year, listing.span) == ("city", 2027, Span(DAY))

    def test_the_same_file_again_changes_nothing(self) -> None:
        after = diff.apply(YUNZE, read(SHEET).changes)

        again = read(SHEET, facts=after)

        assert not again.faults
        assert not again.changes

    def test_an_item_that_moves_leaves_its_holder_that_day_and_not_before(self) -> None:
        row = ["1", "YZ-05", "对污水直排的处罚", "云泽市市容条例(虚构)第5条", "全部", "", "环保局"]

        after = diff.apply(YUNZE, read([[*HEADING], ["一、生态环境(共 1 项)"], row]).changes)

        eve = date(2026, 11, 30)
        held = [row for row in after.holders if row.item == "YZ-05"]
        assert [row.line for row in good_on(held, eve)] == ["professional"]
        assert [row.line for row in good_on(held, DAY)] == ["comprehensive"]
        assert [row for row in after.items if row.code == "YZ-05"] == [
            row for row in YUNZE.items if row.code == "YZ-05"
        ]

    def test_of_a_part_that_moves_the_holder_of_the_whole_keeps_the_rest(self) -> None:
        row = ["1", "YZ-05", "对污水直排的处罚", "云泽市市容条例(虚构)第5条", "部分", "", ""]

        after = diff.apply(YUNZE, read([[*HEADING], ["一、生态环境(共 1 项)"], row]).changes)

        held = good_on([row for row in after.holders if row.item == "YZ-05"], DAY)
        assert {(row.line, bool(row.partial)) for row in held} == {
            ("professional", False),
            ("comprehensive", True),
        }

    def test_an_item_that_the_form_leaves_out_of_its_field_leaves_comprehensive_hands(self) -> None:
        facts = diff.apply(YUNZE, read(SHEET).changes)

        shorter = read([[*HEADING], ["一、档案(共 1 项)"], FIRST], facts=facts)

        after = diff.apply(facts, shorter.changes)
        assert not good_on([row for row in after.holders if row.item == "330275011000"], DAY)
        assert [row.item for row in after.listings if row.year == 2027] == ["330275012000"]
        assert any(row.item == "YZ-07" for row in good_on(after.listings, DAY)), "another field's"

    def test_a_name_that_changes_is_a_new_version_with_the_fines_of_the_old(self) -> None:
        row = ["1", "YZ-07", "对毁坏林木的行政处罚", "云泽市市容条例(虚构)第7条", "全部", "", ""]

        after = diff.apply(YUNZE, read([[*HEADING], ["一、林业水利(共 1 项)"], row]).changes)

        old, new = (item for item in after.items if item.code == "YZ-07")
        assert (old.span.to, new.span) == (DAY, Span(DAY))
        assert (new.name, new.unit_max) == ("对毁坏林木的行政处罚", old.unit_max)


class TestFaults:
    @pytest.mark.parametrize(
        ("rows", "fault"),
        [
            ([TITLE], (0, "", "no_table")),
            ([[*HEADING], FIRST], (2, "", "no_group")),
            ([*SHEET[:3], changed(FIRST, 事项代码=""), SECOND], (4, "事项代码", "missing")),
            ([*SHEET[:3], changed(FIRST, 事项名称=""), SECOND], (4, "事项名称", "missing")),
            ([*SHEET[:3], changed(FIRST, 法律依据=""), SECOND], (4, "法律依据", "missing")),
            ([*SHEET[:3], changed(FIRST, 划转范围="多半"), SECOND], (4, "划转范围", "not_one_of")),
            ([*SHEET[:4], changed(SECOND, 事项代码=FIRST[1])], (5, "事项代码", "duplicate_code")),
            ([*SHEET[:4], changed(SECOND, 事项代码="33027501100")], (5, "事项代码", "wrong_code")),
            ([*SHEET[:4], changed(SECOND, 事项代码="330175011000")], (5, "事项代码", "wrong_kind")),
            ([*SHEET[:2], ["一、档案(共 3 项)"], FIRST, SECOND], (3, "", "count_differs")),
            ([*SHEET[:4], [*SECOND, "附注"]], (5, "H", "no_heading")),
            ([TITLE, [*HEADING, "事项代码"], *SHEET[2:]], (2, "事项代码", "heading_twice")),
        ],
    )
    def test_what_is_wrong_is_told_by_the_cell(
        self, rows: list[list[str]], fault: tuple[int, str, str]
    ) -> None:
        assert told(rows) == [fault]

    def test_every_fault_is_told_not_the_first(self) -> None:
        rows = [*SHEET[:3], changed(FIRST, 事项代码="1"), changed(SECOND, 法律依据="")]

        assert told(rows) == [(4, "事项代码", "wrong_code"), (5, "法律依据", "missing")]

    def test_a_code_in_two_sheets_is_told_with_the_other_place(self) -> None:
        content = write({"甲": SHEET, "乙": [[*HEADING], ["一、档案(共 1 项)"], FIRST]})

        (fault,) = read([], content=content).faults

        assert (fault.sheet, fault.row, fault.rule) == ("乙", 3, "duplicate_in_sheets")
        assert fault.facts == {"code": "330275012000", "other_sheet": "甲", "other_row": 4}

    def test_cells_merged_in_the_data_are_told_and_in_a_title_they_may_be(self) -> None:
        fine = merged_workbook(SHEET, merge="A1:G1")
        bad = merged_workbook(SHEET, merge="G4:G5")

        assert not read([], content=fine).faults
        (fault,) = read([], content=bad).faults
        assert (fault.row, fault.column, fault.rule) == (4, "划出部门", "merged_cells")
        assert fault.facts == {"range": "G4:G5"}

    def test_a_credit_code_with_a_wrong_check_digit_is_told(self) -> None:
        heading = [*HEADING, "统一社会信用代码"]
        right, wrong = [*FIRST, "91350100M000100Y43"], [*SECOND, "91350100M000100Y44"]

        assert told([heading, GROUP, right, wrong]) == [
            (4, "统一社会信用代码", "wrong_check_digit")
        ]

    def test_a_heading_may_say_more_than_its_name(self) -> None:
        heading = [name.replace("划转范围", "划转范围\n(全部/部分)") for name in HEADING]

        assert not read([heading, *SHEET[2:]]).faults


@st.composite
def catalogues(draw: st.DrawFn) -> Facts:
    """Catalogues with a list of some items, in a few fields, with whatever holders."""
    words = (
        st.text("市容档案林业（）()、，第一条 ", min_size=1, max_size=6)
        .filter(str.strip)
        .map(str.strip)
    )
    items, holders, listings = [], [], []
    for number in range(draw(st.integers(1, 6))):
        code, field = f"G-{number}", draw(st.sampled_from(["档案", "城市管理", "林业水利"]))
        item = Item(
            id="", code=code, name=draw(words), field=field, law=draw(words), article=draw(words)
        )
        items.append(item)
        if draw(st.booleans()):
            holder = Holder(
                id="",
                item=code,
                line=draw(st.sampled_from(["comprehensive", "outside"])),
                field=field,
                partial=draw(st.sampled_from(["", "只含露天"])),
                boundary=draw(words),
                department=draw(words),
            )
            holders.append(holder)
        if draw(st.booleans()):
            row = Listing(id="", list="city", year=2027, item=code, department=draw(words))
            listings.append(row)
    return replace(
        YUNZE,
        items=tuple(items),
        holders=tuple(holders),
        listings=tuple(listings),
    )


@settings(max_examples=60)
@given(facts=catalogues(), as_csv=st.booleans())
def test_what_was_exported_changes_nothing_when_it_comes_back(facts: Facts, as_csv: bool) -> None:
    content = workbook.write_official(facts, list="city", year=2027, day=DAY, as_csv=as_csv)

    listed = {row.item for row in facts.listings}
    held = {row.item for row in facts.holders if row.line == "comprehensive"}
    imported = read([], facts=facts, content=content)

    assert imported.faults == ()
    if listed <= held:
        assert not imported.changes


def test_as_many_rows_as_a_file_may_have_are_taken_in_and_one_more_is_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    monkeypatch.setattr(sheets, "HEADINGS", 3)

    assert not read(SHEET).faults
    assert told([*SHEET, changed(FIRST, 事项代码="330275013000")]) == [(0, "", "too_many_rows")]
