"""`onedoor catalogue` on a folder: out, in, checked, compared, with nothing running."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from command.catalogue import folder
from command.publishing.commands import cli

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"
LIST = "事项代码,事项名称\nYZ-01,\nYZ-03,\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of Yunze that may be written to."""
    return Path(shutil.copytree(YUNZE, tmp_path / "yunze"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def bring_in(city: Path, file: Path, *more: str) -> Result:
    return run(
        *("import", file, "--form", "township_list", "--township", "990101001"),
        *("--valid-from", "2026-12-01", "--of", city, *more),
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("full.xlsx", "full"),
        ("items.csv", "full"),
        ("official.xlsx", "official"),
        ("official.csv", "official"),
        ("lists.xlsx", "township_list"),
    ],
)
def test_what_was_handed_out_changes_nothing_when_it_comes_back(
    city: Path, tmp_path: Path, name: str, form: str
) -> None:
    file = tmp_path / name

    assert run("export", file, "--form", form, "--of", city, "--on", "2026-12-01").exit_code == 0

    back = run("import", file, "--form", form, "--of", city, "--valid-from", "2026-12-01")
    assert (back.exit_code, back.output.strip()) == (0, "Nothing changes.")


def test_a_list_is_told_before_it_is_taken_in(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    before = folder.read(city)

    told = bring_in(city, file)

    assert told.exit_code == 0
    assert "opened   township_items: 990101001 YZ-03" in told.output
    assert "closed   township_items: 990101001 YZ-08" in told.output
    assert folder.read(city) == before


def test_a_list_that_is_published_is_written_into_the_folder(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")

    assert bring_in(city, file, "--publish", "--by", "王").exit_code == 0

    items = {row.item: row.span.to for row in folder.read(city).township_items}
    assert items["YZ-01"] is None
    assert items["YZ-03"] is None
    assert items["YZ-08"] is not None
    assert "Nothing changes." in bring_in(city, file).output


def test_nothing_of_a_file_with_a_fault_is_taken_in(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST + "YZ-99,\n", "utf-8")
    before = folder.read(city)

    told = bring_in(city, file, "--publish", "--by", "王", "--lang", "en")

    assert told.exit_code == 1
    assert "list.csv 4 事项代码: The catalogue has no item YZ-99." in told.output
    assert folder.read(city) == before


def test_publishing_needs_a_name(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")

    assert bring_in(city, file, "--publish").exit_code == 2


def test_a_hole_needs_a_reason(city: Path, tmp_path: Path) -> None:
    rows = (city / "holders.csv").read_text("utf-8").splitlines(keepends=True)
    file = tmp_path / "holders.csv"
    file.write_text("".join(row for row in rows if not row.startswith("YZ-01")), "utf-8")
    said = ("import", file, "--form", "full", "--valid-from", "2026-12-01", "--of", city)
    published = (*said, "--publish", "--by", "王")

    refused = run(*published)
    taken = run(*published, "--accept", "no_holder:YZ-01=待省厅批复")

    assert (refused.exit_code, taken.exit_code) == (1, 0)
    assert "hole   no_holder:YZ-01" in refused.output
    assert not any(row.item == "YZ-01" for row in folder.read(city).holders)


def test_check_tells_the_holes_there_are(city: Path) -> None:
    told = run("check", "--of", city, "--on", "2026-12-01", "--lang", "en")

    assert told.exit_code == 1
    assert "nobody_comes_no_team:990102100:生态环境" in told.output


def test_two_folders_are_compared(city: Path) -> None:
    path = city / "sanction_lines.csv"
    path.write_text(path.read_text("utf-8").replace("10000,", "20000,"), "utf-8")

    told = run("diff", YUNZE, city)

    assert told.output.strip() == "changed  sanction_lines: * person"


def test_a_folder_that_cannot_be_read_is_told_by_the_cell(city: Path) -> None:
    path = city / "sanction_lines.csv"
    path.write_text(path.read_text("utf-8").replace("10000,", "ten,"), "utf-8")

    told = run("check", "--of", city)

    assert told.exit_code == 1
    assert "sanction_lines.csv:2 amount: 'ten' is not a number" in told.output
