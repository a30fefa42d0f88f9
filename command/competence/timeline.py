"""What holds for a key on a day: dated rows cut into pieces of time, asked one by one or by the million."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from command.catalogue.facts import Fact, Span

Value = TypeVar("Value")
Word = TypeVar("Word", bound=str)
Numbers = NDArray[np.int32]

UNKNOWN: Final = -1
"""The number of a key that no row speaks of."""
NOTHING: Final = -1
"""Which of a timeline's values holds when none does."""
_DAY_BITS: Final = 22
_FOREVER: Final = (1 << _DAY_BITS) - 1
"""After the last day there is: 9999-12-31 is day 3,652,059."""


class Row(NamedTuple):
    """A value that is good for a key from a day up to, not including, another; days are ordinals."""

    key: int
    start: int
    end: int
    value: Any


def dated(key: int, fact: Fact, span: Span | None = None) -> Row:
    """Make the row of a fact, good for its own span or for a part of it."""
    part = fact.span if span is None else span
    return Row(key, first_day(part), end_day(part), fact)


def precedence(fact: Fact) -> tuple[int, str]:
    """Order overlapping facts: the later `valid_from` counts first, then the lower id."""
    return -first_day(fact.span), fact.id


def first_day(span: Span) -> int:
    """Give the first day of a span, 0 when it has none."""
    return span.from_.toordinal() if span.from_ else 0


def end_day(span: Span) -> int:
    """Give the day after the last of a span, a day after all others when it has none."""
    return span.to.toordinal() if span.to else _FOREVER


def once(word: Word) -> Word:
    """Keep a word that many rows say once, so that it stays in the processor's caches."""
    return cast("Word", sys.intern(word))


class Timeline(Generic[Value]):
    """For each key, a number below `size`, the pieces of time and the value that holds in each.

    `choose` makes the value of a piece of all rows that are good in it, the one that counts first
    being the first by `order`.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        choose: Callable[[list[Any]], Value | None],
        *,
        size: int,
        order: Callable[[Any], tuple[int, str]] = precedence,
    ) -> None:
        keys, days, filled = array("q"), array("i"), bytearray()
        self.values: list[Value | None] = []
        """Of each piece, in order of key and day; None where nothing holds."""
        for key, day, good in _cut(_Sorted(rows), order):
            value = choose(good) if good else None
            keys.append(key)
            days.append(day)
            filled.append(value is not None)
            self.values.append(value)
        of = np.frombuffer(keys, np.int64)
        self._starts = of << _DAY_BITS | np.frombuffer(days, np.int32)
        self._offsets = np.searchsorted(of, np.arange(size + 1)).astype(np.int32)
        self._filled = np.frombuffer(filled, np.bool_)
        self._first, self._days = self._offsets.data, days

    def has(self, key: int) -> bool:
        """Tell whether anything was ever said of a key."""
        return self._first[key] < self._first[key + 1]

    def on(self, key: int, day: int) -> Value | None:
        """Give what holds for a key on a day; of UNKNOWN nothing is known."""
        if key < 0:
            return None
        first = self._first[key]
        at = bisect_right(self._days, day, first, self._first[key + 1])
        return self.values[at - 1] if at > first else None

    def has_many(self, keys: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell of each key whether anything was ever said of it."""
        found = self._offsets[keys] < self._offsets[keys + 1]
        return np.where(keys < 0, False, found)

    def on_many(self, keys: NDArray[Any], days: NDArray[Any]) -> Numbers:
        """Give for each key and day which of `values` holds; NOTHING where none does."""
        if not len(self.values):
            return np.full(len(keys), NOTHING, np.int32)
        wanted = keys.astype(np.int64)
        at = np.searchsorted(self._starts, wanted << _DAY_BITS | days, side="right") - 1
        holds = (keys >= 0) & (at >= self._offsets[keys]) & self._filled[at]
        return np.where(holds, at, NOTHING).astype(np.int32)

    def pieces(self) -> Iterator[tuple[int, int, int, Value]]:
        """Yield key, first day, day after the last, and value of each piece in which something holds."""
        for key in range(len(self._offsets) - 1):
            first, end = self._first[key], self._first[key + 1]
            for at in range(first, end):
                value = self.values[at]
                if value is not None:
                    until = self._days[at + 1] if at + 1 < end else _FOREVER
                    yield key, self._days[at], until, value


def only(rows: list[Value]) -> Value:
    """Choose the row that takes precedence."""
    return rows[0]


class _Sorted:
    """Rows in order of their keys. Kept as arrays: a million tuples would keep the collector busy."""

    def __init__(self, rows: Iterable[Row]) -> None:
        keys, starts, ends = array("q"), array("i"), array("i")
        values: list[Any] = []
        for key, start, end, value in rows:
            if start < end:
                keys.append(key)
                starts.append(start)
                ends.append(end)
                values.append(value)
        unsorted = np.frombuffer(keys, np.int64)
        places = np.argsort(unsorted, kind="stable")
        self.keys = unsorted[places]
        self.starts = np.frombuffer(starts, np.int32)[places].tolist()
        self.ends = np.frombuffer(ends, np.int32)[places].tolist()
        self.values = [values[place] for place in places.tolist()]

    def groups(self) -> Iterator[tuple[int, int, int]]:
        """Yield each key with its first row and the row after its last."""
        keys, firsts = np.unique(self.keys, return_index=True)
        bounds = [*firsts.tolist(), len(self.keys)]
        yield from zip(keys.tolist(), bounds, bounds[1:], strict=False)


def _cut(
    rows: _Sorted, order: Callable[[Any], tuple[int, str]]
) -> Iterator[tuple[int, int, list[Any]]]:
    """Yield each key and the days on which something changes, with what is good from then on."""
    starts, ends, values = rows.starts, rows.ends, rows.values
    for key, first, last in rows.groups():
        if last - first == 1:
            yield key, starts[first], [values[first]]
            if ends[first] != _FOREVER:
                yield key, ends[first], []
            continue
        own = sorted(range(first, last), key=lambda row: order(values[row]))
        for day in sorted({starts[row] for row in own} | {ends[row] for row in own}):
            if day != _FOREVER:
                yield key, day, [values[row] for row in own if starts[row] <= day < ends[row]]
