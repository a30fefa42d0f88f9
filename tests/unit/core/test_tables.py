"""Tables: a cell that cannot be read says where it stands."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import tables
from core.tables import BadTable, Row, read_csv

HEADER = "code,name\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "teams.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def cell(value: str) -> Row:
    return Row({"cell": value}, where="teams.csv:2")


class TestReadCsv:
    def test_reads_rows_that_know_where_they_stand(
        self, write: Callable[[str | bytes], Path]
    ) -> None:
        rows = list(read_csv(write(HEADER + 'A, 一队 \nB,"二队,\n甲"\n')))

        assert rows == [{"code": "A", "name": "一队"}, {"code": "B", "name": "二队,\n甲"}]
        assert [row.where for row in rows] == ["teams.csv:2", "teams.csv:4"]

    def test_reads_what_a_spreadsheet_saves(self, write: Callable[[str | bytes], Path]) -> None:
        rows = list(read_csv(write(b"\xef\xbb\xbfcode,name\r\nA,x\r\n")))

        assert rows == [{"code": "A", "name": "x"}]

    @pytest.mark.parametrize(
        "content",
        ["A\n", "A,x,y\n", 'A,"x\n', b"A,\xff\xfe\n"],
        ids=["too few", "too many", "a quote without an end", "not UTF-8"],
    )
    def test_refuses_what_is_no_table(
        self, write: Callable[[str | bytes], Path], content: str | bytes
    ) -> None:
        raw = content if isinstance(content, bytes) else content.encode()
        with pytest.raises(BadTable, match=r"teams\.csv"):
            list(read_csv(write(HEADER.encode() + raw)))

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(BadTable, match=r"teams\.csv"):
            list(read_csv(tmp_path / "teams.csv"))

    def test_says_which_column_is_missing(self) -> None:
        with pytest.raises(BadTable, match=r"teams\.csv:2 has no column 'unit'"):
            cell("A")["unit"]


class TestCells:
    @pytest.mark.parametrize(
        ("read", "text", "value"),
        [
            (tables.a_day, "2026-01-31", date(2026, 1, 31)),
            (tables.day_or_none, "", None),
            (tables.a_number, "-1.5e3", -1500.0),
            (tables.a_minute, "00:00", 0),
            (tables.a_minute, "08:30", 510),
            (tables.a_minute, "24:00", 1440),
            (tables.a_flag, "", False),
            (tables.a_flag, "No", False),
            (tables.a_flag, "TRUE", True),
        ],
    )
    def test_are_read(self, read: Callable[[Row, str], Any], text: str, value: Any) -> None:
        assert read(cell(text), "cell") == value

    @pytest.mark.parametrize(
        ("read", "text"),
        [
            (tables.a_day, ""),
            (tables.a_day, "2026-02-30"),
            (tables.a_day, "20260131"),
            (tables.a_day, "2026-W05-1"),
            (tables.day_or_none, "soon"),
            (tables.a_number, ""),
            (tables.a_number, "1,5"),
            (tables.a_number, "nan"),
            (tables.a_number, "inf"),
            (tables.a_minute, ""),
            (tables.a_minute, "8"),
            (tables.a_minute, "24:01"),
            (tables.a_minute, "25:00"),
            (tables.a_minute, "08:60"),
            (tables.a_minute, "²:00"),
            (tables.a_minute, "-1:00"),
            (tables.a_flag, "maybe"),
        ],
    )
    def test_are_refused_with_their_place_and_what_stands_there(
        self, read: Callable[[Row, str], Any], text: str
    ) -> None:
        with pytest.raises(BadTable) as refused:
            read(cell(text), "cell")

        assert str(refused.value).startswith(f"teams.csv:2 cell: {text!r} is not ")

    def test_hold_lists(self) -> None:
        assert tables.a_list("") == []
        assert tables.a_list("城市管理|生态环境") == ["城市管理", "生态环境"]
