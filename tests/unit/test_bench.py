"""The benchmark's own promises: the form of its results, its arithmetic, the bytes its clients speak."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench import cities
from bench.clients.wire import Line, Wire, prepare_posts
from bench.delivery import compare
from bench.figures import BEGIN, END, Figure, Pace, fill_in, make_result, percentile, to_table
from core.tables import read_csv
from integration.values import EventIn

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CALIBRATION = {"before": {"fdatasync_p50_ms": 0.2}, "after": {"fdatasync_p50_ms": 0.3}}


def make_figure(**changes: Any) -> Figure:
    facts: dict[str, Any] = {"name": "start", "value": 2.5, "unit": "s", "method": "by hand"}
    return Figure(**(facts | changes))


def make_run(*, quick: bool = False) -> dict[str, Any]:
    figures = [make_figure(most=3), make_figure(name="intake", value=0.3, least=0.4)]
    return make_result(
        at=NOW, machine={"cores": 2}, calibration=CALIBRATION, figures=figures, quick=quick
    )


class TestFigure:
    @pytest.mark.parametrize(
        ("limits", "target", "met"),
        [
            ({"most": 3}, "<= 3", True),
            ({"most": 2}, "<= 2", False),
            ({"least": 2.5}, ">= 2.5", True),
            ({"least": 5}, ">= 5", False),
            ({}, None, None),
        ],
    )
    def test_tells_whether_its_target_is_met(
        self, limits: dict[str, float], target: str | None, met: bool | None
    ) -> None:
        figure = make_figure(**limits)

        assert (figure.target, figure.met) == (target, met)

    def test_a_figure_of_nothing_meets_no_target(self) -> None:
        assert make_figure(value=percentile([], 0.5), most=3).met is False

    def test_a_percentile_is_a_value_that_was_measured(self) -> None:
        values = [float(number) for number in range(100, 0, -1)]

        assert percentile(values, 0.5) == 51
        assert percentile(values, 0.99) == 100


class TestResult:
    def test_has_the_form_that_was_agreed(self) -> None:
        result = json.loads(json.dumps(make_run()))

        assert list(result) == ["at", "machine", "calibration", "figures"]
        for figure in result["figures"]:
            assert list(figure) == ["name", "value", "unit", "target", "met", "method"]

    def test_says_first_that_a_quick_run_is_no_measurement(self) -> None:
        assert next(iter(make_run(quick=True))) == "not_a_measurement"
        assert Pace(quick=True).of(60, 5) == 5

    def test_is_put_between_the_marks_of_the_document_and_replaces_the_last(
        self, tmp_path: Path
    ) -> None:
        document = tmp_path / "performance.md"
        document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")

        fill_in(document, to_table(make_run()))
        fill_in(document, to_table(make_run()))

        text = document.read_text("utf-8")
        assert text.startswith("before\n")
        assert text.endswith("\nafter\n")
        assert "old" not in text
        assert text.count("| intake | 0.3 | s | >= 0.4 | **no** |") == 1
        assert "| fdatasync_p50_ms | 0.2 | 0.3 |" in text

    def test_has_its_marks_in_the_document(self) -> None:
        text = (Path(__file__).parents[2] / "docs" / "performance.md").read_text("utf-8")

        assert text.index(BEGIN) < text.index(END)


class TestCity:
    def test_a_thousand_units_are_on_duty_each_with_two_certified_officers(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "city"

        codes = cities.with_units(cities.SAMPLE, folder, units=cities.UNITS)

        units = list(read_csv(folder / "units.csv"))
        assert len(set(codes)) == len(units) == cities.UNITS
        assert {(unit["shift_from"], unit["shift_to"]) for unit in units} == {("00:00", "00:00")}
        crews = {code: 0 for code in codes}
        certified = {row["officer"] for row in read_csv(folder / "certificates.csv")}
        for officer in read_csv(folder / "officers.csv"):
            crews[officer["unit"]] += officer["code"] in certified
        assert set(crews.values()) == {2}

    def test_events_are_such_as_a_platform_may_report(self) -> None:
        for text in cities.make_events(cities.SAMPLE, count=5):
            assert len(text.split(cities.ID)) == 2
            EventIn.model_validate_json(text)


class TestClients:
    def test_a_post_is_whole_once_its_id_is_put_in(self) -> None:
        ((head, tail),) = prepare_posts(
            ['{"id":"@@@@"}'], placeholder="@@@@", path="/events", token="t"
        )

        lines, _, body = (head + b"0001" + tail).partition(b"\r\n\r\n")

        assert body == b'{"id":"0001"}'
        assert b"content-length: 13" in lines

    def test_an_answer_is_read_whole_however_it_is_cut(self) -> None:
        heard: list[tuple[int, bytes]] = []
        line = Line(lambda _, status, body, at: heard.append((status, body)))
        answer = b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\nx: y\r\n\r\nbody"

        for byte in answer + answer:
            line.data_received(bytes([byte]))

        assert heard == [(201, b"body")] * 2

    async def test_frames_of_any_length_are_read_however_they_are_cut(self) -> None:
        heard: list[int] = []
        wire = Wire(path="/ws", token="t", heard=lambda _, text, at: heard.append(len(text)))
        wire._upgraded = True
        lengths = (2, 125, 126, 70_000)
        stream = b"".join(_frame(b"x" * length) for length in lengths)

        for start in range(0, len(stream), 7):
            wire.data_received(stream[start : start + 7])

        assert wire.opened.done(), "the first is the snapshot"
        assert heard == [125, 126, 70_000]


class TestDelivery:
    def test_what_did_not_arrive_is_lost_and_what_was_not_offered_is_not(self) -> None:
        late = int(10e9)
        sent = {
            "late_p99_ms": 0.0,
            "events": [
                _sent("warm", 0, "C0"),
                _sent("both", late, "C1"),
                _sent("waits", late, "C2"),
                _sent("unseen", late, "C3"),
                _sent("unheard", late, "C4"),
                {**_sent("refused", late, None), "status": 503},
            ],
        }
        heard = {
            "closed": 0,
            "console": {
                "warm": 9,
                "both": late + 2_000_000,
                "waits": late + 3_000_000,
                "unheard": 1,
            },
            "phones": {"C0": 9, "C1": late + 5_000_000},
        }

        offered = {"C0": 0, "C1": late + 4_000_000, "C4": late}

        run = compare(sent, heard, offered, rate=500)

        assert sum(run.lost.values()) == 3
        assert run.console_ms == [2.0, 3.0]
        assert run.phones_ms == [5.0]
        assert run.committed_ms == [1.0]


def _sent(event_id: str, at: int, case_no: str | None) -> dict[str, Any]:
    return {
        "id": event_id,
        "sent_ns": at,
        "answered_ns": at + 1_000_000,
        "status": 201,
        "case_no": case_no,
    }


def _frame(text: bytes) -> bytes:
    if len(text) < 126:
        return bytes((0x81, len(text))) + text
    if len(text) < 65_536:
        return bytes((0x81, 126)) + len(text).to_bytes(2) + text
    return bytes((0x81, 127)) + len(text).to_bytes(8) + text
