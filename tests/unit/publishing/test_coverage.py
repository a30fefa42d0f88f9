"""The matrix of items and townships: what it shows is what the engine would answer there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from command.catalogue import folder
from command.catalogue.facts import Facts
from command.competence.decide import decide
from command.competence.snapshot import compile_facts
from command.competence.values import Asked
from command.publishing import coverage
from command.publishing.coverage import Matrix
from command.publishing.examination import examine

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)
DONGHU, NANSHI, BEISHAN, SHIMEN = "990101001", "990101002", "990102100", "990102201"


def draw(facts: Facts = YUNZE) -> Matrix:
    return coverage.draw(facts, compile_facts(facts), day=DAY)


def test_every_square_is_what_the_engine_answers_when_it_is_asked_alone() -> None:
    matrix, snapshot = draw(), compile_facts(YUNZE)
    key = ("LOCAL-YZ", "matter", "M01")

    for (item, township), square in matrix.squares.items():
        district = YUNZE.townships[township][1]
        asked = Asked(key, "inside", district, township, DAY, DAY, item=item)
        decision = decide(asked, snapshot)
        assert (square.reason, square.team) == (decision.reason, decision.team)


def test_yunze_is_as_one_knows_it() -> None:
    squares = draw().squares

    assert {township: squares["YZ-01", township].cell for township in YUNZE.townships} == {
        DONGHU: "township",
        NANSHI: "township",
        BEISHAN: "county",
        SHIMEN: "township",
    }
    assert squares["YZ-02", DONGHU].cell == "person"
    assert squares["YZ-06", DONGHU].cell == "elsewhere"
    assert squares["YZ-05", BEISHAN].cell == "hole"


def test_a_field_in_which_nobody_would_come_is_a_hole_of_its_township() -> None:
    found = [hole.id for hole in coverage.holes(draw(), YUNZE)]

    assert found == [
        f"nobody_comes_no_team:{township}:{field}"
        for township in (BEISHAN, SHIMEN)
        for field in ("林业水利", "生态环境")
    ]


def test_townships_may_be_chosen() -> None:
    matrix = coverage.draw(YUNZE, compile_facts(YUNZE), day=DAY, townships=[BEISHAN])

    assert {township for _, township in matrix.squares} == {BEISHAN}


class TestExamine:
    def test_only_what_the_change_makes_is_its_own(self) -> None:
        after = replace(
            YUNZE,
            teams=tuple(team for team in YUNZE.teams if team.code != "YZ-E-LS"),
            team_aspects=tuple(row for row in YUNZE.team_aspects if row.team != "YZ-E-LS"),
        )

        found = examine(YUNZE, after, day=DAY)

        assert {problem.id for problem in found.made} == {
            "no_team_in_field:林业水利",
            f"nobody_comes_no_team:{DONGHU}:林业水利",
            f"nobody_comes_no_team:{NANSHI}:林业水利",
        }

    def test_a_hole_is_answered_for_by_name_with_a_reason(self) -> None:
        found = examine(YUNZE, replace(YUNZE, holders=YUNZE.holders[1:]), day=DAY)

        assert [problem.id for problem in found.unanswered({})] == ["no_holder:YZ-01"]
        assert found.unanswered({"no_holder:YZ-01": ""})
        assert not found.unanswered({"no_holder:YZ-01": "待省厅批复"})
