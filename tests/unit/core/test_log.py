"""Logs: one way out for everybody's lines, and no secrets on it."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from core import log


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


class TestLog:
    def test_writes_json_with_constant_events_and_fields(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log.configure(as_json=True)

        with structlog.contextvars.bound_contextvars(request_id="r-1"):
            structlog.get_logger("x").info("task_pushed", task_id="t-1")
            logging.getLogger("uvicorn.error").warning("from %s", "uvicorn")

        ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
        assert (ours["event"], ours["task_id"], ours["request_id"]) == ("task_pushed", "t-1", "r-1")
        assert (theirs["event"], theirs["level"]) == ("from uvicorn", "warning")

    def test_writes_for_people_by_default(self, capsys: pytest.CaptureFixture[str]) -> None:
        log.configure()

        structlog.get_logger("x").info("task_pushed", task_id="t-1")

        assert "task_pushed" in capsys.readouterr().err

    @pytest.mark.parametrize("as_json", [True, False])
    def test_shows_where_it_broke_but_not_with_what(
        self, capsys: pytest.CaptureFixture[str], as_json: bool
    ) -> None:
        log.configure(as_json=as_json)

        try:
            phone = "".join(("138", "0013", "8000"))
            raise RuntimeError(len(phone))
        except RuntimeError:
            structlog.get_logger("x").exception("request_failed")

        written = capsys.readouterr().err
        assert "RuntimeError" in written
        assert "13800138000" not in written

    def test_blanks_what_is_called_a_secret(self, capsys: pytest.CaptureFixture[str]) -> None:
        log.configure(as_json=True)

        structlog.get_logger("x").info("signed_in", token="t0ken", password="hunter2")

        written = capsys.readouterr().err
        assert "t0ken" not in written
        assert "hunter2" not in written

    def test_silences_uvicorns_own_line_per_request(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log.configure()

        logging.getLogger("uvicorn.access").info("GET /api/v1/cases/1?name=x")
        logging.getLogger("uvicorn.error").info('192.0.2.7 - "WebSocket /ws?token=x" [accepted]')
        logging.getLogger("uvicorn.error").error("ASGI returned without completing handshake.")

        assert capsys.readouterr().err == ""
