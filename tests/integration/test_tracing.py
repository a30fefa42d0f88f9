"""Traces: off they load nothing; on, spans of each part reach a collector and quote nobody."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from core import queue, tracing
from core.preflight import CannotStart
from tests.platform import Platform

ROOT = Path(__file__).parents[2]
NAME = "慕容晓彤"


class Collector:
    """Takes OTLP over HTTP and keeps what it was told."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        kept = self.raw

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                kept.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/traces"

    def spans(self) -> list[Any]:
        """Read every span told so far."""
        told = [ExportTraceServiceRequest.FromString(body) for body in self.raw]
        return [
            span
            for request in told
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    collector = Collector()
    thread = threading.Thread(target=collector.server.serve_forever)
    thread.start()
    monkeypatch.setattr(tracing, "_provider", None)
    monkeypatch.setattr(tracing, "_tracer", None)
    tracing.begin(collector.url, part="test")
    yield collector
    tracing._provider.shutdown()
    collector.server.shutdown()
    thread.join()
    collector.server.server_close()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_case_is_traced_from_request_to_reaction_without_a_word_of_it(
    collector: Collector, platform: Platform
) -> None:
    async with platform.console("yz-center") as console:
        said = await platform.report(title=NAME)
        await console.frame("task.offered", case_no=said["case_no"])
    tracing.flush()

    spans = {span.name: span for span in collector.spans()}
    assert {"POST /api/v1/events", "intake", "reaction"} <= spans.keys()
    facts = {pair.key: pair.value for pair in spans["POST /api/v1/events"].attributes}
    assert facts["status"].int_value == 201
    assert facts["request_id"].string_value
    assert NAME.encode() not in b"".join(collector.raw)


def test_a_job_is_traced_and_of_its_failure_only_the_kind(collector: Collector) -> None:
    with pytest.raises(LookupError):
        queue.run_async(fail())

    (span,) = collector.spans()
    facts = {pair.key: pair.value.string_value for pair in span.attributes}
    assert (span.name, facts["job"], facts["error.type"]) == ("job", "fail", "LookupError")
    assert NAME.encode() not in b"".join(collector.raw)


async def fail() -> None:
    raise LookupError(NAME)


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    # Redis' client loads parts of the SDK by itself where it is installed.
    asked = "import sys, main; sys.exit('opentelemetry.exporter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_without_the_packages_a_start_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with pytest.raises(CannotStart, match=r"onedoor\[otel\]"):
        tracing.begin("http://127.0.0.1:9/v1/traces", part="web")
