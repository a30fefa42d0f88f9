"""What is said, in one line, before anything starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from core import preflight
from core.preflight import CannotStart


def one_line(error: pytest.ExceptionInfo[CannotStart]) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


class TestPort:
    def test_names_a_port_in_use_and_the_way_out(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as somebody:
            port = somebody.getsockname()[1]

            with pytest.raises(CannotStart) as error:
                preflight.check_port("127.0.0.1", port)

        assert f"Port {port} on 127.0.0.1 is in use: set PORT=" in one_line(error)

    def test_accepts_a_free_port(self) -> None:
        preflight.check_port("127.0.0.1", preflight.free_port())

    @pytest.mark.parametrize(
        ("host", "port", "words"),
        [
            ("no-such-host.invalid", 8000, "There is no address no-such-host.invalid:8000 here"),
            ("192.0.2.1", 8000, "Cannot listen on 192.0.2.1:8000"),
            ("127.0.0.1", 99999, "99999 is no port"),
        ],
    )
    def test_names_an_address_that_is_not_ours(self, host: str, port: int, words: str) -> None:
        with pytest.raises(CannotStart) as error:
            preflight.check_port(host, port)

        assert words in one_line(error)


class TestRoom:
    def test_makes_the_directory(self, tmp_path: Path) -> None:
        preflight.check_room(tmp_path / "var")

        assert list((tmp_path / "var").iterdir()) == []

    def test_names_what_is_missing_on_a_full_disk(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStart) as error:
            preflight.check_room(tmp_path, room_mb=10**9)

        assert "No room on the disk: " in one_line(error)

    def test_names_a_directory_it_cannot_write(self, tmp_path: Path) -> None:
        (tmp_path / "var").write_text("a file in the way")

        with pytest.raises(CannotStart) as error:
            preflight.check_room(tmp_path / "var")

        assert f"Cannot write in {tmp_path}/var: " in one_line(error)


class TestOnlyOne:
    def test_refuses_a_second_platform_on_the_same_data(self, tmp_path: Path) -> None:
        with (
            preflight.only_one(tmp_path),
            pytest.raises(CannotStart) as error,
            preflight.only_one(tmp_path),
        ):
            pass

        assert f"OneDoor already runs on {tmp_path}" in one_line(error)

    def test_waits_for_the_rest_of_a_killed_one(self, tmp_path: Path) -> None:
        rest = "import sys; sys.stdin.read()"
        with preflight.only_one(tmp_path) as lock:
            heir = subprocess.Popen(
                [sys.executable, "-c", rest], stdin=subprocess.PIPE, pass_fds=[lock]
            )
        (tmp_path / "run.lock").write_text(f"{_pid_of_nobody()}\n")
        with pytest.raises(CannotStart), preflight.only_one(tmp_path, patience_s=0.2):
            pass

        heir.communicate()

        with preflight.only_one(tmp_path):
            assert (tmp_path / "run.lock").read_text() == f"{os.getpid()}\n"


def _pid_of_nobody() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid
