"""`onedoor locate|decide|route|simulate`: from a city's folder, with nothing running."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from command.commands import cli
from command.competence.batches import NEEDED
from command.competence.decide import decide
from command.competence.offline import Offline
from command.competence.routing import ANSWER

YUNZE = Path(__file__).parents[2] / "cities" / "yunze"
runner = CliRunner()


def run(*arguments: str) -> Any:
    return runner.invoke(cli, [*arguments, "--city", str(YUNZE)])


class TestLocate:
    def test_names_township_and_district(self) -> None:
        told = run("locate", "87.15", "43.05")

        assert (told.exit_code, told.output) == (0, "990101002 南市街道  990101 云东区\n")

    def test_names_neighbours_and_special_areas(self) -> None:
        assert "border within 20 m: 990101002 南市街道" in run("locate", "87.09999", "43.05").output
        assert "special area: YZ-SA 云泽站" in run("locate", "87.18", "43.03").output
        assert "special" not in run("locate", "87.18", "43.03", "--on", "2025-12-31").output

    def test_says_outside_plainly(self) -> None:
        told = run("locate", "87.05", "43.05")

        assert (told.exit_code, told.output) == (1, "outside 云泽市\n")

    def test_refuses_a_system_nobody_knows_in_a_line(self) -> None:
        told = run("locate", "87.05", "43.05", "--crs", "mars")

        assert told.exit_code == 2
        assert told.output.count("\n") == 1


class TestDecide:
    WHEN = ("--filed-on", "2026-11-22")

    def test_says_who_in_a_sentence_and_why_in_steps(self) -> None:
        told = run("decide", "M01", "--lon", "87.03", "--lat", "43.03", *self.WHEN)

        assert told.exit_code == 0, told.output
        sentence, answer, *steps = told.output.splitlines()
        assert "占道摆摊（M01）" in sentence
        assert answer == "[certain] YZ-T1 · 东湖街道办事处"
        assert any("东湖街道" in step for step in steps)

    def test_speaks_english_too(self) -> None:
        told = run("decide", "M01", "--township", "990101002", "--lang", "en", *self.WHEN)

        assert "has no own list on 2026-11-22" in told.output

    def test_an_open_question_shows_how_to_answer_it(self) -> None:
        told = run("decide", "M02", "--township", "990101002", *self.WHEN)

        assert "[open]" in told.output
        assert "--field 生态环境" in told.output
        answered = run(
            "decide", "M02", "--township", "990101002", "--field", "生态环境", *self.WHEN
        )
        assert "YZ-E-HB" in answered.output

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--lon", "87.03"), "--lon and --lat go together"),
            (("--subject", "firm"), "'firm' is none of unit, person"),
            (("--severe", "harsh"), "'harsh' is none of confiscation"),
        ],
    )
    def test_refuses_what_it_cannot_read_in_a_line(
        self, options: tuple[str, ...], said: str
    ) -> None:
        told = run("decide", "M01", *options)

        assert told.exit_code == 2
        assert said in told.output
        assert told.output.count("\n") == 1


ACTS = [
    # lon, lat, crs, kind, code, occurred_at -> township, item, team, reason
    (("87.03", "43.03", "CGCS2000", "matter", "M01", "2026-03-01T08:00:00+06:00"),
     ("990101001", "YZ-01", "YZ-T1", "routed_empowered")),
    (("87.03", "43.03", "", "matter", "M07", "2026-03-01"),
     ("990101001", "YZ-03", "YZ-E-ZD", "routed_district")),
    (("87.15", "43.05", "WGS84", "matter", "M01", "2026-03-01"),
     ("990101002", "YZ-01", "YZ-T2", "routed_posted")),
    (("87.25", "43.05", "CGCS2000", "matter", "M01", "2026-03-01"),
     ("", "YZ-01", "", "outside_city")),
    (("", "", "", "matter", "M01", "2026-03-01"), ("", "YZ-01", "", "no_place")),
    (("87.15", "43.05", "CGCS2000", "component", "C01", "2026-03-01"),
     ("990101002", "", "", "not_enforcement")),
    (("87.15", "43.05", "CGCS2000", "matter", "M99", "2026-03-01"),
     ("990101002", "", "", "unknown_class")),
]  # fmt: skip


@pytest.fixture
def acts(tmp_path: Path) -> Path:
    path = tmp_path / "acts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *NEEDED])
        for number, ((lon, lat, crs, kind, code, at), _) in enumerate(ACTS):
            writer.writerow([f"号,{number}", lon, lat, crs, "LOCAL-YZ", kind, code, at])
    return path


class TestRoute:
    def test_keeps_the_columns_and_writes_the_answers_behind_them(
        self, acts: Path, tmp_path: Path
    ) -> None:
        output = tmp_path / "out.csv"

        told = run("route", str(acts), "-o", str(output))

        assert told.exit_code == 0, told.output
        assert "7 acts" in told.output
        rows = list(csv.DictReader(output.open(encoding="utf-8")))
        assert list(rows[0]) == ["id", *NEEDED, *ANSWER]
        assert [row["id"] for row in rows] == [f"号,{number}" for number in range(len(ACTS))]
        answers = [(row["township"], row["item"], row["team"], row["reason"]) for row in rows]
        assert answers == [answer for _, answer in ACTS]
        assert rows[0]["signing_body"] == "东湖街道办事处"
        assert rows[0]["rule_ids"]

    def test_says_of_each_act_what_decide_says(self, acts: Path, tmp_path: Path) -> None:
        world = Offline(YUNZE)
        run("route", str(acts), "-o", str(tmp_path / "out.csv"))
        rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))

        ((names, asked),) = world.read_acts(acts)

        assert names == [f"row {number}" for number in range(2, 2 + len(ACTS))]
        for number, row in enumerate(rows):
            found = decide(asked.at(number), world.snapshot)
            assert row["team"] == (found.team or "")
            assert row["signing_body"] == (found.signing_body or "")
            assert row["reason"] == found.reason

    def test_refuses_bad_cells_and_leaves_no_file(self, acts: Path, tmp_path: Path) -> None:
        text = (
            acts.read_text(encoding="utf-8").replace("WGS84", "mars").replace("M99,2026", "M99,x")
        )
        acts.write_text(text, encoding="utf-8")

        told = run("route", str(acts), "-o", str(tmp_path / "out.csv"))

        assert told.exit_code == 2
        assert "acts.csv row 4 crs: 'mars'" in told.output
        assert "acts.csv row 8 occurred_at: 'x-03-01'" in told.output
        assert sorted(path.name for path in tmp_path.iterdir()) == ["acts.csv"]

    def test_refuses_a_file_that_was_routed_already(self, acts: Path, tmp_path: Path) -> None:
        run("route", str(acts), "-o", str(tmp_path / "out.csv"))

        again = run("route", str(tmp_path / "out.csv"), "-o", str(tmp_path / "again.csv"))

        assert again.exit_code == 2
        assert "has a column 'township' already" in again.output

    def test_refuses_a_folder_that_cannot_be_read(self, acts: Path, tmp_path: Path) -> None:
        folder = Path(shutil.copytree(YUNZE, tmp_path / "yunze"))
        (folder / "holders.csv").unlink()

        told = runner.invoke(
            cli, ["route", str(acts), "-o", str(tmp_path / "out.csv"), "--city", str(folder)]
        )

        assert told.exit_code == 2
        assert "holders.csv" in told.output


class TestSimulate:
    def test_counts_what_a_changed_folder_would_move(self, acts: Path, tmp_path: Path) -> None:
        draft = Path(shutil.copytree(YUNZE, tmp_path / "draft"))
        powers = (draft / "township_powers.csv").read_text(encoding="utf-8")
        assert "990101001,empowered" in powers
        (draft / "township_powers.csv").write_text(
            powers.replace("990101001,empowered", "990101001,posted"), encoding="utf-8"
        )

        told = run("simulate", str(draft), str(acts))

        assert told.exit_code == 0, told.output
        lines = told.output.splitlines()
        assert lines[0] == "7 acts, 1 change team"
        assert "  东湖街道 (990101001): 1 of 2 change" in lines
        assert "  row 3: YZ-E-ZD -> YZ-T1" in lines

    def test_of_itself_moves_nothing(self, acts: Path) -> None:
        assert run("simulate", str(YUNZE), str(acts)).output == "7 acts, 0 change team\n"

    def test_may_look_at_a_period_alone(self, acts: Path) -> None:
        told = run("simulate", str(YUNZE), str(acts), "--from", "2026-03-02")

        assert told.output == "0 acts, 0 change team\n"


def test_they_start_without_the_platform() -> None:
    asked = (
        "import sys, onedoor; sys.argv = ['onedoor', 'locate', '87.15', '43.05', '--city', "
        f"{str(YUNZE)!r}]\n"
        "try:\n    onedoor.main()\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        "slow = {'sqlalchemy', 'fastapi', 'geopandas', 'numba'} & set(sys.modules)\n"
        "assert not slow, slow"
    )

    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "南市街道" in done.stdout
