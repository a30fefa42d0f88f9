"""Parting a batch into rows without reading them: their bytes, counted before any is taken in.

A batch of 16 MB parsed whole would be ten times that in memory, and parsed again row by row. Here the
array's commas are found instead, window by window, so that memory stays constant and each row is read
once, by the very rules of a single event.
"""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from integration.errors import BatchTooLong, NotABatch

ROWS: Final = 5_000
WINDOW: Final = 1 << 18

_ESCAPED: Final = re.compile(rb'\\[\\"]')
_QUOTE, _COMMA = ord('"'), ord(",")
_DEPTH: Final = np.zeros(256, np.int8)
_DEPTH[[ord("["), ord("{")]] = 1
_DEPTH[[ord("]"), ord("}")]] = -1


def split(body: bytes, *, most: int = ROWS) -> list[bytes]:
    """Part a JSON array into its elements, or lines of JSON into lines; blank lines are no rows.

    What an element is worth is not asked here: a broken one is its own row's error.

    :raises NotABatch: when the body is neither an array nor has a line
    :raises BatchTooLong: when there are more than `most` rows
    """
    stripped = body.strip()
    if stripped[:1] == b"[":
        rows = list(_bounded(_elements(stripped), most))
        if len(rows) == 1 and not rows[0].strip():
            rows = []
    else:
        rows = list(_bounded((line for line in stripped.split(b"\n") if line.strip()), most))
    if not rows:
        raise NotABatch("The body has no rows.")
    return rows


def _bounded(rows: Iterator[bytes], most: int) -> Iterator[bytes]:
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise BatchTooLong(f"A batch takes {most} rows.", limit_rows=most)
        yield row


def _elements(array: bytes) -> Iterator[bytes]:
    """Yield the text between the commas of the outermost array."""
    began = 1
    for end in _borders(array):
        yield array[began:end]
        began = end + 1
    if began != len(array):
        raise NotABatch("The array does not end where the body ends.")


def _borders(array: bytes) -> Iterator[int]:
    """Yield where the outermost array's commas are, and its closing bracket."""
    # Blanked with the same length, an escaped quote no longer looks like the end of a string.
    plain = _ESCAPED.sub(b"  ", array) if b"\\" in array else array
    inside, depth = 0, 0
    for start in range(0, len(plain), WINDOW):
        window = np.frombuffer(plain, np.uint8, min(WINDOW, len(plain) - start), start)
        quotes = (np.cumsum(window == _QUOTE, dtype=np.int32) + inside) & 1
        outside = quotes == 0
        steps = np.where(outside, _DEPTH[window], 0)
        depths = np.cumsum(steps, dtype=np.int32) + depth
        for found in np.flatnonzero(
            outside & (((window == _COMMA) & (depths == 1)) | ((steps < 0) & (depths == 0)))
        ):
            at = start + int(found)
            yield at
            if plain[at] != _COMMA:
                return
        inside, depth = int(quotes[-1]), int(depths[-1])
    raise NotABatch("The array has no end.")
