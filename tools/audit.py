"""Ask the registries whether what we lock is known to be unsafe: `pip-audit` and `npm audit`.

A finding fails. A registry that does not answer is told in one line and fails nothing: a check must
work without a network, and who releases looks at the line.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BIN: Final = ROOT / ".venv" / "bin"
PATIENCE_S: Final = 90
UNREACHED: Final = (
    "ConnectionError",
    "ConnectError",
    "ConnectTimeout",
    "ReadTimeout",
    "Max retries exceeded",
    "HTTPError",
    "ServiceError",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ENOAUDIT",
    "audit endpoint returned an error",
    "request to http",
)
"""What the programs say when the registry, not our packages, is what is wrong."""


def main() -> int:
    """Run both audits and tell how many found something."""
    return sum([audit_python(), audit_screens()])


def audit_python() -> bool:
    """Audit what a city installs: the locked packages with every extra, without our own tools."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        exported = subprocess.run(
            [
                *(BIN / "uv", "export", "--locked", "--quiet", "--no-dev", "--all-extras"),
                *("--no-emit-project", "--output-file", locked),
            ],
            cwd=ROOT,
            check=False,
        )
        if exported.returncode:
            return True
        words = ["--disable-pip", "--no-deps", "--progress-spinner=off", "--timeout=10"]
        argv = [str(BIN / "pip-audit"), "-r", str(locked), *words, "--format=json"]
        return _audit("pip-audit", argv, skipped=_count_skipped)


def audit_screens() -> bool:
    """Audit what the screens are built of and with."""
    npm = ["npm", "--prefix", "web/ui", "audit", "--audit-level=low", "--fetch-retries=0"]
    return _audit("npm audit", [*npm, "--fetch-timeout=15000"])


def _count_skipped(said: str) -> tuple[int, int]:
    """Count the packages the registry would not tell about, and all."""
    packages = json.loads(said)["dependencies"]
    return sum("skip_reason" in package for package in packages), len(packages)


def _audit(
    name: str, argv: list[str], *, skipped: Callable[[str], tuple[int, int]] = lambda _: (0, 1)
) -> bool:
    """Run an audit; True when it found something."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            argv,
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as failure:
        return _unasked(name, type(failure).__name__)
    if done.returncode == 0:
        missed, of = skipped(done.stdout)
        if missed:
            return _unasked(name, f"knows nothing of {missed} of {of} packages")
        sys.stdout.write(f"{name}: nothing known against what is locked.\n")
        return False
    if reason := next((mark for mark in UNREACHED if mark in done.stderr), None):
        return _unasked(name, reason)
    sys.stdout.write(f"{name} found:\n{done.stdout}{done.stderr}")
    return True


def _unasked(name: str, reason: str) -> bool:
    sys.stdout.write(f"{name}: the registry gave no full answer ({reason}): not audited.\n")
    return False


if __name__ == "__main__":
    sys.exit(bool(main()))
