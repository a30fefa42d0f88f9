"""`tools/audit.py` against a registry of our own: the real `pip-audit` and `npm audit`, real answers over HTTP."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from core.preflight import free_port

ROOT = Path(__file__).parents[2]
PYTHON, SCREENS = "sqlalchemy", "vue"
"""A package that every checkout has locked, of each kind."""
UNSAFE_PYTHON = {
    "vulns": [
        {
            "id": "PYSEC-0000-1",
            "summary": "Invented for this test",
            "modified": "2026-01-01T00:00:00Z",
            "published": "2026-01-01T00:00:00Z",
            "affected": [
                {
                    "package": {"name": PYTHON, "ecosystem": "PyPI"},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
                }
            ],
        }
    ]
}
UNSAFE_SCREENS = {
    SCREENS: [
        {
            "id": 1,
            "url": "https://advisory.example/1",
            "title": "Invented for this test",
            "severity": "high",
            "vulnerable_versions": "*",
            "cwe": [],
            "cvss": {"score": 0, "vectorString": None},
        }
    ]
}


@contextmanager
def registry(*, unsafe: frozenset[str] = frozenset(), broken: bool = False) -> Iterator[str]:
    """Answer as both registries do; gives the address."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            asked = json.loads(body)
            if broken:
                self._say(500, {"error": "out of order"})
            elif self.path == "/osv":
                name = asked["package"]["name"]
                self._say(200, UNSAFE_PYTHON if name in unsafe & {PYTHON} else {})
            else:
                self._say(200, UNSAFE_SCREENS if unsafe & asked.keys() & {SCREENS} else {})

        def do_GET(self) -> None:
            self._say(404, {})

        def _say(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(address: str, cache: Path) -> tuple[int, str]:
    """Run the audit as `make check` does, but for the registries it asks."""
    done = subprocess.run(
        [sys.executable, "tools/audit.py"],
        cwd=ROOT,
        env=os.environ
        | {
            "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
            "PIP_AUDIT_OSV_URL": f"{address}/osv",
            "XDG_CACHE_HOME": str(cache),
            "npm_config_registry": f"{address}/",
            "npm_config_cache": str(cache / "npm"),
            "NO_PROXY": "127.0.0.1",
        },
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    return done.returncode, done.stdout


def test_passes_when_nothing_is_known(tmp_path: Path) -> None:
    with registry() as address:
        code, said = audit(address, tmp_path)

    assert (code, said.splitlines()) == (
        0,
        [
            "pip-audit: nothing known against what is locked.",
            "npm audit: nothing known against what is locked.",
        ],
    )


@pytest.mark.parametrize("package", [PYTHON, SCREENS])
def test_fails_for_a_finding_and_names_it(tmp_path: Path, package: str) -> None:
    with registry(unsafe=frozenset({package})) as address:
        code, said = audit(address, tmp_path)

    assert code == 1
    assert f"{'pip-audit' if package == PYTHON else 'npm audit'} found:" in said
    assert package in said
    assert said.count("nothing known against what is locked") == 1


@pytest.mark.parametrize("answers", [False, True], ids=["silent", "broken"])
def test_says_that_nothing_was_audited_when_a_registry_gives_no_answer(
    tmp_path: Path, answers: bool
) -> None:
    if answers:
        with registry(broken=True) as address:
            code, said = audit(address, tmp_path)
    else:
        code, said = audit(f"http://127.0.0.1:{free_port()}", tmp_path)

    assert code == 0
    lines = said.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["pip-audit", "npm audit"]
    assert all(line.endswith("not audited.") for line in lines)
