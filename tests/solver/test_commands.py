"""The command line: what it prints, what it writes, how it ends."""

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.solver.commands import cli
from tests.solver.example import DOCS, ROOT, as_bytes, instance_document

INSTANCE = DOCS / "example" / "instance.json"
PLAN = DOCS / "example" / "plan-b.json"
runner = CliRunner()


def onedoor(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onedoor", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


class TestCheck:
    def test_says_what_a_feasible_plan_is_worth(self) -> None:
        ran = runner.invoke(cli, ["check", str(INSTANCE), str(PLAN)])

        said = json.loads(ran.stdout)
        assert (ran.exit_code, said["feasible"], said["objective"]) == (0, True, 19.35)

    def test_ends_with_1_and_the_rules_that_are_broken(self, tmp_path: Path) -> None:
        plan = json.loads(PLAN.read_text("utf-8"))
        plan["missions"][1]["start"] = 592
        (tmp_path / "plan.json").write_text(json.dumps(plan))

        ran = runner.invoke(cli, ["check", str(INSTANCE), str(tmp_path / "plan.json")])

        said = json.loads(ran.stdout)
        assert (ran.exit_code, said["feasible"], said["objective"]) == (1, False, None)
        assert [violation["code"] for violation in said["violations"]] == ["LATE"]

    def test_finds_no_plan_in_a_file_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "plan.json").write_bytes(b"\xff\xfe")

        ran = runner.invoke(cli, ["check", str(INSTANCE), str(tmp_path / "plan.json")])

        assert (ran.exit_code, json.loads(ran.stdout)["violations"][0]["code"]) == (1, "SHAPE")


def test_bound_proves_what_no_plan_exceeds() -> None:
    ran = runner.invoke(cli, ["bound", str(INSTANCE), "--seconds", "0.5"])

    said = json.loads(ran.stdout)
    assert 19.35 <= said["bound"] <= said["trivial"]


@pytest.mark.parametrize("command", [["check", "PLAN"], ["solve"], ["bound"]])
def test_a_bad_instance_ends_with_2_and_where_it_is_bad(command: list[str], tmp_path: Path) -> None:
    bad = tmp_path / "instance.json"
    day = instance_document()
    day["sites"][1]["windows"] = [[700, 510]]
    bad.write_bytes(as_bytes(day))
    name, *rest = command

    ran = runner.invoke(cli, [name, str(bad), *(str(PLAN) for _ in rest)])

    assert ran.exit_code == 2
    assert ran.stderr.startswith("/sites/1/windows: ")
    assert ran.stdout == ""


def test_a_file_that_is_not_there_ends_with_2() -> None:
    assert runner.invoke(cli, ["check", "nowhere.json", str(PLAN)]).exit_code == 2


def test_the_engine_starts_without_the_platform() -> None:
    program = (
        "import sys, onedoor\n"
        f"sys.argv = ['onedoor', 'check', {str(INSTANCE)!r}, {str(PLAN)!r}]\n"
        "try:\n"
        "    onedoor.main()\n"
        "finally:\n"
        "    print({'fastapi', 'sqlalchemy', 'numba', 'main'} & set(sys.modules), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip() == "set()"


class TestSolve:
    def test_writes_the_best_plan_of_a_small_day(self, tmp_path: Path) -> None:
        plan = tmp_path / "plan.json"

        ran = onedoor("solve", INSTANCE, "--seconds", 1, "--workers", 1, "-o", plan)

        assert (ran.returncode, ran.stdout) == (0, "")
        assert ran.stderr.startswith("objective 19.35: ")
        checked = runner.invoke(cli, ["check", str(INSTANCE), str(plan)])
        assert json.loads(checked.stdout)["objective"] == 19.35
        assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]

    def test_sends_nobody_out_where_nothing_can_be_done_and_says_why(self, tmp_path: Path) -> None:
        day = instance_document()
        for unit in day["units"]:
            unit["shift"] = [0, 60]
        (tmp_path / "instance.json").write_bytes(as_bytes(day))

        ran = onedoor("solve", tmp_path / "instance.json", "--seconds", 1)

        assert ran.returncode == 0
        assert json.loads(ran.stdout)["missions"] == []
        assert "The plan is empty" in ran.stderr
        assert "out-of-reach (4)" in ran.stderr

    def test_prints_the_plan_where_no_file_is_named(self) -> None:
        ran = onedoor("solve", INSTANCE, "--seconds", 1)

        assert json.loads(ran.stdout)["instance"] == "example-3"

    def test_shows_how_far_it_is_and_gives_the_best_plan_so_far_when_interrupted(
        self, tmp_path: Path
    ) -> None:
        plan, seen = tmp_path / "plan.json", b""
        ours, theirs = pty.openpty()
        command = ["-m", "onedoor", "solve", str(INSTANCE), "--seconds", "3600", "-o", str(plan)]
        with subprocess.Popen([sys.executable, *command], cwd=ROOT, stderr=theirs) as running:
            os.close(theirs)
            while b"missions" not in seen:
                seen += os.read(ours, 4096)
            running.send_signal(signal.SIGINT)
            # Until the other end is gone, which is an error to a terminal.
            with suppress(OSError):
                while True:
                    os.read(ours, 4096)
        os.close(ours)

        assert running.returncode == 0
        assert runner.invoke(cli, ["check", str(INSTANCE), str(plan)]).exit_code == 0
