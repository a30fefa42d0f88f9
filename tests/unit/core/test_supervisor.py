"""Real processes, started by a real supervisor that is itself a process the tests may kill."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol

import pytest

from core import guard
from core.processes import Program, ProgramFailed
from core.supervisor import Supervisor

PATIENCE_S: Final = 20


def wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def shell(name: str, script: str, **rest: object) -> Program:
    return Program(name=name, argv=["/bin/sh", "-c", script], **rest)  # type: ignore[arg-type]


LAUNCH: Final = """
import sys
from pathlib import Path
from core.processes import Program
from core.supervisor import Supervisor

def shell(name, script, **rest):
    return Program(name=name, argv=["/bin/sh", "-c", script], **rest)

with Supervisor(log_dir=Path("log"), grace_s=float(sys.argv[1])) as supervisor:
    Path("guard").write_text(str(supervisor._guard._guard.pid))
    supervisor.start({programs})
    supervisor.say("all ready")
    supervisor.watch()
"""


class Platform:
    """A supervisor in its own process, running the programs a test describes."""

    def __init__(self, folder: Path, programs: str, *, grace_s: float = 1) -> None:
        self.folder = folder
        root = Path(__file__).resolve().parents[3]
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH.format(programs=programs), str(grace_s)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=(folder / "terminal").open("wb"),
        )

    def says(self, words: str) -> bool:
        return words in (self.folder / "terminal").read_text()

    def lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def pid(self, name: str) -> int:
        """Wait for a program to write its number into a file of that name."""
        path = self.folder / name
        wait_for(lambda: path.exists() and path.read_text().strip())
        return int(path.read_text())


class Launch(Protocol):
    def __call__(self, programs: str, *, grace_s: float = 1) -> Platform: ...


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    platforms: list[Platform] = []

    def start(programs: str, **rest: float) -> Platform:
        platforms.append(Platform(tmp_path, programs, **rest))
        return platforms[-1]

    yield start
    for platform in platforms:
        platform.process.kill()
        platform.process.wait()


FAMILY: Final = """
    shell("father", "echo $$ > father; sleep 300 & echo $! > child; wait"),
    shell("stubborn", "trap '' TERM; echo $$ > stubborn; while :; do sleep 1; done"),
"""


@pytest.mark.skipif(sys.platform != "linux", reason="families are found through /proc")
class TestEnding:
    @pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_ends_every_process_it_started(self, launch: Launch, stop: signal.Signals) -> None:
        platform = launch(FAMILY)
        pids = [platform.pid(name) for name in ("father", "child", "stubborn")]
        wait_for(lambda: platform.says("all ready"))

        platform.process.send_signal(stop)

        assert platform.process.wait(timeout=PATIENCE_S) == 0
        assert not [pid for pid in pids if is_alive(pid)]

    def test_leaves_no_orphan_when_it_is_killed_itself(self, launch: Launch) -> None:
        platform = launch(FAMILY)
        pids = [platform.pid(name) for name in ("father", "child", "stubborn")]

        platform.process.kill()

        wait_for(lambda: not [pid for pid in pids if is_alive(pid)])

    def test_leaves_no_orphan_even_when_its_guard_was_killed_before(self, launch: Launch) -> None:
        platform = launch('shell("web", "echo $$ >> lives; sleep 300"),' + FAMILY)
        pids = [platform.pid(name) for name in ("father", "child", "stubborn")]
        wait_for(lambda: platform.says("all ready") and platform.lines("lives"))

        os.kill(platform.pid("guard"), signal.SIGKILL)
        os.kill(int(platform.lines("lives")[0]), signal.SIGKILL)
        wait_for(lambda: len(platform.lines("lives")) == 2)
        platform.process.kill()

        pids.append(int(platform.lines("lives")[1]))
        wait_for(lambda: not [pid for pid in pids if is_alive(pid)])

    def test_kills_at_once_when_asked_twice(self, launch: Launch) -> None:
        platform = launch(FAMILY, grace_s=300)
        stubborn = platform.pid("stubborn")
        wait_for(lambda: platform.says("all ready"))

        platform.process.send_signal(signal.SIGINT)
        wait_for(lambda: not is_alive(platform.pid("father")))
        assert is_alive(stubborn)
        platform.process.send_signal(signal.SIGINT)

        assert platform.process.wait(timeout=PATIENCE_S) == 0
        assert not is_alive(stubborn)

    def test_ends_servers_after_those_who_lean_on_them(self, launch: Launch) -> None:
        last_words = (
            "trap 'sleep {pause}; echo {name} >> order; exit' TERM; echo $$ > {name}; {nap}"
        )
        nap = "while :; do sleep 0.05; done"
        server = last_words.format(name="server", pause=0, nap=nap)
        client = last_words.format(name="client", pause=0.3, nap=nap)
        platform = launch(
            f'shell("server", "{server}", is_server=True), shell("client", "{client}")'
        )
        platform.pid("server")
        platform.pid("client")
        wait_for(lambda: platform.says("all ready"))

        platform.process.send_signal(signal.SIGTERM)
        platform.process.wait(timeout=PATIENCE_S)

        assert (platform.folder / "order").read_text().split() == ["client", "server"]

    def test_ends_quietly_when_stopped_before_all_is_ready(self, launch: Launch) -> None:
        platform = launch('shell("slow", "echo $$ > slow; sleep 300", ready=lambda: False)')
        slow = platform.pid("slow")

        platform.process.send_signal(signal.SIGINT)

        assert platform.process.wait(timeout=PATIENCE_S) == 0
        assert not is_alive(slow)


class TestWatching:
    def test_starts_a_crashed_program_again_and_says_so(self, launch: Launch) -> None:
        platform = launch('shell("web", "echo $$ >> lives; sleep 300")')
        wait_for(lambda: platform.says("all ready") and platform.lines("lives"))

        os.kill(int(platform.lines("lives")[0]), signal.SIGKILL)

        wait_for(lambda: len(platform.lines("lives")) == 2)
        assert platform.says("web ended by SIGKILL. Starting it again in 0.5 s.")

    @pytest.mark.skipif(sys.platform != "linux", reason="families are found through /proc")
    def test_ends_what_a_crashed_program_left_behind(self, launch: Launch) -> None:
        platform = launch('shell("worker", "sleep 300 & echo $! > job; echo $$ > worker; wait")')
        worker, job = platform.pid("worker"), platform.pid("job")
        wait_for(lambda: platform.says("all ready"))

        os.kill(worker, signal.SIGKILL)

        wait_for(lambda: not is_alive(job))

    def test_waits_longer_each_time_before_it_starts_again(self, launch: Launch) -> None:
        platform = launch('shell("web", "exit 3")')

        wait_for(lambda: platform.says("web ended with code 3. Starting it again in 2 s."))

        assert platform.says("again in 0.5 s.")
        assert platform.says("again in 1 s.")


class TestStarting:
    def test_tells_the_last_words_of_a_program_that_fails(self, tmp_path: Path) -> None:
        broken = shell("web", "echo no such table; exit 1", ready=lambda: False)

        with (
            pytest.raises(ProgramFailed, match=r"web ended with code 1\.\n  no such table"),
            Supervisor(log_dir=tmp_path, terminal=io.StringIO()) as supervisor,
        ):
            supervisor.start(broken)

    def test_runs_a_step_to_its_end_before_the_next(self, tmp_path: Path) -> None:
        terminal = io.StringIO()

        with Supervisor(log_dir=tmp_path, terminal=terminal) as supervisor:
            supervisor.run(shell("migrate", "sleep 0.2; echo done"))
            supervisor.say("next")

        assert terminal.getvalue() == "migrate │ done\nnext\n"
        assert (tmp_path / "migrate.log").read_text() == "done\n"

    def test_refuses_to_go_on_when_a_step_fails(self, tmp_path: Path) -> None:
        with (
            pytest.raises(ProgramFailed, match="migrate ended with code 2"),
            Supervisor(log_dir=tmp_path, terminal=io.StringIO()) as supervisor,
        ):
            supervisor.run(shell("migrate", "exit 2"))

    def test_keeps_quiet_programs_to_their_log(self, tmp_path: Path) -> None:
        terminal = io.StringIO()

        with Supervisor(log_dir=tmp_path, terminal=terminal) as supervisor:
            supervisor.run(shell("valkey", "echo chatter", echo=False))

        assert terminal.getvalue() == ""
        assert (tmp_path / "valkey.log").read_text() == "chatter\n"


@pytest.mark.skipif(sys.platform != "linux", reason="families are found through /proc")
def test_finds_a_family_that_hides_in_its_own_process_group() -> None:
    script = "import os, time; os.fork() or os.setpgid(0, 0); time.sleep(300)"
    leader = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    wait_for(lambda: len(guard.members([leader.pid])[leader.pid]) == 2)

    guard.end({leader.pid: signal.SIGTERM}, grace_s=0.5)

    assert guard.members([leader.pid]) == {leader.pid: []}
    leader.wait()
