"""Which limit applies: the most specific row of the day; what a folder says is read or refused by the cell."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.db import Database
from core.tables import BadTable
from dispatch.limits import loading, queries
from dispatch.limits.rules import Limits, most_extension
from dispatch.limits.values import (
    Length,
    PauseGroundFacts,
    Step,
    TimeLimitFacts,
    TimeUnit,
)
from dispatch.limits.work_calendar import WorkCalendar
from tests.factories import CITIES, YUNZE, city_in_a_file

M01 = ("LOCAL-YZ", "matter", "M01")
OLD = ("OLD-YZ", "matter", "101")
DAY = date(2026, 11, 20)
ZONE = ZoneInfo("Asia/Urumqi")


def row(id: str, **changes: Any) -> TimeLimitFacts:
    plain = TimeLimitFacts(
        id=id,
        version=1,
        name="",
        scheme="",
        kind="",
        code="*",
        urgency="*",
        step=Step.HANDLE,
        length=Length(1, TimeUnit.HOUR),
        extensions=1,
        extension_share=1.0,
        approver="city",
        from_=None,
        to=None,
        source="",
        invented=True,
    )
    return replace(plain, **changes)


def found(*rows: TimeLimitFacts, urgency: str = "general", **asked: Any) -> str | None:
    limits = Limits(calendar=WorkCalendar(zone=ZONE), rows=rows)
    wanted = {"keys": (M01,), "group": "街面秩序", "step": Step.HANDLE, "day": DAY, **asked}
    limit = limits.find(urgency=urgency, **wanted)
    return limit.rule if limit else None


ANYBODY = row("any")
PRESSING = row("pressing", urgency="urgent")
OF_GROUP = row("group", code="group:街面秩序")
OF_CLASS = row("class", scheme="LOCAL-YZ", kind="matter", code="M01", urgency="general")


class TestFind:
    def test_takes_the_class_before_its_group_before_anybody(self) -> None:
        assert found(ANYBODY, OF_GROUP, OF_CLASS) == "class v1"
        assert found(ANYBODY, OF_GROUP) == "group v1"
        assert found(ANYBODY, OF_GROUP, group=None) == "any v1"
        assert found() is None

    def test_takes_the_urgency_before_any(self) -> None:
        assert found(ANYBODY, PRESSING, urgency="urgent") == "pressing v1"
        assert found(ANYBODY, PRESSING) == "any v1"
        assert found(OF_CLASS, PRESSING, urgency="urgent") == "pressing v1"

    def test_knows_a_class_by_what_it_means_in_another_scheme(self) -> None:
        assert found(ANYBODY, OF_CLASS, keys=(OLD, M01)) == "class v1"
        assert found(ANYBODY, OF_CLASS, keys=(OLD,)) == "any v1"

    def test_takes_the_newest_version_of_those_in_force_on_the_day(self) -> None:
        first = row("any", to=date(2026, 12, 1))
        second = row("any", version=2, from_=date(2026, 12, 1))

        assert found(first, second) == "any v1"
        assert found(first, second, day=date(2026, 12, 1)) == "any v2"
        assert found(ANYBODY, row("any", version=3)) == "any v3"

    def test_keeps_the_steps_apart(self) -> None:
        assert found(row("law", step=Step.STATUTORY)) is None
        assert found(row("law", step=Step.STATUTORY), step=Step.STATUTORY) == "law v1"


class TestExtension:
    @pytest.mark.parametrize(
        ("value", "unit", "share", "most"),
        [(24, "hour", 0.5, 12), (5, "working_day", 0.5, 2), (1, "working_day", 0.5, 0)],
    )
    def test_gives_whole_days(self, value: float, unit: str, share: float, most: float) -> None:
        limit = row("any", length=Length(value, TimeUnit(unit)), extension_share=share)

        assert most_extension(limit) == most


class TestRest:
    def test_is_allowed_by_a_row_for_the_ground_the_state_and_the_day(self) -> None:
        ground = PauseGroundFacts(
            ground="testing",
            states=frozenset({"on_site"}),
            from_=date(2026, 1, 1),
            to=date(2027, 1, 1),
            source="",
        )
        limits = Limits(calendar=WorkCalendar(zone=ZONE), grounds=[ground])

        assert limits.may_rest(ground="testing", state="on_site", day=DAY)
        assert not limits.may_rest(ground="testing", state="signed", day=DAY)
        assert not limits.may_rest(ground="dispute", state="on_site", day=DAY)
        assert not limits.may_rest(ground="testing", state="on_site", day=date(2027, 1, 1))


HEADER = (
    "id,version,name,scheme,kind,code,urgency,step,value,unit,"
    "extensions,extension_share,approver,valid_from,valid_to,source,invented\n"
)
GOOD = {
    "id": "A",
    "version": "1",
    "code": "*",
    "urgency": "*",
    "step": "handle",
    "value": "4",
    "unit": "working_hour",
    "extensions": "1",
    "extension_share": "1",
    "approver": "city",
}


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "city"
        folder.mkdir()
        return folder

    async def load(self, database: Database, folder: Path, **changes: str) -> None:
        cells = GOOD | changes
        line = ",".join(cells.get(name, "") for name in HEADER.strip().split(","))
        (folder / "time_limits.csv").write_text(HEADER + line + "\n", "utf-8")
        async with database.transaction() as session:
            await loading.load(session, folder=folder)

    async def test_without_limits_has_none(self, folder: Path) -> None:
        async with city_in_a_file(YUNZE) as database, database.transaction() as session:
            assert await loading.load(session, folder=folder) == 0

    @pytest.mark.parametrize(
        ("changes", "cell"),
        [
            ({"value": "0"}, "value"),
            ({"value": "1.5", "unit": "working_day"}, "value"),
            ({"value": "9999"}, "value"),
            ({"unit": "fortnight"}, "unit"),
            ({"urgency": "soon"}, "urgency"),
            ({"step": "sleep"}, "step"),
            ({"code": "M01"}, "code"),
            ({"approver": "nobody"}, "approver"),
        ],
    )
    async def test_is_refused_by_the_cell(
        self, folder: Path, changes: dict[str, str], cell: str
    ) -> None:
        async with city_in_a_file(YUNZE) as database:
            with pytest.raises(BadTable, match=rf"time_limits\.csv:2 {cell}:"):
                await self.load(database, folder, **changes)

    async def test_of_the_sample_city_is_read_back_as_it_is_written(self) -> None:
        async with city_in_a_file(CITIES / "hangzhou") as database, database.reading() as session:
            limits = await queries.load(session, zone=ZoneInfo("Asia/Shanghai"))

        statutory = [limit for limit in limits.rows if limit.step is Step.STATUTORY]
        assert limits.calendar.published == frozenset(range(2004, 2027))
        assert len(limits.rows) == len(statutory) + 7
        assert limits.find_rule("DECISION v1") in statutory
        assert len({limit.rule for limit in limits.rows}) == len(limits.rows)
        assert {row.ground for row in limits.grounds} == {
            *("rectification", "testing", "dispute", "supplement")
        }
