"""The invented city does what its README says of every class in every township."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from command.catalogue import folder
from command.competence.decide import decide
from command.competence.snapshot import Snapshot, compile_facts
from command.competence.values import Asked

DAY: Final = date(2026, 11, 20)
DONGHU, NANSHI, BEISHAN, SHIMEN = "990101001", "990101002", "990102100", "990102201"
TWO, NONE, OUTSIDE = "two_holders", "no_team", "outside_holder"


@pytest.fixture(scope="module")
def yunze() -> Snapshot:
    return compile_facts(folder.read(Path(__file__).parents[1] / "cities" / "yunze"))


def ask(yunze: Snapshot, code: str, township: str, **known: object) -> tuple[str | None, str]:
    asked = Asked(
        key=("LOCAL-YZ", "matter", code),
        place="inside",
        district=township[:6],
        township=township,
        law_day=DAY,
        filing_day=DAY,
    )
    decision = decide(asked._replace(**known), yunze)  # type: ignore[arg-type]
    return decision.team, decision.reason


@pytest.mark.parametrize(
    ("code", "known", "goes"),
    [
        ("M01", {}, ("YZ-T1", "YZ-T2", "YZ-W-ZD", "YZ-T4")),
        ("M07", {}, ("YZ-E-ZD", "YZ-T2", "YZ-W-ZD", "YZ-T4")),
        ("M08", {}, ("YZ-E-LS", "YZ-E-LS", NONE, NONE)),
        ("M04", {}, ("YZ-E-HB", "YZ-E-HB", NONE, NONE)),
        ("M02", {}, (TWO, TWO, TWO, TWO)),
        ("M03", {}, ("several_items",) * 4),
        ("M09", {"subject": "unit"}, ("YZ-E-ZD", "YZ-T2", "YZ-W-ZD", "YZ-T4")),
        ("M09", {"subject": "person"}, ("YZ-T1", "YZ-T2", "YZ-W-ZD", "YZ-T4")),
        ("M09", {}, ("several_items",) * 4),
        ("M10", {}, (TWO, TWO, TWO, TWO)),
        ("M10", {"field": "城市管理"}, ("YZ-E-ZD", "YZ-E-ZD", "YZ-W-ZD", "YZ-W-ZD")),
        ("M05", {}, (OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE)),
        ("M06", {}, ("no_item",) * 4),
    ],
)
def test_every_class_goes_where_the_table_says(
    yunze: Snapshot, code: str, known: dict[str, object], goes: tuple[str, ...]
) -> None:
    answers = (ask(yunze, code, town, **known) for town in (DONGHU, NANSHI, BEISHAN, SHIMEN))

    assert tuple(team or reason for team, reason in answers) == goes


def test_the_station_has_the_streets_of_its_own_and_shares_the_water(yunze: Snapshot) -> None:
    station = {"areas": ("YZ-SA",)}

    assert ask(yunze, "M01", NANSHI, **station) == ("YZ-CITY", "routed_area")
    assert ask(yunze, "M04", NANSHI, **station) == ("YZ-CITY", "shared_area")
    assert ask(yunze, "M08", NANSHI, **station) == ("YZ-E-LS", "routed_district")


def test_an_old_code_means_a_new_one(yunze: Snapshot) -> None:
    key = ("OLD-YZ", "matter", "101")

    assert ask(yunze, "", DONGHU, key=key) == ask(yunze, "M01", DONGHU)
