"""A city folder's time limits: time_limits.csv, work_days.csv, working_hours.csv, pause_grounds.csv."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from core.bulk import put
from core.tables import (
    Row,
    a_day,
    a_flag,
    a_list,
    a_minute,
    a_number,
    day_or_none,
    read_csv,
)
from dispatch.limits.models import PauseGroundRow, TimeLimit, WorkDay, WorkingHours
from dispatch.limits.values import ANY, GROUP, IN_PARTS, LEVELS, DayKind, Step, TimeUnit
from dispatch.limits.work_calendar import END, FIRST

URGENCIES: Final = ("general", "urgent", "critical", ANY)
LONGEST: Final = 3660
"""Of any unit: ten years of days are more than any clock of ours runs."""


async def load(session: AsyncSession, *, folder: Path) -> int:
    """Write the folder's limits; tell how many rows. A file that is absent says nothing.

    :raises core.tables.BadTable: when a cell cannot be read; names file, row and column.
    """
    days = list(read_work_days(folder / "work_days.csv")) if _has(folder, "work_days.csv") else []
    rows: list[SQLModel] = [
        *(_limit(row) for row in _read(folder, "time_limits.csv")),
        *(_hours_row(row) for row in _read(folder, "working_hours.csv")),
        *(_ground(row) for row in _read(folder, "pause_grounds.csv")),
    ]
    await put(session, rows)
    await put_days(session, days=days)
    return len(rows) + len(days)


async def put_days(session: AsyncSession, *, days: list[WorkDay]) -> None:
    """Write the years these days are of anew: a notice may take back what an earlier one said."""
    for year in {row.day.year for row in days}:
        await session.execute(
            delete(WorkDay)
            .where(col(WorkDay.day) >= date(year, 1, 1))
            .where(col(WorkDay.day) < date(year + 1, 1, 1))
        )
    await put(session, days)


async def list_published(session: AsyncSession, *, years: Collection[int]) -> list[int]:
    """List those of these years that are published already."""
    days = await session.scalars(select(col(WorkDay.day)))
    return sorted({day.year for day in days} & set(years))


def read_work_days(path: Path) -> Iterator[WorkDay]:
    """Read a table of days that are not what their weekday says.

    :raises core.tables.BadTable: when a cell cannot be read, or a day comes twice
    """
    seen: set[date] = set()
    for row in read_csv(path):
        day = a_day(row, "day")
        if day in seen or not FIRST <= day < END:
            raise row.bad("day", "a day of this century, named once")
        seen.add(day)
        kind = _word(row, "kind", DayKind)
        hours = _hours(row) if row["hours"] else None
        if (hours is None) if kind is DayKind.SHORT else (hours and kind is DayKind.HOLIDAY):
            raise row.bad("hours", "the hours of a day that is worked")
        yield WorkDay(
            day=day,
            kind=kind,
            name=row["name"],
            hours=hours,
            source=row["source"],
        )


def _limit(row: Row) -> TimeLimit:
    unit, value = _word(row, "unit", TimeUnit), a_number(row, "value")
    if not 0 < value <= LONGEST or (unit not in IN_PARTS and value != int(value)):
        raise row.bad("value", f"a number above 0, up to {LONGEST}; whole, where days are counted")
    code = row["code"]
    if code != ANY and not code.startswith(GROUP) and not (row["scheme"] and row["kind"]):
        raise row.bad("code", f"a class with its scheme and kind, {GROUP}<name>, or {ANY}")
    if row["urgency"] not in URGENCIES:
        raise row.bad("urgency", f"one of {', '.join(URGENCIES)}")
    if row["approver"] not in LEVELS:
        raise row.bad("approver", f"one of {', '.join(LEVELS)}")
    return TimeLimit(
        id=row["id"],
        version=int(a_number(row, "version")),
        name=row["name"],
        scheme=row["scheme"],
        kind=row["kind"],
        code=code,
        urgency=row["urgency"],
        step=_word(row, "step", Step),
        value=value,
        unit=unit,
        extensions=int(a_number(row, "extensions")),
        extension_share=a_number(row, "extension_share"),
        approver=row["approver"],
        valid_from=day_or_none(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _hours_row(row: Row) -> WorkingHours:
    return WorkingHours(
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        hours=_hours(row),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _ground(row: Row) -> PauseGroundRow:
    return PauseGroundRow(
        ground=row["ground"],
        valid_from=a_day(row, "valid_from"),
        valid_to=day_or_none(row, "valid_to"),
        states=a_list(row["states"]),
        source=row["source"],
        invented=a_flag(row, "invented"),
    )


def _hours(row: Row) -> list[list[int]]:
    """Read `08:30-12:00|13:30-17:30`; an end before its begin is on the next day."""
    hours: list[list[int]] = []
    for span in a_list(row["hours"]):
        begin, _, end = span.partition("-")
        from_, to = (a_minute(Row({"hours": at}, where=row.where), "hours") for at in (begin, end))
        to += 1440 if to <= from_ else 0
        if hours and from_ < hours[-1][1]:
            raise row.bad("hours", "spans in order, each after the one before")
        hours.append([from_, to])
    if not hours:
        raise row.bad("hours", "one span or more (08:30-12:00|13:30-17:30)")
    return hours


Words = TypeVar("Words", Step, TimeUnit, DayKind)


def _word(row: Row, column: str, words: type[Words]) -> Words:
    try:
        return words(row[column])
    except ValueError:
        raise row.bad(column, f"one of {', '.join(words)}") from None


def _has(folder: Path, name: str) -> bool:
    return (folder / name).exists()


def _read(folder: Path, name: str) -> Iterator[Row]:
    return read_csv(folder / name) if _has(folder, name) else iter(())
