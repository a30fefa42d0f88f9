"""A CSV file of acts, read in batches: each cell checked, each column an array.

A batch fits into memory whatever the length of the file. What cannot be read is told with its row
and column, the first `TOLD` cells of it.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar, cast, get_args
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from command.catalogue.facts import ClassKey, Severe, Subject
from command.competence.located import SYSTEMS
from core.tables import BadTable
from grid.values import Crs

NEEDED: Final = ("lon", "lat", "crs", "scheme", "kind", "code", "occurred_at")
ROWS: Final = 16_384
"""Rows of a batch: so few that they stay in the processor's caches."""
TOLD: Final = 20
"""How many wrong cells are told before one is asked to mend them."""
KINDS: Final = ("matter", "component")
SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)
SEVERE: Final[tuple[str, ...]] = get_args(Severe)

Value = TypeVar("Value")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Sanction = tuple[float, tuple[Severe, ...]]


class BadFile(BadTable):
    """Cells that cannot be read, one a line: `file:row column: what is wrong`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a file as they stand there, and as they are asked; all columns of one length."""

    rows: list[list[str]]
    """The cells, untouched."""
    lons: Floats
    """In the system of `crs`; not a number where the row has no point."""
    lats: Floats
    crs: NDArray[np.int8]
    """Which of `SYSTEMS`."""
    keys: Sequence[ClassKey]
    """The classes of this batch, each once."""
    key: Ints
    """Which of `keys`."""
    law_days: Ints
    """Local days as `date.toordinal` counts them."""
    filing_days: Ints
    subjects: NDArray[np.int8]
    """Which of `SUBJECTS` plus one; 0 is nobody said."""
    amounts: Floats
    """Fines expected, yuan; not a number where none is."""
    severe: Sequence[tuple[Severe, ...]]
    """Severe sanctions expected."""


def read_header(path: Path) -> list[str]:
    """Read the names of a file's columns.

    :raises BadFile: when it cannot be read, or a column is missing or given twice
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = [name.strip() for name in next(csv.reader(file, strict=True), [])]
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise BadFile(f"{path.name}: {failure}") from failure
    for name in NEEDED:
        if name not in header:
            raise BadFile(f"{path.name} has no column {name!r}")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise BadFile(f"{path.name} has the column {twice[0]!r} twice")
    return header


def read_batches(path: Path, *, zone: ZoneInfo) -> Iterator[Batch]:
    """Read a UTF-8 file to its end; moments without an offset are the zone's.

    :raises BadFile: when cells cannot be read; names each row and column
    """
    header = read_header(path)
    errors: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        first = 2
        while rows := _next(reader, path.name, first):
            cells = _Cells(path.name, first, header, rows, errors)
            first += len(rows)
            batch = _batch(cells, zone) if cells.are_whole() else None
            if batch is not None and not errors:
                yield batch
            if len(errors) >= TOLD:
                break
    if errors:
        raise BadFile("\n".join(errors[:TOLD]))


def _next(reader: Iterator[list[str]], name: str, first: int) -> list[list[str]]:
    try:
        return list(islice(reader, ROWS))
    except (UnicodeDecodeError, csv.Error) as failure:
        raise BadFile(f"{name}, after row {first - 1}: {failure}") from failure


def _batch(cells: _Cells, zone: ZoneInfo) -> Batch:
    places: dict[ClassKey, int] = {}
    triples = zip(*(cells.column(name) for name in ("scheme", "kind", "code")), strict=True)
    key = [places.setdefault(triple, len(places)) for triple in triples]
    day = partial(_day, zone=zone)
    cells.read("kind", KINDS.index, "matter or component", 0)
    lons, lats = cells.numbers("lon", most=180), cells.numbers("lat", most=90)
    alone = np.flatnonzero(np.isnan(lons) != np.isnan(lats)).tolist()
    cells.refuse("lat", alone, "given with lon, or not at all")
    law_days = cells.read("occurred_at", day, "a moment (ISO 8601)", 1)
    filed = cells.read("filed_at", lambda text: day(text) if text else 0, "a moment (ISO 8601)", 1)
    sanctions = cells.read("expected_sanction", _sanction, f"yuan, or {'|'.join(SEVERE)}", NONE)
    crs = cells.read("crs", _crs, f"one of {', '.join(SYSTEMS)}", 0)
    subjects = cells.read("subject_kind", ("", *SUBJECTS).index, "unit or person", 0)
    return Batch(
        rows=cells.rows,
        lons=lons,
        lats=lats,
        crs=np.array(crs, dtype=np.int8),
        keys=list(places),
        key=np.array(key, dtype=np.int64),
        law_days=np.array(law_days, dtype=np.int64),
        filing_days=np.array([f or law for f, law in zip(filed, law_days, strict=True)], np.int64),
        subjects=np.array(subjects, dtype=np.int8),
        amounts=np.array([amount for amount, _ in sanctions], dtype=np.float64),
        severe=[severe for _, severe in sanctions],
    )


class _Cells:
    """The cells of a batch, and what is wrong with them."""

    def __init__(
        self, name: str, first: int, header: list[str], rows: list[list[str]], errors: list[str]
    ) -> None:
        self._name, self._header, self._errors = name, header, errors
        # A blank line is no row, but whoever looks for the row that is told counts it.
        self._numbers = [first + place for place, row in enumerate(rows) if row]
        self.rows = [row for row in rows if row]
        self._columns = list(zip(*self.rows, strict=False)) or [()] * len(header)

    def are_whole(self) -> bool:
        """Tell whether every row has as many cells as the header."""
        width = len(self._header)
        wrong = [place for place, row in enumerate(self.rows) if len(row) != width]
        for place in wrong[:TOLD]:
            self._errors.append(
                f"{self._name} row {self._numbers[place]}: {len(self.rows[place])} cells,"
                f" and the header has {width}"
            )
        return not wrong

    def column(self, name: str) -> Sequence[str]:
        """Give a column as it stands there; one that is not there is empty."""
        if name not in self._header:
            return [""] * len(self.rows)
        return self._columns[self._header.index(name)]

    def read(
        self, name: str, parse: Callable[[str], Value], wanted: str, instead: Value
    ) -> list[Value]:
        """Read a column, each distinct text once; `instead` stands where one cannot be read."""
        texts, said, wrong = self.column(name), dict[str, Value](), set[str]()
        for text in set(texts):
            try:
                said[text] = parse(text.strip())
            except ValueError:
                said[text] = instead
                wrong.add(text)
        if wrong:
            places = [place for place, text in enumerate(texts) if text in wrong]
            self.refuse(name, places, wanted)
        return [said[text] for text in texts]

    def numbers(self, name: str, *, most: float) -> Floats:
        """Read a column of degrees; an empty cell is not a number."""
        texts = self.column(name)
        try:
            found = np.array([float(text) if text else math.nan for text in texts])
        except ValueError:
            found = np.array(self.read(name, _float, "a number", math.nan))
        wild = np.flatnonzero(~(np.abs(found) <= most))
        # An empty cell is not a number and not wrong; `nan` is.
        places = [place for place in wild.tolist() if texts[place]]
        self.refuse(name, places, f"within {most:g} degrees")
        return found

    def refuse(self, name: str, places: Sequence[int], wanted: str) -> None:
        """Note the cells of a column that are wrong."""
        column = self._header.index(name)
        for place in places[:TOLD]:
            said = self.rows[place][column]
            self._errors.append(
                f"{self._name} row {self._numbers[place]} {name}: {said!r} is not {wanted}"
            )


NONE: Final[Sanction] = (math.nan, ())


def _float(text: str) -> float:
    return float(text) if text else math.nan


def _day(text: str, *, zone: ZoneInfo) -> int:
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(zone) if moment.tzinfo else moment).toordinal()


def _crs(text: str) -> int:
    return SYSTEMS.index(Crs.parse(text)) if text else 0


def _sanction(text: str) -> Sanction:
    """Read a fine, severe sanctions, or both, joined by `|`."""
    amount, severe = math.nan, []
    for part in text.split("|") if text else ():
        if part in SEVERE:
            severe.append(cast("Severe", part))
        elif not (math.isnan(amount) and 0 <= float(part) < math.inf):
            raise ValueError(text)
        else:
            amount = float(part)
    return amount, tuple(severe)
