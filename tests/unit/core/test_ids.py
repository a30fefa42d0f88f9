"""Ids: UUIDv7, so that what was made later sorts later."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

import pytest

from core.ids import new_id


class TestNewId:
    def test_is_a_uuid_of_version_7(self) -> None:
        made = new_id()

        assert (made.version, made.variant) == (7, RFC_4122)

    def test_tells_the_millisecond_it_was_made_in(self) -> None:
        before = time.time_ns() // 1_000_000
        made = new_id()
        after = time.time_ns() // 1_000_000

        assert before <= made.int >> 80 <= after

    def test_sorts_by_the_time_it_was_made_to_a_quarter_of_a_microsecond(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moments = [1_795_334_700_000_000_000 + n * 250 for n in range(8_000)]
        clock = iter(moments)
        monkeypatch.setattr("core.ids.time.time_ns", lambda: next(clock))

        made = [new_id() for _ in moments]

        assert made == sorted(made)
        assert [str(one) for one in made] == sorted(str(one) for one in made)

    def test_is_nobody_elses_even_in_the_same_moment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.ids.time.time_ns", lambda: 1_795_334_700_000_000_000)

        with ThreadPoolExecutor(4) as threads:
            made = list(threads.map(lambda _: new_id(), range(20_000)))

        assert len(set(made)) == len(made)
