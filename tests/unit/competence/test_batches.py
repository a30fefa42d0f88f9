"""A file of acts: read as arrays, refused with row and column."""

import math
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from command.competence import batches
from command.competence.batches import BadFile, Batch, read_batches
from command.competence.located import SYSTEMS
from grid.values import Crs

HEADER = "id,lon,lat,crs,scheme,kind,code,occurred_at,filed_at,subject_kind,expected_sanction"
GOOD = "1,87.03,43.03,GCJ-02,LOCAL-YZ,matter,M01,2026-03-01T23:30:00Z,2026-03-05,unit,500"
PLAIN = "2,,,,LOCAL-YZ,matter,M01,2026-03-01 08:00,,,"
ZONE = ZoneInfo("Asia/Urumqi")


def read(tmp_path: Path, *lines: str, header: str = HEADER) -> list[Batch]:
    path = tmp_path / "acts.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return list(read_batches(path, zone=ZONE))


class TestRead:
    def test_columns_become_arrays_and_rows_stay_as_they_are(self, tmp_path: Path) -> None:
        (batch,) = read(tmp_path, GOOD, PLAIN)

        assert batch.rows == [GOOD.split(","), PLAIN.split(",")]
        assert batch.lons.tolist()[0] == 87.03
        assert np.isnan(batch.lats[1])
        assert [SYSTEMS[number] for number in batch.crs] == [Crs.GCJ02, Crs.CGCS2000]
        assert [batch.keys[number] for number in batch.key] == [("LOCAL-YZ", "matter", "M01")] * 2
        assert batch.subjects.tolist() == [1, 0]
        assert batch.amounts[0] == 500
        assert math.isnan(batch.amounts[1])

    def test_days_are_local_and_filing_is_the_act_unless_said(self, tmp_path: Path) -> None:
        (batch,) = read(tmp_path, GOOD, PLAIN)

        law = [date.fromordinal(day) for day in batch.law_days.tolist()]
        filed = [date.fromordinal(day) for day in batch.filing_days.tolist()]
        assert law == [date(2026, 3, 2), date(2026, 3, 1)]
        assert filed == [date(2026, 3, 5), date(2026, 3, 1)]

    def test_a_sanction_is_a_sum_or_severe_or_both(self, tmp_path: Path) -> None:
        (batch,) = read(
            tmp_path,
            GOOD.replace(",500", ",closure"),
            GOOD.replace(",500", ",20000|ban|closure"),
            GOOD,
        )

        assert batch.severe == [("closure",), ("ban", "closure"), ()]
        assert batch.amounts[1] == 20_000

    def test_optional_columns_may_be_missing(self, tmp_path: Path) -> None:
        (batch,) = read(
            tmp_path,
            "87.03,43.03,CGCS2000,LOCAL-YZ,matter,M01,2026-03-01",
            header="lon,lat,crs,scheme,kind,code,occurred_at",
        )

        assert batch.filing_days.tolist() == batch.law_days.tolist()
        assert batch.severe == [()]

    def test_a_long_file_comes_in_batches(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batches, "ROWS", 2)

        found = read(tmp_path, *[GOOD] * 5)

        assert [len(batch.rows) for batch in found] == [2, 2, 1]

    def test_a_file_of_a_header_has_no_batch(self, tmp_path: Path) -> None:
        assert read(tmp_path) == []

    def test_blank_lines_are_no_rows_but_are_counted(self, tmp_path: Path) -> None:
        (batch,) = read(tmp_path, GOOD, "", PLAIN, "")
        assert len(batch.rows) == 2

        with pytest.raises(BadFile, match="row 4 lon"):
            read(tmp_path, GOOD, "", PLAIN.replace("2,,", "2,east,"))


class TestRefuses:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("87.03", "east", "acts.csv row 3 lon: 'east' is not a number"),
            ("87.03", "187", "acts.csv row 3 lon: '187' is not within 180"),
            ("87.03", "nan", "acts.csv row 3 lon: 'nan' is not within"),
            ("43.03", "", "acts.csv row 3 lat: '' is not given with lon"),
            ("GCJ-02", "mars", "acts.csv row 3 crs: 'mars' is not one of CGCS2000"),
            ("matter", "thing", "acts.csv row 3 kind: 'thing' is not matter or component"),
            ("2026-03-01T23:30:00Z", "1 March", "acts.csv row 3 occurred_at: '1 March'"),
            ("2026-03-01T23:30:00Z", "", "acts.csv row 3 occurred_at: '' is not a moment"),
            ("2026-03-05", "2026-02-30", "acts.csv row 3 filed_at: '2026-02-30'"),
            ("unit", "firm", "acts.csv row 3 subject_kind: 'firm' is not unit or person"),
            (",500", ",much", "acts.csv row 3 expected_sanction: 'much' is not yuan"),
            (",500", ",-1", "expected_sanction: '-1'"),
            (",500", ",1|2", r"expected_sanction: '1\|2'"),
            (",500", "", "acts.csv row 3: 10 cells, and the header has 11"),
        ],
    )
    def test_a_cell_with_its_row_and_column(
        self, tmp_path: Path, old: str, new: str, said: str
    ) -> None:
        assert old in GOOD

        with pytest.raises(BadFile, match=said):
            read(tmp_path, GOOD, GOOD.replace(old, new))

    def test_every_cell_that_is_wrong_up_to_a_score(self, tmp_path: Path) -> None:
        bad = GOOD.replace("GCJ-02", "mars").replace("unit", "firm")

        with pytest.raises(BadFile) as refused:
            read(tmp_path, GOOD, bad)
        assert len(str(refused.value).splitlines()) == 2
        with pytest.raises(BadFile) as refused:
            read(tmp_path, *[bad] * 100)
        assert len(str(refused.value).splitlines()) == batches.TOLD

    @pytest.mark.parametrize(
        ("header", "said"),
        [
            (HEADER.replace("lon", "x"), "no column 'lon'"),
            (HEADER.replace("id", "lon"), "column 'lon' twice"),
            ("", "no column 'lon'"),
        ],
    )
    def test_a_header_that_is_not_ours(self, tmp_path: Path, header: str, said: str) -> None:
        with pytest.raises(BadFile, match=said):
            read(tmp_path, GOOD, header=header)

    def test_a_file_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "acts.csv"
        path.write_bytes((HEADER + "\n" + GOOD + ",街道").encode("gb18030"))

        with pytest.raises(BadFile, match=r"acts\.csv"):
            list(read_batches(path, zone=ZONE))
