"""Finding an item or a class by what people remember of it: a name, its pinyin initials, a code, an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Row = TypeVar("Row")

_STARTS: Final = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
)  # fmt: skip
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
"""GB 2312 orders its 3,755 common characters by sound: where each letter begins tells the initial."""


def initials(text: str) -> str:
    """Give the pinyin initials of a text: 积存垃圾渣土 → jcljzt.

    Letters and digits stay, in lower case; a character outside the common 3,755 is left out. One
    with several sounds has its first.
    """
    return "".join(_initial(sign) for sign in text.lower())


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    at = bisect_right(_STARTS, code) - 1
    return _LETTERS[at] if 0 <= at < len(_LETTERS) else ""


@dataclass(frozen=True)
class Findable(Generic[Row]):
    """A row and what it may be found by; `code` and `words` are compared without case."""

    row: Row
    code: str
    words: str
    initials: str


class Finder(Generic[Row]):
    """Rows in their order, found by every word of a query."""

    def __init__(self, rows: Iterable[Findable[Row]]) -> None:
        """Take the rows in the order they are to be told in."""
        self._rows = tuple(rows)

    def find(self, query: str) -> Iterator[Row]:
        """Give the rows that fit every word of the query; those whose code is the query come first."""
        wanted = query.lower().split()
        fitting = [one for one in self._rows if all(_fits(one, word) for word in wanted)]
        exact = [one for one in fitting if one.code == query.lower().strip()]
        for one in (*exact, *(one for one in fitting if one not in exact)):
            yield one.row


def findable(row: Row, *, code: str, name: str, more: str = "") -> Findable[Row]:
    """Prepare a row to be found by its code, its name, the initials of its name, and more words."""
    return Findable(row, code.lower(), f"{code} {name} {more}".lower(), initials(name))


def _fits(one: Findable[Row], word: str) -> bool:
    return word in one.words or (word.isalpha() and word.isascii() and word in one.initials)
