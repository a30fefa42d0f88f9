"""What can be read as an act, and what cannot."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from dispatch.tasks.values import SocketActIn


def make_act(**changes: Any) -> dict[str, Any]:
    act: dict[str, Any] = {
        "do": "accept",
        "id": str(uuid4()),
        "task": str(uuid4()),
        "at": "2026-11-22T16:05:12+08:00",
        "place": {"lon": 87.03, "lat": 43.03, "accuracy_m": 8},
    }
    return {key: value for key, value in (act | changes).items() if value is not ...}


def test_an_act_needs_no_more_than_what_when_and_which() -> None:
    act = SocketActIn.model_validate(make_act(place=...))

    assert (act.place, act.reason, act.result, act.note, act.files) == (None, None, None, None, [])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"do": "dance"}, "do"),
        ({"do": ...}, "do"),
        ({"id": "one"}, "id"),
        ({"id": ...}, "id"),
        ({"task": 7}, "task"),
        ({"task": ...}, "task"),
        ({"at": "2026-11-22T16:05:12"}, "at"),
        ({"at": ...}, "at"),
        ({"place": {"lon": 181, "lat": 0}}, "place.lon"),
        ({"place": {"lon": 0, "lat": -91}}, "place.lat"),
        ({"place": {"lon": 0}}, "place.lat"),
        ({"place": {"lon": float("nan"), "lat": 0}}, "place.lon"),
        ({"place": {"lon": 0, "lat": 0, "accuracy_m": -1}}, "place.accuracy_m"),
        ({"place": "here"}, "place"),
        ({"reason": ""}, "reason"),
        ({"reason": "因" * 201}, "reason"),
        ({"result": "果" * 201}, "result"),
        ({"note": "记" * 4001}, "note"),
        ({"reason": "\x00"}, "reason"),
        ({"result": "\x00"}, "result"),
        ({"note": "\x00"}, "note"),
        ({"files": ["photo.jpg"]}, "files.0"),
        ({"files": [str(uuid4()) for _ in range(21)]}, "files"),
        ({"files": None}, "files"),
    ],
)
def test_an_act_that_cannot_be_read_says_where(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SocketActIn.model_validate(make_act(**changes))

    assert {".".join(map(str, error["loc"])) for error in refused.value.errors()} == {where}
