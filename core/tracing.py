"""Traces: how long requests, commits, reactions and jobs take, told to a collector that is set.

Without the setting nothing is imported and a span costs next to nothing. Spans hold ids and counts,
never what somebody wrote; of an error they hold its kind alone.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, Protocol

from core.preflight import CannotStart

EXPORT_S: Final = 5
"""How long an export may take, and so at most what a dead collector holds up an end."""


class Tell(Protocol):
    """Adds to a span what was not known when it began."""

    def __call__(self, *, name: str | None = None, **facts: object) -> None: ...


_provider: Any = None
_tracer: Any = None


def begin(endpoint: str, *, part: str) -> None:
    """Send this process's spans to a collector's OTLP/HTTP endpoint; empty = nowhere.

    :raises CannotStart: when an endpoint is set and the packages are not installed
    """
    global _provider, _tracer
    if not endpoint:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise CannotStart(
            "ONEDOOR_OTLP_ENDPOINT is set, but traces need the extra: install `onedoor[otel]`."
        ) from None
    _provider = TracerProvider(resource=Resource({SERVICE_NAME: f"onedoor-{part}"}))
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=EXPORT_S)
    _provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = _provider.get_tracer("onedoor")


def span(name: str, **facts: object) -> AbstractContextManager[Tell]:
    """Time a piece of work; facts are ids and counts."""
    return _OFF if _tracer is None else _open(name, facts)


def flush() -> None:
    """Send what waits: for a process that ends without ceremony, as a job's does."""
    if _provider is not None:
        _provider.force_flush()


@contextmanager
def _open(name: str, facts: dict[str, object]) -> Iterator[Tell]:
    # An error's text and traceback may quote what somebody wrote.
    with _tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as opened:

        def tell(*, name: str | None = None, **facts: object) -> None:
            if name is not None:
                opened.update_name(name)
            opened.set_attributes(facts)

        opened.set_attributes(facts)
        try:
            yield tell
        except BaseException as failure:
            opened.set_attribute("error.type", type(failure).__name__)
            raise


def _nobody(*, name: str | None = None, **_: object) -> None:
    return None


_OFF: Final[AbstractContextManager[Tell]] = nullcontext(_nobody)
