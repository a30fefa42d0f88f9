"""The ladder as a city's folder says it, by day, on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.db import Database
from core.tables import BadTable
from dispatch.ladder import loading
from dispatch.ladder.queries import load_ladder
from dispatch.ladder.values import NO_LADDER, Ladder, Step

LIMITS = "urgency,accept_min,arrive_min,valid_from,valid_to,source,invented\n"
RUNGS = "urgency,number,silence,after_s,after_accept,step,valid_from,valid_to,source,invented\n"
DAY = date(2026, 11, 22)


async def load(database: Database, folder: Path, day: date = DAY) -> Ladder:
    async with database.transaction() as session:
        await loading.load(session, folder=folder)
    async with database.reading() as session:
        return await load_ladder(session, day=day)


async def test_a_folder_that_says_nothing_has_none(database: Database, tmp_path: Path) -> None:
    assert await load(database, tmp_path) == NO_LADDER


async def test_rows_are_good_from_a_day_to_another(database: Database, tmp_path: Path) -> None:
    (tmp_path / "response_limits.csv").write_text(
        f"{LIMITS}urgent,30,60,2026-01-01,2026-11-22,s,true\nurgent,20,,2026-11-22,,s,true\n"
    )
    (tmp_path / "ladder.csv").write_text(
        f"{RUNGS}*,2,unaccepted,,2,city,2026-01-01,,s,true\n*,1,unseen,9,,alert,2026-01-01,,s,true\n"
    )

    now = await load(database, tmp_path)
    before = await load(database, tmp_path, DAY - timedelta(days=1))

    assert [limit.accept for limit in now.limits.values()] == [timedelta(minutes=20)]
    assert before.limits["urgent"].accept == timedelta(minutes=30)
    assert before.limits["urgent"].arrive == timedelta(minutes=60)
    assert [rung.step for rung in now.climb("urgent")] == [Step.ALERT, Step.CITY]


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("response_limits.csv", "soon,30,,2026-01-01,,s,true", "response_limits.csv:2 urgency"),
        ("response_limits.csv", "urgent,0,,2026-01-01,,s,true", "response_limits.csv:2 accept_min"),
        ("ladder.csv", "*,1,unheard,,1,city,2026-01-01,,s,true", "ladder.csv:2 silence"),
        ("ladder.csv", "*,1,unseen,,1,moon,2026-01-01,,s,true", "ladder.csv:2 step"),
        ("ladder.csv", "*,1,unseen,,,city,2026-01-01,,s,true", "ladder.csv:2 after_s"),
        ("ladder.csv", "*,1,unseen,5,1,city,2026-01-01,,s,true", "ladder.csv:2 after_s"),
    ],
)
async def test_a_cell_that_cannot_be_meant_is_named(
    database: Database, tmp_path: Path, file: str, row: str, said: str
) -> None:
    (tmp_path / file).write_text((LIMITS if file.startswith("r") else RUNGS) + row + "\n")

    with pytest.raises(BadTable, match=said):
        await load(database, tmp_path)
