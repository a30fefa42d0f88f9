"""What a reform moves between two days, and how much work is behind it."""

from datetime import date

from command.catalogue.facts import (
    Facts,
    Holder,
    Span,
    TeamAspect,
    TeamFact,
    TownshipItem,
    TownshipPower,
)
from command.competence.reform import Held, MovedTeam, Work, moves

BEFORE, STEP, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)
UNTIL, FROM = Span(None, STEP), Span(STEP, None)
PROFESSIONAL = Held("professional", "民政", "county", "市民政局", "")
COMPREHENSIVE = Held("comprehensive", "民政", "county", "市民政局", "")


def holder(id: str, item: str, span: Span, held: Held = PROFESSIONAL, area: str = "") -> Holder:
    return Holder(
        id=id, span=span, item=item, area=area, line=held.line, field=held.field,
        level="county", department=held.department,
    )  # fmt: skip


def team(span: Span) -> TeamFact:
    return TeamFact(
        id="t", span=span, code="T", name="民政队", kind="professional", level="district",
        district="1", township=None, fields=("民政",), body="市民政局",
    )  # fmt: skip


class TestItems:
    def test_a_transfer_is_told_with_both_holders_and_its_work(self) -> None:
        facts = Facts(
            edition=1,
            holders=(
                holder("h1", "MOVED", UNTIL),
                holder("h2", "MOVED", FROM, COMPREHENSIVE),
                holder("h3", "STAYS", Span()),
            ),
        )

        (moved,) = moves(facts, before=BEFORE, after=AFTER, work={"MOVED": Work(120, 30)}).items

        assert (moved.item, moved.before, moved.after) == (
            "MOVED",
            (PROFESSIONAL,),
            (COMPREHENSIVE,),
        )
        assert moved.work == Work(120, 30)
        assert moved.rows == ("h1", "h2")

    def test_inspections_that_nobody_records_are_not_none_at_all(self) -> None:
        facts = Facts(edition=1, holders=(holder("h1", "MOVED", FROM),))

        (moved,) = moves(facts, before=BEFORE, after=AFTER, work={"MOVED": Work(120)}).items

        assert moved.work == Work(cases=120, inspections=None)

    def test_a_row_that_is_only_written_anew_moves_nothing(self) -> None:
        facts = Facts(edition=1, holders=(holder("h1", "A", UNTIL), holder("h2", "A", FROM)))

        assert moves(facts, before=BEFORE, after=AFTER).items == ()

    def test_an_item_may_move_in_one_district_alone(self) -> None:
        facts = Facts(
            edition=1,
            holders=(holder("h1", "A", Span()), holder("h2", "A", FROM, COMPREHENSIVE, area="1")),
        )

        (moved,) = moves(facts, before=BEFORE, after=AFTER).items

        assert (moved.area, moved.before, moved.after) == ("1", (), (COMPREHENSIVE,))

    def test_the_most_work_comes_first(self) -> None:
        facts = Facts(
            edition=1, holders=tuple(holder(item, item, FROM) for item in ("A", "B", "C"))
        )

        found = moves(facts, before=BEFORE, after=AFTER, work={"B": Work(9), "C": Work(5)}).items

        assert [one.item for one in found] == ["B", "C", "A"]

    def test_looking_back_is_the_same_the_other_way_round(self) -> None:
        facts = Facts(
            edition=1, holders=(holder("h1", "A", UNTIL), holder("h2", "A", FROM, COMPREHENSIVE))
        )

        (moved,) = moves(facts, before=AFTER, after=BEFORE).items

        assert (moved.before, moved.after) == ((COMPREHENSIVE,), (PROFESSIONAL,))


class TestTeams:
    def test_a_step_of_the_integration_is_its_aspects(self) -> None:
        facts = Facts(
            edition=1,
            teams=(team(Span()),),
            team_aspects=(
                TeamAspect(id="a1", span=UNTIL, team="T", aspect="penalty", body="市民政局"),
                TeamAspect(id="a2", span=FROM, team="T", aspect="penalty", body="市综合行政执法局"),
                TeamAspect(id="a3", team="T", aspect="business", body="市民政局"),
            ),
        )

        assert moves(facts, before=BEFORE, after=AFTER).teams == (
            MovedTeam(team="T", aspect="penalty", before="市民政局", after="市综合行政执法局"),
        )

    def test_a_team_may_begin_or_end(self) -> None:
        begun = moves(Facts(edition=1, teams=(team(FROM),)), before=BEFORE, after=AFTER).teams
        ended = moves(Facts(edition=1, teams=(team(UNTIL),)), before=BEFORE, after=AFTER).teams

        assert begun == (MovedTeam(team="T", aspect=None, before=None, after="市民政局"),)
        assert ended == (MovedTeam(team="T", aspect=None, before="市民政局", after=None),)


class TestTownships:
    def test_a_list_is_given_and_taken_back(self) -> None:
        facts = Facts(
            edition=1,
            township_powers=(TownshipPower(id="p", township="1", form="empowered"),),
            township_items=(
                TownshipItem(id="1", township="1", item="A", published_on=date(2025, 1, 1)),
                TownshipItem(id="2", span=FROM, township="1", item="B", published_on=STEP),
                TownshipItem(id="3", span=UNTIL, township="1", item="C", published_on=BEFORE),
            ),
        )

        (moved,) = moves(
            facts, before=BEFORE, after=AFTER, work={"A": Work(100), "B": Work(7, 1), "C": Work(3)}
        ).townships

        assert (moved.given, moved.taken_back) == (("B",), ("C",))
        assert (moved.before, moved.after) == ("empowered", "empowered")
        assert moved.work == Work(10, 1)

    def test_a_list_counts_from_its_publication(self) -> None:
        listed = TownshipItem(id="1", span=FROM, township="1", item="A")
        facts = Facts(edition=1, township_items=(listed,))

        assert moves(facts, before=BEFORE, after=AFTER).townships == ()

    def test_a_form_changes(self) -> None:
        facts = Facts(
            edition=1,
            township_powers=(
                TownshipPower(id="p1", span=UNTIL, township="1", form="posted"),
                TownshipPower(id="p2", span=FROM, township="1", form="empowered"),
            ),
        )

        (moved,) = moves(facts, before=BEFORE, after=AFTER).townships

        assert (moved.township, moved.before, moved.after) == ("1", "posted", "empowered")
