"""Acts by the million: one array for each thing that is asked, values written once and counted through."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from command.catalogue.facts import ClassKey, Severe, Subject
from command.competence.values import Asked, PlaceFact

Value = TypeVar("Value", bound=Hashable)
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column(Generic[Value]):
    """A column of few different values: each once, and for every row which of them it is."""

    values: Sequence[Value]
    index: NDArray[Any]

    @classmethod
    def of(cls, rows: Iterable[Value]) -> Column[Value]:
        """Count the values of rows through."""
        numbers: dict[Value, int] = {}
        index = [numbers.setdefault(value, len(numbers)) for value in rows]
        return cls(tuple(numbers), np.array(index, np.int32))

    @classmethod
    def same(cls, value: Value, count: int) -> Column[Value]:
        """Make a column in which every row is the same."""
        return cls((value,), np.zeros(count, np.int32))

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, row: int) -> Value:
        return self.values[int(self.index[row])]

    def to_list(self) -> list[Value]:
        """Write the value of every row out."""
        return [self.values[number] for number in self.index.tolist()]

    def part(self, rows: slice | NDArray[Any]) -> Column[Value]:
        """Take some rows; the values stay counted as they are."""
        return Column(self.values, self.index[rows])

    def translated(self, meaning: Callable[[Value], Any], kind: Any = np.int64) -> NDArray[Any]:
        """Give what each row's value means, asking once for each value."""
        meanings: NDArray[Any] = np.array([meaning(value) for value in self.values], kind)
        found: NDArray[Any] = meanings[self.index]
        return found


@dataclass(frozen=True, kw_only=True)
class AskedMany:
    """What `Asked` asks, of many acts: the same names, a column each. Days are ordinals."""

    key: Column[ClassKey]
    place: Column[PlaceFact]
    district: Column[str | None]
    township: Column[str | None]
    law_day: Ints
    filing_day: Ints
    near: Column[tuple[str, ...]]
    areas: Column[tuple[str, ...]]
    subject: Column[Subject | None]
    amount: NDArray[np.float64]
    """Not a number where no fine is expected."""
    severe: Column[tuple[Severe, ...]]
    item: Column[str | None]
    field: Column[str | None]
    upgraded_to: Column[str | None]
    refusals: Ints
    first_receiver: Column[str | None]
    danger: NDArray[np.bool_]

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> AskedMany:
        """Turn acts into columns."""
        by_name = zip(*asked, strict=True) if asked else ((),) * len(Asked._fields)
        columns: dict[str, Any] = {
            name: _ARRAYS[name](values) if name in _ARRAYS else Column.of(values)
            for name, values in zip(Asked._fields, by_name, strict=True)
        }
        return cls(**columns)

    @classmethod
    def make(cls, *, law_day: Ints, **columns: Any) -> AskedMany:
        """Make acts of the columns there are; what is not given is as `Asked` has it by default."""
        count = len(law_day)
        for name, value in Asked._field_defaults.items():
            if name not in columns:
                is_array = name in _ARRAYS
                columns[name] = (
                    _ARRAYS[name]([value] * count) if is_array else Column.same(value, count)
                )
        return cls(law_day=law_day, **columns)

    def __len__(self) -> int:
        return len(self.law_day)

    def at(self, row: int) -> Asked:
        """Give one act."""
        amount = float(self.amount[row])
        return Asked(
            key=self.key[row],
            place=self.place[row],
            district=self.district[row],
            township=self.township[row],
            law_day=date.fromordinal(int(self.law_day[row])),
            filing_day=date.fromordinal(int(self.filing_day[row])),
            near=self.near[row],
            areas=self.areas[row],
            subject=self.subject[row],
            amount=None if np.isnan(amount) else amount,
            severe=self.severe[row],
            item=self.item[row],
            field=self.field[row],
            upgraded_to=self.upgraded_to[row],
            refusals=int(self.refusals[row]),
            first_receiver=self.first_receiver[row],
            danger=bool(self.danger[row]),
        )

    def part(self, rows: slice | NDArray[Any]) -> AskedMany:
        """Take some of the acts, by a slice or by their numbers."""
        columns: dict[str, Any] = {}
        for name in Asked._fields:
            column = getattr(self, name)
            columns[name] = column.part(rows) if isinstance(column, Column) else column[rows]
        return AskedMany(**columns)


def _days(days: Iterable[date]) -> Ints:
    return np.array([day.toordinal() for day in days], np.int64)


def _amounts(amounts: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if amount is None else amount for amount in amounts], np.float64)


_ARRAYS: Final[dict[str, Callable[[Any], NDArray[Any]]]] = {
    "law_day": _days,
    "filing_day": _days,
    "amount": _amounts,
    "refusals": lambda counts: np.array(counts, np.int64),
    "danger": lambda flags: np.array(flags, np.bool_),
}
"""What is a number, and so an array without values to count."""
