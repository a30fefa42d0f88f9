"""A real Valkey, started the way `onedoor run` starts it."""

import signal
import subprocess
from pathlib import Path

from redis import Redis

from core.embedded import running_valkey, valkey


class TestValkey:
    def test_keeps_its_data_over_a_restart(self, tmp_path: Path) -> None:
        with running_valkey(tmp_path) as url, Redis.from_url(url) as redis:
            redis.set("case", "kept")

        with running_valkey(tmp_path) as url, Redis.from_url(url) as redis:
            assert redis.get("case") == b"kept"

    def test_works_in_a_checkout_too_deep_for_a_socket(self, tmp_path: Path) -> None:
        deep = tmp_path / ("deep " * 12) / ("deeper%" * 12)

        with running_valkey(deep) as url, Redis.from_url(url) as redis:
            home = Path(url.removeprefix("unix://")).parent
            assert redis.ping()
            assert home.stat().st_mode & 0o077 == 0

        assert not home.exists()
        assert (deep / "appendonlydir").is_dir()

    def test_opens_its_socket_to_nobody_else(self, tmp_path: Path) -> None:
        data = tmp_path / "valkey"

        with running_valkey(data):
            assert data.stat().st_mode & 0o077 == 0
            assert (data / "valkey.sock").stat().st_mode & 0o077 == 0

    def test_starts_after_it_was_killed_and_left_its_socket(self, tmp_path: Path) -> None:
        server = valkey(tmp_path)
        process = subprocess.Popen(server.program.argv, stdout=subprocess.DEVNULL)
        while not (server.program.ready and server.program.ready()):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (tmp_path / "valkey.sock").exists()

        with running_valkey(tmp_path) as url, Redis.from_url(url) as redis:
            assert redis.ping()
