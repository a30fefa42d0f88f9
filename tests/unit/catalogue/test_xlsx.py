"""Workbooks: read as a spreadsheet program wrote them, written so that one can read them."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.catalogue import sheets, xlsx_reading, xlsx_writing
from command.catalogue.faults import Unopenable
from command.catalogue.sheets import Sheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXTS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"),
    max_size=8,
)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows: Sequence[Sequence[Any]], *, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([*row])
    if merge:
        sheet.merge_cells(merge)
    return saved(book)


def read_one(content: bytes) -> Sheet:
    (sheet,) = sheets.read(content, name="file.xlsx")
    return sheet


class TestRead:
    def test_every_cell_is_the_text_people_see(self) -> None:
        row = [330275012000, 0.1, 5.0, True, datetime.date(2026, 7, 1), " a ", None, "乙"]

        assert read_one(workbook([row])).rows == (
            (1, ("330275012000", "0.1", "5", "true", "2026-07-01", "a", "", "乙")),
        )

    def test_a_day_is_a_day_in_whatever_format_it_is_shown(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for at, shown in enumerate(("yyyy年m月d日", "d/m/yy", '"第"0"天"', "0.00"), 1):
            cell = sheet.cell(1, at, 46204)
            cell.number_format = shown

        (_, cells) = read_one(saved(book)).rows[0]

        assert cells == ("2026-07-01", "2026-07-01", "46204", "46204")

    def test_rows_keep_the_numbers_people_see_and_empty_ones_are_left_out(self) -> None:
        rows = read_one(workbook([["a"], [], [None, " "], ["b"]])).rows

        assert rows == ((1, ("a",)), (4, ("b",)))

    def test_a_formula_is_what_it_came_to_and_never_a_formula(self) -> None:
        content = workbook([["=1+1", "x"]])  # written without a result

        assert read_one(content).rows == ((1, ("", "x")),)

    def test_merged_ranges_are_told(self) -> None:
        assert read_one(workbook([["a"], ["b"]], merge="A1:C2")).merged == ((1, 1, 2, 3),)

    def test_text_in_several_pieces_is_one_text_without_its_pronunciation(self) -> None:
        strings = (
            f"<sst {MAIN}><si><r><t>杭</t></r><r><t>州</t></r>"
            '<rPh sb="0" eb="1"><t>hang</t></rPh></si></sst>'
        )
        sheet = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
        content = replaced(workbook([["x"]]), "xl/sharedStrings.xml", strings)
        content = replaced(content, "xl/worksheets/sheet1.xml", sheet)

        assert read_one(content).rows == ((1, ("杭州",)),)


class TestRefuse:
    @pytest.mark.parametrize(
        ("content", "rule"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
            (b"PK\x03\x04 nothing more", "not_a_workbook"),
            (b"\x00\x01\x02", "wrong_encoding"),
            ("序号,代码".encode("utf-32"), "wrong_encoding"),
            (b'a,"b\nc', "not_a_table"),
            (b"x" * (sheets.MAX_BYTES + 1), "too_large"),
        ],
    )
    def test_what_is_no_table(self, content: bytes, rule: str) -> None:
        with pytest.raises(Unopenable) as refused:
            sheets.read(content, name="file")

        assert refused.value.fault.rule == rule

    def test_a_zip_that_unpacks_to_more_than_anybody_types(self) -> None:
        file = io.BytesIO()
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts,
            parts.open("xl/workbook.xml", "w") as part,
        ):
            for _ in range(xlsx_reading.MAX_UNPACKED // 2**20 + 1):
                part.write(b" " * 2**20)

        with pytest.raises(Unopenable) as refused:
            sheets.read(file.getvalue(), name="bomb.xlsx")

        assert refused.value.fault.rule == "unpacks_too_large"

    def test_cells_so_far_apart_that_the_room_between_them_would_fill_memory(self) -> None:
        cells = "".join(
            f'<row r="{n}"><c r="XFD{n}" t="str"><v>x</v></c></row>' for n in range(1, 400)
        )
        sheet = f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>"

        with pytest.raises(Unopenable):
            sheets.read(replaced(workbook([["x"]]), "xl/worksheets/sheet1.xml", sheet), name="wide")

    def test_entities_that_grow_without_end(self) -> None:
        bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
        )
        content = replaced(workbook([["x"]]), "xl/workbook.xml", f"{bomb}]><l>&m;</l>")

        with pytest.raises(Unopenable):
            sheets.read(content, name="bomb.xlsx")

    def test_more_rows_than_are_taken_in(self) -> None:
        content = b"x\n" * (sheets.MAX_ROWS + sheets.HEADINGS + 1)

        with pytest.raises(Unopenable) as refused:
            sheets.read(content, name="long.csv")

        assert refused.value.fault.rule == "too_many_rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_spreadsheet_programs_write(encoding: str) -> None:
    content = "事项代码,事项名称\r\n330275012000,对擅自销毁档案的处罚\r\n".encode(encoding)

    assert read_one(content).rows[1] == (2, ("330275012000", "对擅自销毁档案的处罚"))


class TestWrite:
    @given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4))
    def test_what_was_written_is_read_again(self, rows: list[list[str]]) -> None:
        sheet = read_one(xlsx_writing.write({"a & b": rows}))

        wanted = {
            number: [cell.strip() for cell in row]
            for number, row in enumerate(rows, 1)
            if any(cell.strip() for cell in row)
        }
        assert sheet.name == "a & b"
        assert {n: _padded(cells, wanted[n]) for n, cells in sheet.rows} == wanted

    def test_a_spreadsheet_program_reads_it_and_nothing_is_a_formula(self) -> None:
        content = xlsx_writing.write({"一": [["=1+1", "007"]], "二": [["<&>"]]})

        book = openpyxl.load_workbook(io.BytesIO(content))

        assert book.sheetnames == ["一", "二"]
        assert [(c.value, c.data_type) for c in book["一"][1]] == [("=1+1", "s"), ("007", "s")]
        assert book["二"]["A1"].value == "<&>"

    def test_columns_are_named_as_spreadsheet_programs_do(self) -> None:
        assert [xlsx_writing.letters(n) for n in (1, 26, 27, 702, 703)] == [
            *("A", "Z", "AA", "ZZ", "AAA")
        ]


def _padded(cells: Sequence[str], like: Sequence[str]) -> list[str]:
    return [*cells, *[""] * (len(like) - len(cells))]


def replaced(content: bytes, part: str, text: str) -> bytes:
    """A workbook with one part put in place of another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()
