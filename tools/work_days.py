"""Write the work days of years as a table that `onedoor calendar import` reads, from the library chinesecalendar.

    .venv/bin/python tools/work_days.py 2026 > work_days.csv

The library is kept by hand after each year's notice and knows the years from 2004 on; one that it does
not know yet is refused. It is needed here and in the tests, and by no process of the platform.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version

import chinese_calendar

HEADER = ("day", "kind", "name", "hours", "source")


def rows(years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Give the days of these years that are not what their weekday says, in order.

    :raises SystemExit: when the library does not know a year
    """
    kinds = {"holiday": chinese_calendar.holidays, "make_up": chinese_calendar.workdays}
    known = {day.year for days in kinds.values() for day in days}
    if unknown := sorted(set(years) - known):
        raise SystemExit(f"chinesecalendar {_VERSION} does not know {unknown}")
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    found = sorted(
        (day, kind, names[name])
        for kind, days in kinds.items()
        for day, name in days.items()
        if day.year in years
    )
    for day, kind, name in found:
        notice = f"国务院办公厅关于{day.year}年部分节假日安排的通知"
        yield day.isoformat(), kind, name, "", f"{notice}，据 chinesecalendar {_VERSION}"


_VERSION = version("chinesecalendar")

if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADER)
    out.writerows(rows([int(year) for year in sys.argv[1:]]))
