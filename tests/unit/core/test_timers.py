"""How long the watch rests: what is late gives way to what has just happened, and never stands still."""

import pytest

from core.timers import GIVES_WAY, REST_S, rest_after


@pytest.mark.parametrize(
    ("more", "news_wait", "rest_s"),
    [(True, False, 2.0), (True, True, 2.0 * GIVES_WAY), (False, False, 2.0)],
)
def test_the_watch_rests_as_long_as_it_worked_and_longer_while_news_wait(
    *, more: bool, news_wait: bool, rest_s: float
) -> None:
    assert rest_after(2.0, more=more, news_wait=news_wait) == rest_s


def test_the_watch_looks_no_oftener_than_it_must_when_nothing_more_is_due() -> None:
    assert rest_after(0.0, more=False, news_wait=False) == REST_S
    assert rest_after(0.0, more=True, news_wait=False) == 0.0
