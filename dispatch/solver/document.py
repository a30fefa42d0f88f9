"""JSON from strangers: bounded before it is parsed, and read with a finger on where one is (RFC 6901)."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any, Final, NoReturn

MOST_BYTES: Final = 48 * 2**20
"""Unpacked. With the two limits below it bounds what parsing can take to some hundreds of megabytes."""
MOST_VALUES: Final = 5_000_000
MOST_GROUPS: Final = 1_000_000
"""Objects and arrays together; also members of objects."""
LONGEST_TEXT: Final = 200

NOT_TEXT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What may not stand in an id or a name: it could not be printed, or would be obeyed by a terminal."""


class Refused(Exception):
    """A document does not say what it must: where (a JSON pointer), which rule, and what is wrong."""

    def __init__(self, pointer: str, rule: str, detail: str) -> None:
        super().__init__(f"{pointer or '(whole document)'}: {detail} [{rule}]")
        self.pointer, self.rule, self.detail = pointer, rule, detail


def load(source: bytes | Path) -> "Node":
    """Read a JSON document, gzipped or not, in bounded memory.

    :raises Refused: when it is too large, not UTF-8, or not JSON
    :raises OSError: when the file cannot be read
    """
    data = _read(source)
    for most, what, marks in (
        (MOST_VALUES, "values", b","),
        (MOST_GROUPS, "objects and arrays", b"[{"),
        (MOST_GROUPS, "members", b":"),
    ):
        # Marks inside strings count, too: what is wanted is a bound, not a number.
        if sum(data.count(mark) for mark in marks) > most:
            raise Refused("", "SIZE", f"it holds more than {most} {what}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("", "ENCODING", f"byte {error.start} is not UTF-8") from None
    try:
        return Node(json.loads(text, parse_constant=_refuse_constant))
    except RecursionError:
        raise Refused("", "JSON", "it is nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused("", "JSON", f"it is not JSON: {error.msg} ({where})") from None
    except ValueError as error:
        raise Refused("", "JSON", f"it is not JSON: {error}") from None


class Node:
    """A value of a document that knows where it stands."""

    __slots__ = ("_above", "_key", "value")

    def __init__(self, value: Any, above: "Node | None" = None, key: str | int = "") -> None:
        self.value, self._above, self._key = value, above, key

    @property
    def pointer(self) -> str:
        """The JSON pointer from the root to here."""
        if self._above is None:
            return ""
        key = str(self._key).replace("~", "~0").replace("/", "~1")
        return f"{self._above.pointer}/{key}"

    def refuse(self, rule: str, detail: str) -> NoReturn:
        """Say that this value is not what it must be.

        :raises Refused: always
        """
        raise Refused(self.pointer, rule, detail)

    def get(self, key: str) -> "Node":
        """Step to a member that must be there."""
        return self.find(key) or Node(None, self, key).refuse("MISSING", "it is missing")

    def find(self, key: str) -> "Node | None":
        """Step to a member, if it is there."""
        if type(self.value) is not dict:
            self.refuse("TYPE", "an object is needed")
        return Node(self.value[key], self, key) if key in self.value else None

    def list(self, least: int, most: int) -> "Iterator[Node]":
        """Walk through an array of so many values."""
        value = self.value
        if type(value) is not list:
            self.refuse("TYPE", "an array is needed")
        if not least <= len(value) <= most:
            self.refuse("SIZE", f"{len(value)} entries, {_between(least, most)} are needed")
        return (Node(entry, self, position) for position, entry in enumerate(value))

    def integer(self, least: int, most: int) -> int:
        """Take an integer within bounds, written as one."""
        if type(self.value) is not int:
            self.refuse("TYPE", "an integer is needed")
        if not least <= self.value <= most:
            self.refuse("RANGE", f"{str(self.value)[:20]} is not {_between(least, most)}")
        return self.value

    def number(self, least: float, most: float) -> float:
        """Take a finite number within bounds."""
        if type(self.value) not in (int, float):
            self.refuse("TYPE", "a number is needed")
        if not (least <= self.value <= most and isfinite(self.value)):
            self.refuse("RANGE", f"{str(self.value)[:20]} is not {_between(least, most)}")
        return float(self.value)

    def flag(self) -> bool:
        """Take true or false."""
        if type(self.value) is not bool:
            self.refuse("TYPE", "true or false is needed")
        return self.value

    def text(self) -> str:
        """Take a printable text that is neither empty nor long."""
        if type(self.value) is not str:
            self.refuse("TYPE", "a string is needed")
        if not 0 < len(self.value) <= LONGEST_TEXT:
            self.refuse("SIZE", f"{len(self.value)} characters, 1 to {LONGEST_TEXT} are needed")
        if NOT_TEXT.search(self.value):
            self.refuse("TYPE", "it holds control characters or half a surrogate pair")
        return self.value

    def one_of(self, known: dict[str, int], what: str) -> int:
        """Take an id that is known, as its index."""
        id_ = self.text()
        if id_ not in known:
            self.refuse("UNKNOWN", f"no {what} has the id “{id_}”")
        return known[id_]


def _read(source: bytes | Path) -> bytes:
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if data.startswith(b"\x1f\x8b") and len(data) <= MOST_BYTES:
        try:
            with gzip.open(BytesIO(data)) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused("", "ENCODING", f"the gzip file is broken: {error}") from None
    if len(data) > MOST_BYTES:
        raise Refused("", "SIZE", f"it is larger than {MOST_BYTES // 2**20} MiB")
    return data


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _between(least: float, most: float) -> str:
    return str(least) if least == most else f"{least} to {most}"
