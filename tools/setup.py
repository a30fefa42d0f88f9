"""Make a checkout ready to run, on a machine with Python 3.11 and make, and perhaps nothing else.

Standard library only: this runs before there is an environment. Each step is done again only when
what it was made from has changed, and a warm set-up fetches nothing. What the steps print goes to
var/log/setup.log; a failure shows its end.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
BIN: Final = VENV / "bin"
UI: Final = ROOT / "web" / "ui"
STATIC: Final = ROOT / "web" / "static"
ENGINE: Final = ROOT / "dispatch" / "solver"
LOG: Final = ROOT / "var" / "log" / "setup.log"

UV: Final = "uv>=0.9,<1"
OLDEST_NODE: Final = (20, 19)
ROOM_MB: Final = 2000
"""What a first set-up takes, with the caches it fills."""
CERTIFICATES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Red Hat
    "/etc/ssl/cert.pem",  # macOS
)
NOT_OURS: Final = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX", "UV_PYTHON"}
"""Traces of other environments that would lead our tools astray."""
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def main(wishes: Sequence[str]) -> None:
    """Bring everything up to date.

    `--browser` also asks for the Chromium of the browser tests, `--peers` for the solvers that ours is
    measured against.
    """
    began = time.monotonic()
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with LOG.open("a+") as log:
            _wait_for_turn(log)
            steps = Steps(log)
            make_environment(steps)
            sync_packages(steps)
            if "--peers" in wishes:
                add_peers(steps)
            compiled = begin_engine(steps)
            build_screens(steps)
            compiled()
            if "--browser" in wishes:
                install_browser(steps)
    except OSError as error:
        fail(f"Set-up cannot write in {ROOT}: {error.strerror} ({error.filename}).")
    if steps.done:
        say(f"Set up in {time.monotonic() - began:.0f} s.")


class Steps:
    """Runs commands out of sight, remembers what each was done for, and shows why one failed."""

    def __init__(self, log: IO[str]) -> None:
        self._log = log
        self.done = 0
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in NOT_OURS},
            "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_PROJECT_ENVIRONMENT": str(VENV),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "NO_COLOR": "1",
        }
        # uv and Node.js bring their own certificates; what the machine itself trusts is better.
        for bundle in filter(os.path.exists, CERTIFICATES):
            self.environment.setdefault("SSL_CERT_FILE", bundle)
            self.environment.setdefault("NODE_EXTRA_CA_CERTS", bundle)
        home = Path(os.environ.get("HOME", "/nonexistent"))
        if not os.access(home, os.W_OK):
            cache = ROOT / "var" / "cache"
            self.environment |= {
                "HOME": str(cache),
                "XDG_CACHE_HOME": str(cache),
                "npm_config_cache": str(cache / "npm"),
            }
            cache.mkdir(parents=True, exist_ok=True)

    def run(self, title: str, *command: str | Path, cwd: Path = ROOT, fatal: bool = True) -> bool:
        """Run one command; a failure ends the set-up with the end of what it printed."""
        if self.begin(title, *command, cwd=cwd).wait() == 0:
            return True
        if fatal:
            self._explain(title)
        return False

    def begin(self, title: str, *command: str | Path, cwd: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start one command beside those that follow."""
        if not self.done:
            self._log.truncate(0)
        self.done += 1
        say(f"Setting up: {title} …")
        self._log.write(f"\n== {title}\n")
        self._log.flush()
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def _explain(self, title: str) -> NoReturn:
        text = re.sub(r"\x1b\[[0-9;]*m", "", LOG.read_text(errors="replace"))
        if re.search(r"no space left on device|ENOSPC|os error 28\b", text, re.IGNORECASE):
            fail(f"Set-up failed at “{title}”: no space left on the disk ({free_mb()} MB free).")
        tail = "\n".join(f"  {line}" for line in text.rstrip().splitlines()[-15:])
        fail(f"Set-up failed at “{title}”; all of it is in {LOG.relative_to(ROOT)}:\n{tail}")


def make_environment(steps: Steps) -> None:
    """Make .venv with this Python, and uv inside it."""
    if sys.version_info[:2] != (3, 11):
        fail(f"Python 3.11 is needed, this is {sys.version.split()[0]} ({sys.executable}).")
    if not _is_whole(VENV):
        if free_mb() < ROOM_MB:
            fail(f"No room on the disk: {free_mb()} MB free in {ROOT}, {ROOM_MB} MB needed.")
        pip = ["-m", "pip", "--python", str(BIN / "python")]
        if importlib.util.find_spec("ensurepip"):
            steps.run("an environment", sys.executable, "-m", "venv", "--clear", VENV)
        elif importlib.util.find_spec("pip"):
            steps.run(
                "an environment", sys.executable, "-m", "venv", "--clear", "--without-pip", VENV
            )
            steps.run("pip", sys.executable, *pip, "install", "pip")
        else:
            fail(
                f"This Python ({sys.executable}) can make no environment: install its venv part "
                "(Debian, Ubuntu: `apt-get install python3.11-venv`)."
            )
    if not (BIN / "uv").exists():
        steps.run("uv", BIN / "python", "-m", "pip", "install", UV)


def sync_packages(steps: Steps) -> None:
    """Install the locked packages; also Node.js, where the machine has none that will do.

    Compiled at once: where Python may not write bytecode, each start would compile them anew, for seconds.
    """
    node = (BIN / "node").exists() or not _machine_has_node()
    made_from = digest([ROOT / "pyproject.toml", ROOT / "uv.lock"], "node" if node else "")
    if fresh("packages", made_from):
        return
    group = ["--group", "node"] if node else []
    title = "Python packages and Node.js" if node else "Python packages"
    steps.run(title, BIN / "uv", "sync", "--locked", "--compile-bytecode", *group)
    stamp("packages", made_from)


def add_peers(steps: Steps) -> None:
    """Install the other solvers beside the locked packages, where they stay until those change."""
    made_from = digest([ROOT / "pyproject.toml", ROOT / "uv.lock"])
    if not fresh("peers", made_from):
        sync = ("sync", "--locked", "--compile-bytecode", "--inexact", "--group", "peers")
        steps.run("the solvers to compare with", BIN / "uv", *sync)
        stamp("peers", made_from)


def begin_engine(steps: Steps) -> Callable[[], None]:
    """Begin to compile the joint-mission engine, so that the first plan does not wait for it; gives how to end.

    It takes one core for longer than anything else does, while the screens are built on another. Not
    fatal: the engine compiles what it lacks when it runs.
    """
    made_from = digest([*ENGINE.rglob("*.py"), ROOT / "uv.lock"])
    if fresh("engine", made_from):
        return lambda: None
    program = "from dispatch.solver.compiled import compile_all; compile_all()"
    compiling = steps.begin("the joint-mission engine", BIN / "python", "-c", program)

    def end() -> None:
        if compiling.wait() == 0:
            stamp("engine", made_from)

    return end


def build_screens(steps: Steps) -> None:
    """Install what the screens are built with, and build them into web/static."""
    if not (UI / "package-lock.json").exists():
        return
    made_from = digest([UI / "package.json", UI / "package-lock.json"])
    if not (fresh("ui-packages", made_from) and (UI / "node_modules").is_dir()):
        npm_ci = ("npm", "ci", "--no-audit", "--no-fund")
        steps.run("packages for the screens", *npm_ci, cwd=UI)
        stamp("ui-packages", made_from)
    made_from = digest(_sources_of_screens())
    if not (fresh("ui", made_from) and STATIC.is_dir()):
        steps.run("the screens", "npm", "run", "build", cwd=UI)
        stamp("ui", made_from)


def install_browser(steps: Steps) -> None:
    """Get a Chromium for the browser tests, where that is ours to do: root on a Debian."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("ONEDOOR_NO_APT"):
        return
    steps.environment["DEBIAN_FRONTEND"] = "noninteractive"
    install = ("apt-get", "install", "-y", "-q", "--no-install-recommends")
    packages = ("chromium", "fonts-noto-cjk")
    title = "Chromium for the browser tests"
    # Not fatal: the other tests need no browser, and those that do will say so.
    if not steps.run(title, *install, *packages, fatal=False):
        steps.run("the package lists", "apt-get", "update", "-q", fatal=False)
        steps.run(title, *install, *packages, fatal=False)


def digest(files: Iterable[Path], *words: str) -> str:
    """Sum up files and words: another sum means that something is to be made anew."""
    total = hashlib.sha256(repr(words).encode())
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return total.hexdigest()


def fresh(step: str, made_from: str) -> bool:
    """Say whether a step was already done for exactly this."""
    path = VENV / f".made-{step}"
    return path.is_file() and path.read_text() == made_from


def stamp(step: str, made_from: str) -> None:
    """Remember what a step was done for."""
    (VENV / f".made-{step}").write_text(made_from)


def free_mb() -> int:
    """Measure the room on the checkout's disk."""
    return shutil.disk_usage(ROOT).free // 2**20


def say(line: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fail(line: str) -> NoReturn:
    """End the set-up, saying why."""
    sys.exit(line)


def _is_whole(venv: Path) -> bool:
    # An environment does not survive a move: its scripts carry the path they were made under.
    activate = venv / "bin" / "activate"
    if not activate.is_file() or str(venv) not in activate.read_text():
        return False
    try:
        version = subprocess.run(
            [BIN / "python", "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return version.stdout.split() == ["3", "11"]


def _machine_has_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    asked = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", asked.stdout)
    return found is not None and tuple(map(int, found.groups())) >= OLDEST_NODE


def _sources_of_screens() -> Iterable[Path]:
    for folder, folders, files in os.walk(UI):
        folders[:] = [name for name in folders if name != "node_modules" and name[0] != "."]
        for name in files:
            if not name.startswith(".") and ".timestamp-" not in name:
                yield Path(folder, name)


def _wait_for_turn(log: IO[str]) -> None:
    try:
        fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up works in this checkout; waiting for it …")
        fcntl.flock(log, fcntl.LOCK_EX)


if __name__ == "__main__":
    main(sys.argv[1:])
