"""Logs: a constant event name with fields, for people by default and as JSON for machines.

Everything goes one way, through structlog: our own lines and those of uvicorn, rq and the rest.
Ids, never names, numbers or tokens; a field that would carry a secret is blanked as a last resort.
"""

import logging
import sys
from typing import Final

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET: Final = frozenset(
    {"password", "token", "authorization", "cookie", "set-cookie", "secret", "password_hash"}
)


def configure(*, as_json: bool = False, level: str = "INFO") -> None:
    """Set up logging for this process; called once, before anything logs."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        blank_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_written(as_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "rq.worker", "rq.scheduler"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # At info uvicorn names each socket's address and query: a person's, and perhaps a token's.
    server = logging.getLogger("uvicorn.error")
    server.setLevel(logging.WARNING)
    server.addFilter(not_a_refused_socket)
    # Our own line per request knows the route instead of the path, which may name a person.
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
    for chatty in ("alembic", "httpx", "httpcore", "asyncio", "aiosqlite"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _written(as_json: bool) -> list[Processor]:
    if as_json:
        return [
            # Without locals: they hold whatever the request was about.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(serializer=_to_json),
        ]
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,
            timestamp_key="at",
        )
    ]


def _to_json(event: object, **_: object) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def not_a_refused_socket(record: logging.LogRecord) -> bool:
    """Drop the error uvicorn logs for every socket refused by an HTTP answer, which is no error."""
    return "without completing handshake" not in str(record.msg)


def blank_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank fields whose name says that they are secret."""
    for name in SECRET & event.keys():
        event[name] = "[hidden]"
    return event
