"""`make run`: the whole platform in one terminal, on this machine, from nothing.

It imports next to nothing, so that a warm start spends its seconds in the processes that serve.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from core import embedded, preflight
from core.processes import Program
from core.supervisor import Supervisor, answers

ROOT: Final = Path(__file__).resolve().parent.parent
CITIES: Final = ROOT / "cities"
PYTHON: Final = (sys.executable, "-u")


def main() -> None:
    """Start everything, say where it is, and keep it running until told to stop."""
    preflight.check_python()
    var = Path(os.environ.get("ONEDOOR_DATA_DIR", ROOT / "var")).resolve()
    city = Path(os.environ.get("ONEDOOR_CITY") or _sample_city()).resolve()
    host = os.environ.get("ONEDOOR_HOST", "127.0.0.1")
    port = _port(os.environ.get("ONEDOOR_PORT", "8000"))
    preflight.check_room(var)
    with preflight.only_one(var) as lock:
        preflight.check_port(host, port)
        with Supervisor(log_dir=var / "log", hold=[lock]) as supervisor:
            _start(supervisor, var=var, city=city, host=host, port=port)
            supervisor.watch()


def _sample_city() -> Path:
    """Find the city that comes with us; which one that is, is data."""
    return min((path.parent for path in CITIES.glob("*/city.json")), default=CITIES)


def _start(supervisor: Supervisor, *, var: Path, city: Path, host: str, port: int) -> None:
    base_url = f"http://{_for_url(host)}:{port}"
    env = {
        "ONEDOOR_DATA_DIR": str(var),
        "ONEDOOR_DATABASE_URL": os.environ.get(
            "ONEDOOR_DATABASE_URL", f"sqlite:///{var / 'onedoor.db'}"
        ),
        "ONEDOOR_HOST": host,
        "ONEDOOR_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    if "ONEDOOR_REDIS_URL" not in os.environ:
        valkey = embedded.valkey(var / "valkey")
        supervisor.remove_at_end(valkey.scratch)
        supervisor.start(valkey.program)
        env["ONEDOOR_REDIS_URL"] = valkey.url
    _prepare(supervisor, env, var=var, city=city, base_url=base_url)
    supervisor.start(
        Program(
            name="web",
            argv=[*PYTHON, "-m", "onedoor", "serve"],
            env=env,
            cwd=ROOT,
            ready=lambda: answers(host if host != "0.0.0.0" else "127.0.0.1", port, "/healthz"),
        ),
        Program(name="relay", argv=[*PYTHON, "-m", "onedoor", "relay"], env=env, cwd=ROOT),
    )
    _greet(supervisor, var=var, host=host, base_url=base_url)
    feed = [*PYTHON, "-m", "integration.feed", str(var / "demo.json"), str(city)]
    supervisor.start(
        Program(name="worker", argv=[*PYTHON, "-m", "onedoor", "worker"], env=env, cwd=ROOT),
        Program(name="feed", argv=feed, env=env, cwd=ROOT),
    )


def _prepare(
    supervisor: Supervisor, env: dict[str, str], *, var: Path, city: Path, base_url: str
) -> None:
    """Make schema, city and accounts, unless an earlier start has done so from the same files."""
    stamp = var / "prepared"
    wanted = f"{env['ONEDOOR_DATABASE_URL']} {_digest(city)} {base_url}\n"
    if stamp.is_file() and stamp.read_text() == wanted and (var / "demo.json").is_file():
        return
    supervisor.say(f"Preparing the city of {city.name} …")
    supervisor.run(
        Program(
            name="prepare",
            argv=[*PYTHON, "-m", "onedoor", "prepare", str(city), "--base-url", base_url],
            env=env,
            cwd=ROOT,
        )
    )
    stamp.write_text(wanted)


def _digest(city: Path) -> str:
    digest = hashlib.sha256()
    files = sorted([*city.iterdir(), *(ROOT / "core" / "migrations" / "versions").glob("*.py")])
    for path in files:
        digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _greet(supervisor: Supervisor, *, var: Path, host: str, base_url: str) -> None:
    facts: dict[str, Any] = json.loads((var / "demo.json").read_text("utf-8"))
    for line in _greeting(facts, base_url, var):
        supervisor.say(line)
    if not _is_loopback(host):
        supervisor.say(
            "  Phones need HTTPS for position and camera: put a TLS proxy in front "
            "(docs/operations.md)."
        )


def _greeting(facts: dict[str, Any], base_url: str, var: Path) -> Iterator[str]:
    yield ""
    yield f"  OneDoor 一门 is ready:  {base_url}/        console 指挥台"
    yield f"                         {base_url}/field   phone 掌上执法"
    yield f"                         {base_url}/competence   who is competent 谁有权管"
    yield ""
    for account in facts["accounts"]:
        yield (
            f"  {account['username']:<12} {account['password']:<14} "
            f"{account['role']:<11} {account['node']}  {account['name']}"
        )
    yield ""
    yield f"  These accounts and a platform's token are in {_near(var / 'demo.json')} (演示数据)."
    yield "  A simulated grassroots platform reports events. Ctrl-C stops everything."
    yield ""


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _port(text: str) -> int:
    if not text.isdecimal():
        raise preflight.CannotStart(f"{text!r} is no port: set PORT=… to a number.")
    return int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _for_url(host: str) -> str:
    if host in {"0.0.0.0", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()
