"""How long the watch rests: what is late gives way to what has just happened, and never stands still."""

import pytest

from core.timers import GIVES_ROOM, GIVES_WAY, REST_S, rest_after


@pytest.mark.parametrize(
    ("more", "news_wait", "rest_s"),
    [(True, False, 2 * GIVES_ROOM), (True, True, 2 * GIVES_WAY), (False, False, REST_S)],
)
def test_the_watch_leaves_room_to_others_and_most_of_the_time_to_pressing_news(
    *, more: bool, news_wait: bool, rest_s: float
) -> None:
    assert rest_after(2.0, more=more, news_wait=news_wait) == rest_s


def test_the_watch_looks_no_oftener_than_it_must_when_nothing_more_is_due() -> None:
    assert rest_after(0.0, more=False, news_wait=False) == REST_S
    assert rest_after(0.0, more=True, news_wait=False) == 0.0
