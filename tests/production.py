"""OneDoor as a city starts it by hand: processes of a user without rights, PostgreSQL, Valkey.

Nothing is shared with this process but the wire: what is tested is the very commands that
docs/operations.md gives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from typing import Final

from core import embedded
from core.preflight import free_port, port_in_use
from core.processes import Guard, Program, wait_until_ready
from core.supervisor import answers
from tests import servers
from tests.conftest import YUNZE

ROOT: Final = Path(__file__).parent.parent
PASSWORD: Final = "Zhuque-7391-Lantern"
PUBLIC_URL: Final = "https://onedoor.example"
NOT_NEEDED: Final = ("site-packages", "test", "idlelib", "tkinter", "ensurepip", "config-*", "*.a")


@dataclass
class Production:
    """A city's platform: how to start its parts, run its commands, read its logs."""

    scratch: Path
    guard: Guard
    user: str | None
    python: str
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, *words: str) -> str:
        """Run a command of `onedoor` and give what it printed."""
        done = subprocess.run(
            [self.python, "-m", "main", *words],
            env=os.environ | self.env,
            cwd=self.scratch,
            user=self.user,
            group=getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=() if self.user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def create_account(self, username: str, role: str, node: str, *more: str) -> None:
        """Make an account as the first of a new city is made."""
        self.run(
            *("accounts", "create", username, "--role", role, "--node", node),
            *("--name", "欧阳紫薇", "--node-name", "云泽市", *more),
        )

    def start(self, name: str, *words: str, port: int | None = None) -> None:
        """Start a part; its output goes to a log of its own."""
        program = Program(
            name=name,
            argv=[self.python, "-m", "main", *words],
            env=self.env | ({"ONEDOOR_PORT": str(port)} if port else {}),
            cwd=self.scratch,
            user=self.user,
            ready=(lambda: answers("127.0.0.1", port, "/healthz")) if port else None,
        )
        with self.log_of(name).open("ab") as output:
            self.processes[name] = self.guard.spawn(program, output=output)
        wait_until_ready(
            program, self.processes[name], last_words=self.log_of(name).read_text().splitlines
        )

    def stop(self, name: str) -> int:
        """Send SIGTERM and give the exit code."""
        process = self.processes.pop(name)
        process.terminate()
        return process.wait(30)

    def log_of(self, name: str) -> Path:
        """Name the log of a part."""
        return self.scratch / f"{name}.log"


@contextmanager
def production(**settings: str) -> Iterator[Production]:
    """Prepare a city in production mode: a database, a Valkey, Yunze loaded, nobody signed up."""
    scratch = Path(tempfile.mkdtemp(prefix="onedoor-city-", dir="/tmp"))
    with ExitStack() as stack:
        server = stack.enter_context(servers.postgres(fsync=False))
        guard = stack.enter_context(Guard())
        guard.remove(scratch)
        user = servers._unprivileged_user()
        data = scratch / "var"
        data.mkdir()
        if user:
            for folder in (scratch, data):
                shutil.chown(folder, user)
        python, env = _python_for(user, scratch)
        city = Production(scratch, guard, user, python, env)
        city.env |= {
            "ONEDOOR_DATABASE_URL": server,
            "ONEDOOR_REDIS_URL": _start_valkey(city),
            "ONEDOOR_DATA_DIR": str(data),
            "ONEDOOR_PUBLIC_URL": PUBLIC_URL,
            "ONEDOOR_PRODUCTION": "true",
            "ONEDOOR_LOG_JSON": "true",
            "ONEDOOR_PASSWORD": PASSWORD,
            **settings,
        }
        city.run("migrate")
        city.run("load-city", str(YUNZE))
        yield city


def _start_valkey(city: Production) -> str:
    port = free_port()
    program = Program(
        name="valkey",
        argv=[
            embedded._find_server(),
            "--port",
            str(port),
            "--save",
            "",
            "--dir",
            str(city.scratch),
        ],
        user=city.user,
        ready=lambda: port_in_use("127.0.0.1", port),
    )
    wait_until_ready(program, city.guard.spawn(program, output=subprocess.DEVNULL))
    return f"redis://127.0.0.1:{port}/0"


def _python_for(user: str | None, scratch: Path) -> tuple[str, dict[str, str]]:
    """Find a Python that the user may run; where ours lies in a home folder, a copy of it."""
    env = {"PYTHONPATH": f"{sysconfig.get_path('purelib')}:{ROOT}", "HOME": str(scratch)}
    if user is None or _may_run(user):
        return sys.executable, env
    library = Path(sysconfig.get_path("stdlib"))
    home = scratch / "python"
    ignored = shutil.ignore_patterns(*NOT_NEEDED)
    shutil.copytree(library, home / "lib" / library.name, ignore=ignored, symlinks=True)
    (home / "bin").mkdir()
    program = shutil.copy(Path(sys.executable).resolve(), home / "bin")
    for shared in library.parent.glob("libpython3*.so*"):
        shutil.copy(shared, home / "lib")
    return str(program), {**env, "PYTHONHOME": str(home), "LD_LIBRARY_PATH": str(home / "lib")}


def _may_run(user: str) -> bool:
    try:
        return not subprocess.run(
            [sys.executable, "-c", "import fastapi"],
            user=user,
            group=getpwnam(user).pw_gid,
            cwd="/",
            check=False,
            capture_output=True,
        ).returncode
    except PermissionError:
        return False
