"""Who is competent, cell by cell of Yunze's table (tests/cities/yunze/README.md), and why."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.competence.decide import decide
from command.competence.explain import stored
from command.competence.values import Asked, Competence, PlaceFact
from command.world import World
from tests.factories import YUNZE

DAY = date(2026, 11, 20)
TOWNSHIPS = {"东湖": "990101001", "南市": "990101002", "北山": "990102100", "石门": "990102201"}
EVERYWHERE = {
    "two holders": "two_holders",
    "several items": "several_items",
    "outside holder": "outside_holder",
    "no item": "no_item",
    "not enforcement": "not_enforcement",
}
SIGNS = {
    "YZ-T1": "东湖街道办事处",
    "YZ-T2": "云东区综合行政执法局",
    "YZ-T4": "云西县综合行政执法局",
    "YZ-E-ZD": "云东区综合行政执法局",
    "YZ-E-LS": "云东区综合行政执法局",
    "YZ-E-HB": "云东区生态环境局",
    "YZ-W-ZD": "云西县综合行政执法局",
}
REASON = {
    "YZ-T1": "routed_empowered",
    "YZ-T2": "routed_posted",
    "YZ-T4": "routed_posted",
    "YZ-E-ZD": "routed_district",
    "YZ-E-LS": "routed_district",
    "YZ-E-HB": "routed_professional",
    "YZ-W-ZD": "routed_district",
}


def cells() -> list[tuple[str, str, str, str]]:
    """Read the README's table: (kind, code, township, what is written in the cell)."""
    found = []
    for line in (YUNZE / "README.md").read_text("utf-8").splitlines():
        name, *cell = [part.strip() for part in line.strip("|").split("|")]
        named = re.match(r"(component )?([MC]\d\d) ", name)
        if named is None:
            continue
        kind, code = ("component" if named[1] else "matter"), named[2]
        words = cell[1:] if cell[2] else [cell[1].removesuffix(", everywhere")] * len(TOWNSHIPS)
        found += [(kind, code, town, word) for town, word in zip(TOWNSHIPS, words, strict=True)]
    return found


def ask(
    world: World,
    code: str,
    town: str | None,
    *,
    kind: str = "matter",
    place: PlaceFact = "inside",
    law_day: date = DAY,
    filing_day: date = DAY,
) -> tuple[Asked, Competence]:
    township = TOWNSHIPS.get(town or "")
    asked = Asked(
        key=("LOCAL-YZ", kind, code),
        place=place,
        district=world.city.townships[township].district if township else None,
        township=township,
        law_day=law_day,
        filing_day=filing_day,
    )
    return asked, decide(asked, world.snapshot)


class TestTheTable:
    def test_has_a_row_for_every_class_of_the_city(self, yunze: World) -> None:
        assert {(kind, code) for kind, code, _, _ in cells()} == {
            (kind, code) for scheme, kind, code in yunze.book.classes if scheme == "LOCAL-YZ"
        }

    @pytest.mark.parametrize(("kind", "code", "town", "written"), cells())
    def test_is_what_the_rules_decide(
        self, yunze: World, kind: str, code: str, town: str, written: str
    ) -> None:
        _, found = ask(yunze, code, town, kind=kind)

        team = written.split(" ")[0].rstrip(",")
        if team in SIGNS:
            assert (found.team, found.reason, found.signing_body) == (
                team,
                "partial_scope" if "(partial)" in written else REASON[team],
                SIGNS[team],
            )
            assert found.field in yunze.roster.teams[team].fields
        else:
            wanted = EVERYWHERE.get(written, "no_team")
            assert (found.team, found.reason, found.signing_body) == (None, wanted, None)


@given(
    code=st.sampled_from(["M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M99"]),
    kind=st.sampled_from(["matter", "component"]),
    town=st.sampled_from([*TOWNSHIPS, None]),
    place=st.sampled_from(["inside", "outside", "missing", "contradiction"]),
    law_day=st.dates(date(2025, 12, 30), date(2026, 1, 2)),
    filing_day=st.dates(date(2025, 12, 30), date(2026, 1, 2)),
)
def test_nothing_in_doubt_gets_a_team(
    yunze: World,
    code: str,
    kind: str,
    town: str | None,
    place: PlaceFact,
    law_day: date,
    filing_day: date,
) -> None:
    if place != "inside" or town is None:
        town, place = None, "missing" if place == "inside" else place

    asked, found = ask(
        yunze, code, town, kind=kind, place=place, law_day=law_day, filing_day=filing_day
    )

    why = stored(found, asked, yunze.book, boundaries=1)
    assert json.loads(json.dumps(why)) == why
    if found.team is None:
        assert found.signing_body is None
        assert found.confidence == "open"
        return
    team = yunze.roster.teams[found.team]
    assert place == "inside"
    assert len(why["items"]) == 1
    assert found.situation["holder"] in {"comprehensive", "professional"}
    assert team.district == yunze.city.townships[TOWNSHIPS[town or ""]].district
    assert team.township in {None, TOWNSHIPS[town or ""]}
    assert found.field in team.fields
