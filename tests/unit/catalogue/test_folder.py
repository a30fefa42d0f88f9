"""A city's folder: read whole, refused by the cell, written as it is read."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from command.catalogue import folder
from command.catalogue.forms import FORMS, REQUIRED, Form
from core.tables import BadTable

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of Yunze that a test may spoil."""
    return Path(shutil.copytree(YUNZE, tmp_path / "yunze"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_yunze_is_read_whole() -> None:
    facts = folder.read(YUNZE)

    assert facts.edition == 0
    assert [row.code for row in facts.items] == [f"YZ-{n:02}" for n in range(1, 11)]
    assert {row.township: row.form for row in facts.township_powers} == {
        "990101001": "empowered",
        "990101002": "posted",
        "990102100": "none",
        "990102201": "posted",
    }
    assert facts.townships["990102100"] == ("北山镇", "990102")
    assert facts.rules[0].id == "YZ-R010"
    assert facts.rules[0].then == {"judge": "danger_first"}


def test_a_row_is_known_by_all_it_says(city: Path) -> None:
    before = {row.code: row.id for row in folder.read(city).items}

    spoil(city / "items.csv", "对占道摆摊的处罚", "对占道经营的处罚")

    after = {row.code: row.id for row in folder.read(city).items}
    assert {code for code in before if before[code] != after[code]} == {"YZ-01"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_file_that_is_absent_is_a_kind_without_rows_unless_no_city_can_do_without(
    city: Path, form: Form
) -> None:
    (city / form.file).unlink()

    if form.name in REQUIRED:
        with pytest.raises(BadTable, match=form.file):
            folder.read(city)
    else:
        assert form.of(folder.read(city)) == ()


def test_a_cell_that_cannot_be_read_is_named(city: Path) -> None:
    spoil(city / "township_powers.csv", ",posted,", ",seconded,")

    with pytest.raises(BadTable, match=r"township_powers\.csv:3 form: 'seconded' is not one of"):
        folder.read(city)


def test_a_row_that_ends_before_it_begins_is_refused(city: Path) -> None:
    spoil(city / "sanction_lines.csv", "10000,2026-01-01,,", "10000,2026-01-01,2026-01-01,")

    with pytest.raises(BadTable, match=r"sanction_lines\.csv:2 valid_to"):
        folder.read(city)


def test_a_row_that_is_there_twice_is_refused(city: Path) -> None:
    path = city / "parameters.csv"
    path.write_text(
        path.read_text("utf-8") + path.read_text("utf-8").splitlines()[1] + "\n", "utf-8"
    )

    with pytest.raises(BadTable, match=r"says the same as parameters\.csv:2"):
        folder.read(city)


def test_what_is_written_is_read_again(city: Path) -> None:
    facts = folder.read(city)

    folder.write(city, facts=facts, forms=FORMS)

    assert folder.read(city) == facts


def test_a_span_begins_with_its_first_day_and_ends_before_its_last() -> None:
    span = folder.read(YUNZE).items[0].span

    assert date(2026, 1, 1) in span
    assert date(2025, 12, 31) not in span
