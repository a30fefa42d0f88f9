"""A road engine over real HTTP: OSRM and Valhalla as they speak, and what becomes of tasks when they do not."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dispatch import roads
from dispatch.roads import FAILURES, PLACES, Roads, Way

A, B, GOAL = (120.1, 30.1), (120.2, 30.2), (120.15, 30.15)
WAYS: list[Way] = [(A, GOAL), (B, GOAL)]
TIMES = {(A, GOAL): 300.0, (B, GOAL): 120.0}

Answer = Callable[[str, str, bytes], tuple[int, Any]]


@asynccontextmanager
async def engine(answer: Answer, *, delay_s: float = 0.0) -> AsyncIterator[tuple[str, list[str]]]:
    """Serve one answer after another on a port of our own; gives the address and what was asked."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.partition("\r\n")[0].split()
        length = next(
            (
                int(line.split(":")[1])
                for line in head.lower().splitlines()
                if "content-length" in line
            ),
            0,
        )
        body = await reader.readexactly(length)
        asked.append(target)
        await asyncio.sleep(delay_s)
        status, said = answer(method, target, body)
        content = json.dumps(said).encode()
        writer.write(
            b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
            b"connection: close\r\n\r\n%s" % (status, len(content), content)
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", asked


def osrm(_: str, target: str, __: bytes) -> tuple[int, Any]:
    """Answer as OSRM's table service does."""
    parts = urlsplit(target)
    assert parts.path.startswith("/table/v1/driving/")
    places = [
        tuple(map(float, place.split(","))) for place in parts.path.rpartition("/")[2].split(";")
    ]
    query = parse_qs(parts.query)
    rows, columns = (
        [int(number) for number in query[name][0].split(";")]
        for name in ("sources", "destinations")
    )
    assert query["annotations"] == ["duration"]
    return 200, {
        "code": "Ok",
        "durations": [[_time(places[r], places[c]) for c in columns] for r in rows],
    }


def valhalla(method: str, target: str, body: bytes) -> tuple[int, Any]:
    """Answer as Valhalla's matrix does."""
    assert (method, target) == ("POST", "/sources_to_targets")
    said = json.loads(body)
    assert said["costing"] == "auto"
    starts, ends = ([(p["lon"], p["lat"]) for p in said[name]] for name in ("sources", "targets"))
    return 200, {
        "sources_to_targets": [
            [
                {"from_index": i, "to_index": j, "time": _time(start, end), "distance": 1.0}
                for j, end in enumerate(ends)
            ]
            for i, start in enumerate(starts)
        ],
        "units": "kilometers",
    }


def _time(start: Any, end: Any) -> float | None:
    return TIMES.get((start, end))


@pytest.mark.parametrize(("kind", "answer"), [("osrm", osrm), ("valhalla", valhalla)])
async def test_an_engine_tells_all_ways_of_a_batch_by_one_answer(kind: str, answer: Answer) -> None:
    nowhere = (121.0, 31.0)
    async with engine(answer) as (url, asked):
        found = await Roads(url, kind=kind, patience_s=10).travel_s([*WAYS, (nowhere, GOAL)])

    assert found == [300.0, 120.0, None]
    assert len(asked) == 1


async def test_more_than_fits_into_one_question_is_not_asked_for() -> None:
    many: list[Way] = [((120 + n / 1000, 30.0), GOAL) for n in range(PLACES * 2)]
    TIMES.update(dict.fromkeys(many, 60.0))
    async with engine(osrm) as (url, asked):
        found = await Roads(url, kind="osrm", patience_s=10).travel_s(many)

    assert found == [60.0] * (PLACES - 1) + [None] * (PLACES + 1)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda *_: (500, {}),
        lambda *_: (200, {"code": "NoTable"}),
        lambda *_: (200, {"code": "Ok", "durations": []}),
        lambda *_: (200, {"code": "Ok", "durations": [["soon"], [1]]}),
        lambda *_: (200, "nonsense"),
    ],
)
async def test_an_answer_that_is_none_leaves_the_estimate(answer: Answer) -> None:
    async with engine(answer) as (url, _):
        assert await Roads(url, kind="osrm", patience_s=10).travel_s(WAYS) == [None, None]


async def test_an_engine_that_fails_again_and_again_is_left_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with engine(lambda *_: (500, {})) as (url, asked):
        ours = Roads(url, kind="osrm", patience_s=10)
        for _ in range(FAILURES + 3):
            await ours.travel_s(WAYS)
        assert len(asked) == FAILURES

        monkeypatch.setattr(ours, "_again_at", 0.0)
        await ours.travel_s(WAYS)
        assert len(asked) == FAILURES + 1


async def test_an_engine_that_is_slow_or_away_is_not_waited_for() -> None:
    async with engine(osrm, delay_s=5) as (url, _):
        assert await Roads(url, kind="osrm", patience_s=0.05).travel_s(WAYS) == [None, None]

    assert await Roads(url, kind="osrm").travel_s(WAYS) == [None, None]


async def test_without_a_way_nobody_is_asked() -> None:
    async with engine(osrm) as (url, asked):
        assert await Roads(url, kind="osrm").travel_s([]) == []
    assert asked == []
    assert roads.PATIENCE_S < 1
